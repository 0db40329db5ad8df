/* Where things are on the day's board: halls across, lines of five minutes down, the days above and the tray beside. */
import { aim, carried, show } from "./gestures.js";
import { board, sheet } from "./page.js";
import { drawSlots, eraseSlots, fetchSlots, firstFree, slotAt } from "./free_slots.js";
import { openDay } from "./day_page.js";

const LINE_MINUTES = 5;
const DAY_MINUTES = 1440;
const BIG_STEP = 6; // lines with Shift: half an hour
const DWELL = 600; // milliseconds over a day before it opens
const TRAY_GRIP = 12; // pixels below the upper edge

let geometry = null;
let landing = null;
let dwelling = null;

const lines = () => ({ first: Number(board.dataset.first), last: Number(board.dataset.last) });

const lengthOf = (card) => Math.max(1, Number(card.dataset.lines));

/** Where a card lies; null in the tray. */
function placeOf(card) {
  const hall = card.closest("[data-hall]");
  return hall ? { hall: hall.dataset.hall, line: Number(card.dataset.line) } : null;
}

/** Where every hall's column is, in pixels of the window; measured when something is picked up. */
function measure() {
  const { first, last } = lines();
  const columns = [...sheet.querySelectorAll("[data-hall]")].filter(({ offsetWidth }) => offsetWidth); // those in sight
  const halls = columns.map(({ dataset }) => {
    const { left, width, top, height } = document.getElementById(`rows-${dataset.hall}`).getBoundingClientRect();
    return { id: dataset.hall, name: dataset.name, clock: JSON.parse(dataset.clock), left, width, top, line: height / (last - first) };
  });
  return {
    halls,
    first,
    last,
    line: halls[0]?.line ?? 1,
    frame: sheet.getBoundingClientRect(),
    days: board.querySelector(".days").getBoundingClientRect(),
    head: sheet.querySelector(".head").offsetHeight,
    gutter: sheet.querySelector(".gutter").offsetWidth,
    x: sheet.scrollLeft,
    y: sheet.scrollTop,
  };
}

const scrolled = () => ({ x: sheet.scrollLeft - geometry.x, y: sheet.scrollTop - geometry.y });

const hallOf = ({ hall }) => geometry.halls.find(({ id }) => id === hall);

/** As the festival writes times. */
function clockText(hour, minute) {
  const minutes = String(minute).padStart(2, "0");
  if (board.dataset.hours !== "12") return `${String(hour).padStart(2, "0")}:${minutes}`;
  return `${hour % 12 || 12}:${minutes}\u00a0${hour < 12 ? "am" : "pm"}`;
}

/** What a hall's clock shows at a line. */
function clockAt({ clock }, line) {
  const [from, minute] = clock.findLast(([start]) => start <= line) ?? clock[0];
  const total = (minute + (line - from) * LINE_MINUTES + DAY_MINUTES) % DAY_MINUTES;
  return clockText(Math.floor(total / 60), total % 60);
}

async function showSlots() {
  const { card } = carried;
  const hasCome = await fetchSlots(card.dataset.pk);
  if (!hasCome || carried?.card !== card) return;
  eraseSlots();
  drawSlots(geometry);
  if (!carried.target && !carried.byPointer) carried.target = firstFree(geometry.halls, geometry);
  show();
}

async function turnTo(day) {
  if (!await openDay(day) || !carried) return;
  geometry = measure();
  await showSlots();
}

/** A day opens once for each time that the card comes to rest over it. */
function dwell(day) {
  if (dwelling?.day === day) return;
  clearTimeout(dwelling?.timer);
  dwelling = day ? { day, timer: setTimeout(() => day !== board.dataset.day && turnTo(day), DWELL) } : null;
}

function turn(by) {
  const days = [...board.querySelectorAll(".days [data-day]")];
  const day = days[days.findIndex(({ dataset }) => dataset.day === board.dataset.day) + by];
  if (day) turnTo(day.dataset.day);
}

/** Which hall and line a point means for a card whose top is there; null beside the board. */
function lineAt({ x, y }, top) {
  const { frame, halls, head, gutter, line, first, last } = geometry;
  const by = scrolled();
  if (x < frame.left + gutter || x > frame.right || y < frame.top + head || y > frame.bottom) return null;
  const hall = halls.find(({ left, width }) => x + by.x >= left && x + by.x < left + width);
  if (!hall) return null;
  const at = first + Math.round((top + by.y - hall.top) / line);
  return { hall: hall.id, line: Math.max(first, Math.min(at, last - 1)) };
}

/** A place of the board, a day, the tray, or nothing. */
function targetAt(point, corner) {
  const place = lineAt(point, corner.y);
  const below = place ? null : document.elementFromPoint(point.x, point.y);
  const link = below?.closest(".days [data-day]");
  dwell(link?.dataset.day);
  if (place) return place;
  if (link) return { day: link.dataset.day, name: link.dataset.name };
  return below?.closest("#tray") ? { tray: true } : null;
}

