// Ticks a day's or a hall's moves at once and counts what is ticked. Without this script the server does both.
const form = document.getElementById("moves");
const count = document.getElementById("count");
const spoken = document.getElementById("spoken");
const boxes = (part) => [...part.querySelectorAll('input[name="take"]:not(:disabled)')];
const ticked = (part) => boxes(part).filter((box) => box.checked).length;

const say = () => {
  for (const group of form.querySelectorAll("[data-group][data-whole]")) {
    const counter = group.querySelector(":scope > .ticks [data-count]");
    if (counter) {
      counter.textContent = `${ticked(group)} of ${group.querySelectorAll('input[name="take"]').length} ticked`;
    }
  }
  if (count) {
    const hidden = Number(count.dataset.hidden);
    const all = Number(count.dataset.all);
    count.textContent = `${ticked(form) + hidden} of ${all} ticked${hidden ? `, ${hidden} of them not shown` : ""}.`;
  }
};

if (form && count) {
  form.addEventListener("change", (event) => {
    if (event.target.name === "take") {
      say();
    }
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest('button[name="tick"], button[name="untick"]');
    const group = button?.closest("[data-group]");
    // What goes on on another page is for the server.
    if (!group || group.dataset.group !== button.value || !("whole" in group.dataset)) {
      return;
    }
    event.preventDefault();
    for (const box of boxes(group)) {
      box.checked = button.name === "tick";
    }
    say();
    spoken.textContent = count.textContent;
  });
  say(); // a browser that comes back to the page has kept its ticks
  window.addEventListener("pageshow", say);
}
