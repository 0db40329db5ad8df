/* The board without this script is a page of links and forms; with it one drags, and it keeps itself up to date. */
import { startDragging } from "./drag.js";
import { rove, startKeys } from "./keys.js";
import { keepFresh, openCard, takeBack } from "./fresh.js";
import { board, nameZoom, sheet } from "./page.js";
import { searchTray } from "./tray.js";

const ZOOM = "board-zoom";

function zoomTo(name) {
  board.className = board.className.replace(/zoom-\w+/, `zoom-${name}`);
  nameZoom();
}

function clicked(event) {
  const zoom = event.target.closest("[data-zoom]");
  const face = event.target.closest("a.face, #opened a.close");
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  if (zoom) {
    event.preventDefault();
    zoomTo(zoom.dataset.zoom);
    try { localStorage.setItem(ZOOM, zoom.dataset.zoom); } catch { /* a private window keeps nothing */ }
  } else if (face) {
    event.preventDefault();
    openCard(face.closest(".card")?.dataset.pk ?? "");
  } else if (event.target.closest("#print")) {
    window.print();
  }
}

/** Undo and redo without a new page; the Move form has its own. */
function submitted(event) {
  const act = event.target.closest("#bar") && event.submitter?.value;
  if (act !== "undo" && act !== "redo") return;
  event.preventDefault();
  takeBack(act);
}

/** The card that is open, or else the day's first; and the day itself among many. */
function showFirst() {
  board.querySelector(".days [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const opened = document.getElementById(`s-${new URLSearchParams(location.search).get("open")}`);
  if (opened && sheet().contains(opened)) return opened.scrollIntoView({ block: "center", inline: "center" });
  const tops = [...sheet().querySelectorAll(".card")].map((card) => card.offsetTop);
  if (tops.length) sheet().scrollTop = Math.max(0, Math.min(...tops) - 24);
}

board.classList.add("has-script");
board.addEventListener("click", clicked);
board.addEventListener("submit", submitted);
board.addEventListener("input", (event) => event.target.id === "tray-search" && searchTray());
document.querySelector("#tray .search").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("print").hidden = false;
try { if (!location.search.includes("zoom=")) zoomTo(localStorage.getItem(ZOOM) ?? "medium"); } catch { /* as the page came */ }
showFirst();
if (board.dataset.moves) startDragging();
startKeys();
keepFresh(() => { searchTray(); rove(); });
