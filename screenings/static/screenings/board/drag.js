/* Dragging with mouse, pen and finger. A finger holds a card for a moment first, so that it can still scroll. */
import { aim, again, carried, follow, letGo, pickUp, putDown, targetAt } from "./carry.js";
import { canMove, tellWhyNot } from "./still.js";
import { board, day, sheet } from "./page.js";
import { openDay } from "./fresh.js";

const FAR = 5; // pixels a mouse moves before it drags
const HOLD = 300; // milliseconds a finger rests before it does
const DWELL = 600; // milliseconds over a day before it opens
const EDGE = 36; // pixels from the board's edge from where it scrolls

let press = null;
let point = null;
let frame = 0;
let dwelling = null;

export function startDragging() {
  board.addEventListener("pointerdown", down);
  board.addEventListener("pointermove", moved);
  board.addEventListener("pointerup", up);
  board.addEventListener("pointercancel", cancel);
  board.addEventListener("dragstart", (event) => event.target.closest(".card") && event.preventDefault());
  board.addEventListener("contextmenu", (event) => press?.touch && event.preventDefault());
  document.addEventListener("touchmove", stay, { passive: false });
  // What ends a drag is no click on the card below.
  board.addEventListener("click", (event) => press?.done && (event.preventDefault(), event.stopPropagation(), (press = null)), true);
  document.addEventListener("keydown", (event) => event.key === "Escape" && press && carried && cancel());
}

/** Once a finger carries a card, it no longer scrolls. */
function stay(event) {
  if (carried && press) event.preventDefault();
}

function down(event) {
  const card = event.target.closest(".card");
  press = null;
  if (!card || event.button || carried || !event.isPrimary) return;
  const box = card.getBoundingClientRect();
  press = { card, id: event.pointerId, x: event.clientX, y: event.clientY, dx: event.clientX - box.left, dy: event.clientY - box.top, touch: event.pointerType === "touch" };
  point = { x: event.clientX, y: event.clientY };
  if (!press.touch) return;
  press.timer = setTimeout(lift, HOLD);
  // A finger's moves go to what it first touched, even when another day has taken its place on the page.
  event.target.addEventListener("touchmove", stay, { passive: false });
}

function lift() {
  clearTimeout(press.timer);
  if (!canMove(press.card)) return refuse();
  board.setPointerCapture(press.id);
  const tray = press.card.closest("#lying");
  pickUp(press.card, { follow: true });
  // A card of the tray is wider than a hall: it is held near its corner.
  press.dx = Math.min(press.dx, carried.size.width * 0.8);
  press.dy = tray ? Math.min(press.dy, 12) : Math.min(press.dy, carried.size.height);
  frame = requestAnimationFrame(drawn);
}

function refuse() {
  tellWhyNot(press.card);
  end();
}

function moved(event) {
  if (!press || event.pointerId !== press.id || press.done) return;
  point = { x: event.clientX, y: event.clientY };
  if (carried) return;
  const far = Math.hypot(point.x - press.x, point.y - press.y);
  if (press.touch && far > FAR * 2) cancel();
  else if (!press.touch && far > FAR) lift();
}

/** One frame: the card follows, the landing snaps, the board scrolls at its edges. */
function drawn() {
  if (!carried || !press) return;
  const top = point.y - press.dy;
  follow(point.x - press.dx, top);
  scroll();
  aim(targetOf(top));
  frame = requestAnimationFrame(drawn);
}

/** A place of the board, a day, the tray, or nothing. */
function targetOf(top) {
  const on = targetAt(point.x, point.y, top);
  const under = on ? null : document.elementFromPoint(point.x, point.y);
  const tab = under?.closest?.(".days a[data-day]");
  dwell(tab?.dataset.day);
  if (on) return on;
  if (tab) return { day: tab.dataset.day, name: tab.firstChild.textContent.trim() };
  return under?.closest?.("#tray") ? { tray: true } : null;
}

/** A day opens once for each time that the card comes to rest over it. */
function dwell(of) {
  if (dwelling?.of === of) return;
  clearTimeout(dwelling?.timer);
  dwelling = of ? { of, timer: setTimeout(() => of !== day() && openDay(of).then((opened) => opened && again()), DWELL) } : null;
}

function scroll() {
  scrollDays();
  const box = carried.geometry.frame;
  const inside = point.x > box.left && point.x < box.right && point.y > box.top && point.y < box.bottom;
  if (!inside) return;
  const x = point.x > box.right - EDGE ? 12 : point.x < box.left + EDGE + carried.geometry.gutter ? -12 : 0;
  const y = point.y > box.bottom - EDGE ? 12 : point.y < box.top + EDGE + carried.geometry.head ? -12 : 0;
  if (x || y) sheet().scrollBy(x, y);
}

/** The days that do not fit come along at the ends of their row. */
function scrollDays() {
  const days = board.querySelector(".days");
  const box = carried.geometry.days;
  if (point.y < box.top || point.y > box.bottom) return;
  const x = point.x > box.right - EDGE ? 12 : point.x < box.left + EDGE ? -12 : 0;
  if (x) days.scrollBy(x, 0);
}

function up(event) {
  if (!press || event.pointerId !== press.id) return;
  clearTimeout(press.timer);
  if (!carried) return void (press = null);
  point = { x: event.clientX, y: event.clientY };
  aim(targetOf(point.y - press.dy));
  end();
  putDown();
}

function cancel() {
  if (!press) return;
  clearTimeout(press.timer);
  const carrying = carried;
  end();
  if (carrying) letGo();
}

function end() {
  cancelAnimationFrame(frame);
  clearTimeout(dwelling?.timer);
  dwelling = null;
  press = { done: true };
  setTimeout(() => press?.done && (press = null), 50);
}
