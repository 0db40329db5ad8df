// Names for what the admin's own scripts make without: search boxes, and the head over each row's own column.
"use strict";

for (const head of document.querySelectorAll(".inline-group th:empty")) {
  const name = document.createElement("span");
  name.className = "visually-hidden";
  name.textContent = head.classList.contains("original") ? "Row" : "Remove";
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
  const name = select?.getAttribute("aria-label") ?? select?.labels?.[0]?.textContent.replace(":", "").trim();
  if (!name) return;
  for (const part of box.querySelectorAll("[role=combobox], [role=textbox], [type=search]")) {
    part.removeAttribute("aria-labelledby");
    part.setAttribute("aria-label", name);
  }
}
