/* The line to the server: pages are fetched, moves are sent, and every few seconds it is asked whether anything has
   changed. Where no answer comes, or the person is signed out, the page stays as it is and says so. */
import { board } from "./page.js";

const EVERY = 4000; // milliseconds between two questions
const MISSES = 2; // questions in a row without an answer before it is told
const SILENT = "The server does not answer: what is shown may be old. It is asked again every few seconds.";
const GONE = "This board is no longer there, or you may no longer see it.";
let misses = 0;

/** What is wrong with the line, with a way out; without words, nothing is. */
function tell(words, way = "") {
  const line = board.querySelector(".board-line");
  if (line.dataset.words === words) return;
  line.dataset.words = words;
  line.replaceChildren(words);
  if (!way) return;
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = way;
  line.append(" ", link);
}

const signedOut = () => tell("You are signed out: nothing more is saved here.", "Sign in and come back");

/** Whether there is an answer to work with; where not, it is told. */
function heard(answer) {
  if (answer.type === "opaqueredirect") signedOut();
  else if (answer.status >= 500) tell(SILENT);
  else if (answer.status >= 400) tell(GONE, "Load it again");
  else {
    misses = 0;
    tell("");
    return true;
  }
  return false;
}

/** The board of another page, or null where none came. */
export async function fetchBoard(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store", redirect: "manual" });
    return heard(answer) ? new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board") : null;
  } catch {
    tell(SILENT);
    return null;
  }
}

/** One move to the server, which decides: what there is to say of it. */
export async function ask(sent) {
  const token = board.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams(sent);
  // One token a gesture: whoever repeats the request on the way does not repeat the move.
  body.set("form_token", Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join(""));
  try {
    const answer = await fetch(board.dataset.moves, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body,
      redirect: "manual",
    });
    if (answer.headers.get("Content-Type")?.includes("json")) {
      const { said, message } = await answer.json();
      return said ?? wrong(`${message} Everything is where it was.`);
    }
    if (answer.type === "opaqueredirect") return wrong("You are signed out, so nothing was moved.");
    if (answer.status >= 500) return wrong("The server could not do that just now. Look where it is, and try again.");
    return wrong("You may no longer move here, or this page is too old. Nothing was moved; load the page again.");
  } catch {
    return wrong("The server could not be reached. The board shows where everything is as soon as it answers again.");
  }
}

const wrong = (html) => [{ level: "error", html }];

/** `changed` is called when the server has another version than the page; not while `busy` says so. */
export function startPulse(busy, changed) {
  const beat = async () => {
    if (document.hidden || busy()) return;
    const known = board.dataset.version;
    let answer;
    try {
      answer = await fetch(`${board.dataset.address}pulse/`, { headers: { "If-None-Match": `"${known}"` }, cache: "no-store", redirect: "manual" });
    } catch {
      answer = { status: 503 };
    }
    if (answer.status >= 500 && ++misses < MISSES) return;
    const same = answer.status === 304;
    if ((same ? heard({ status: 200 }) : heard(answer)) && !same && !busy() && known === board.dataset.version) changed();
  };
  setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", beat);
}
