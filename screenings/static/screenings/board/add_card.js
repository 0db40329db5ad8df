/* A showing is added where nothing is: by a double click there, by N after the card that has the focus, by Enter on the
   board itself. A form beside the board asks for the film. */
import { CARD, board, sheet } from "./page.js";
import { carried } from "./gestures.js";
import { openCard } from "./day_page.js";

const QUARTER = 3; // lines in a quarter of an hour

const open = (hall, line) => openCard(`new-${hall}-${line}`);

function doubleClicked({ target, clientY }) {
  const rows = target.closest("[data-hall] .rows");
  if (!rows || target.closest(CARD)) return;
  const { top, height } = rows.getBoundingClientRect();
  const [first, last] = [Number(board.dataset.first), Number(board.dataset.last)];
  const line = first + Math.floor((clientY - top) / (height / (last - first)));
  open(rows.closest("[data-hall]").dataset.hall, line - line % QUARTER);
}

function pressed(event) {
  if (carried || event.ctrlKey || event.metaKey || event.altKey) return;
  const card = event.target.closest(CARD);
  const isAsked = event.key.toLowerCase() === "n" || (!card && event.key === "Enter" && event.target === sheet);
  if (!isAsked) return;
  event.preventDefault();
  if (card) open(card.closest("[data-hall]").dataset.hall, after(card));
  else openCard("new");
}

/** The first quarter of an hour after the card and its changeover. */
function after({ id, dataset }) {
  const tail = document.getElementById(id.replace("s-", "t-"))?.dataset.lines ?? 0;
  const end = Number(dataset.line) + Number(dataset.lines) + Number(tail);
  return Math.ceil(end / QUARTER) * QUARTER;
}

export function startAdding() {
  if (!("adds" in board.dataset)) return;
  sheet.addEventListener("dblclick", doubleClicked);
  sheet.addEventListener("keydown", pressed);
}
