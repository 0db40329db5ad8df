/* What is typed and not saved, kept by the tab of the browser for the one who typed it: it outlasts a connection that is
   lost, a server that starts again, and signing in again. */
const form = document.getElementById("edits-form");
const KEY = `table ${form.dataset.owner} ${form.action}`;
const LEFT = "left"; // as the check's way out leads here

export function keepDraft(edits) {
  try {
    if (edits === "[]") sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, edits);
  } catch { /* a private window, or one that is full, keeps nothing */ }
}

/** The edits as they were kept, unless they are saved by now, or were left on purpose. */
export function draft() {
  const here = new URL(location.href);
  if (document.querySelector(".messagelist .table-saved") || here.searchParams.has(LEFT)) {
    keepDraft("[]");
    here.searchParams.delete(LEFT);
    history.replaceState(history.state, "", here);
  }
  try { return sessionStorage.getItem(KEY) ?? "[]"; } catch { return "[]"; }
}
