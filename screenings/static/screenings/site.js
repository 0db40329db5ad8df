// Beside each time on the venue's clock, and each hour of the timetable: what the visitor's own clock shows then, where
// that is another time.

for (const time of document.querySelectorAll("time.when-start, .timetable-hour time")) {
  const start = new Date(time.dateTime);
  const shown = time.dateTime.slice(0, 16);
  const pad = (number) => String(number).padStart(2, "0");
  const day = `${start.getFullYear()}-${pad(start.getMonth() + 1)}-${pad(start.getDate())}`;
  const clock = `${pad(start.getHours())}:${pad(start.getMinutes())}`;
  if (Number.isNaN(start.getTime()) || `${day}T${clock}` === shown) continue;
  const hour = start.getHours();
  const written = document.body.dataset.hours === "12" ? `${hour % 12 || 12}:${pad(start.getMinutes())}\u00a0${hour < 12 ? "am" : "pm"}` : clock;
  const own = document.createElement("span");
  own.className = "own";
  const weekday = day === shown.slice(0, 10) ? "" : `${start.toLocaleDateString(document.documentElement.lang, { weekday: "short" })} `;
  const around = time.closest(".when");
  own.textContent = around ? document.body.dataset.own.replace("{time}", `${weekday}${written}`) : written;
  own.title = document.body.dataset.ownTitle;
  (around ?? time.parentElement).append(" ", own);
}

// Pages are the same for everybody: who has been at the desk is shown here where this one is edited.
if (document.cookie.split("; ").includes("at_desk=1")) {
  for (const link of document.querySelectorAll(".edit-link")) link.hidden = false;
}

// What only a script can find.
for (const item of document.querySelectorAll(".near-link")) item.hidden = !navigator.geolocation;

// A strip of days that is wider than the screen shows the chosen one, else today.
for (const strip of document.querySelectorAll(".listing-days")) {
  const shown = strip.querySelector("li:not(:first-child) [aria-current]") ?? strip.querySelector(".is-today a");
  if (!shown) continue;
  const [around, tile] = [strip.getBoundingClientRect(), shown.getBoundingClientRect()];
  strip.scrollLeft += tile.left + tile.width / 2 - around.left - around.width / 2;
}
