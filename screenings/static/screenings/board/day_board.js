/* The day's board. Without this script it is a page of links and forms; with it one drags, and it keeps up to date. */
import { CARD, board, sheet } from "./page.js";
import { address, openCard, openedCard } from "./day_page.js";
import { rove, startKeyboard } from "./keyboard.js";
import { daySurface } from "./day_surface.js";
import { searchTray } from "./tray_search.js";
import { startLiveUpdate } from "./live_update.js";
import { startPointer } from "./pointer.js";
import { startUndo } from "./moves_client.js";
import { useSurface } from "./gestures.js";

const ZOOM = "board-zoom";
const ABOVE = 24; // pixels over the day's first card

function zoomTo(name) {
  board.dataset.zoom = name;
  showZoom();
}

/** Which of the zooms is chosen, said to everybody. */
function showZoom() {
  for (const link of board.querySelectorAll("[data-zoom-to]")) {
    if (link.dataset.zoomTo === board.dataset.zoom) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function keepZoom(name) {
  zoomTo(name);
  try { localStorage.setItem(ZOOM, name); } catch { /* a private window keeps nothing */ }
}

const isPlain = ({ ctrlKey, metaKey, shiftKey, button }) => !(ctrlKey || metaKey || shiftKey || button);

function clicked(event) {
  const link = event.target.closest("[data-zoom-to], [data-handle], [data-close], #print");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  if (link.id === "print") window.print();
  else if ("zoomTo" in link.dataset) keepZoom(link.dataset.zoomTo);
  else openCard(link.closest(CARD)?.dataset.pk ?? "");
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
  showZoom();
  searchTray();
  rove();
}

board.classList.add("has-script");
board.addEventListener("click", clicked);
board.addEventListener("input", (event) => event.target.id === "tray-search" && searchTray());
document.querySelector("#tray .search").addEventListener("submit", (event) => event.preventDefault());
try { if (!location.search.includes("zoom=")) zoomTo(localStorage.getItem(ZOOM) ?? "medium"); } catch { /* as the page came */ }
scrollToFirst();
useSurface(daySurface);
if (board.dataset.moves) startPointer();
startUndo();
startKeyboard();
startLiveUpdate({ address, afterwards });
