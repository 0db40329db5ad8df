/* Pages are fetched, and every few seconds the server is asked whether anything has changed. Where no answer comes, or
   the person is signed out, the page stays as it is and says so. */
import { board } from "./page.js";

const INTERVAL = 4000; // milliseconds between two questions
const MISSES = 2; // questions in a row without an answer before it is told
const NO_ANSWER = 503;
const SILENT = "The server does not answer: what is shown may be old. It is asked again every few seconds.";
const GONE = "This board is no longer there, or you may no longer see it.";
const SIGNED_OUT = "You are signed out: nothing more is saved here.";
let misses = 0;

/** What is wrong with the connection, with a way out; without words, nothing is. */
function showStatus(words, wayOut = "") {
  const status = board.querySelector(".connection-status");
  if (status.dataset.shown === words) return;
  status.dataset.shown = words;
  status.replaceChildren(words);
  if (!wayOut) return;
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = wayOut;
  status.append(" ", link);
}

/** Whether there is an answer to work with; where not, the page says so. */
function isUsable({ type, status }) {
  if (type === "opaqueredirect") showStatus(SIGNED_OUT, "Sign in and come back");
  else if (status >= 500) showStatus(SILENT);
  else if (status >= 400) showStatus(GONE, "Load it again");
  else {
    misses = 0;
    showStatus("");
    return true;
  }
  return false;
}

export const parseBoard = (html) => new DOMParser().parseFromString(html, "text/html").getElementById("board");

/** The page at that address, without the `known` cards. It is asked for whole where the server takes no such question,
    as after signing in again on another page. */
async function askForBoard(address, known) {
  const question = { headers: { Accept: "text/html" }, cache: "no-store", redirect: "manual" };
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (token && known) {
    const headers = { ...question.headers, "X-CSRFToken": token };
    const answer = await fetch(address, { ...question, method: "POST", headers, body: new URLSearchParams({ known }) });
    if (answer.ok) return answer;
  }
  return fetch(address, question);
}

/** The #board of another page, or null where none came. Of a `known` card it may have the place alone. */
export async function fetchBoard(address, known) {
  try {
    const answer = await askForBoard(address, known);
    if (!isUsable(answer)) return null;
    return parseBoard(await answer.text());
  } catch {
    showStatus(SILENT);
    return null;
  }
}

async function isOtherVersion(address, version) {
  const headers = { "If-None-Match": `"${version}"` };
  const answer = await fetch(address, { headers, cache: "no-store", redirect: "manual" }).catch(() => ({ status: NO_ANSWER }));
  if (answer.status >= 500) misses += 1;
  if (answer.status >= 500 && misses < MISSES) return false;
  const isSame = answer.status === 304;
  return isUsable(isSame ? { status: 200 } : answer) && !isSame;
}

/** `onChange` is called when the server has another version than the page; not while `isBusy()`. */
export function pollVersion({ isBusy, onChange }) {
  const ask = async () => {
    if (document.hidden || isBusy()) return;
    const { version, address } = board.dataset;
    const isOther = await isOtherVersion(`${address}pulse/`, version);
    if (isOther && !isBusy() && version === board.dataset.version) onChange();
  };
  setInterval(ask, INTERVAL);
  document.addEventListener("visibilitychange", ask);
}
