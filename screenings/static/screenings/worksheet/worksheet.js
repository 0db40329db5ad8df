/* The table by keyboard, as spreadsheets have it: one cell is in the order of Tab, arrows go to the others. */
import { body, cellNamed, columnOf, hasEdits, isEditable, isLong, restore, rowOf, say, shownRows, takeBack, write } from "./cells.js";
import { startOrder } from "./order.js";
import { pasteAt } from "./paste.js";

const PAGE = 20; // rows
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0], PageUp: [0, -PAGE], PageDown: [0, PAGE] };
let active = null;
let editor = null;

restore();
startOrder();
for (const control of body.querySelectorAll("th input, th a")) control.tabIndex = -1;
choose(shownRows()[0]?.cells[1]);
body.addEventListener("mousedown", ({ target }) => target.closest("td") && editor?.parentElement !== target.closest("td") && leave(true));
body.addEventListener("click", ({ target }) => target.closest("td") && !editor && choose(target.closest("td"))?.focus());
body.addEventListener("dblclick", ({ target }) => target.closest("td") && !editor && edit());
body.addEventListener("focusin", ({ target }) => target.matches("td") && choose(target));
body.addEventListener("keydown", (event) => (editor ? pressInEditor(event) : pressOnCell(event)));
document.addEventListener("paste", paste);
document.addEventListener("copy", copy);
const form = document.getElementById("edits-form");
form.addEventListener("submit", submitted);
window.addEventListener("beforeunload", (event) => hasEdits() && !form.dataset.sent && event.preventDefault());

function choose(cell) {
  if (!cell || cell === active) return cell;
  active?.removeAttribute("tabindex");
  active = cell;
  active.tabIndex = 0;
  if (!isEditable(active)) active.setAttribute("aria-readonly", "true");
  return active;
}

function go(right, down) {
  const rows = shownRows();
  const at = rows.indexOf(rowOf(active));
  const row = rows[Math.min(rows.length - 1, Math.max(0, at + down))] ?? rowOf(active);
  const index = Math.min(row.cells.length - 1, Math.max(1, active.cellIndex + right));
  const cell = choose(row.cells[index]);
  cell.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

const KEYS = {
  F2: () => edit(),
  Enter: () => edit(),
  Delete: () => clear(),
  Backspace: () => clear(),
  " ": () => rowOf(active).querySelector("input").click(),
  Home: () => go(-Infinity, 0),
  End: () => go(Infinity, 0),
};
const KEYS_WITH_CONTROL = { z: takeBack, Home: () => go(0, -Infinity), End: () => go(0, Infinity) };

function pressOnCell(event) {
  if (!event.target.matches("td") || event.altKey) return;
  const act = event.ctrlKey || event.metaKey ? KEYS_WITH_CONTROL[event.key] : actionOf(event.key);
  if (!act) return;
  event.preventDefault();
  act();
}

function actionOf(key) {
  if (STEPS[key]) return () => go(...STEPS[key]);
  return KEYS[key] ?? (key.length === 1 ? () => edit(key) : null);
}

function clear() {
  if (isEditable(active) && active.textContent) write([[active, ""]]);
}

function edit(text = active.textContent) {
  if (!isEditable(active)) return say("This column is read only here.");
  editor = document.createElement(isLong(active) ? "textarea" : "input");
  editor.value = text;
  editor.dataset.before = active.textContent;
  editor.setAttribute("aria-label", columnOf(active));
  if (document.getElementById(`list-${columnOf(active)}`)) editor.setAttribute("list", `list-${columnOf(active)}`);
  editor.addEventListener("blur", () => leave(true));
  active.classList.add("is-editing");
  active.replaceChildren(editor);
  editor.focus();
  return editor.setSelectionRange(editor.value.length, editor.value.length);
}

function leave(keeps) {
  if (!editor) return;
  const { value, dataset } = editor;
  editor = null;
  active.classList.remove("is-editing");
  active.textContent = dataset.before;
  if (keeps && value.trim() !== dataset.before) write([[active, value.trim()]]);
}

function pressInEditor(event) {
  const ends = { Enter: [0, event.shiftKey ? -1 : 1], Tab: [event.shiftKey ? -1 : 1, 0], Escape: [0, 0] };
  if (!ends[event.key] || event.isComposing) return;
  event.preventDefault();
  if (event.altKey && event.key === "Enter" && isLong(active)) {
    editor.setRangeText("\n", editor.selectionStart, editor.selectionEnd, "end");
    return;
  }
  leave(event.key !== "Escape");
  go(...ends[event.key]);
}

function paste(event) {
  if (editor || !document.activeElement?.matches("#worksheet tbody td")) return;
  event.preventDefault();
  pasteAt(active, event.clipboardData.getData("text/plain"));
}

function copy(event) {
  if (editor || !document.activeElement?.matches("#worksheet tbody td") || String(getSelection())) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", active.textContent);
}

/** "Set for the chosen" is done here, as what was typed would be; what is to be checked is sent. */
function submitted(event) {
  leave(true);
  if (event.submitter?.name !== "_set") {
    form.dataset.sent = "yes";
    return;
  }
  event.preventDefault();
  const column = document.getElementById("set-column").value;
  const text = document.getElementById("set-text").value.trim();
  const chosen = shownRows().filter((row) => row.querySelector("th input").checked);
  if (chosen.length) write(chosen.map((row) => [cellNamed(row.dataset.pk, column), text]));
  else say("Choose rows first: tick them, or press Space on one of their cells.");
}
