/* Where the carried card could start: asked for when it is picked up or another day opens, and drawn on the board. */
import { board, sheet } from "./page.js";

const WORDS = { off: "Free", notice: "Possible", warning: "Warning", error: "Blocked" };
let slots = null;

/** Whether they have come, and are those of the day that is shown. */
export async function fetchSlots(pk) {
  slots = null;
  const { address, day } = board.dataset;
  const answer = await fetch(`${address}${day}/places/${pk}/`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || day !== board.dataset.day) return false;
  slots = await answer.json();
  return true;
}

/** `first` and `last` are the lines that the board shows. */
export function drawSlots({ first, last }) {
  for (const hall of sheet.querySelectorAll("[data-hall]")) {
    for (const [from, to, level] of slots.halls[hall.dataset.hall] ?? []) {
      const [start, end] = [Math.max(from, first), Math.min(to, last)];
      if (start < end) document.getElementById(`rows-${hall.dataset.hall}`).append(slotMark(start - first, end - start, level));
    }
  }
}

function slotMark(row, length, level) {
  const mark = document.createElement("i");
  mark.className = `start-slot r-${row} l-${length}`;
  mark.dataset.level = level;
  return mark;
}

export function eraseSlots() {
  for (const mark of sheet.querySelectorAll(".start-slot")) mark.remove();
}

/** What a start there would break: its level and why, in words. */
export function slotAt({ hall, line }) {
  if (!slots) return { level: "", words: "Checking…", reasons: [] };
  const slot = slots.halls[hall]?.find(([from, to]) => from <= line && line < to);
  // The lines below the last one that was asked about show what runs on into the next day.
  if (!slot) return { level: "", words: "That is the next festival day", reasons: [] };
  const [, , level, reasons] = slot;
  return { level, words: WORDS[level], reasons: reasons.map((number) => slots.reasons[number]) };
}

/** The first free start that the board shows, hall by hall; where none is free, its first line; null without a hall. */
export function firstFree(halls, { first, last }) {
  for (const { id } of halls) {
    const free = slots.halls[id]?.find(([from, to, level]) => level === "off" && to > first && from < last);
    if (free) return { hall: id, line: Math.max(free[0], first) };
  }
  return halls.length ? { hall: halls[0].id, line: first } : null;
}
