/* A card is carried: picked up, aimed and put down, by pointer.js and keyboard.js alike. What lies where, and what a
   place means, is the surface's: the day's (day_surface.js) or the whole festival's (overview.js). Only transforms change
   from frame to frame, so the board is laid out when a card is picked up and put down, and never between. */
import { board, showMessages } from "./page.js";
import { isPending, sendMove } from "./moves_client.js";
import { pause, resume } from "./live_update.js";

const CHECKING = "Checking…"; // until the server has answered

export let carried = null;
export let surface = null;

export function useSurface(given) {
  surface = given;
}

/** Whether the card can be picked up; where it cannot, the page says why. */
export function mayPickUp(card) {
  if (!board.dataset.moves || isPending(card)) return false;
  if ("movable" in card.dataset) return true;
  showMessages([{ level: "info", html: card.dataset.fixed }]);
  return false;
}

export function pickUp(card, { byPointer }) {
  carried = { card, byPointer, target: null, isCopy: false, size: surface.sizeOf(card) };
  carried.layer = addLayer(surface.faceOf(card), carried);
  pause();
  document.body.classList.add("is-carrying");
  card.classList.add("is-lifted");
  markShowings(card, true);
  surface.begin(carried);
  show();
}

/** The other showings of its film. */
function markShowings({ dataset }, isMarked) {
  const [film] = dataset.of.split(" ");
  for (const other of board.querySelectorAll(`[data-of^="${film} "]`)) other.classList.toggle("is-same-film", isMarked);
}

function addLayer(face, { byPointer, size }) {
  const [root, ghost, tip] = [1, 2, 3].map(() => document.createElement("div"));
  root.className = "carry-layer";
  ghost.className = "ghost";
  tip.className = "tip";
  ghost.hidden = !byPointer;
  ghost.append(...face);
  for (const [name, length] of Object.entries(size)) ghost.style[name] = `${length}px`;
  tip.setAttribute("role", "status");
  tip.setAttribute("aria-live", "assertive");
  root.append(ghost, tip);
  board.append(root);
  return { root, ghost, tip };
}

/** The ghost's corner, in pixels of the window. */
export function follow({ x, y }) {
  carried.layer.ghost.style.transform = `translate3d(${x}px, ${y}px, 0)`;
}

export function aim(target) {
  const before = carried.target;
  carried.target = target;
  if (["hall", "line", "day", "tray"].some((name) => before?.[name] !== target?.[name])) show();
  else surface.track?.(carried);
}

/** What the target means, drawn and in words. */
export function show() {
  const { text, level = "" } = surface.show(carried);
  carried.layer.tip.dataset.level = level;
  carried.layer.tip.textContent = carried.isCopy ? `A copy. ${text}` : text;
}

/** Whether it stays where it is, and a copy is put down. */
export function copy(isCopy) {
  if (!carried || !("adds" in board.dataset) || "film" in carried.card.dataset || carried.isCopy === isCopy) return;
  carried.isCopy = isCopy;
  carried.card.classList.toggle("is-lifted", !isCopy);
  show();
}

export function letGo() {
  if (!carried) return;
  const { card, layer } = carried;
  layer.root.remove();
  card.classList.remove("is-lifted");
  markShowings(card, false);
  document.body.classList.remove("is-carrying");
  surface.end(carried);
  carried = null;
  resume();
}

/** Until the server has answered, a card is outlined where it goes, and cannot be picked up a second time. */
export async function putDown() {
  const { card, target, isCopy } = carried;
  const { place, refusal } = surface.placeFor(card, target);
  letGo();
  if (refusal) showMessages([{ level: "info", html: refusal }]);
  if (!place) return;
  card.classList.toggle("is-pending", !isCopy);
  const outline = surface.outline?.(card, target);
  showMessages([{ level: "info", html: CHECKING }]);
  await sendMove(card, place, isCopy ? "copy" : "move");
  card.classList.remove("is-pending");
  outline?.remove();
}
