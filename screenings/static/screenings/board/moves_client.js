/* Everything that is sent: a move, and undo and redo. The server decides, and answers with the board as it is then. */
import { board, handleOf, showMessages } from "./page.js";
import { expectPage, isPaused } from "./live_update.js";

const pending = new Set(); // the cards that are on their way
let isUndoing = false;

export const isPending = (card) => pending.has(card.dataset.pk);

const failed = (html) => ({ messages: [{ level: "error", html }] });

/** What the server answers, or what is wrong. One token a gesture: a request that is repeated on the way moves once. */
async function post(fields) {
  const body = new URLSearchParams(fields);
  body.set("form_token", Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join(""));
  const token = board.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  try {
    const answer = await fetch(board.dataset.moves, { method: "POST", headers, body, redirect: "manual" });
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

async function send(fields) {
  const showPage = expectPage();
  const opened = board.querySelector("[data-opened]")?.dataset.opened ?? "";
  const { messages, page } = await post({ ...fields, page: board.dataset.page, opened });
  await showPage(page);
  showMessages(messages);
}

export async function sendMove({ dataset }, place) {
  const { pk, seen } = dataset;
  pending.add(pk);
  await send({ do: "move", screening: pk, seen, ...place }).finally(() => pending.delete(pk));
  const card = document.getElementById(`s-${pk}`);
  if (card && !isPaused()) handleOf(card).focus({ preventScroll: true });
}

/** Undo and redo without a new page, one at a time: who presses twice in haste means one. */
async function undoOrRedo(event) {
  const act = event.submitter?.value;
  if (act !== "undo" && act !== "redo") return;
  event.preventDefault();
  if (isUndoing) return;
  isUndoing = true;
  await send({ do: act, on: event.target.elements.on.value }).finally(() => { isUndoing = false; });
}

/** Ctrl+Z (on a Mac Command+Z) undoes; with Shift, and Ctrl+Y, it redoes. In a field they are the field's. */
export function pressUndo(event) {
  const act = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key?.toLowerCase()];
  if (!act || event.altKey || !(event.ctrlKey || event.metaKey) || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  board.querySelector(`#bar [value=${act}]:enabled`)?.click();
}

export function startUndo() {
  board.addEventListener("submit", undoOrRedo);
}
