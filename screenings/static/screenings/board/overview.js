/* The whole festival: a card goes to another day or hall and keeps its time. Mouse, pen, finger and keyboard. */
import { canMove, tellWhyNot } from "./still.js";
import { board, say, takeByKey } from "./page.js";
import { ask, fetchBoard, startPulse } from "./wire.js";

const FAR = 5; // pixels a mouse moves before it drags
const HOLD = 300; // milliseconds a finger rests before it does
const EDGE = 36; // pixels from the edge from where the page scrolls
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

const wall = () => document.getElementById("wall");
let press = null;
let carried = null;
let point = null;
let waiting = false;
let taking = false;
let asked = 0;
let answered = 0;
let known = slipsOf(board);

function pickUp(slip) {
  const made = document.createElement("div");
  made.className = "carry-layer";
  // eslint-disable-next-line no-restricted-syntax -- nobody's text
  made.innerHTML = '<div class="ghost"></div><div class="tip" role="status" aria-live="assertive"></div>';
  const [ghost, tip] = made.children;
  ghost.textContent = slip.textContent;
  ghost.style.width = `${slip.offsetWidth}px`;
  ghost.hidden = !press;
  board.append(made);
  carried = { slip, from: slip.closest("td"), cell: null, made, ghost, tip };
  slip.classList.add("is-lifted");
  document.body.classList.add("is-carrying");
  aim(carried.from);
}

function aim(cell) {
  if (carried.cell === cell && carried.tip.textContent) return;
  carried.cell?.classList.remove("is-target");
  cell?.classList.add("is-target");
  carried.cell = cell;
  const words = cell && `${cell.closest("tr").dataset.name} ${carried.slip.dataset.start}, ${cell.dataset.name}`;
  carried.tip.textContent = cell === carried.from ? `Where it is: ${words}` : words ? `To ${words}` : "Not here: it goes back";
}

function letGo() {
  carried?.made.remove();
  carried?.slip.classList.remove("is-lifted");
  carried?.cell?.classList.remove("is-target");
  document.body.classList.remove("is-carrying");
  carried = null;
}

async function putDown() {
  const { slip, cell, from } = carried;
  const { pk, seen, start } = slip.dataset;
  letGo();
  if (!cell || cell === from) return catchUp();
  slip.classList.add("is-bound");
  const { day } = cell.closest("tr").dataset;
  await send({ do: "move", screening: pk, seen, hall: cell.dataset.hall, day, time: start, on: day }, pk);
}

/** To the server, which decides; then the festival as it is. Undo and redo go one at a time. */
async function send(sent, pk) {
  const said = await ask(sent);
  await refresh();
  say(said);
  const slip = pk && document.getElementById(`s-${pk}`);
  slip?.classList.remove("is-bound");
  if (slip && !carried) slip.focus({ preventScroll: true });
}

async function takeBack(sent) {
  if (taking) return;
  taking = true;
  await send(sent).finally(() => { taking = false; });
}

/** The page again; not while something is carried, but then as soon as it is put down. */
async function refresh({ flash = false } = {}) {
  if (carried) return void (waiting = true);
  const number = ++asked;
  const page = await fetchBoard(location.href);
  if (number !== asked) return;
  answered = number;
  if (!page) return;
  if (carried) return void (waiting = true);
  waiting = false;
  takeOver(page, flash);
}

function catchUp() {
  if (waiting) refresh({ flash: true });
}

function slipsOf(root) {
  return new Map([...root.querySelectorAll(".slip")].map((slip) => [slip.id, slip.outerHTML]));
}

function takeOver(page, flash) {
  const focus = document.activeElement?.closest(".slip, #bar [value]");
  const again = focus && (focus.id ? `#${focus.id}` : `#bar [value="${focus.value}"]`);
  const before = known;
  known = slipsOf(page);
  for (const [id, html] of flash ? known : []) if (before.get(id) !== html) page.querySelector(`#${id}`).classList.add("is-changed");
  board.dataset.version = page.dataset.version;
  for (const id of ["bar", "wall"]) {
    const [old, fresh] = [document.getElementById(id), page.querySelector(`#${id}`)];
    const { scrollLeft, scrollTop } = old;
    old.className = fresh.className;
    old.replaceChildren(...fresh.childNodes);
    old.scrollTo(scrollLeft, scrollTop);
  }
  rove();
  if (again && !document.activeElement?.closest("#board")) board.querySelector(again)?.focus({ preventScroll: true });
}

function down(event) {
  const slip = event.target.closest(".slip");
  press = null;
  if (!slip || event.button || carried || !event.isPrimary) return;
  press = { slip, id: event.pointerId, x: event.clientX, y: event.clientY, touch: event.pointerType === "touch" };
  point = { x: press.x, y: press.y };
  if (press.touch) press.timer = setTimeout(lift, HOLD);
}

