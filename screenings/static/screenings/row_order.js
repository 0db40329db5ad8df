// Rows that have an order number are put in order by dragging, or with a button up and a button down; the numbers
// follow. Without a script the numbers are typed. Of a list only while it is in that order.

const numberIn = (row) => row.querySelector("input[data-row-order]");
const bodies = new Set([...document.querySelectorAll("input[data-row-order]")].map((input) => input.closest("tbody")));
bodies.delete(null);

for (const body of bodies) {
  const isForm = Boolean(body.querySelector(".empty-form"));
  if (isForm) showInOrder(body);
  else if (rowsOf(body).some((row, at, rows) => at && valueOf(row) < valueOf(rows[at - 1]))) continue;
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  body.closest("table").after(status);
  rowsOf(body).forEach((row) => addGrip(body, row, status));
}

document.addEventListener("formset:added", ({ target }) => {
  const body = target.closest("tbody");
  if (!bodies.has(body) || !numberIn(target)) return;
  numberIn(target).value = 1 + Math.max(0, ...rowsOf(body).filter((row) => row !== target).map(valueOf));
  addGrip(body, target, body.closest("table").nextElementSibling);
});

// The admin's own script then numbers the names of the fields by where the rows stand, saved ones first.
document.addEventListener("formset:removed", () => {
  for (const body of bodies) {
    if (!body.querySelector(".empty-form")) continue;
    place(body, rowsOf(body).sort((one, other) => fieldNumber(one) - fieldNumber(other)));
    queueMicrotask(() => showInOrder(body));
  }
});

function rowsOf(body) {
  return [...body.children].filter((row) => numberIn(row) && !row.matches(".empty-form"));
}

function valueOf(row) {
  return Number(numberIn(row).value) || 0;
}

function fieldNumber(row) {
  return Number(numberIn(row).name.split("-").at(-2));
}

function showInOrder(body) {
  place(body, rowsOf(body).sort((one, other) => valueOf(one) - valueOf(other)));
}

/** Each with the line of its errors, which the admin puts above it; before what is no row. `still` is not taken out. */
function place(body, rows, still) {
  const withErrors = rows.map((row) => (row.previousElementSibling?.matches(".row-form-errors") ? [row.previousElementSibling, row] : [row]));
  const behind = [...body.children].find((row) => row.matches(".empty-form, .add-row")) ?? null;
  const parts = withErrors.flat();
  const at = parts.indexOf(still);
  for (const [index, part] of parts.entries()) {
    if (part !== still) body.insertBefore(part, index < at ? still : behind);
  }
}

function addGrip(body, row, status) {
  const input = numberIn(row);
  const { rowOrder, up, down } = input.dataset;
  const grip = document.createElement("span");
  grip.className = "row-grip";
  grip.title = rowOrder;
  grip.setAttribute("aria-hidden", "true");
  grip.addEventListener("pointerdown", (event) => carry(event, body, row, status));
  const buttons = [[up, "↑", -1], [down, "↓", 1]].map(([name, sign, by]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "row-step";
    button.title = name;
    button.setAttribute("aria-label", name);
    button.textContent = sign;
    button.addEventListener("click", () => {
      step(body, row, by);
      number(body, row, status);
      button.focus();
    });
    return button;
  });
  const tools = document.createElement("span");
  tools.className = "row-order";
  tools.append(grip, ...buttons);
  input.hidden = true;
  input.after(tools);
}

function step(body, row, by) {
  const rows = rowsOf(body);
  const at = rows.indexOf(row);
  const to = Math.min(rows.length - 1, Math.max(0, at + by));
  rows.splice(to, 0, ...rows.splice(at, 1));
  place(body, rows);
}

/** The numbers that there are, in the order of the rows; where two are the same, from 1. */
function number(body, moved, status) {
  const rows = rowsOf(body);
  const numbers = rows.map(valueOf).sort((one, other) => one - other);
  const areApart = numbers.every((value, at) => !at || value > numbers[at - 1]);
  for (const [at, row] of rows.entries()) {
    const value = String(areApart ? numbers[at] : at + 1);
    if (numberIn(row).value === value) continue;
    numberIn(row).value = value;
    numberIn(row).dispatchEvent(new Event("change", { bubbles: true }));
  }
  status.textContent = numberIn(moved).dataset.place.replace("{row}", rows.indexOf(moved) + 1).replace("{rows}", rows.length);
}

const EDGE = 48; // pixels from where the window ends, in which it scrolls

function carry(event, body, row, status) {
  if (event.button) return;
  event.preventDefault();
  const grip = event.currentTarget;
  const before = rowsOf(body);
  const listening = new AbortController();
  const options = { signal: listening.signal };
  const end = (isKept) => {
    listening.abort();
    row.classList.remove("is-carried");
    if (isKept) number(body, row, status);
    else place(body, before, row);
  };
  row.classList.add("is-carried");
  grip.setPointerCapture(event.pointerId);
  grip.addEventListener("pointermove", ({ clientY }) => {
    const others = rowsOf(body).filter((each) => each !== row);
    const below = others.findIndex((each) => middleOf(each) > clientY);
    others.splice(below < 0 ? others.length : below, 0, row);
    if (others.some((each, at) => each !== rowsOf(body)[at])) place(body, others, row);
    if (clientY < EDGE) window.scrollBy(0, clientY - EDGE);
    if (clientY > window.innerHeight - EDGE) window.scrollBy(0, clientY - window.innerHeight + EDGE);
  }, options);
  grip.addEventListener("pointerup", () => end(true), options);
  grip.addEventListener("pointercancel", () => end(false), options);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && end(false), options);
}

function middleOf(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
