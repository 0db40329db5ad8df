/* What both boards consist of: the page's one #board, its sheet of cards, and the messages above it. */
export const CARD = "[data-pk]";
export const HANDLE = "[data-handle]";
export const board = document.getElementById("board");
export const sheet = board.querySelector("[data-live=sheet]");

/** The link of a card that takes the focus: the card itself, or a part of it. */
export const handleOf = (card) => (card.matches(HANDLE) ? card : card.querySelector(HANDLE));

/** `html` is escaped by the server, or a sentence of ours. */
export function showMessages(messages) {
  const items = messages.map(({ level, html }) => {
    const item = document.createElement("li");
    item.className = level;
    // eslint-disable-next-line no-restricted-syntax -- escaped by the server
    item.innerHTML = html;
    return item;
  });
  board.querySelector(".board-messages").replaceChildren(...items);
}
