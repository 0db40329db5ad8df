"""From page to page, and what assistive technology would stumble over on one."""

from collections.abc import Sequence

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page


def follow(page: Page, control: Locator, key: str = "") -> None:
    """Press what leads to another page, by `key` or by the mouse, and wait until that page is there.

    A click alone returns while the page before it still stands, and what is asked next may be asked of neither.
    """
    with page.expect_navigation():
        if key:
            control.press(key)
        else:
            control.click()


def unfold(page: Page, *, with_sheet: bool) -> None:
    """All that is folded, be it in sight or not; on a phone the sheet of filters would cover the rest."""
    script = "(sheet) => document.querySelectorAll(`details${sheet}`).forEach((each) => { each.open = true; })"
    page.evaluate(script, "" if with_sheet else ":not(.filters-sheet)")


def faults(page: Page, within: Sequence[str] = (), without: Sequence[str] = (), rules: Sequence[str] = ()) -> list[str]:
    """What axe finds on the page as it stands, or in its parts `within`: the rule and the elements, a line each.

    By its own choice of rules, or by these.
    """
    context = {"include": [[part] for part in within], "exclude": [[part] for part in without]}
    found = Axe().run(
        page,
        context={name: parts for name, parts in context.items() if parts} or None,
        options={"runOnly": list(rules)} if rules else None,
    )
    return [
        f"{page.url}: {each['id']}: {' | '.join(node['html'][:200] for node in each['nodes'])}"
        for each in found.response["violations"]
    ]
