/* Which cards cannot be taken, and what is said to whoever tries. */
import { board, say } from "./page.js";

export const canMove = (card) => card.matches("[data-movable]:not(.is-bound)");

/** Why a card that somebody tries to take stays where it is. */
export function tellWhyNot(card) {
  if (!board.dataset.moves || card.classList.contains("is-bound")) return;
  const pinned = "It is pinned. Take the pin out on its own page to move it.";
  const cancelled = "It is cancelled. Take the cancellation back to move it.";
  say([{ level: "info", html: card.classList.contains("is-cancelled") ? cancelled : pinned }]);
}
