/* Something is carried: a card that follows, the place it would land on, and what that would break. Only transforms
   change from frame to frame, so the board itself is laid out when a card is picked up and put down, and never between. */
import { board, first, last, measure, say, sheet } from "./page.js";
import { askPlaces, clockIn, firstFree, light, placeAt, unlight } from "./places.js";
import { hold, release, send } from "./fresh.js";

export let carried = null;

export function pickUp(card, { follow: follows }) {
  const geometry = measure();
  const size = { width: geometry.halls[0]?.width ?? 150, height: Math.max(1, lengthOf(card)) * geometry.line };
  carried = { card, pk: card.dataset.pk, seen: card.dataset.seen, geometry, size, target: startOf(card), layer: layer(card, size, follows) };
  hold();
  document.body.classList.add("is-carrying");
  card.classList.add("is-lifted");
  return askPlaces(carried.pk).then(() => {
    if (!carried) return;
    light();
    if (!carried.target && !follow) carried.target = firstFree(carried.geometry.halls);
    show();
  }).catch(() => {});
}

function lengthOf(card) {
  if (Number(card.dataset.lines)) return Number(card.dataset.lines);
  const hours = /(\d+) h/.exec(card.querySelector(".when").textContent);
  const minutes = /(\d+) min/.exec(card.querySelector(".when").textContent);
  return Math.ceil((Number(hours?.[1] ?? 0) * 60 + Number(minutes?.[1] ?? 0)) / 5);
}

function startOf(card) {
  const hall = card.closest(".hall")?.dataset.hall;
  return hall ? { hall, line: Number(card.dataset.line) } : null;
}

function layer(card, { width, height }, follows) {
  const made = document.createElement("div");
  made.className = "carry-layer";
  const landing = document.createElement("div");
  landing.className = "landing";
  const ghost = document.createElement("div");
  ghost.className = "ghost";
  ghost.hidden = !follows;
  ghost.append(...[...card.querySelectorAll(".when, .title")].map((part) => part.cloneNode(true)));
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.setAttribute("aria-live", "assertive");
  for (const each of [landing, ghost]) {
    each.style.width = `${width}px`;
    each.style.height = `${height}px`;
  }
  made.append(landing, ghost, tip);
  board.append(made);
  return { made, landing, ghost, tip };
}

/** The board has another day, or was scrolled from afar: measure anew, and light up what is free there. */
export function again() {
  if (!carried) return;
  carried.geometry = measure();
  askPlaces(carried.pk).then(() => { light(); show(); }).catch(() => {});
}

/** The ghost's corner, in pixels of the window. */
export function follow(x, y) {
  carried.layer.ghost.style.transform = `translate3d(${x}px, ${y}px, 0)`;
}

export function scrolled() {
  const { geometry } = carried;
  return { x: sheet().scrollLeft - geometry.x, y: sheet().scrollTop - geometry.y };
}

/** Which hall and line a point means for a card whose top lies there; null beside the board. */
export function targetAt(x, y, top) {
  const { frame, halls, head, gutter, line } = carried.geometry;
  const by = scrolled();
  if (x < frame.left + gutter || x > frame.right || y < frame.top + head || y > frame.bottom) return null;
  const hall = halls.find(({ left, width }) => x + by.x >= left && x + by.x < left + width);
  if (!hall) return null;
  const at = first() + Math.round((top + by.y - hall.top) / line);
  return { hall: hall.id, line: Math.max(first(), Math.min(at, last() - 1)) };
}

export function aim(target) {
  const before = carried.target;
  carried.target = target;
  if (before?.hall !== target?.hall || before?.line !== target?.line || before?.day !== target?.day || before?.tray !== target?.tray) show();
  else if (target?.hall) land();
}

function land() {
  const { geometry, target, layer: { landing } } = carried;
  const hall = geometry.halls.find(({ id }) => id === target.hall);
  const by = scrolled();
  const x = hall.left - by.x;
  const y = hall.top - by.y + (target.line - first()) * geometry.line;
  landing.style.transform = `translate3d(${x}px, ${y}px, 0)`;
}

/** What a target that is no place of the board means. */
function whither(target) {
  if (target?.tray) return "Into the tray";
  if (!target) return "Not here: it goes back";
  return startOf(carried.card) ? `To ${target.name}, the same hall and time` : `Rest here, and ${target.name} opens`;
}

export function show() {
  const { target, geometry, layer: { landing, tip } } = carried;
  landing.classList.toggle("is-away", !target?.hall);
  if (!target?.hall) {
    tip.className = "tip";
    tip.textContent = whither(target);
    return;
  }
  land();
  const place = placeAt(target.hall, target.line);
  const hall = geometry.halls.find(({ id }) => id === target.hall);
  landing.dataset.level = place.level;
  tip.className = `tip is-${place.level}`;
  tip.textContent = [`${clockIn(target.hall, target.line)} ${hall.name}. ${place.words}`, ...place.reasons].join("\n");
}

export function letGo() {
  if (!carried) return;
  carried.layer.made.remove();
  document.querySelector(".is-lifted")?.classList.remove("is-lifted");
  document.body.classList.remove("is-carrying");
  unlight();
  carried = null;
  release();
}

export async function putDown() {
  const { pk, seen, target, card } = carried;
  const own = startOf(card);
  const same = !target || (own && card.isConnected && target.hall === own.hall && target.line === own.line) || (!own && target.tray);
  const when = card.querySelector(".when").textContent.slice(0, 5);
  const { day } = board.dataset;
  letGo();
  if (same) return;
  const sent = { do: "move", screening: pk, seen, hall: "", day, on: day };
  if (target.hall) Object.assign(sent, { hall: target.hall, line: target.line });
  else if (target.day && !own) return say([{ level: "info", html: "Choose its day first, then a place on it." }]);
  else if (target.day) Object.assign(sent, { hall: own.hall, day: target.day, time: when });
  const bound = bind(card, target);
  await send(sent, pk);
  card.classList.remove("is-bound");
  bound?.remove();
}

/** Until the server has answered, a card is outlined where it goes, and cannot be taken a second time. */
function bind(card, target) {
  card.classList.add("is-bound");
  if (!target.hall) return null;
  const made = document.createElement("i");
  made.className = `bound r-${target.line - first()} l-${Math.max(1, lengthOf(card))}`;
  made.textContent = card.querySelector(".title").textContent;
  document.getElementById(`rows-${target.hall}`).append(made);
  return made;
}
