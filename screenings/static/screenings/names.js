// Names for what the admin's own scripts make without: search boxes, and the head over each row's own column.

for (const head of document.querySelectorAll(".inline-group th:empty")) {
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = head.matches(".original") ? "Row" : "Remove";
  head.append(name);
}

// A box stands behind the select it is made from.
new MutationObserver((changes) => {
  for (const added of changes.flatMap((change) => [...change.addedNodes])) {
    if (!(added instanceof Element)) continue;
    if (added.matches(".select2")) nameBox(added, added.previousElementSibling);
    for (const icon of added.querySelectorAll("span.help-tooltip[aria-label]")) icon.setAttribute("role", "img");
  }
}).observe(document.body, { childList: true, subtree: true });

function nameBox(box, select) {
  if (!(select instanceof HTMLSelectElement)) return;
  const name = select.getAttribute("aria-label");
  const [label] = select.labels;
  if (!name && !label) return;
  if (label) label.id ||= `${select.id}_label`;
  for (const part of box.querySelectorAll("[role=combobox], [role=textbox], [type=search]")) {
    if (name) part.removeAttribute("aria-labelledby");
    part.setAttribute(name ? "aria-label" : "aria-labelledby", name ?? label.id);
  }
}
