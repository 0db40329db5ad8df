"""The page of a scenario as staff read it, and its form as they send it."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Scenario
from tests.desk.forms import fields_of
from tests.pages import Element, read

# Who has moved them: the headings of the page.
IN_SCENARIO, IN_BOTH, IN_TIMETABLE = "Moved in the scenario", "Moved in both", "Moved in the working timetable since"
CHANGED_SINCE = "The working timetable has changed since"


def scenarios_of(of: Festival) -> str:
    return reverse("admin:scenarios", args=[of.pk])


def address_of(of: Scenario, **query: Any) -> str:
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return reverse("admin:scenario", args=[of.festival_id, of.pk]) + (f"?{pairs}" if pairs else "")


def act(client: Client, of: Scenario, do: str, **typed: Any) -> HttpResponse:
    """Open the page, tick as it comes unless typed otherwise, press the button."""
    fields = {name: value for name, value in fields_of(client.get(address_of(of))).items() if name in ("take", "all")}
    return client.post(address_of(of), {**fields, "do": do, **typed})


def sections(page: HttpResponse) -> dict[str, Element]:
    """The parts that list moves, by heading without the number in it."""
    parts = [part for part in read(page).all("section") if part["aria-labelledby"].startswith("group-")]
    return {part.name.rpartition(" (")[0]: part for part in parts}


def moves_in(part: Element) -> list[Element]:
    return [line for line in part.all("li") if line.all("h3")]


def title_of(move: Element) -> str:
    return " ".join(move.all("h3")[0].words(but=("a",)).split())


def groups(page: HttpResponse) -> dict[str, list[str]]:
    """The titles of the moves below each heading."""
    return {heading: [title_of(move) for move in moves_in(part)] for heading, part in sections(page).items()}


def is_ticked(move: Element) -> bool:
    return "checked" in move.field(title_of(move))


def ticks(page: HttpResponse) -> list[bool]:
    return [is_ticked(move) for part in sections(page).values() for move in moves_in(part)]


def counted(page: HttpResponse) -> tuple[int, int, int]:
    """How many are ticked, of how many, and how many of those ticked are not shown."""
    told = re.search(r"(\d+) of (\d+) ticked(?:, (\d+) of them not shown)?\.", read(page).text)
    assert told
    return int(told[1]), int(told[2]), int(told[3] or 0)


def counts(page: HttpResponse) -> dict[str, tuple[int, int]]:
    """Of what it could not have all of, how many now and then."""
    (score,) = read(page).all("details", of_class="score")
    return {row[0]: (int(row[1]), int(row[2])) for row in score.rows if row[1].isdigit()}


def verdict(page: HttpResponse) -> str:
    (told,) = read(page).all("p", of_class="verdict")
    return told.all("strong")[0].text
