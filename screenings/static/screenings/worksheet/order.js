/* Rows by their columns: sorted and filtered where they stand, so that nothing typed is lost. */
import { body, heads, say, shownRows, table } from "./cells.js";

const filters = [...table.querySelectorAll(".worksheet-filters input")];
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

export function startOrder() {
  for (const head of heads) if (head.dataset.column) makeSortable(head);
  for (const filter of filters) filter.addEventListener("input", narrow);
  if (filters.some((filter) => filter.value)) narrow();
}

function makeSortable(head) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  button.addEventListener("click", () => sortBy(head));
  head.replaceChildren(button);
}

function sortBy(head) {
  const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const other of heads) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", direction);
  const sign = direction === "ascending" ? 1 : -1;
  const texts = new Map([...body.rows].map((row) => [row, row.cells[head.cellIndex].textContent]));
  // Empty cells come last, whichever way.
  const compare = (one, other) => !one - !other || sign * collator.compare(one, other);
  body.append(...[...body.rows].sort((one, other) => compare(texts.get(one), texts.get(other))));
}

function narrow() {
  const wanted = filters.map((filter) => [filter.closest("td").cellIndex, fold(filter.value.trim())]).filter(([, part]) => part);
  for (const row of body.rows) {
    row.hidden = !wanted.every(([index, part]) => fold(row.cells[index].textContent).includes(part));
  }
  const number = shownRows().length;
  say(number === 1 ? "1 row" : `${number} rows`);
}
