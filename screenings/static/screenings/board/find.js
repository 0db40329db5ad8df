/* What is looked for is listed beside the board, and so are the errors; each leads to its card, also on another day. */
import { board, handleOf, sheet } from "./page.js";
import { fetchBoard } from "./connection.js";

const found = document.getElementById("found");

async function list(address) {
  const page = await fetchBoard(address);
  if (!page) return;
  found.replaceChildren(...page.querySelector("#found").childNodes);
  document.getElementById("found-head").focus();
}

/** The card in sight, with the focus. */
export function showCard(pk) {
  const card = document.getElementById(`s-${pk}`);
  if (!card) return;
  card.scrollIntoView({ block: "center", inline: "center" });
  handleOf(card).focus({ preventScroll: true });
}

function submitted(event) {
  if (!event.target.matches(".find")) return;
  event.preventDefault();
  list(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
}

const isPlain = ({ ctrlKey, metaKey, shiftKey, button }) => !(ctrlKey || metaKey || shiftKey || button);

/** `openCard` of a day's board fetches the day with the card open; the whole festival has all that are placed. */
export function startFinding(openCard) {
  const goTo = async (event, { go, day }) => {
    if (!openCard && !sheet.querySelector(`#s-${go}`)) return;
    event.preventDefault();
    if (!openCard || await openCard(go, day)) showCard(go);
  };
  board.addEventListener("submit", submitted);
  board.addEventListener("click", (event) => {
    const link = event.target.closest("[data-lists], [data-go], #close-found");
    if (!link || !isPlain(event)) return;
    if (link.dataset.go) {
      goTo(event, link.dataset);
      return;
    }
    event.preventDefault();
    if (link.id === "close-found") found.replaceChildren();
    else list(link.href);
  });
}
