// A day's grid opens at now, where now is in it, and a line shows it; the whole festival opens at today. Without this
// script the links above the grid lead to the hours.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const grid = document.querySelector(".timetable-grid");
const sheet = grid?.querySelector("table");
const hours = [...(sheet?.querySelectorAll(".timetable-hour") ?? [])];
const jumps = document.querySelector(".timetable-jumps");
const line = document.createElement("div");
line.className = "timetable-now";
line.hidden = true;

const start = () => new Date(hours[0].querySelector("time").dateTime).getTime();

// Where a moment is, in pixels of the sheet.
const place = (moment) => {
  const { left } = sheet.getBoundingClientRect();
  const from = hours[0].getBoundingClientRect().left - left;
  const until = hours.at(-1).getBoundingClientRect().right - left;
  return from + ((moment - start()) / (hours.length * HOUR)) * (until - from);
};

const draw = () => {
  const passed = Date.now() - start();
  line.hidden = passed < 0 || passed >= hours.length * HOUR;
  if (!line.hidden) line.style.insetInlineStart = `${place(Date.now())}px`;
};

const fit = () => {
  draw();
  // Where all hours are in sight no link leads anywhere.
  jumps?.classList.toggle("is-idle", grid.scrollWidth <= grid.clientWidth);
};

// An hour of what began before is left in sight.
const show = () => {
  grid.scrollLeft = place(Date.now() - HOUR) - hours[0].previousElementSibling.offsetWidth;
};

const today = sheet?.querySelector(".overview-day.is-today");
if (today) grid.scrollLeft = today.offsetLeft - sheet.querySelector(".timetable-hall").offsetWidth;

if (hours.length) {
  sheet.querySelector(".timetable-lines td").append(line);
  new ResizeObserver(fit).observe(sheet);
  setInterval(draw, MINUTE);
  window.addEventListener("pageshow", draw);
  fit();
  if (!line.hidden && !location.hash) show();
  jumps?.querySelector('[data-jump="now"]')?.addEventListener("click", (event) => {
    if (line.hidden) return;
    event.preventDefault();
    show();
  });
}
