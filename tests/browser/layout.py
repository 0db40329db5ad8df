"""What a reader would call broken: a page that scrolls sideways, words in pieces, targets too small to hit."""

from collections.abc import Sequence

from playwright.sync_api import Page

# Width in CSS pixels, size of type in per cent, and the spacing of text that WCAG 1.4.12 lets readers choose.
MODES = ((1280, 100, False), (320, 100, True), (640, 200, False))
# A telephone's own setting of twice the size; staff work at wider screens.
ALSO_PUBLIC = (*MODES, (360, 200, False))
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"

_SET = """([size, spacing]) => {
  document.documentElement.style.fontSize = `${size}%`;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(spacing);
  document.adoptedStyleSheets = [sheet];
}"""
_NAME = """
  const name = (element) => [element.parentElement, element].filter(Boolean)
    .map((each) => `${each.localName}.${each.getAttribute("class") || ""}`.replaceAll(" ", ".")).join(" > ");
  const shown = (element) => element.checkVisibility({ visibilityProperty: true })
    && !element.closest(".unseen, .visually-hidden, .skip, .skip-to-content-link");
"""
_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A word of four letters and more in pieces of fewer than four. An address to be copied may break anywhere.
_BROKEN = (
    "() => {"
    + _NAME
    + r"""
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest("script, style, option, textarea, code") || !shown(parent)) continue;
    const text = node.data.replace(/\S+:\/\/\S+/g, (address) => " ".repeat(address.length));
    for (const word of text.matchAll(/[\p{L}\p{N}]{4,}/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].filter((box) => box.width).map((box) => Math.round(box.top)));
      if (lines.size > 1 && word[0].length / lines.size < 4)
        found.add(`"${word[0]}" in ${lines.size} lines: ${name(parent)}`);
    }
  }
  return [...found];
}"""
)
# Links within a sentence are as high as its lines (WCAG 2.5.8, inline).
_SMALL = (
    "() => {"
    + _NAME
    + r"""
  const found = new Set();
  const isProse = (link) => {
    let block = link;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    if (block === link) return false;
    const rest = block.cloneNode(true);
    for (const each of rest.querySelectorAll("a, button")) each.remove();
    return /\p{L}{2}/u.test(rest.textContent);
  };
  const targets = "a[href], button, input:not([type=hidden]), select, summary, textarea";
  for (const each of document.querySelectorAll(targets)) {
    const box = each.getBoundingClientRect();
    if (!box.width || !shown(each) || (each.localName === "a" && isProse(each))) continue;
    if (box.width < 24 || box.height < 24)
      found.add(`${Math.round(box.width)} by ${Math.round(box.height)}: ${name(each)}`);
  }
  return [...found];
}"""
)


def show_in(page: Page, mode: tuple[int, int, bool]) -> None:
    width, size, spaced = mode
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(_SET, [size, SPACING if spaced else ""])


def unfit(page: Page, modes: Sequence[tuple[int, int, bool]]) -> list[str]:
    """What does not fit, in each mode; the page is left as it was opened."""
    found = []
    for mode in modes:
        show_in(page, mode)
        if wide := page.evaluate(_WIDE):
            found.append(f"{page.url} {mode}: scrolls {wide} pixels sideways")
        found += [f"{page.url} {mode}: {fault}" for fault in page.evaluate(_BROKEN)]
    show_in(page, MODES[0])
    return found


def too_small(page: Page) -> list[str]:
    """Targets below 24 pixels."""
    return [f"{page.url}: {fault}" for fault in page.evaluate(_SMALL)]


# What says which one of several is chosen, and how it is said no more.
CHOSEN = ("[aria-current]", "[aria-sort] a", "li.selected > a", ".current-model th a", "th.sorted .text a")
_UNCHOOSE = """(element) => {
  for (let wears = element; wears; wears = wears.parentElement) {
    for (const name of ["aria-current", "aria-sort"]) wears.removeAttribute(name);
    wears.classList.remove("selected", "current-model", "sorted");
  }
}"""


def untold(page: Page) -> list[str]:
    """What is chosen and looks, to the pixel, as if it were not."""
    found = []
    for chosen in page.query_selector_all(", ".join(CHOSEN)):
        if not chosen.is_visible():
            continue
        told, name = chosen.screenshot(animations="disabled"), chosen.evaluate("(element) => element.outerHTML")
        chosen.evaluate(_UNCHOOSE)
        if chosen.screenshot(animations="disabled") == told:
            found.append(f"{page.url}: {name[:120]}")
    return found