function lift() {
  if (!canMove(press.slip)) {
    tellWhyNot(press.slip);
    return end();
  }
  board.setPointerCapture(press.id);
  pickUp(press.slip);
  requestAnimationFrame(drawn);
}

function moved(event) {
  if (!press || event.pointerId !== press.id || press.done) return;
  point = { x: event.clientX, y: event.clientY };
  if (carried) return;
  const far = Math.hypot(point.x - press.x, point.y - press.y);
  if (press.touch && far > FAR * 2) cancel();
  else if (!press.touch && far > FAR) lift();
}

const cellUnder = () => document.elementFromPoint(point.x, point.y)?.closest?.("td[data-hall]");

function drawn() {
  if (!carried || !press) return;
  carried.ghost.style.transform = `translate3d(${point.x + 8}px, ${point.y + 8}px, 0)`;
  const box = wall().getBoundingClientRect();
  const by = (at, from, to) => (at > to - EDGE ? 12 : at < from + EDGE ? -12 : 0);
  wall().scrollBy(by(point.x, box.left, box.right), by(point.y, box.top, box.bottom));
  aim(cellUnder() ?? null);
  requestAnimationFrame(drawn);
}

function up(event) {
  if (!press || event.pointerId !== press.id) return;
  clearTimeout(press.timer);
  if (!carried) return void (press = null);
  point = { x: event.clientX, y: event.clientY };
  aim(cellUnder() ?? null);
  end();
  putDown();
}

function cancel() {
  if (!press) return;
  clearTimeout(press.timer);
  end();
  if (carried) giveUp();
}

function end() {
  press = { done: true };
  setTimeout(() => press?.done && (press = null), 50);
}

/** One slip at a time is in the order of Tab; the others are reached by arrows. */
function rove(slip = document.activeElement?.closest(".slip") ?? wall().querySelector(".slip")) {
  for (const other of wall().querySelectorAll(".slip")) other.tabIndex = other === slip ? 0 : -1;
}

/** Down and up through a hall from day to day; right and left the nearest of the day. */
function next(slip, dx, dy) {
  const cell = slip.closest("td");
  if (dy) {
    const all = [...wall().querySelectorAll(`td[data-hall="${cell.dataset.hall}"] .slip`)];
    return all[all.indexOf(slip) + dy];
  }
  const top = (each) => Math.abs(each.offsetTop - slip.offsetTop);
  let beside = cell;
  do beside = dx > 0 ? beside.nextElementSibling : beside.previousElementSibling;
  while (beside?.dataset.hall && !beside.querySelector(".slip"));
  return [...(beside?.querySelectorAll(".slip") ?? [])].reduce((best, each) => (best && top(best) <= top(each) ? best : each), null);
}

function pressed(event) {
  if (!carried) takeByKey(event);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const slip = document.activeElement?.closest?.(".slip");
  if (carried) carry(event);
  else if (slip && event.key === " ") {
    event.preventDefault();
    if (canMove(slip)) pickUp(slip);
    else tellWhyNot(slip);
  } else if (slip && STEPS[event.key]) {
    event.preventDefault();
    next(slip, ...STEPS[event.key])?.focus();
  }
}

function giveUp() {
  letGo();
  catchUp();
}

function carry(event) {
  const { key } = event;
  if (key === "Tab") return giveUp();
  event.preventDefault();
  if (key === "Escape") press ? cancel() : giveUp();
  else if (key === "Enter" || key === " ") putDown();
  else if (STEPS[key] && !press) step(...STEPS[key]);
}

function step(dx, dy) {
  const rows = [...wall().querySelectorAll("tr[data-day]")];
  const row = carried.cell.closest("tr");
  const at = [...row.querySelectorAll("td")].indexOf(carried.cell) + dx;
  const cell = rows[rows.indexOf(row) + dy]?.querySelectorAll("td")[at];
  if (!cell) return;
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  aim(cell);
}

board.classList.add("has-script");
if (board.dataset.moves) {
  board.addEventListener("pointerdown", down);
  board.addEventListener("pointermove", moved);
  board.addEventListener("pointerup", up);
  board.addEventListener("pointercancel", cancel);
  board.addEventListener("dragstart", (event) => event.preventDefault());
  board.addEventListener("contextmenu", (event) => press?.touch && event.preventDefault());
  board.addEventListener("click", (event) => press?.done && (event.preventDefault(), event.stopPropagation()), true);
  // Once a finger carries a card, it no longer scrolls.
  document.addEventListener("touchmove", (event) => carried && press && event.preventDefault(), { passive: false });
  board.addEventListener("submit", (event) => {
    event.preventDefault();
    takeBack({ do: event.submitter.value, on: event.target.elements.on.value });
  });
}
document.addEventListener("keydown", pressed);
document.addEventListener("focusin", (event) => event.target.matches?.(".slip") && rove(event.target));
rove();
startPulse(() => asked !== answered, () => refresh({ flash: true }));
