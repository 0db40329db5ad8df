// Keeps the page of a search up to date while it goes on. Without this script the page is loaded anew by itself.
"use strict";
{
  const EVERY = 1500; // milliseconds between two questions
  const part = document.getElementById("progress");
  const spoken = document.getElementById("spoken");

  const say = () => {
    const text = part.querySelector("[data-spoken]").textContent;
    if (spoken.textContent !== text) {
      spoken.textContent = text;
    }
  };

  const ask = async () => {
    if (document.hidden) {
      return;
    }
    try {
      const answer = await fetch(part.dataset.address, {
        headers: { "If-None-Match": `"${part.querySelector("#standing").dataset.version}"` },
        cache: "no-store",
      });
      if (answer.status !== 200) {
        return;
      }
      if (answer.redirected) {
        location.reload(); // signed out meanwhile
        return;
      }
      // eslint-disable-next-line no-restricted-syntax -- a part of the page, escaped by the server
      part.innerHTML = await answer.text();
      if (part.querySelector(".is-over")) {
        location.reload();
      }
      say();
    } catch {
      // The line is down: the next question may get through.
    }
  };

  say();
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}
