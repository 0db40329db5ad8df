/* The free places of what is carried: asked for once when it is picked up, and lit on the board. */
import { board, clockAt, day, first, hoursShown, last, sheet } from "./page.js";

const WORDS = { off: "Free", notice: "Possible", warning: "Warning", error: "Blocked" };
let known = null;

export async function askPlaces(pk) {
  known = null;
  const asked = day();
  const answer = await fetch(`${board.dataset.address}${asked}/places/${pk}/`, { headers: { Accept: "application/json" } });
  if (!answer.ok || asked !== day()) return;
  known = await answer.json();
}

export function light() {
  if (!known) return;
  for (const hall of sheet().querySelectorAll(".hall")) {
    const marks = (known.halls[hall.dataset.hall] ?? []).map(marked).filter(Boolean);
    hall.querySelector(".rows").append(...marks);
  }
}

export function unlight() {
  for (const mark of sheet().querySelectorAll(".place")) mark.remove();
}

function marked([from, to, level]) {
  const begin = Math.max(from, first());
  const end = Math.min(to, last());
  if (begin >= end) return null;
  const place = document.createElement("i");
  place.className = `place is-${level} r-${begin - first()} l-${end - begin}`;
  return place;
}

/** The clock of a hall at a line; before the server has answered, the festival's. */
export const clockIn = (hall, line) => clockAt(line, known?.clocks[hall] ?? hoursShown());

/** What a start there would break: its level and why, in words. */
export function placeAt(hall, line) {
  const found = known?.halls[hall]?.find(([from, to]) => from <= line && line < to);
  // The lines below the last one that was asked about show what runs on into the next day.
  if (!found) return { level: "", words: known ? "That is the next festival day" : "", reasons: [] };
  return { level: found[2], words: WORDS[found[2]], reasons: found[3].map((number) => known.reasons[number]) };
}

/** The first free start of the board, hall by hall; where none is free, the first line shown; null without a hall. */
export function firstFree(halls) {
  if (!halls.length) return null;
  for (const { id } of halls) {
    const free = known?.halls[id]?.find(([from, to, level]) => level === "off" && to > first() && from < last());
    if (free) return { hall: id, line: Math.max(free[0], first()) };
  }
  return { hall: halls[0].id, line: first() };
}
