// Near me: which of these screenings are in a cinema close by. The position is read here, compared here, and sent to nobody.

const CLOSE = 1500; // metres
const RADIUS = 6_371_000; // metres, of the earth
const said = document.getElementById("near-me");
const rows = [...document.querySelectorAll(".programme > table tbody tr:not(.listing-day)")];

const radians = (degrees) => (degrees * Math.PI) / 180;
const metres = ({ latitude, longitude }, [north, east]) => {
  const across = radians(east - longitude) * Math.cos(radians((north + latitude) / 2));
  return RADIUS * Math.hypot(radians(north - latitude), across);
};
const inWords = (distance) => (distance < 950 ? `${Math.round(distance / 50) * 50} m` : `${(distance / 1000).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} km`);
const venueOf = (row) => /\/venues\/(?<slug>[^/]+)\/$/u.exec(row.querySelector(".col-hall a")?.pathname ?? "")?.groups.slug;

const show = (isShown) => {
  for (const row of rows) row.hidden = !isShown(venueOf(row));
  for (const body of document.querySelectorAll(".programme > table tbody")) {
    body.hidden = !body.querySelector("tr:not(.listing-day, [hidden])");
  }
};

const offerAll = () => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = said.dataset.all;
  button.addEventListener("click", () => {
    show(() => true);
    history.replaceState(null, "", location.pathname + location.search);
    said.replaceChildren();
  });
  said.append(" ", button);
};

const found = ({ coords }) => {
  const places = Object.entries(JSON.parse(said.dataset.near));
  const distances = new Map(places.map(([slug, place]) => [slug, metres(coords, place)]));
  const names = new Map(places.map(([slug, [, , name]]) => [slug, name]));
  const listed = [...new Set(rows.map(venueOf))].filter((slug) => distances.has(slug)).sort((one, other) => distances.get(one) - distances.get(other));
  const close = listed.filter((slug, place) => place === 0 || distances.get(slug) <= CLOSE);
  show((slug) => close.includes(slug));
  const named = close.map((slug) => `${names.get(slug)} (${inWords(distances.get(slug))})`);
  const number = rows.filter((row) => !row.hidden).length;
  said.textContent = close.length
    ? said.dataset.found.replace("{number}", number).replace("{names}", () => named.join(", "))
    : said.dataset.none;
  offerAll();
};

const look = () => {
  if (location.hash !== "#near-me" || !navigator.geolocation) return;
  said.textContent = said.dataset.looking;
  navigator.geolocation.getCurrentPosition(found, () => {
    said.textContent = said.dataset.refused;
  });
};

window.addEventListener("hashchange", look);
document.querySelector(".near-link a")?.addEventListener("click", () => {
  if (location.hash === "#near-me") look();
});
look();
