/* The cells of the table: what they say, what was changed and is not saved, and the way back. */
import { draft, keepDraft } from "./draft.js";

export const table = document.getElementById("worksheet");
export const [body] = table.tBodies;
export const heads = [...table.tHead.rows[0].cells];
const field = document.getElementById("edits");
const status = document.getElementById("worksheet-status");
const edits = new Map(); // by key and column: what was saved, and what is typed
const batches = []; // what Ctrl+Z takes back, the last first

export const columnOf = (cell) => heads[cell.cellIndex].dataset.column;
export const isEditable = (cell) => "editable" in heads[cell.cellIndex].dataset;
export const isLong = (cell) => "long" in heads[cell.cellIndex].dataset;
export const rowOf = (cell) => cell.parentElement;
export const shownRows = () => [...body.rows].filter((row) => !row.hidden);
export const rowNamed = (pk) => body.querySelector(`tr[data-pk="${pk}"]`);
export const hasEdits = () => edits.size > 0;
const keyOf = (cell) => `${rowOf(cell).dataset.pk} ${columnOf(cell)}`;

export function cellNamed(pk, column) {
  return rowNamed(pk)?.cells[heads.findIndex((head) => head.dataset.column === column)];
}

/** Several cells at once, `[cell, text]`: one step of the way back. */
export function write(pairs) {
  const before = pairs.map(([cell]) => [cell, cell.textContent]);
  for (const [cell, text] of pairs) put(cell, text);
  batches.push(before);
  keep();
}

export function takeBack() {
  for (const [cell, text] of batches.pop() ?? []) put(cell, text);
  keep();
}

export function say(text) {
  status.textContent = text;
}

function put(cell, text) {
  const key = keyOf(cell);
  const was = edits.get(key)?.was ?? cell.textContent;
  cell.textContent = text;
  cell.removeAttribute("aria-invalid");
  cell.title = text === was ? "" : was;
  cell.classList.toggle("is-changed", text !== was);
  if (text === was) edits.delete(key);
  else edits.set(key, { pk: Number(rowOf(cell).dataset.pk), column: columnOf(cell), was, now: text });
}

function keep() {
  field.value = JSON.stringify([...edits.values()].map(({ pk, column, was, now }) => [pk, column, was, now]));
  keepDraft(field.value);
  say(edits.size === 1 ? "1 cell is changed and not saved." : `${edits.size} cells are changed and not saved.`);
}

/** Edits that are not saved yet, in their cells: gives what the cells said. */
function putBack(sent) {
  const found = sent.map(([pk, column, was, now]) => ({ cell: cellNamed(pk, column), was, now }));
  const differing = found.filter(({ cell, now }) => cell && cell.textContent !== now);
  const before = differing.map(({ cell }) => [cell, cell.textContent]);
  for (const { cell, was, now } of differing) {
    edits.set(keyOf(cell), { pk: Number(rowOf(cell).dataset.pk), column: columnOf(cell), was, now });
    put(cell, now);
  }
  return before;
}

/** Which of them cannot be saved, and why. */
function markProblems() {
  for (const [pk, column, message] of JSON.parse(document.getElementById("problem-cells")?.value ?? "[]")) {
    const cell = cellNamed(pk, column);
    if (!cell) continue;
    cell.setAttribute("aria-invalid", "true");
    cell.title = message;
  }
}

/** What was typed here before it was lost: one step of the way back. */
function restoreDraft() {
  const before = putBack(JSON.parse(draft()));
  if (!before.length) return;
  batches.push(before);
  keep();
  say(before.length === 1 ? "1 cell that was typed here earlier is not saved. Ctrl+Z takes it out again."
    : `${before.length} cells that were typed here earlier are not saved. Ctrl+Z takes them out again.`);
}

/** What the page came with: edits that are not saved yet, and why; else what the tab has kept. */
export function restore() {
  const sent = JSON.parse(field.value || "[]");
  putBack(sent);
  markProblems();
  if (sent.length) keep();
  else restoreDraft();
}
