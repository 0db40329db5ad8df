/* Everything that is sent: a move, and undo and redo. The server decides, and answers with the board as it is then. */
import { board, handleOf, showMessages } from "./page.js";
import { expectPage, isPaused, knownCards } from "./live_update.js";

const pending = new Set(); // the cards that are on their way
let isSending = false;
let asked = null; // what was sent and is to be confirmed before anything moves

export const isPending = (card) => pending.has(card.dataset.pk);

const failed = (html) => ({ messages: [{ level: "error", html }] });

/** What the server answers, or what is wrong. One token a gesture: a request that is repeated on the way moves once. */
async function post(address, fields, beside) {
  const body = new URLSearchParams(fields);
  for (const [name, value] of Object.entries(beside)) body.set(name, value);
  body.set("form_token", Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join(""));
  const token = board.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(address, { method: "POST", headers, body, redirect: "manual" });
    if (answer.headers.get("Content-Type")?.includes("json")) {
      const data = await answer.json();
      return data.messages ? data : failed(`${data.message} Everything is where it was.`);
    }
    if (answer.type === "opaqueredirect") return failed("You are signed out, so nothing was moved.");
    if (answer.status >= 500) return failed("The server could not do that just now. Look where it is, and try again.");
    return failed("You may no longer move here, or this page is too old. Nothing was moved; load the page again.");
  } catch {
    return failed("The server could not be reached. The board shows where everything is as soon as it answers again.");
  }
}

async function send(fields, address = board.dataset.moves) {
  const showPage = expectPage();
  const opened = board.querySelector("[data-opened]")?.dataset.opened ?? "";
  const { moved, messages, page, breaks, asks } = await post(address, fields, { page: board.dataset.page, opened, known: knownCards() });
  await showPage(page);
  showMessages(messages);
  asked = asks ? fields : null;
  if (asks) board.querySelector("[data-lift]")?.focus();
  return { isDone: Boolean(moved), breaks: breaks ?? [] };
}

/** A screening goes there, or a copy of it; of a film's row in the tray, a showing is added there. */
export async function sendMove({ dataset }, place, act = "move") {
  const { pk, seen, film } = dataset;
  const what = film ? { do: "add", film } : { do: act, screening: pk, seen };
  pending.add(pk);
  const { breaks } = await send({ ...what, ...place }).finally(() => pending.delete(pk));
  const card = document.getElementById(`s-${pk}`);
  if (!card || isPaused() || asked) return;
  handleOf(card).focus({ preventScroll: true });
  if (breaks.length) board.classList.add("is-quiet"); // the message has just said what the card would say again
}

/** A form without a new page, undo and redo among them; one at a time: who presses twice in haste means one. */
async function sendInPlace(event) {
  if (!("inPlace" in event.target.dataset)) return;
  event.preventDefault();
  if (isSending) return;
  isSending = true;
  const form = event.target;
  const sent = new FormData(form, event.submitter);
  const isMove = form.matches("#opened .move");
  const fields = isMove ? { ...Object.fromEntries(sent), on: board.dataset.day } : [...sent];
  const { isDone } = await send(fields, form.action).finally(() => { isSending = false; });
  if (!isMove || asked) return;
  if (!isDone) typeAgain(fields);
  else if (fields.hall && fields.day !== board.dataset.day) board.dispatchEvent(new CustomEvent("board:moved", { detail: fields }));
}

/** What was refused stays in the form, to be put right. */
function typeAgain(fields) {
  for (const name of ["hall", "day", "time", "which"]) {
    const box = board.querySelector(`#opened .move [name=${name}]`);
    if (box && name in fields) box.value = fields[name];
  }
}

/** Ctrl+Z (on a Mac Command+Z) undoes; with Shift, and Ctrl+Y, it redoes. In a field they are the field's. */
export function pressUndo(event) {
  const act = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key?.toLowerCase()];
  if (!act || event.altKey || !(event.ctrlKey || event.metaKey) || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  board.querySelector(`#bar [value=${act}]:enabled`)?.click();
}

/** The same again, now that it is confirmed. */
function liftAfterAll(event) {
  if (asked && event.target.closest("[data-lift]")) send({ ...asked, lift: "on" });
}

export function startForms() {
  board.addEventListener("submit", sendInPlace);
  board.addEventListener("click", liftAfterAll);
}
