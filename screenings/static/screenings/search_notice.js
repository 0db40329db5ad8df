// On every staff page: keeps the line about one's own search up to date while it goes on. Without this script the line
// is as it was when the page was loaded.
const INTERVAL = 5000; // milliseconds between two questions

const notice = () => document.querySelector(".search-notice[data-notice]");

function show(html) {
  const holder = document.createElement("template");
  // eslint-disable-next-line no-restricted-syntax -- a part of the page, escaped by the server
  holder.innerHTML = html;
  const [old, fresh] = [notice(), holder.content.querySelector(".search-notice")];
  if (!fresh || fresh.dataset.version === old.dataset.version) return;
  // The same element, so that a screen reader says what has changed in it.
  old.replaceChildren(...fresh.childNodes);
  old.dataset.version = fresh.dataset.version;
  if (!fresh.dataset.notice) delete old.dataset.notice;
}

async function ask() {
  if (document.hidden || !notice()) return;
  const page = encodeURIComponent(location.pathname + location.search);
  try {
    const answer = await fetch(`${notice().dataset.notice}?page=${page}`, { cache: "no-store" });
    if (answer.ok && !answer.redirected) show(await answer.text());
  } catch {
    // The line is down: the next question may get through.
  }
}

setInterval(ask, INTERVAL);
document.addEventListener("visibilitychange", ask);
