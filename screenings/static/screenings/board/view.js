/* How a board is shown: its zoom, and what is folded away. The browser remembers it, for a day and for the whole festival. */
import { board } from "./page.js";

const KEPT = `board-view-${board.dataset.page}`;
const view = { zoom: board.dataset.zoom, hides: [] };
let showsCard = false; // all of an open card, on a phone

/** Said to everybody, also where the bar was replaced. */
export function showView() {
  board.dataset.zoom = view.zoom;
  for (const link of board.querySelectorAll("[data-zoom-to]")) {
    if (link.dataset.zoomTo === view.zoom) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  for (const box of board.querySelectorAll("[data-shows]")) {
    box.checked = !view.hides.includes(box.dataset.shows);
    document.body.classList.toggle(`hides-${box.dataset.shows}`, !box.checked);
  }
  document.body.classList.toggle("shows-card", showsCard);
  board.querySelector("[data-shows-card]")?.setAttribute("aria-expanded", showsCard);
}

function keep(changed) {
  Object.assign(view, changed);
  showView();
  try { localStorage.setItem(KEPT, JSON.stringify(view)); } catch { /* a private window keeps nothing */ }
}

/** What was kept, unless the address asks for a zoom. */
function recall() {
  try {
    const { zoom = view.zoom, hides = [] } = JSON.parse(localStorage.getItem(KEPT)) ?? {};
    Object.assign(view, { zoom: location.search.includes("zoom=") ? view.zoom : zoom, hides });
  } catch { /* as the page came */ }
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
}

const isPlain = ({ ctrlKey, metaKey, shiftKey, button }) => !(ctrlKey || metaKey || shiftKey || button);

function toggleCard() {
  showsCard = !showsCard;
  showView();
}

function clicked(event) {
  const control = event.target.closest("[data-zoom-to], [data-shows-card], #print, #full-screen");
  if (!control || !isPlain(event)) return;
  event.preventDefault();
  if (control.id === "print") window.print();
  else if (control.id === "full-screen") toggleFullScreen();
  else if ("showsCard" in control.dataset) toggleCard();
  else keep({ zoom: control.dataset.zoomTo });
}

function chosen({ target }) {
  if (!target.dataset.shows) return;
  const others = view.hides.filter((name) => name !== target.dataset.shows);
  keep({ hides: target.checked ? others : [...others, target.dataset.shows] });
}

export function startView() {
  board.classList.add("has-script");
  board.addEventListener("click", clicked);
  board.addEventListener("change", chosen);
  board.querySelector("#full-screen").hidden = !document.fullscreenEnabled;
  recall();
  showView();
}
