// Rows of new films: a block from a spreadsheet is pasted from any box on, Enter goes down, and rows are added as they are needed.
import { parseBlock } from "./block.js";

const form = document.getElementById("several-films");
const rows = form.querySelector("tbody");
const template = document.getElementById("blank-row");
const total = form.querySelector("[name$=TOTAL_FORMS]");
const status = document.getElementById("several-status");
const mostRows = Number(form.dataset.mostRows);

const boxesOf = (row) => [...row.querySelectorAll("input[type=text]")];

function addRow() {
  const number = Number(total.value);
  const holder = document.createElement("tbody");
  // eslint-disable-next-line no-restricted-syntax -- the server's own row, with its number put in
  holder.innerHTML = template.innerHTML.replaceAll("__prefix__", number).replaceAll("__number__", number + 1);
  rows.append(...holder.children);
  total.value = number + 1;
}

function needRows(number) {
  while (rows.rows.length < Math.min(number, mostRows)) addRow();
}

function placeOf(box) {
  const row = box.closest("tr");
  return { down: [...rows.rows].indexOf(row), right: boxesOf(row).indexOf(box) };
}

function pasted(event) {
  const text = event.clipboardData.getData("text/plain");
  const box = event.target.closest("tbody input[type=text]");
  if (!box || !/[\t\n\r]/u.test(text.trim())) return;
  event.preventDefault();
  const block = parseBlock(text);
  const { down, right } = placeOf(box);
  const wide = boxesOf(rows.rows[0]).length - right;
  if (down + block.length > mostRows) {
    status.textContent = `Nothing was pasted: ${mostRows} films fit on one page. For more, bring in a programme.`;
    return;
  }
  if (block.some((texts) => texts.length > wide)) {
    status.textContent = "Nothing was pasted: the block is wider than the rows from here on.";
    return;
  }
  needRows(down + block.length + 1);
  block.forEach((texts, line) => {
    const boxes = boxesOf(rows.rows[down + line]);
    texts.forEach((each, along) => { boxes[right + along].value = each.trim(); });
  });
  status.textContent = block.length === 1 ? "1 row was pasted." : `${block.length} rows were pasted.`;
}

function pressed(event) {
  const box = event.target.closest("tbody input[type=text]");
  if (!box || event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const { down, right } = placeOf(box);
  needRows(down + 2);
  const row = rows.rows[down + (event.shiftKey ? -1 : 1)];
  if (row) boxesOf(row)[right].focus();
}

const isFilled = () => boxesOf(rows).some((box) => box.value !== box.defaultValue);

form.addEventListener("paste", pasted);
form.addEventListener("keydown", pressed);
form.addEventListener("input", ({ target }) => rows.contains(target) && needRows(placeOf(target).down + 2));
form.addEventListener("submit", () => { form.dataset.sent = "yes"; });
window.addEventListener("beforeunload", (event) => isFilled() && !form.dataset.sent && event.preventDefault());
