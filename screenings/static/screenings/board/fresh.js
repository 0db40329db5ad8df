/* The page stays what the server says: after a move of one's own, and within seconds of somebody else's.
   The day's own page is fetched and only what differs is replaced, so focus, scroll and what is typed stay. */
import { board, day, nameZoom, say, sheet } from "./page.js";
import { ask, fetchBoard, startPulse } from "./wire.js";

const PARTS = ["bar", "lying", "opened", "tray-head"];
const TAKES = "#bar :is([value=undo], [value=redo]):enabled";
// As the server sent them, before any script has touched them.
let known = cardsOf(board);
let held = false;
let waiting = false;
let asked = 0;
let answered = 0;
let sending = false;
let afterwards = () => {};

export const hold = () => { held = true; };
export function release() {
  held = false;
  if (waiting) refresh({ flash: true });
}

export function keepFresh(then) {
  afterwards = then;
  startPulse(() => asked !== answered, () => refresh({ flash: true }));
}

function cardsOf(root) {
  return new Map([...root.querySelectorAll(".rows > [id]")].map((node) => [node.id, node.outerHTML]));
}

function addressOf(of, opened) {
  return `${board.dataset.address}${of}/${opened ? `?open=${opened}` : ""}`;
}

function openedNow() {
  return board.querySelector("#opened input[name=screening]")?.value ?? new URLSearchParams(location.search).get("open") ?? "";
}

/** Fetch the page of a day and take over what differs from what is shown; whether that was done.
    It is not where a later page was asked for meanwhile, nor on the very day on which something is carried. */
export async function refresh({ of = day(), opened = openedNow(), flash = false } = {}) {
  const stays = () => held && of === day();
  if (stays()) return !(waiting = true);
  const number = ++asked;
  const page = await fetchBoard(addressOf(of, opened));
  if (number !== asked) return false;
  answered = number;
  if (!page) return false;
  if (stays()) return !(waiting = true);
  waiting = false;
  takeOver(page, flash);
  return true;
}

function takeOver(page, flash) {
  const again = focused();
  const typing = document.getElementById("opened").contains(document.activeElement);
  const sameSheet = ["day", "first", "last"].every((name) => page.dataset[name] === board.dataset[name]) && halls(page) === halls(board);
  for (const name of ["day", "first", "last", "version"]) board.dataset[name] = page.dataset[name];
  for (const id of PARTS) if (id !== "opened" || !typing || !flash) exchange(id, page);
  if (sameSheet) patch(page, flash);
  else replace(page);
  nameZoom();
  board.querySelector("#print").hidden = false;
  if (!document.activeElement?.closest("#board")) again.map((each) => board.querySelector(each)).find(Boolean)?.focus({ preventScroll: true });
  afterwards();
}

/** How to find again what has the focus, the best way first: where the last Undo has gone, Redo is beside it. */
function focused() {
  const found = document.activeElement?.closest(".card, #opened [name], #bar [value]");
  if (!found) return [];
  if (found.classList.contains("card")) return [`#${found.id} .face`];
  return found.closest("#opened") ? [`#opened [name="${found.name}"]:not([type=hidden])`] : [`#bar [value="${found.value}"]:enabled`, TAKES];
}

const halls = (root) => [...root.querySelectorAll(".hall")].map((hall) => hall.dataset.hall).join();

function exchange(id, page) {
  const [old, fresh] = [document.getElementById(id), page.querySelector(`#${id}`)];
  if (old.innerHTML === fresh.innerHTML) return;
  const along = old.querySelector(".days")?.scrollLeft;
  old.replaceChildren(...fresh.childNodes);
  if (along) old.querySelector(".days").scrollLeft = along;
}

function replace(page) {
  known = cardsOf(page);
  const old = sheet();
  const { scrollLeft, scrollTop } = old;
  const fresh = page.querySelector("#sheet");
  for (const name of ["class", "aria-label"]) old.setAttribute(name, fresh.getAttribute(name));
  old.replaceChildren(...fresh.childNodes);
  old.scrollTo(scrollLeft, scrollTop);
}

function patch(page, flash) {
  const before = known;
  known = cardsOf(page);
  for (const fresh of page.querySelectorAll(".hall .rows")) {
    const old = document.getElementById(fresh.id);
    old.className = fresh.className;
    const nodes = [...fresh.children].map((node) => {
      const kept = node.id ? document.getElementById(node.id) : [...old.children].find((each) => each.isEqualNode(node));
      if (kept?.parentNode === old && before.get(node.id) === known.get(node.id)) return kept;
      if (flash && node.classList.contains("card")) node.classList.add("is-changed");
      return node;
    });
    if (nodes.length !== old.children.length || nodes.some((node, at) => node !== old.children[at])) old.replaceChildren(...nodes);
  }
}

export async function openCard(pk) {
  const address = `${location.pathname}${pk ? `?open=${pk}` : ""}`;
  if (!await refresh({ opened: pk })) return;
  history.replaceState(null, "", address);
  document.getElementById("opened-head")?.focus({ preventScroll: true });
}

/** Whether the day is open now. */
export async function openDay(of) {
  const opened = await refresh({ of });
  if (opened) history.replaceState(null, "", addressOf(of, ""));
  return opened;
}

/** One move; then the board as it is, and what there is to say. */
export async function send(sent, pk) {
  const said = await ask(sent);
  await refresh();
  say(said);
  if (pk && !held) document.querySelector(`#s-${pk} .face`)?.focus({ preventScroll: true });
}

/** Undo or redo, one at a time: who presses twice in haste means one. */
export async function takeBack(act) {
  if (sending) return;
  sending = true;
  await send({ do: act, on: day() }).finally(() => { sending = false; });
}
