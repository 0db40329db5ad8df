// Ticks a day's or a hall's moves at once and counts what is ticked. Without this script the server does both.
const form = document.getElementById("moves");
const count = document.getElementById("count");
const spoken = document.getElementById("spoken");
const boxes = (part) => [...part.querySelectorAll('input[name="take"]:not(:disabled)')];
const ticked = (part) => boxes(part).filter((box) => box.checked).length;

const say = () => {
  for (const heap of form.querySelectorAll("[data-heap][data-whole]")) {
    const told = heap.querySelector(":scope > .ticks [data-count]");
    if (told) {
      told.textContent = `${ticked(heap)} of ${heap.querySelectorAll('input[name="take"]').length} ticked`;
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
    const heap = button?.closest("[data-heap]");
    // What goes on on another page is for the server.
    if (!heap || heap.dataset.heap !== button.value || !("whole" in heap.dataset)) {
      return;
    }
    event.preventDefault();
    for (const box of boxes(heap)) {
      box.checked = button.name === "tick";
    }
    say();
    spoken.textContent = count.textContent;
  });
  say(); // a browser that comes back to the page has kept its ticks
  window.addEventListener("pageshow", say);
}
