/* What is on the page: its parts, the lines of the day, and what is said to whoever looks. */
export const board = document.getElementById("board");
export const sheet = () => document.getElementById("sheet");
export const first = () => Number(board.dataset.first);
export const last = () => Number(board.dataset.last);
export const day = () => board.dataset.day;
export const LINE = 5; // minutes

export function say(messages) {
  const list = board.querySelector(".board-said");
  list.replaceChildren(
    ...messages.map(({ level, html }) => {
      const item = document.createElement("li");
      item.className = level;
      // eslint-disable-next-line no-restricted-syntax -- escaped by the server
      item.innerHTML = html;
      return item;
    }),
  );
}

/** Which of the zooms is chosen, said to everybody. */
export function nameZoom() {
  for (const link of board.querySelectorAll("[data-zoom]")) {
    if (board.classList.contains(`zoom-${link.dataset.zoom}`)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

/** The clock at a line, from the lines at which it is known and the minutes of the day it shows there. */
export function clockAt(line, known) {
  const [at, minute] = known.findLast(([from]) => from <= line) ?? known[0];
  const total = (minute + (line - at) * LINE + 1440) % 1440;
  return `${String(Math.floor(total / 60)).padStart(2, "0")}:${String(total % 60).padStart(2, "0")}`;
}

/** The festival's own clock, from the hours of the gutter. */
export function hoursShown() {
  return [...board.querySelectorAll(".gutter:not(.again) .tick")].map((tick) => {
    const [hour, minute] = tick.textContent.split(":").map(Number);
    return [Number(/r-(\d+)/.exec(tick.className)[1]) + first(), hour * 60 + minute];
  });
}

/** Where every hall's column lies now, in pixels of the window; measured once, when something is picked up. */
export function measure() {
  const frame = sheet().getBoundingClientRect();
  const halls = [...sheet().querySelectorAll(".hall")].map((hall) => {
    const rows = hall.querySelector(".rows").getBoundingClientRect();
    const head = hall.querySelector(".head");
    return { id: hall.dataset.hall, name: head.firstChild.textContent, left: rows.left, width: rows.width, top: rows.top, height: rows.height };
  });
  const head = sheet().querySelector(".head").offsetHeight;
  const gutter = sheet().querySelector(".gutter").offsetWidth;
  const line = halls.length ? halls[0].height / (last() - first()) : 1;
  const days = board.querySelector(".days").getBoundingClientRect();
  return { frame, halls, head, gutter, line, days, x: sheet().scrollLeft, y: sheet().scrollTop };
}

/** Ctrl+Z (on a Mac Command+Z) takes back; with Shift, and Ctrl+Y, it is done again. In a field they are the field's. */
export function takeByKey(event) {
  const act = { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key?.toLowerCase()];
  if (!act || event.altKey || !(event.ctrlKey || event.metaKey) || event.target.closest("input, select, textarea")) return;
  event.preventDefault();
  board.querySelector(`#bar [value=${act}]:enabled`)?.click();
}
