/* The day's board. Without this script it is a page of links and forms; with it one drags, and it keeps up to date. */
import { CARD, board, sheet } from "./page.js";
import { address, goToDay, openCard, openedCard, showAddress } from "./day_page.js";
import { keeps, showForm, startCardForm } from "./card_form.js";
import { fade, startFilter } from "./filter.js";
import { rove, startKeyboard } from "./keyboard.js";
import { daySurface } from "./day_surface.js";
import { searchTray } from "./tray_search.js";
import { startAdding } from "./add_card.js";
import { startFinding } from "./find.js";
import { startLiveUpdate } from "./live_update.js";
import { startPointer } from "./pointer.js";
import { showView, startView } from "./view.js";
import { startForms } from "./moves_client.js";
import { useSurface } from "./gestures.js";

const ABOVE = 24; // pixels over the day's first card

const isPlain = ({ ctrlKey, metaKey, shiftKey, button }) => !(ctrlKey || metaKey || shiftKey || button);

function clicked(event) {
  const link = event.target.closest("[data-handle], [data-close], [data-open], .days [data-day]");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  if (link.dataset.day) goToDay(link.dataset.day).then((isShown) => isShown && scrollToFirst());
  else openCard(link.dataset.open ?? link.closest(CARD)?.dataset.pk ?? "");
}

/** The card that is open, or else the day's first; and the day itself among many. */
function scrollToFirst() {
  board.querySelector(".days [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const opened = document.getElementById(`s-${openedCard()}`);
  const tops = [...sheet.querySelectorAll(CARD)].map((card) => card.offsetTop);
  if (sheet.contains(opened)) opened.scrollIntoView({ block: "center", inline: "center" });
  else if (tops.length) sheet.scrollTop = Math.max(0, Math.min(...tops) - ABOVE);
}

function afterwards() {
  showView();
  fade();
  showForm();
  searchTray();
  rove();
}

board.addEventListener("click", clicked);
board.addEventListener("board:moved", ({ detail: { screening, day } }) => openCard(screening, day));
board.addEventListener("input", (event) => event.target.id === "tray-search" && searchTray());
document.querySelector("#tray .search").addEventListener("submit", (event) => event.preventDefault());
startView();
scrollToFirst();
useSurface(daySurface);
if (board.dataset.moves) startPointer();
startForms();
startAdding();
startCardForm();
startFinding(openCard);
startFilter();
startKeyboard();
window.addEventListener("popstate", showAddress);
startLiveUpdate({ address, afterwards, keeps });
