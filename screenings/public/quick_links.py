"""What is one tap away: tonight, the next two hours, with a guest, the last chance, tickets left."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from screenings.models import Audience, Festival
from screenings.public.listings import phase
from screenings.public.publication_index import FACETS, PublicationIndex
from screenings.text.translation import gettext_noop
from screenings.timetable.days import wall_text

SOON = timedelta(hours=2)
STEP = timedelta(minutes=5)  # so that visitors within some minutes share a page
_CHOICES = (
    (gettext_noop("With a guest"), "with", "guest"),
    (gettext_noop("Last chance"), "last", "showing"),
    (gettext_noop("Tickets left"), "tickets", "left"),
)
_PLACES = {name: place for place, name in enumerate(FACETS)}


class QuickLink(NamedTuple):
    """`label` is translated where it is shown."""

    label: str
    query: str


def quick_links(festival: Festival, index: PublicationIndex, at: datetime) -> list[QuickLink]:
    """Those that lead to something one can still see. They change with the festival day, and where a show ends."""
    return list(_links(festival, index, at))


def _links(festival: Festival, index: PublicationIndex, at: datetime) -> Iterator[QuickLink]:
    shown = zip(index.rows, index.values, strict=True)
    coming = [row.facets for row, value in shown if value.ends_at > at and value.audience != Audience.PRESS]
    today = festival.calendar.day_of(at).isoformat()
    tonight = [
        each for each in coming if today in each[_PLACES["day"]] and each[_PLACES["time"]] & {"evening", "night"}
    ]
    if tonight:
        yield QuickLink(gettext_noop("Tonight"), urlencode([("day", today), ("time", "evening"), ("time", "night")]))
    if coming and phase(festival, at) == "during":
        yield QuickLink(gettext_noop("Next two hours"), "when=soon")
    for label, name, value in _CHOICES:
        if any(value in each[_PLACES[name]] for each in coming):
            yield QuickLink(label, urlencode({name: value}))


def soon_query(festival: Festival, at: datetime) -> str:
    """The next two hours as a filter, which stays what it is: a page to send on, and a feed."""
    start = at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % STEP
    times = {"from": start, "until": start + SOON}
    return urlencode({name: wall_text(moment, festival.zone) for name, moment in times.items()})
