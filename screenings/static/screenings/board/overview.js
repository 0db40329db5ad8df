/* The whole festival, days down and halls across: a card goes to another day or hall and keeps its time. */
import { board, sheet } from "./page.js";
import { fade, showFilters, startFilter } from "./filter.js";
import { rove, startKeyboard } from "./keyboard.js";
import { startFinding } from "./find.js";
import { startLiveUpdate } from "./live_update.js";
import { startPointer } from "./pointer.js";
import { showView, startView } from "./view.js";
import { startForms } from "./moves_client.js";
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
  const inSight = (row) => [...row.querySelectorAll("td")].filter(({ offsetWidth }) => offsetWidth);
  const rows = [...sheet.querySelectorAll("tr[data-day]")].map(inSight);
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

function afterwards() {
  showView();
  fade();
  rove();
}

startView();
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
startForms();
startFinding();
startFilter();
startKeyboard();
window.addEventListener("popstate", showFilters);
startLiveUpdate({ address: () => location.href, afterwards });
