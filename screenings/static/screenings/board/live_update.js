/* The page stays what the server says: after a move of one's own, and within seconds of somebody else's. The board is
   fetched, without the cards that are shown already, and only what differs is replaced, so focus, scroll and what is
   typed stay. What may be replaced says so: data-live="part" (its content), "form" (the same, but not while somebody
   works in it), "cards" (card by card), and around the cards "sheet" (all of it, where the days, halls or hours are
   others). What is kept because somebody works in it has parts that are new all the same after a move of one's own:
   data-anew names them. */
import { CARD, HANDLE, board, sheet } from "./page.js";
import { fetchBoard, parseBoard, pollVersion } from "./connection.js";

const UNDO_OR_REDO = "#bar :is([value=undo], [value=redo]):enabled";
// As the server sent it, before any script has touched it.
let cards = cardsOf(board);
let tags = tagsOf(board);
let skeleton = skeletonOf(board);
let page = null;
let paused = false;
let isWaiting = false;
let asked = 0;
let answered = 0;

export const isPaused = () => paused;
export const pause = () => { paused = true; };
export function resume() {
  paused = false;
  if (isWaiting) refresh({ isOthers: true });
}

/** `address` of the page to fetch; `afterwards` is called whenever parts of it have been replaced; `keeps` says of a part
    and its successor whether it is left as it is. */
export function startLiveUpdate({ address, afterwards, keeps }) {
  page = { address, afterwards, keeps };
  pollVersion({ isBusy: () => asked !== answered, onChange: () => refresh({ isOthers: true }) });
}

function cardsOf(root) {
  const found = root.querySelectorAll(":is([data-live=cards], #tray-cards) > [id]");
  return new Map([...found].map((card) => [card.id, card.outerHTML]));
}

function tagsOf(root) {
  return [...root.querySelectorAll("[data-tag]")].map((card) => card.dataset.tag).join(" ");
}

/** What the server need not send again: the tags of the cards as they are shown. */
export const knownCards = () => tags;

/** Where the server has left out a card that was known, it is put in as it was sent before. */
function fillIn(fresh) {
  const places = [...fresh.querySelectorAll("[data-same]")].map((place) => [place, place.dataset.same.split(" ")]);
  const html = places.flatMap(([, ids]) => ids.map((id) => cards.get(id))).join("");
  const copies = new DOMParser().parseFromString(html, "text/html");
  for (const [place, ids] of places) place.replaceWith(...ids.map((id) => copies.getElementById(id)));
  return fresh;
}

/** The sheet without what is replaced by itself. */
function skeletonOf(root) {
  const copy = root.querySelector("[data-live=sheet]").cloneNode(true);
  for (const live of copy.querySelectorAll("[data-live]")) {
    live.replaceChildren();
    live.removeAttribute("class");
  }
  return copy.outerHTML;
}

/** Fetch the page, of a day or with a card opened, and show what differs; whether that was done.
    It is not where a later page was asked for meanwhile, nor on the very page on which something is carried. */
export async function refresh({ day = board.dataset.day, opened, isOthers = false } = {}) {
  const mustWait = () => paused && day === board.dataset.day;
  if (mustWait()) isWaiting = true;
  if (mustWait()) return false;
  asked += 1;
  const number = asked;
  const fresh = await fetchBoard(page.address({ day, opened }), tags);
  if (number !== asked) return false;
  answered = number;
  if (!fresh) return false;
  isWaiting = mustWait();
  if (!isWaiting) show(fillIn(fresh), isOthers);
  return !isWaiting;
}

/** What comes with the answer to a move is shown as if it were fetched; call before sending. Where no page came, or
    another was asked for meanwhile, or another day is open, the page is fetched after all. */
export function expectPage() {
  asked += 1;
  const number = asked;
  return (html) => {
    const fresh = html && parseBoard(html);
    if (number === asked) answered = number;
    if (!fresh || number !== asked || fresh.dataset.day !== board.dataset.day) return refresh();
    isWaiting = paused;
    if (!paused) show(fillIn(fresh), false);
    return !paused;
  };
}

function show(fresh, isOthers) {
  const ways = waysToFocus();
  for (const name of ["day", "first", "last", "version"]) if (name in fresh.dataset) board.dataset[name] = fresh.dataset[name];
  for (const part of board.querySelectorAll(":is([data-live=part], [data-live=form])")) showPart(part, fresh.querySelector(`#${part.id}`), isOthers);
  const before = { cards, skeleton };
  cards = cardsOf(fresh);
  tags = tagsOf(fresh);
  skeleton = skeletonOf(fresh);
  if (before.skeleton === skeleton) showCards(fresh, before.cards, isOthers);
  else showSheet(fresh.querySelector("[data-live=sheet]"));
  page.afterwards();
  if (!document.activeElement?.closest("#board")) ways.map((way) => board.querySelector(way)).find(Boolean)?.focus({ preventScroll: true });
}

/** How to find again what has the focus, the best way first: where the last Undo has gone, Redo is beside it. */
function waysToFocus() {
  const focused = document.activeElement?.closest(`${CARD}, #opened [name], #bar [value]`);
  if (!focused) return [];
  if (focused.matches(CARD)) return [`#${focused.id} ${HANDLE}`, `#${focused.id}`];
  if (focused.closest("#opened")) return [`#opened [name="${focused.name}"]:not([type=hidden])`];
  return [`#bar [value="${focused.value}"]:enabled`, UNDO_OR_REDO];
}

function showAnew(old, fresh) {
  for (const part of old.querySelectorAll("[data-anew]")) {
    const successor = fresh.querySelector(`[data-anew=${part.dataset.anew}]`);
    if (successor) part.replaceWith(successor);
  }
}

function showPart(old, fresh, isOthers) {
  const isInUse = isOthers && old.dataset.live === "form" && old.contains(document.activeElement);
  if (!fresh || isInUse || old.innerHTML === fresh.innerHTML) return;
  if (page.keeps?.(old, fresh)) {
    if (!isOthers) showAnew(old, fresh);
    return;
  }
  replaceContent(old, fresh);
}

function replaceContent(old, fresh) {
  const along = old.querySelector(".days")?.scrollLeft;
  old.replaceChildren(...fresh.childNodes);
  if (along) old.querySelector(".days").scrollLeft = along;
}

function showSheet(fresh) {
  const { scrollLeft, scrollTop } = sheet;
  for (const name of ["class", "aria-label"]) sheet.setAttribute(name, fresh.getAttribute(name));
  sheet.replaceChildren(...fresh.childNodes);
  sheet.scrollTo(scrollLeft, scrollTop);
}

/** What already shows the same, or else the new one. */
function keptOr(node, old, before) {
  const kept = node.id ? document.getElementById(node.id) : [...old.children].find((each) => each.isEqualNode(node));
  return kept?.parentNode === old && before.get(node.id) === cards.get(node.id) ? kept : node;
}

function showCards(fresh, before, isOthers) {
  for (const { id, className, children } of fresh.querySelectorAll("[data-live=cards]")) {
    const old = document.getElementById(id);
    old.className = className;
    const nodes = [...children].map((node) => keptOr(node, old, before));
    const added = nodes.filter((node) => node.ownerDocument !== document && node.matches(CARD));
    if (isOthers) added.forEach((card) => card.classList.add("is-changed"));
    if (nodes.length !== old.children.length || nodes.some((node, at) => node !== old.children[at])) old.replaceChildren(...nodes);
  }
}
