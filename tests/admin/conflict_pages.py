"""The page of conflicts and the page of rules, as staff read them."""

from django.http import HttpResponse
from django.urls import reverse

from screenings.models import Festival
from tests.pages import Element, read


def page_of(of: Festival, query: str = "") -> str:
    return reverse("admin:conflicts", args=[of.pk]) + query


def rules_of(of: Festival) -> str:
    return reverse("admin:screenings_festivalrules_change", args=[of.pk])


def shown(response: HttpResponse) -> dict[str, list[str]]:
    """By heading: the sentences."""
    sections = [part for part in read(response).all("section") if part["aria-labelledby"].startswith("group-")]
    return {part.name.rpartition(" (")[0]: [sentence(item) for item in part.all("li")] for part in sections}


def sentence(item: Element) -> str:
    return item.all("p")[0].text.removesuffix(" It can only be mended.")


CHANGEOVER = (
    "Odeon, Hall 1 needs 15 min between shows: Cléo ends Sat 10 Oct 21:30 and Vagabond starts Sat 10 Oct 21:35, "
    "10 min too early. Move one, or acknowledge it."
)
REPEAT = "Cléo is shown twice on one day: Sat 10 Oct 10:00 in Odeon, Hall 2 and Sat 10 Oct 20:00 in Odeon, Hall 1."
DOUBLE = (
    "Odeon, Hall 3 is double-booked: Le Bonheur ends Sun 11 Oct 21:30, but Daguerréotypes starts Sun 11 Oct 21:00, "
    "30 min too early. Move one of them."
)
