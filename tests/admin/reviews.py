"""What changes from one publication to the next, as staff read it on the pages that show old and new side by side."""

from typing import Any

from tests.pages import Element, read

Lines = list[tuple[str, str, str]]


def shown_groups(response: Any) -> dict[str, list[tuple[str, Lines]]]:
    """By heading: each screening's title with its lines of what, old and new."""
    sections = [part for part in read(response).all("section") if part["aria-labelledby"].startswith("group-")]
    return {part.name.rpartition(" (")[0]: [_difference(body) for body in part.all("tbody")] for part in sections}


def _difference(body: Element) -> tuple[str, Lines]:
    title = body.all("th")[0]
    words = title.all("a")[0].text if title.all("a") else title.text.partition(" (taken out)")[0]
    return words, [(what, old, new) for what, old, new in (row for row in body.rows if len(row) == 3)]
