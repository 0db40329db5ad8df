/* Which page of the day's board is shown: its day, and the card that is open beside it. */
import { board } from "./page.js";
import { mayLeave } from "./card_form.js";
import { showFilters, withFilters } from "./filter.js";
import { refresh } from "./live_update.js";

const FIRST_DAY = board.dataset.day; // which an address without a day means
const DAY = /\/(?<day>\d{4}-\d\d-\d\d)\/$/u;

export const openedCard = () => board.querySelector("[data-opened]")?.dataset.opened ?? "";

export function address({ day, opened = openedCard() }) {
  return `${board.dataset.address}${day}/${opened ? `?open=${opened}` : ""}`;
}

function nameAddress(path, { isStep = false } = {}) {
  if (isStep) history.pushState(null, "", withFilters(path));
  else history.replaceState(null, "", withFilters(path));
  document.title = document.title.replace(/^[^|]*/u, `${board.querySelector("#bar h1").textContent} `);
}

/** Whether it is open now, on its day where that is another. */
export async function openCard(opened, day = board.dataset.day) {
  if (!mayLeave()) return false;
  const path = day === board.dataset.day ? location.pathname : `${board.dataset.address}${day}/`;
  if (!await refresh({ opened, day })) return false;
  nameAddress(`${path}${opened ? `?open=${opened}` : ""}`);
  const first = document.querySelector("#opened select[name=film]") ?? document.getElementById("opened-head");
  first?.focus({ preventScroll: true });
  document.getElementById(`s-${opened}`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

/** Whether the day is open now, to which a card is carried. */
export async function openDay(day) {
  const isOpen = await refresh({ day });
  if (isOpen) nameAddress(address({ day, opened: "" }));
  return isOpen;
}

/** A day is chosen above the board; whether it is shown now. */
export async function goToDay(day) {
  if (!mayLeave() || !await refresh({ day, opened: "" })) return false;
  nameAddress(address({ day, opened: "" }), { isStep: true });
  board.querySelector(".days [aria-current]")?.focus();
  return true;
}

/** *Back* and *Forward*. */
export async function showAddress() {
  const day = DAY.exec(location.pathname)?.groups.day ?? FIRST_DAY;
  const opened = new URLSearchParams(location.search).get("open") ?? "";
  const isSame = day === board.dataset.day && opened === openedCard();
  if (!isSame && mayLeave()) await refresh({ day, opened });
  showFilters();
}
