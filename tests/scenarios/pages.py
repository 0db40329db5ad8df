"""The page of a scenario as staff read it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from screenings.models import Scenario
from screenings.timetable.three_way_diff import ChangedSide


def address_of(of: Scenario, **query: Any) -> str:
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return reverse("admin:scenario", args=[of.festival_id, of.pk]) + (f"?{pairs}" if pairs else "")


def groups(page: HttpResponse) -> dict[ChangedSide, list[str]]:
    sections = page.context["sections"]
    return {section.mover: [row.difference.card.showing.title for row in section.rows] for section in sections}
