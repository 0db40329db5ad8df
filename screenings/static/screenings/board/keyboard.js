/* The keyboard: arrows go from card to card; Space picks one up, arrows carry it, Enter puts it down, Escape lets go. */
import { CARD, HANDLE, board, handleOf, sheet } from "./page.js";
import { aim, carried, copy, letGo, mayPickUp, pickUp, putDown, surface } from "./gestures.js";
import { pressUndo } from "./moves_client.js";

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

export function startKeyboard() {
  document.addEventListener("keydown", pressed);
  document.addEventListener("focusin", ({ target }) => sheet.contains(target) && target.matches(HANDLE) && rove(target));
  document.addEventListener("focusin", showConflicts);
  document.addEventListener("pointerout", showConflicts);
  rove();
}

/** One card at a time is in the order of Tab; the others are reached by arrows. */
export function rove(chosen = null) {
  const handles = [...sheet.querySelectorAll(HANDLE)];
  const stop = chosen ?? handles.find((handle) => handle === document.activeElement) ?? handles.find((handle) => handle.getAttribute("tabindex") === "0") ?? handles[0];
  for (const handle of handles) handle.tabIndex = handle === stop ? 0 : -1;
}

const isAlone = ({ ctrlKey, metaKey, altKey }) => !(ctrlKey || metaKey || altKey);

function pressed(event) {
  if (carried) pressedWhileCarrying(event);
  else if (!isAlone(event)) pressUndo(event);
  else if (event.key === "Escape") board.classList.add("is-quiet");
  else pressOn(document.activeElement?.closest(HANDLE)?.closest(CARD), event);
}

function pressedWhileCarrying(event) {
  if (isAlone(event)) carry(event);
  else if (event.key === "Control" && carried.byPointer) copy(true);
}

function pressOn(card, event) {
  if (!card) return;
  const direction = sheet.contains(card) && STEPS[event.key];
  if (event.key !== " " && !direction) return;
  event.preventDefault();
  const next = direction && neighbour(card, ...direction);
  if (next) handleOf(next).focus();
  else if (event.key === " " && mayPickUp(card)) pickUp(card, { byPointer: false });
}

/** Conflicts that Escape or a move has put away come back once another card is focused, or the pointer leaves one. */
function showConflicts({ type, target, relatedTarget }) {
  const card = target.closest?.(CARD);
  const isAnother = card && card !== relatedTarget?.closest?.(CARD);
  if (isAnother && (type === "focusin" || !card.contains(document.activeElement))) board.classList.remove("is-quiet");
}

/** Up and down the one before and after it in the same hall; left and right the nearest in the next hall that has any. */
function neighbour(card, dx, dy) {
  const hall = card.closest("[data-hall]");
  if (dy) {
    const cards = [...sheet.querySelectorAll(`[data-hall="${hall.dataset.hall}"] ${CARD}`)];
    return cards[cards.indexOf(card) + dy];
  }
  const halls = [...(sheet.querySelector("table") ? hall.parentElement : sheet).querySelectorAll("[data-hall]")];
  for (let at = halls.indexOf(hall) + dx; halls[at]; at += dx) {
    const away = (other) => Math.abs(other.offsetTop - card.offsetTop);
    const [nearest] = [...halls[at].querySelectorAll(CARD)].sort((one, other) => away(one) - away(other));
    if (nearest) return nearest;
  }
  return null;
}

function carry(event) {
  const { key } = event;
  if (key === "Tab") {
    letGo();
    return;
  }
  event.preventDefault();
  if (key === "Escape") letGo();
  else if (key === "Enter" || key === " ") putDown();
  else if (key.toLowerCase() === "c" && !carried.byPointer) copy(!carried.isCopy);
  else if (STEPS[key] && !carried.byPointer) step(...STEPS[key], event.shiftKey);
  else surface.keys[key.toLowerCase()]?.();
}

function step(dx, dy, isBig) {
  const target = surface.step(carried, { dx, dy, isBig });
  if (target) aim(target);
}
