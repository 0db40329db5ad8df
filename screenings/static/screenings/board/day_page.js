/* Which page of the day's board is shown: its day, and the card that is open beside it. */
import { board } from "./page.js";
import { refresh } from "./live_update.js";

export const openedCard = () => board.querySelector("[data-opened]")?.dataset.opened ?? "";

export function address({ day, opened = openedCard() }) {
  return `${board.dataset.address}${day}/${opened ? `?open=${opened}` : ""}`;
}

export async function openCard(opened) {
  const { pathname } = location;
  if (!await refresh({ opened })) return;
  history.replaceState(null, "", `${pathname}${opened ? `?open=${opened}` : ""}`);
  document.getElementById("opened-head")?.focus({ preventScroll: true });
}

/** Whether the day is open now. */
export async function openDay(day) {
  const isOpen = await refresh({ day });
  if (isOpen) history.replaceState(null, "", address({ day, opened: "" }));
  return isOpen;
}
