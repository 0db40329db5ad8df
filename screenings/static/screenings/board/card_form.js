/* The open card is edited beside the board, in the form of its own page: fetched, sent and shown again as the server
   answers, with what it asks before it cancels, repeats or holds. */
import { board, showMessages } from "./page.js";
import { refresh } from "./live_update.js";

const KEPT = "board-card-form";
const UNSAVED = "What was typed beside the board is not saved. Leave it?";
const SIGNED_OUT = "You are signed out, so nothing was saved.";
const NO_ANSWER = "The server could not be reached. What was typed is still here; send it again.";
let isFolded = false;

const shown = new WeakMap(); // what each form held when it came

const place = () => board.querySelector("[data-beside]");
const contentOf = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, String(value)]));

/** Whether something is typed that was not sent, or is asked for. */
function isBusy() {
  const forms = [...place()?.querySelectorAll("form[id]") ?? []];
  return forms.some((form) => shown.has(form) && shown.get(form) !== contentOf(form));
}

/** Whether another card may take the place of what was typed. */
// eslint-disable-next-line no-alert -- as a browser asks before a page with a filled form is left
export const mayLeave = () => !isBusy() || window.confirm(UNSAVED);

/** The card that is still open stays as it is while something is typed in it, or asked. */
export function keeps(old, fresh) {
  const keyOf = (part) => part.querySelector("[data-opened]")?.dataset.opened;
  return Boolean(old.querySelector("[data-asks]") || (old.contains(place()) && isBusy())) && keyOf(old) === keyOf(fresh);
}

async function fetchPage(address, options = {}) {
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store", ...options });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { page, isDone: answer.redirected, isUsable: answer.status < 500 && !page.getElementById("login-form") };
  } catch {
    return { page: null };
  }
}

function tellWhatIsWrong({ page, isUsable }) {
  if (!page) showMessages([{ level: "error", html: NO_ANSWER }]);
  else if (!isUsable) showMessages([{ level: "error", html: page.getElementById("login-form") ? SIGNED_OUT : NO_ANSWER }]);
  return !page || !isUsable;
}

/** What the form's own page has in its head and this one has not: each once, in their order. */
async function loadParts(page) {
  const parts = [...page.querySelectorAll("head link[rel=stylesheet], head script[src]:not([type=module])")];
  const isHere = (part) => document.querySelector(part.src ? `script[src="${part.getAttribute("src")}"]` : `link[href="${part.getAttribute("href")}"]`);
  await Promise.all(parts.filter((part) => !isHere(part)).map((part) => {
    const copy = document.createElement(part.localName);
    for (const { name, value } of part.attributes) copy.setAttribute(name, value);
    if (copy.src) copy.async = false;
    document.head.append(copy);
    return new Promise((resolve) => { copy.onload = resolve; copy.onerror = resolve; });
  }));
}

/** What is on the page of that address, in the place of what was there. */
async function put(page, details, address) {
  const content = page.getElementById("content-main");
  if (!content) return;
  await loadParts(page);
  if (!details.isConnected) return;
  for (const form of content.querySelectorAll("form:not([action])")) form.setAttribute("action", address);
  details.querySelector("div").replaceChildren(...content.childNodes);
  delete details.dataset.asks;
  const form = details.querySelector("form[id]");
  if (!form) return;
  form.dispatchEvent(new CustomEvent("formset:added", { bubbles: true })); // its pickers
  shown.set(form, contentOf(form));
}

/** Again whenever another card is open, or this one was drawn anew. */
export async function showForm() {
  const details = place();
  if (!details || details.dataset.isShown) return;
  details.dataset.isShown = "yes";
  details.open = !isFolded;
  if (isFolded) return;
  const answer = await fetchPage(details.dataset.beside);
  if (answer.page && answer.isUsable) await put(answer.page, details, details.dataset.beside);
}

async function send(form, submitter) {
  const details = place();
  const address = form.getAttribute("action");
  const answer = await fetchPage(address, { method: "POST", body: new FormData(form, submitter) });
  if (tellWhatIsWrong(answer)) return;
  const said = [...answer.page.querySelectorAll(".messagelist li")];
  if (!answer.isDone) {
    await put(answer.page, details, address);
    details.dataset.asks = "yes";
    details.querySelector(".errornote, .preview, h2, input:not([type=hidden])")?.scrollIntoView({ block: "nearest" });
  }
  if (said.length || answer.isDone) showMessages(said.map((item) => ({ level: item.className, html: item.innerHTML })));
  if (!answer.isDone) return;
  shown.delete(form);
  delete details.dataset.asks;
  await refresh();
  place()?.querySelector("summary").focus();
}

function submitted(event) {
  const form = event.target;
  if (!form.closest("[data-beside]")) return;
  event.preventDefault();
  if (form.dataset.isSent) return;
  form.dataset.isSent = "yes";
  send(form, event.submitter).finally(() => { delete form.dataset.isSent; });
}

function toggled({ target }) {
  if (!target.matches?.("[data-beside]")) return;
  if (isFolded === !target.open) return;
  isFolded = !target.open;
  if (!isFolded && !target.querySelector("form")) delete target.dataset.isShown;
  showForm();
  try { localStorage.setItem(KEPT, isFolded ? "folded" : ""); } catch { /* a private window keeps nothing */ }
}

/** What was asked is left as it is, and the form comes back. */
function left(event) {
  const details = event.target.matches("[data-beside] .closelink") && place();
  if (!details) return;
  event.preventDefault();
  delete details.dataset.asks;
  delete details.dataset.isShown;
  showForm();
}

export function startCardForm() {
  try { isFolded = localStorage.getItem(KEPT) === "folded"; } catch { /* open, as for who is new */ }
  board.addEventListener("submit", submitted);
  board.addEventListener("toggle", toggled, { capture: true });
  board.addEventListener("click", left);
  window.addEventListener("beforeunload", (event) => isBusy() && event.preventDefault());
  showForm();
}