function track({ target }) {
  if (!target?.hall) return;
  const hall = hallOf(target);
  const by = scrolled();
  landing.style.transform = `translate3d(${hall.left - by.x}px, ${hall.top - by.y + (target.line - geometry.first) * geometry.line}px, 0)`;
}

/** What a target that is no place of the board means. */
function elsewhere(card, target) {
  if (target?.tray) return placeOf(card) ? "Into the tray" : "It waits in the tray already";
  if (!target) return "Not here: it goes back";
  return placeOf(card) ? `To ${target.name}, the same hall and time` : `Rest here, and ${target.name} opens`;
}

function step({ target, size }, { dx, dy, isBig }) {
  const { halls, first, last } = geometry;
  if (!halls.length) return null;
  const from = target?.hall ? target : { hall: halls[0].id, line: first };
  const hall = halls[halls.findIndex(({ id }) => id === from.hall) + dx];
  const line = from.line + dy * (isBig ? BIG_STEP : 1);
  if (!hall || line < first || line >= last) return null;
  scrollIntoSight(hall, (line - first) * geometry.line, size.height);
  return { hall: hall.id, line };
}

/** So that the landing is seen. */
function scrollIntoSight(hall, top, height) {
  const left = hall.left - geometry.frame.left + geometry.x;
  const bottom = top + Math.min(height, sheet.clientHeight / 2) + geometry.head;
  sheet.scrollLeft = Math.max(Math.min(sheet.scrollLeft, left - geometry.gutter), left + hall.width - sheet.clientWidth);
  sheet.scrollTop = Math.max(Math.min(sheet.scrollTop, top), bottom - sheet.clientHeight);
}

/** Where a card goes that is dropped on a line of a hall; nothing where it is already. */
function placeOnLine(card, { hall, line }) {
  const own = placeOf(card);
  const isSame = own && card.isConnected && hall === own.hall && line === own.line;
  return isSame ? {} : { place: { hall, line } };
}

function placeOnDay(card, day) {
  const own = placeOf(card);
  if (!own) return { refusal: "Choose its day first, then a place on it." };
  return { place: { hall: own.hall, time: card.dataset.start, day } };
}

function placeFor(card, target) {
  const { day } = board.dataset;
  let answer = {};
  if (target?.hall) answer = placeOnLine(card, target);
  else if (target?.day) answer = placeOnDay(card, target.day);
  else if (target?.tray && placeOf(card)) answer = { place: { hall: "" } };
  return answer.place ? { place: { day, on: day, ...answer.place } } : answer;
}

function sizeOf(card) {
  geometry = measure();
  return { width: geometry.halls[0]?.width ?? 150, height: lengthOf(card) * geometry.line };
}

function begin(now) {
  landing = document.createElement("div");
  landing.className = "landing";
  for (const [name, length] of Object.entries(now.size)) landing.style[name] = `${length}px`;
  now.layer.root.prepend(landing);
  now.target = placeOf(now.card);
  showSlots();
}

function end() {
  clearTimeout(dwelling?.timer);
  dwelling = null;
  eraseSlots();
}

/** A card of the tray is wider than a hall: it is held near its corner. */
function gripOf({ card, grip }, { width, height }) {
  return { x: Math.min(grip.x, width * 0.8), y: Math.min(grip.y, placeOf(card) ? height : TRAY_GRIP) };
}

/** The days that do not fit come along at the ends of their row. */
function scrollers() {
  const { frame: { left, right, top, bottom }, days, head, gutter } = geometry;
  return [
    { element: sheet, box: { left: left + gutter, right, top: top + head, bottom }, within: { left, right, top, bottom } },
    {
      element: board.querySelector(".days"),
      box: { left: days.left, right: days.right, top: -Infinity, bottom: Infinity },
      within: { left: -Infinity, right: Infinity, top: days.top, bottom: days.bottom },
    },
  ];
}

function draw(now) {
  const { card, target } = now;
  landing.hidden = !target?.hall;
  if (!target?.hall) return { text: elsewhere(card, target) };
  track(now);
  const { level, words, reasons } = slotAt(target);
  landing.dataset.level = level;
  const hall = hallOf(target);
  now.layer.ghost.querySelector(".when").textContent = `${clockAt(hall, target.line)}–${clockAt(hall, target.line + lengthOf(card))}`;
  return { level, text: [`${clockAt(hall, target.line)} ${hall.name}. ${words}`, ...reasons].join("\n") };
}

function outline(card, target) {
  if (!target.hall) return null;
  const mark = document.createElement("i");
  mark.className = `pending r-${target.line - lines().first} l-${lengthOf(card)}`;
  mark.append(card.querySelector(".title").cloneNode(true), " checking…");
  document.getElementById(`rows-${target.hall}`).append(mark);
  return mark;
}

export const daySurface = {
  sizeOf,
  faceOf: (card) => [...card.querySelectorAll(".when, .title")].map((part) => part.cloneNode(true)),
  begin,
  end,
  grip: gripOf,
  scrollers,
  targetAt,
  track,
  show: draw,
  step,
  keys: { t: () => aim({ tray: true }), pageup: () => turn(-1), pagedown: () => turn(1) },
  placeFor,
  outline,
};
