"""Which column is what, by its heading in six languages. A field is named like the importer's own column."""

import re
from collections.abc import Mapping
from functools import cache

from screenings.assistant.heading_words import HEADING_WORDS, HEADINGS_NOT_READ
from screenings.importing.columns import columns_of
from screenings.importing.rows import FilmRow, HallRow, ScreeningRow
from screenings.text.cleaning import fold

# Fields that the importer's tables do not have: they are read together with others, or divided.
DAY, TIME, PLACE, DURATION, SHOWTIMES = "day", "time", "place", "duration", "showtimes"
CODE, UID, PEOPLE = "code", "uid", "people"
ESTIMATED = "end_is_estimated"
AVAILABILITY = "availability"
HALL_FIRST = "hall_and_cinema"  # in one, the hall before its cinema
WAITS_WITH = "waits_with"  # of a screening without a place: what is known of when and where
LEFT_OUT = "-"

_LABELS = {
    PLACE: "cinema and hall in one", SHOWTIMES: "all showtimes of a film", DURATION: "length",
    ESTIMATED: "end is estimated", AVAILABILITY: "whether there are tickets",
    HALL_FIRST: "hall and cinema in one",
    UID: "calendar uid", "intro": "introduction, minutes", "qa": "Q&A, minutes",
}  # fmt: skip
# Names of our own columns that mean something else in other people's tables.
_ONLY_OURS = frozenset(
    {"order", "gap", "colour", "doors", "length", "pinned", "billing", "parts", "kind", "line_up_hold"}
)
_LONGEST = 200  # characters of a heading
_SEVERAL_WORDS = re.compile(r"\s*[/|\n]\s*|\s[-–]\s")
_DECORATION = re.compile(r"\([^)]{0,99}\)|\[[^\]]{0,99}\]|[*:?.…#_]+")


def heading_key(text: str) -> str:
    """By which two headings are one: neither capitals nor accents, brackets or points count."""
    return " ".join(_DECORATION.sub(" ", _joined_plural(fold(text))).split()).strip(" -")


def _joined_plural(folded: str) -> str:
    """`director(s)` is `directors`."""
    return re.sub(r"\((s|n|e|en|es|r|in|innen)\)", r"\1", folded)


@cache
def _fields_by_heading() -> Mapping[str, str]:
    fields: dict[str, str] = {}
    for field, words in HEADING_WORDS.items():
        for word in words.split("|"):
            fields.setdefault(word, field)
    for row_type in (FilmRow, HallRow, ScreeningRow):
        for name in columns_of(row_type):
            if name not in _ONLY_OURS:
                fields.setdefault(name.replace("_", " "), name)
    fields.update({"date and time": "start", "start at": TIME, "starts at": "start", "ends at": "end"})
    return fields


def known_fields() -> tuple[str, ...]:
    """All that a column can be, in the order in which a page offers them."""
    own = [name for row_type in (FilmRow, HallRow, ScreeningRow) for name in columns_of(row_type) if name != "id"]
    return tuple(
        dict.fromkeys((*HEADING_WORDS, PLACE, DURATION, SHOWTIMES, CODE, UID, PEOPLE, HALL_FIRST, ESTIMATED, *own))
    )


def field_label(field: str) -> str:
    """A field as a page names it."""
    return _LABELS.get(field) or field.replace("_", " ")


def _field_of_two(fields: set[str]) -> str:
    """Of a heading in two languages, `Titel / Title`, or one that names both: `Date/Time`."""
    if fields == {DAY, TIME}:
        return "start"
    return fields.pop() if len(fields) == 1 else ""


def field_of_heading(text: str) -> str:
    """The field that a heading names, LEFT_OUT for one that is none of ours; empty where nobody knows it."""
    key = heading_key(text) if len(text) <= _LONGEST else ""
    if not key:
        return ""
    fields = _fields_by_heading()
    whole = heading_key(text.replace("(", " ").replace(")", " "))
    if whole != key and whole in fields:
        return fields[whole]
    if key in fields:
        return fields[key]
    if key in HEADINGS_NOT_READ.split("|"):
        return LEFT_OUT
    if len(parts := [part for part in _SEVERAL_WORDS.split(text) if part.strip()]) > 1:
        return _field_of_two({field_of_heading(part) for part in parts} - {"", LEFT_OUT})
    if numbered := re.fullmatch(r"(.+?) ?\d{1,2}", key):
        # Director 1, Director 2; Screening 1.
        field = fields.get(numbered[1], "")
        return field or fields.get(f"{numbered[1]}s", "")
    return ""
