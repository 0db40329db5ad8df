/* The keyboard: arrows go from card to card; Space picks one up, arrows carry it, Enter puts it down, Escape lets go. */
import { again, aim, carried, letGo, pickUp, putDown } from "./carry.js";
import { canMove, tellWhyNot } from "./still.js";
import { board, first, last, sheet, takeByKey } from "./page.js";
import { openDay } from "./fresh.js";

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const BIG = 6; // lines with Shift: half an hour

export function startKeys() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusin", (event) => event.target.matches?.(".sheet .face") && rove(event.target));
  document.addEventListener("focusin", unquiet);
  document.addEventListener("pointerout", unquiet);
  rove();
}

/** One card at a time is in the order of Tab; the others are reached by arrows. */
export function rove(face = document.activeElement?.closest(".sheet .face") ?? sheet().querySelector(".face[tabindex='0']") ?? sheet().querySelector(".face")) {
  for (const other of sheet().querySelectorAll(".face")) other.tabIndex = other === face ? 0 : -1;
}

function pressed(event) {
  if (!carried) takeByKey(event);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const face = document.activeElement?.closest?.(".face");
  if (carried) carry(event);
  else if (face && event.key === " ") {
    event.preventDefault();
    const card = face.closest(".card");
    if (canMove(card)) pickUp(card, { follow: false });
    else tellWhyNot(card);
  } else if (face?.closest(".sheet") && STEPS[event.key]) {
    event.preventDefault();
    next(face, ...STEPS[event.key])?.focus();
  } else if (event.key === "Escape") board.classList.add("is-quiet");
}

/** Words that Escape has put away come back with the next card. */
function unquiet({ target, relatedTarget }) {
  const card = target.closest?.(".card");
  if (card && card !== relatedTarget?.closest?.(".card")) board.classList.remove("is-quiet");
}

function next(face, dx, dy) {
  const card = face.closest(".card");
  const hall = card.closest(".hall");
  if (dy) return beside([...hall.querySelectorAll(".card")], card, dy);
  const halls = [...sheet().querySelectorAll(".hall")];
  for (let at = halls.indexOf(hall) + dx; halls[at]; at += dx) {
    const cards = [...halls[at].querySelectorAll(".card")];
    const near = (each) => Math.abs(Number(each.dataset.line) - Number(card.dataset.line));
    if (cards.length) return cards.reduce((best, each) => (near(each) < near(best) ? each : best)).querySelector(".face");
  }
  return null;
}

function beside(cards, card, by) {
  cards.sort((one, other) => Number(one.dataset.line) - Number(other.dataset.line));
  return cards[cards.indexOf(card) + by]?.querySelector(".face");
}

function carry(event) {
  const { key } = event;
  if (key === "Tab") return letGo();
  event.preventDefault();
  if (key === "Escape") letGo();
  else if (key === "Enter" || key === " ") putDown();
  else if (key === "t" || key === "T") aim({ tray: true });
  else if (key === "PageUp" || key === "PageDown") turn(key === "PageDown" ? 1 : -1);
  else if (STEPS[key]) step(...STEPS[key], event.shiftKey ? BIG : 1);
}

function step(dx, dy, times) {
  const { halls } = carried.geometry;
  if (!halls.length) return;
  const from = carried.target?.hall ? carried.target : { hall: halls[0].id, line: first() };
  const at = halls.findIndex(({ id }) => id === from.hall) + dx;
  const line = from.line + dy * times;
  if (!halls[at] || line < first() || line >= last()) return;
  bring(at, line);
  aim({ hall: halls[at].id, line });
}

/** Scroll so that the landing is seen. */
function bring(at, line) {
  const { geometry, size } = carried;
  const hall = geometry.halls[at];
  const left = hall.left - geometry.frame.left + geometry.x;
  const top = (line - first()) * geometry.line;
  const box = sheet();
  if (left - geometry.gutter < box.scrollLeft) box.scrollLeft = left - geometry.gutter;
  if (left + hall.width > box.scrollLeft + box.clientWidth) box.scrollLeft = left + hall.width - box.clientWidth;
  if (top < box.scrollTop) box.scrollTop = top;
  const bottom = top + Math.min(size.height, box.clientHeight / 2) + geometry.head;
  if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
}

function turn(by) {
  const tabs = [...document.querySelectorAll(".days a[data-day]")];
  const at = tabs.findIndex((tab) => tab.hasAttribute("aria-current")) + by;
  if (tabs[at]) openDay(tabs[at].dataset.day).then((opened) => opened && again());
}
