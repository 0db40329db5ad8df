// What the visitor may mean, as links below the search field: arrows go from one to the next, Escape puts them away.

const PAUSE = 150; // milliseconds without a key before anything is asked
const form = document.querySelector("form[data-suggestions]");
const field = form.querySelector("input[type=search]");
const list = document.createElement("ul");
list.className = "suggestions";
list.hidden = true;
const spoken = document.createElement("p");
spoken.className = "unseen";
spoken.setAttribute("role", "status");
field.closest(".field").append(list, spoken);

const close = () => {
  list.hidden = true;
  spoken.textContent = "";
};

const item = ({ kind, label, address }) => {
  const [line, link, words, sort] = ["li", "a", "bdi", "span"].map((tag) => document.createElement(tag));
  link.href = address;
  link.rel = "nofollow";
  words.textContent = label;
  sort.className = "count";
  sort.textContent = kind;
  link.append(words, " ", sort);
  line.append(link);
  return line;
};

let asked = "";
const ask = async () => {
  const typed = field.value.trim();
  if (typed === asked) return;
  asked = typed;
  if (typed.length < 2) {
    close();
    return;
  }
  const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(typed)}`);
  if (!answer.ok || typed !== asked) return;
  const { suggestions } = await answer.json();
  if (typed !== asked) return;
  list.replaceChildren(...suggestions.map(item));
  list.hidden = !suggestions.length;
  spoken.textContent = suggestions.length ? form.dataset.suggested.replace("{number}", suggestions.length) : "";
};

let waiting = 0;
field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => ask().catch(close), PAUSE); // without an answer the search itself still works
});

form.addEventListener("keydown", (event) => {
  const stops = [field, ...list.querySelectorAll("a")];
  const place = stops.indexOf(document.activeElement);
  if (list.hidden || place < 0) return;
  if (event.key === "Escape") {
    close();
    field.focus();
  } else if (event.key === "ArrowDown") {
    stops[Math.min(place + 1, stops.length - 1)].focus();
  } else if (event.key === "ArrowUp") {
    stops[Math.max(place - 1, 0)].focus();
  } else return;
  event.preventDefault();
});
form.addEventListener("focusout", (event) => {
  if (!form.contains(event.relatedTarget) || event.relatedTarget.closest(".filters-sheet")) close();
});
