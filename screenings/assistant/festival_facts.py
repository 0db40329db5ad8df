"""What a schedule says of its festival: name, time zone, first and last day, so that a new one is made from them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from screenings.assistant.reading import SourceSheet
from screenings.importing.festival_keys import FestivalKeys
from screenings.importing.parse_festival import parse_festival
from screenings.importing.problems import ImportProblem, ProgrammeRefused
from screenings.models import Festival
from screenings.text.cleaning import slug_of

NEEDED: Mapping[str, str] = {
    "name": "Harbour Film Festival", "timezone": "Europe/Berlin", "starts_on": "2026-10-09", "ends_on": "2026-10-18",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MORNING = timedelta(hours=6)  # what starts before belongs to the evening before


def facts_of(sources: Iterable[SourceSheet]) -> dict[str, str]:
    """As festival.toml has them; what no sheet says is left out. Days that are not stated are those of the events."""
    sources = tuple(sources)
    facts: dict[str, str] = {}
    for source in sources:
        for key, text in source.facts.items():
            if text := " ".join(text.split()):
                facts.setdefault(key, text[:10] if key.endswith("_on") and _DAY.match(text) else text)
    days = sorted(day for source in sources for day in _days(source))
    if days:
        facts.setdefault("starts_on", days[0].isoformat())
        facts.setdefault("ends_on", days[-1].isoformat())
    if "name" in facts:
        facts.setdefault("slug", slug_of(facts["name"], fallback="festival"))
    return facts


def festival_to_make(keys: FestivalKeys) -> Festival:
    """Not saved. Raises ProgrammeRefused with what is missing or wrong, and how it is said on the command line."""
    problems = [
        ImportProblem(keys.file, 0, key, f"it does not say this of the new festival. Add --new {key}={example!r}.")
        for key, example in NEEDED.items()
        if not keys.values.get(key)
    ]
    row = parse_festival(keys, problems)
    if problems or row.starts_on is None or row.ends_on is None:
        raise ProgrammeRefused(problems)
    return Festival(name=row.name, timezone=row.timezone, starts_on=row.starts_on, ends_on=row.ends_on)


def _days(source: SourceSheet) -> Iterable[date]:
    """Of the events of a document, whose own form says where a day stands."""
    for name in ("start", "day"):
        if name not in source.fields:
            continue
        index = source.fields.index(name)
        for _line, cells in source.sheet.rows:
            if match := _DAY.match(cells[index].strip()):
                try:
                    moment = datetime.fromisoformat(f"{match[0]}T{cells[index].strip()[11:16] or '12:00'}")
                except ValueError:
                    continue
                yield (moment - _MORNING).date()
