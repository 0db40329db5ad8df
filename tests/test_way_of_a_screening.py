"""From a table to the feeds a screening passes few classes, which docs/architecture.md names."""

import re
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import pytest
from django.test import Client

from screenings.importing.importer import import_programme
from screenings.publishing import publish
from tests.importing.sample_programme import FESTIVAL, SCREENINGS, folder

PAGE = (Path(__file__).parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
CONSTRUCTORS = {"__init__", "__new__", "_make"}
FEEDS = ("screenings.ics", "screenings.json", "screenings.csv", "schedule.xml")
SIZES = (1, 3, 8)  # screenings; the first run only fills what is made once a process


def listed(mark: str) -> list[str]:
    """The classes of a table of the page."""
    return re.findall(r"^\| `([\w.]+)` \|", PAGE.partition(f"<!-- {mark} -->")[2].partition("\n\n")[0], re.MULTILINE)


def programme(at: Path, size: int) -> Path:
    """As many screenings of one film in one hall, each on a day of its own: no conflict is made of them."""
    heading = SCREENINGS.partition("\n")[0]
    rows = [
        f"s{day},f1,h1,2026-10-{20 + day}T20:00,2026-10-{20 + day}T21:45,public,planned,5,,35 mm,de,captions,Reel {day}"
        for day in range(size)
    ]
    festival = FESTIVAL.replace('"harbour"', f'"harbour-{size}"')
    return folder(at / str(size), festival=festival, screenings="\n".join([heading, *rows]))


def made_of(given: Path) -> Counter[str]:
    """How many instances of each class of ours are made between the folder and the feeds."""
    made: Counter[str] = Counter()

    def note(frame: FrameType, event: str, _value: object) -> None:
        code = frame.f_code
        # What makes a NamedTuple is a lambda; its first argument bears this name.
        if event != "call" or not (code.co_name in CONSTRUCTORS or code.co_varnames[:1] == ("_cls",)):
            return
        first = frame.f_locals[code.co_varnames[0]] if code.co_argcount else None
        made_class = first if isinstance(first, type) else type(first)
        if made_class.__module__.partition(".")[0] == "screenings":
            made[f"{made_class.__module__}.{made_class.__qualname__}".removeprefix("screenings.")] += 1

    sys.setprofile(note)
    try:
        festival = import_programme(given).festival
        publish(festival, at=datetime(2026, 4, 1, tzinfo=UTC))
        answers = [Client().get(f"/{festival.slug}/{feed}") for feed in FEEDS]
    finally:
        sys.setprofile(None)
    assert [answer.status_code for answer in answers] == [200] * len(FEEDS)
    return made


@pytest.mark.django_db
def test_a_screening_passes_the_classes_that_the_page_names_and_no_more_than_seven(tmp_path: Path) -> None:
    _, few, many = (made_of(programme(tmp_path, size)) for size in SIZES)
    for_each = {name for name, number in many.items() if number - few[name] >= SIZES[2] - SIZES[1]}

    way, beside = listed("way"), listed("beside")
    assert for_each == {*way, *beside}
    assert len(way) <= 7
