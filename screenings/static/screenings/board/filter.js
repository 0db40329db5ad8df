/* Cards that are not of the chosen venue, section, audience or words fade. What is chosen is part of the address, so that it
   can be reloaded, shared and gone back to; the window keeps it for the next board that is opened in it. */
import { CARD, board, handleOf, sheet } from "./page.js";
import { fold } from "./tray_search.js";

const KEPT = "board-filter";
const NAMES = ["venue", "section", "audience"];
const WORDS = "find";
const chosen = {};

const fieldOf = (name) => board.querySelector(`[data-filter=${name}]`);

function matches(card, words) {
  const [, section, audience] = card.dataset.of.split(" ");
  const is = { venue: card.closest("[data-venue]").dataset.venue, section, audience };
  if (NAMES.some((name) => chosen[name] && chosen[name] !== is[name])) return false;
  const text = words.length ? fold(textOf(card)) : "";
  const numbers = text.match(/\d+/gu) ?? [];
  return words.every((word) => (/^\d+$/u.test(word) ? numbers : text).includes(word)); // hall 2 is not at 20:00
}

/** Its film, times, section and hall. */
function textOf(card) {
  const [, section] = card.dataset.of.split(" ");
  return `${handleOf(card).getAttribute("aria-label")} ${section} ${card.closest("[data-name]").dataset.name}`;
}

/** Again whenever cards were replaced. */
export function fade() {
  const words = fold(document.getElementById(WORDS).value).split(/\s+/u).filter(Boolean);
  const isFiltered = words.length > 0 || NAMES.some((name) => chosen[name]);
  if (!isFiltered && !sheet.querySelector(".is-faded") && !document.getElementById("matching").textContent) return;
  const cards = [...sheet.querySelectorAll(CARD)];
  const out = new Set(isFiltered ? cards.filter((card) => !matches(card, words)) : []);
  for (const card of cards) card.classList.toggle("is-faded", out.has(card));
  const count = document.getElementById("matching");
  const text = isFiltered ? `${cards.length - out.size} of ${cards.length} cards` : "";
  if (count.textContent !== text) count.textContent = text;
}

/** That address of a board, with what is chosen. */
export function withFilters(address) {
  const url = new URL(address, location.href);
  const typed = document.getElementById(WORDS).value.trim();
  for (const [name, value] of [...NAMES.map((each) => [each, chosen[each]]), [WORDS, typed]]) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  return url;
}

/** A choice is a step that *Back* takes back; words are typed letter by letter, and are none. */
function changed({ target }) {
  const name = target.dataset.filter;
  if (!name && target.id !== WORDS) return;
  if (name) chosen[name] = target.value;
  fade();
  if (name) history.pushState(null, "", withFilters(location.href));
  else history.replaceState(null, "", withFilters(location.href));
  keep();
}

function keep() {
  try { sessionStorage.setItem(KEPT, JSON.stringify(chosen)); } catch { /* a private window keeps nothing */ }
}

/** As the address says. */
export function showFilters() {
  const asked = new URLSearchParams(location.search);
  for (const name of NAMES) {
    const field = fieldOf(name);
    if (field) field.value = asked.get(name) ?? "";
    chosen[name] = field?.value ?? ""; // what is no longer there to choose from
    if (field && !field.value) field.value = "";
  }
  document.getElementById(WORDS).value = asked.get(WORDS) ?? "";
  fade();
}

/** What the window keeps, where the address asks for nothing. */
function recall() {
  const asked = new URLSearchParams(location.search);
  if ([...NAMES, WORDS].some((name) => asked.has(name))) return;
  try { Object.assign(chosen, JSON.parse(sessionStorage.getItem(KEPT))); } catch { /* as the page came */ }
  history.replaceState(null, "", withFilters(location.href));
}

export function startFilter() {
  board.addEventListener("input", changed);
  recall();
  showFilters();
  keep();
}
