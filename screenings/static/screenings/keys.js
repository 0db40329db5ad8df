// Two keys for every page of the admin: / goes to the search, ? to the list of all keys.

const search = document.getElementById("desk-search");
const keys = document.getElementById("all-keys");
const TYPED_IN = "input, textarea, select, [contenteditable], [role=grid]";

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.(TYPED_IN)) return;
  if (event.key === "/") goToSearch(event);
  if (event.key === "?" && keys) location.assign(keys.href);
});

function goToSearch(event) {
  if (!search) return;
  event.preventDefault();
  search.focus();
}
