/* The page stays what the server says: after a move of one's own, and within seconds of somebody else's.
   The day's own page is fetched and only what differs is replaced, so focus, scroll and what is typed stay. */
import { board, day, nameZoom, say, sheet } from "./page.js";

const EVERY = 4000; // milliseconds between two questions
const PARTS = ["bar", "lying", "opened", "tray-head"];
let held = false;
let waiting = false;
let known = new Map();
let afterwards = () => {};

export const hold = () => { held = true; };
export function release() {
  held = false;
  if (waiting) refresh({ flash: true });
}

export function startPulse(then) {
  afterwards = then;
  remember(board);
  setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", beat);
}

function remember(root) {
  known = new Map([...root.querySelectorAll(".rows > [id]")].map((node) => [node.id, node.outerHTML]));
}

async function beat() {
  if (document.hidden) return;
  try {
    const answer = await fetch(`${board.dataset.address}pulse/`, { headers: { "If-None-Match": `"${board.dataset.version}"` }, cache: "no-store" });
    if (answer.status === 200 && answer.headers.get("Content-Type")?.includes("json")) await refresh({ flash: true });
  } catch { /* the line is down: the next question may get through */ }
}

function addressOf(of, opened) {
  return `${board.dataset.address}${of}/${opened ? `?open=${opened}` : ""}`;
}

function openedNow() {
  return board.querySelector("#opened input[name=screening]")?.value ?? new URLSearchParams(location.search).get("open") ?? "";
}

/** Fetch the page of a day and take over what differs from what is shown. */
export async function refresh({ of = day(), opened = openedNow(), flash = false, parts = PARTS } = {}) {
  if (held && of === day()) return void (waiting = true);
  waiting = false;
  const answer = await fetch(addressOf(of, opened), { headers: { Accept: "text/html" }, cache: "no-store" });
  if (!answer.ok || answer.redirected) return void location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("board");
  const focus = document.activeElement?.closest(".card, #opened [name], #bar [value]");
  const again = focus && (focus.id ? `#${focus.id} .face` : `[name="${focus.name}"][value]`);
  const typing = document.getElementById("opened").contains(document.activeElement);
  const sameDay = page.dataset.day === board.dataset.day;
  const sameSheet = sameDay && ["first", "last"].every((name) => page.dataset[name] === board.dataset[name]) && halls(page) === halls(board);
  for (const name of ["day", "first", "last", "version"]) board.dataset[name] = page.dataset[name];
  for (const id of parts) if (id !== "opened" || !typing || !flash) exchange(id, page);
  if (sameSheet) patch(page, flash);
  else {
    const old = sheet();
    const { scrollLeft, scrollTop } = old;
    const fresh = page.querySelector("#sheet");
    for (const name of ["class", "aria-label"]) old.setAttribute(name, fresh.getAttribute(name));
    old.replaceChildren(...fresh.childNodes);
    old.scrollTo(scrollLeft, scrollTop);
    remember(board);
  }
  nameZoom();
  board.querySelector("#print").hidden = false;
  if (again && !document.activeElement?.closest("#board")) document.querySelector(again)?.focus({ preventScroll: true });
  afterwards();
}

const halls = (root) => [...root.querySelectorAll(".hall")].map((hall) => hall.dataset.hall).join();

function exchange(id, page) {
  const [old, fresh] = [document.getElementById(id), page.querySelector(`#${id}`)];
  if (old.innerHTML === fresh.innerHTML) return;
  const along = old.querySelector(".days")?.scrollLeft;
  old.replaceChildren(...fresh.childNodes);
  if (along) old.querySelector(".days").scrollLeft = along;
}

function patch(page, flash) {
  const before = known;
  known = new Map();
  for (const fresh of page.querySelectorAll(".hall .rows")) {
    const old = document.getElementById(fresh.id);
    old.className = fresh.className;
    const nodes = [...fresh.children].map((node) => {
      if (!node.id) return node;
      const html = node.outerHTML;
      known.set(node.id, html);
      const kept = document.getElementById(node.id);
      if (before.get(node.id) === html && kept?.parentNode === old) return kept;
      if (flash && node.classList.contains("card")) node.classList.add("is-changed");
      return node;
    });
    if (nodes.length !== old.children.length || nodes.some((node, at) => node !== old.children[at])) old.replaceChildren(...nodes);
  }
}

export async function openCard(pk) {
  const address = `${location.pathname}${pk ? `?open=${pk}` : ""}`;
  await refresh({ opened: pk, parts: ["opened"] });
  history.replaceState(null, "", address);
  document.getElementById("opened-head")?.focus({ preventScroll: true });
}

export async function openDay(of) {
  await refresh({ of });
  history.replaceState(null, "", addressOf(of, ""));
}

/** One move to the server, which decides: what there is to say of it. */
export async function ask(sent) {
  const token = board.querySelector("[name=csrfmiddlewaretoken]").value;
  try {
    const answer = await fetch(board.dataset.moves, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body: new URLSearchParams(sent),
    });
    if (answer.headers.get("Content-Type")?.includes("json")) return (await answer.json()).said;
    return [{ level: "error", html: "You are signed out, or may no longer move. Load the page again." }];
  } catch {
    return [{ level: "error", html: "The server could not be reached, so nothing was moved. Try again." }];
  }
}

/** One move; then the board as it is, and what there is to say. */
export async function send(sent, pk) {
  const said = await ask(sent);
  await refresh({}).catch(() => {});
  say(said);
  if (pk) document.querySelector(`#s-${pk} .face`)?.focus({ preventScroll: true });
}
