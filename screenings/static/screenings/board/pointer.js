/* Dragging with mouse, pen and finger. A finger holds a card for a moment first, so that it can still scroll. */
import { CARD, board } from "./page.js";
import { aim, carried, copy, follow, letGo, mayPickUp, pickUp, putDown, surface } from "./gestures.js";

const DISTANCE = 5; // pixels a mouse moves before it drags
const HOLD = 300; // milliseconds a finger rests before it does
const CLICK = 50; // milliseconds within which the click comes that ends a drag
const EDGE = 36; // pixels from an edge from where it scrolls
const SCROLL = 12; // pixels a frame

let press = null; // what is held down; `isOver` while its click may still come
let point = null;
let frame = 0;

export function startPointer() {
  board.addEventListener("pointerdown", pressed);
  board.addEventListener("pointermove", moved);
  board.addEventListener("pointerup", released);
  board.addEventListener("pointercancel", cancelled);
  board.addEventListener("dragstart", (event) => event.target.closest(CARD) && event.preventDefault());
  board.addEventListener("contextmenu", (event) => press?.isTouch && event.preventDefault());
  board.addEventListener("click", ignoreClick, { capture: true });
  document.addEventListener("touchmove", keepFromScrolling, { passive: false });
}

/** What ends a drag is no click on the card below. */
function ignoreClick(event) {
  if (!press?.isOver) return;
  event.preventDefault();
  event.stopPropagation();
  press = null;
}

/** Once a finger carries a card, it no longer scrolls. */
function keepFromScrolling(event) {
  if (carried && press) event.preventDefault();
}

function pressed(event) {
  const card = event.target.closest(CARD);
  press = null;
  if (!card || event.button || carried || !event.isPrimary) return;
  point = { x: event.clientX, y: event.clientY };
  const box = card.getBoundingClientRect();
  press = { card, id: event.pointerId, start: point, grip: { x: point.x - box.left, y: point.y - box.top }, isTouch: event.pointerType === "touch" };
  if (!press.isTouch) return;
  press.timer = setTimeout(lift, HOLD);
  // A finger's moves go to what it first touched, even when another day has taken its place on the page.
  event.target.addEventListener("touchmove", keepFromScrolling, { passive: false });
}

function lift() {
  clearTimeout(press.timer);
  press.isLifted = true; // also where the card stays: what ends this is no click
  if (!mayPickUp(press.card)) return;
  board.setPointerCapture(press.id);
  pickUp(press.card, { byPointer: true });
  press.grip = surface.grip(press, carried.size);
  frame = requestAnimationFrame(draw);
}

function moved(event) {
  if (!press || event.pointerId !== press.id) return;
  point = { x: event.clientX, y: event.clientY };
  if (press.isLifted) copy(event.ctrlKey);
  if (press.isLifted) return;
  const distance = Math.hypot(point.x - press.start.x, point.y - press.start.y);
  if (press.isTouch && distance > DISTANCE * 2) cancelled();
  else if (!press.isTouch && distance > DISTANCE) lift();
}

const corner = () => ({ x: point.x - press.grip.x, y: point.y - press.grip.y });

/** One frame: the card follows, the board scrolls at its edges, and what is below becomes the target. */
function draw() {
  if (!carried) return;
  follow(corner());
  surface.scrollers(carried).forEach(scroll);
  aim(surface.targetAt(point, corner()));
  frame = requestAnimationFrame(draw);
}

function towards(at, from, to) {
  if (at > to - EDGE) return SCROLL;
  return at < from + EDGE ? -SCROLL : 0;
}

/** `within` is where the pointer has to be, `box` whose edges it comes near to. */
function scroll({ element, box, within }) {
  if (point.x <= within.left || point.x >= within.right || point.y <= within.top || point.y >= within.bottom) return;
  const x = towards(point.x, box.left, box.right);
  const y = towards(point.y, box.top, box.bottom);
  if (x || y) element.scrollBy(x, y);
}

function released(event) {
  if (!press || event.pointerId !== press.id) return;
  clearTimeout(press.timer);
  if (!press.isLifted) {
    press = null;
    return;
  }
  point = { x: event.clientX, y: event.clientY };
  if (carried) aim(surface.targetAt(point, corner()));
  copy(event.ctrlKey);
  end();
  if (carried) putDown();
}

function cancelled() {
  if (!press) return;
  end();
  letGo();
}

function end() {
  clearTimeout(press.timer);
  cancelAnimationFrame(frame);
  press = { isOver: true };
  setTimeout(() => { if (press?.isOver) press = null; }, CLICK);
}
