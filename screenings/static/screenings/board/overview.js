/* The whole festival, days down and halls across: a card goes to another day or hall and keeps its time. */
import { board, sheet } from "./page.js";
import { rove, startKeyboard } from "./keyboard.js";
import { startLiveUpdate } from "./live_update.js";
import { startPointer } from "./pointer.js";
import { startUndo } from "./moves_client.js";
import { useSurface } from "./gestures.js";

const BESIDE = -8; // pixels from the pointer to the card's corner
const ANYWHERE = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
let box = null;
let marked = null;

const cellOf = (element) => element?.closest("td[data-hall]") ?? null;

const targetOf = (cell) => (cell ? { hall: cell.dataset.hall, day: cell.parentElement.dataset.day, cell } : null);

function mark(cell) {
  marked?.classList.remove("is-target");
  cell?.classList.add("is-target");
  marked = cell;
}

function show({ card, target }) {
  mark(target?.cell);
  if (!target) return { text: "Not here: it goes back" };
  const words = `${target.cell.parentElement.dataset.name} ${card.dataset.start}, ${target.cell.dataset.name}`;
  return { text: target.cell === cellOf(card) ? `Where it is: ${words}` : `To ${words}` };
}

function step({ target: { cell } }, { dx, dy }) {
  const rows = [...sheet.querySelectorAll("tr[data-day]")].map((row) => [...row.querySelectorAll("td")]);
  const row = rows.findIndex((cells) => cells.includes(cell));
  const next = rows[row + dy]?.[rows[row].indexOf(cell) + dx];
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return targetOf(next);
}

function placeFor(card, target) {
  if (!target || target.cell === cellOf(card)) return {};
  const { hall, day } = target;
  return { place: { hall, day, time: card.dataset.start, on: day } };
}

board.classList.add("has-script");
useSurface({
  sizeOf: (card) => ({ width: card.offsetWidth }),
  faceOf: (card) => [...card.childNodes].map((part) => part.cloneNode(true)),
  begin(now) {
    box = sheet.getBoundingClientRect();
    now.target = targetOf(cellOf(now.card));
  },
  end: () => mark(null),
  grip: () => ({ x: BESIDE, y: BESIDE }),
  scrollers: () => [{ element: sheet, box, within: ANYWHERE }],
  targetAt: ({ x, y }) => targetOf(cellOf(document.elementFromPoint(x, y))),
  show,
  step,
  keys: {},
  placeFor,
});
if (board.dataset.moves) startPointer();
startUndo();
startKeyboard();
startLiveUpdate({ address: () => location.href, afterwards: () => rove() });
