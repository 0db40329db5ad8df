/* The tray is searched as one types, in what the server has made of each title: case, accents and punctuation do not count. */

// As the server folds them; what Unicode takes apart by itself is not here.
const LETTERS = {
  "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ŋ": "n", "ħ": "h",
  "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-",
};

export function fold(text) {
  const plain = text.toLowerCase().replace(/[ßæœøđðþłıŋħ’‘“”–—]/gu, (letter) => LETTERS[letter]);
  return plain.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// A word without its punctuation, several words perhaps: "romeo & juliet" is looked for as "romeo and juliet".
function squeeze(word) {
  const spaced = word.replace(/[¼-¾⅐-⅞]/gu, (fraction) => ` ${fraction}`).replaceAll("&", " and ");
  return fold(spaced).replace(/[^\p{L}\p{N}\s]/gu, "").split(/\s+/u).filter(Boolean);
}

function holds(text, word) {
  const forms = squeeze(word);
  return text.includes(fold(word)) || (forms.length > 0 && forms.every((form) => text.includes(form)));
}

export function searchTray() {
  const words = document.getElementById("tray-search").value.split(/\s+/u);
  const cards = [...document.querySelectorAll("#tray-cards .card")];
  const films = document.querySelectorAll("#tray-films [data-folded]");
  for (const each of [...cards, ...films]) each.hidden = !words.every((word) => holds(each.dataset.folded, word));
  const shown = cards.filter((card) => !card.hidden).length;
  document.querySelector("#tray-head .count").textContent = shown < cards.length ? `${shown} of ${cards.length}` : cards.length;
}
