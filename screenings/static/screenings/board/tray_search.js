/* The tray is searched as one types, in what the server has folded: case, accents and quotes do not count. */

// As the server folds them; what Unicode takes apart by itself is not here.
const LETTERS = {
  "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ŋ": "n", "ħ": "h",
  "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-",
};

export function fold(text) {
  const plain = text.toLowerCase().replace(/[ßæœøđðþłıŋħ’‘“”–—]/gu, (letter) => LETTERS[letter]);
  return plain.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export function searchTray() {
  const words = fold(document.getElementById("tray-search").value).split(/\s+/u);
  const cards = [...document.querySelectorAll("#tray-cards .card")];
  const films = document.querySelectorAll("#tray-films [data-folded]");
  for (const each of [...cards, ...films]) each.hidden = !words.every((word) => each.dataset.folded.includes(word));
  const shown = cards.filter((card) => !card.hidden).length;
  document.querySelector("#tray-head .count").textContent = shown < cards.length ? `${shown} of ${cards.length}` : cards.length;
}
