// Keeps the page of a search up to date while it goes on. Without this script the page is loaded anew by itself.
const INTERVAL = 1500; // milliseconds between two questions
const progress = document.getElementById("progress");
const spoken = document.getElementById("spoken");

const standing = () => document.getElementById("standing");

function say() {
  const words = standing().dataset.spoken;
  if (spoken.textContent !== words) spoken.textContent = words;
}

function show(html) {
  // eslint-disable-next-line no-restricted-syntax -- a part of the page, escaped by the server
  progress.innerHTML = html;
  if ("over" in standing().dataset) location.reload();
  say();
}

async function ask() {
  if (document.hidden) return;
  const headers = { "If-None-Match": `"${standing().dataset.version}"` };
  try {
    const answer = await fetch(progress.dataset.address, { headers, cache: "no-store" });
    if (answer.redirected) location.reload(); // signed out meanwhile
    else if (answer.status === 200) show(await answer.text());
  } catch {
    // The line is down: the next question may get through.
  }
}

say();
setInterval(ask, INTERVAL);
document.addEventListener("visibilitychange", ask);
