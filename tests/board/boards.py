"""A day's board as a person at it opens it, and the Move form as they send it."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from tests.desk.forms import fields_of
from tests.pages import Element, read
from tests.world import film, hall, screening, section

DAY = "2026-10-10"


def board_of(of: Festival, day: str = DAY, **query: Any) -> str:
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return reverse("admin:board-day", args=[of.pk, day]) + (f"?{pairs}" if pairs else "")


def an_evening(harbour: Festival) -> Screening:
    """A screening of 20 minutes' talk in a hall of 120, and a hall beside it."""
    strand = section(harbour, "Competition", colour="#336699")
    row = screening(film(harbour, section=strand), hall(harbour, capacity=120), "2026-10-10 20:00", qa=20)
    hall(harbour, "Hall 2")
    return row


def move(client: Client, row: Screening, **typed: Any) -> HttpResponse:
    """Open the Move form, type, press Move."""
    page = client.get(board_of(row.festival, open=row.pk))
    fields = {name: value for name, value in fields_of(page).items() if name not in ("on", "q")}
    return client.post(reverse("admin:board-moves", args=[row.festival_id]), {**fields, "do": "move", **typed})


def halls_of(page: HttpResponse) -> list[Element]:
    """In the order of the day's board."""
    return read(page).all("section", of_class="hall")


def cards_of(part: Element) -> list[Element]:
    return part.all("article")


def days_of(page: HttpResponse) -> list[Element]:
    """The rows of the whole festival."""
    return [row for row in read(page).all("tr") if not row.inside("thead")]


def mini_cards_of(part: Element) -> list[Element]:
    return [card for cell in part.all("td") for card in cell.all("a")]


def undo_and_redo(page: HttpResponse) -> list[tuple[str, bool]]:
    """Their names, and whether they can be pressed."""
    names = ("Undo", "Redo")
    buttons = [button for button in read(page).all("button") if button.name.startswith(names)]
    return [(button.name, "disabled" not in button) for button in buttons]


def version_of(page: HttpResponse) -> str:
    """By which the script knows whether the page is old."""
    (version,) = (part["data-version"] for part in read(page).all("div") if "data-version" in part)
    return version


def start(row: Screening) -> Any:
    return Screening.objects.get(pk=row.pk).starts_at
