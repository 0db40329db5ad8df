// Shows when a screening ends while its start and lengths are typed. The server counts; without this script the end
// is shown after the next save.
const NAMES = [
  "festival", "film", "hall", "starts_at_0", "starts_at_1", "starts_at_which", "intro", "qa", "stated_length",
];
const PAUSE = 250; // milliseconds after the last key
const shown = document.querySelectorAll("output[data-derived]");
const form = document.getElementById("screening_form");
let timer;
let question;

const ask = async () => {
  question?.abort();
  question = new AbortController();
  const typed = NAMES.map((name) => [name, form.elements.namedItem(name)?.value ?? ""]);
  try {
    const answer = await fetch(`${shown[0].dataset.address}?${new URLSearchParams(typed)}`, {
      signal: question.signal,
      headers: { Accept: "application/json" },
    });
    if (answer.ok && !answer.redirected) {
      show(await answer.json());
    }
  } catch {
    // A newer question, or no connection: what is shown stays until the next key.
  }
};

const show = (words) => {
  for (const output of shown) {
    output.textContent = words[output.dataset.derived];
  }
  const help = document.querySelector("#id_starts_at_helptext > div, #id_starts_at_helptext");
  if (help && words.clock) {
    help.textContent = words.clock;
  }
};

const later = (event) => {
  if (NAMES.includes(event.target.name)) {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }
};

if (form && shown.length) {
  form.addEventListener("input", later);
  // The boxes that complete what is typed tell jQuery alone that they have changed.
  window.django?.jQuery?.(form).on("change", later);
}
