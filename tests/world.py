"""The cast every test knows: the Harbour Film Festival in Berlin's zone, its Odeon with two halls, and its films.

Builders save through full_clean(), as every real path does.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model

from screenings.models import (
    Credit,
    Festival,
    Film,
    FilmPart,
    Guest,
    Hall,
    Person,
    Publication,
    Role,
    RuleSetting,
    Screening,
    Section,
    Venue,
)
from screenings.publishing import publish
from screenings.scheduling.holds import hold

Row = TypeVar("Row", bound=Model)
BERLIN = ZoneInfo("Europe/Berlin")
OPENING = date(2026, 10, 9)
# Well before the festival: the moment at which things are published unless a test says otherwise.
SPRING = datetime(2026, 4, 1, 12, tzinfo=UTC)


def saved(row: Row) -> Row:
    """What is valid; the database refuses what is there already, and need not be asked beforehand."""
    row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    return row


def festival(name: str = "Harbour Film Festival", **kwargs: Any) -> Festival:
    values = {
        "starts_on": OPENING,
        "ends_on": OPENING + timedelta(days=11),
        "timezone": "Europe/Berlin",
        "slug": "harbour",
        "site_url": "https://harbour.example",
        "publishing": "after-review",
    }
    return saved(Festival(name=name, **{**values, **kwargs}))


def hall(of: Festival, name: str = "Hall 1", venue: str = "Odeon", **kwargs: Any) -> Hall:
    """That hall of the named venue; either is made where it is not there. `timezone` goes to the venue."""
    zone = kwargs.pop("timezone", "")
    if there := Hall.objects.filter(venue__festival=of, venue__name=venue, name=name).first():
        return there
    cinema = Venue.objects.filter(festival=of, name=venue).first()
    return saved(Hall(venue=cinema or saved(Venue(festival=of, name=venue, timezone=zone)), name=name, **kwargs))


def section(of: Festival, name: str = "Competition", **kwargs: Any) -> Section:
    return saved(Section(festival=of, name=name, **kwargs))


def person(name: str = "Agnès Varda", **kwargs: Any) -> Person:
    return Person.objects.filter(name=name).first() or saved(Person(name=name, **kwargs))


def film(
    of: Festival, title: str = "Cléo", *, runtime: int | None = 90, directors: tuple[str, ...] = (), **kwargs: Any
) -> Film:
    made = saved(Film(festival=of, title=title, runtime=runtime, **kwargs))
    for number, name in enumerate(directors):
        saved(Credit(film=made, person=person(name), role=Role.DIRECTOR, order=number))
    return made


def programme(of: Festival, title: str, *parts: Film, **kwargs: Any) -> Film:
    made = film(of, title, runtime=None, kind="programme", **kwargs)
    for number, part in enumerate(parts):
        saved(FilmPart(programme=made, part=part, order=number))
    return made


def guest(of: Festival, name: str = "Agnès Varda", **kwargs: Any) -> Guest:
    return saved(Guest(festival=of, person=person(name), **kwargs))


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    """An instant from wall-clock text such as `2026-10-10 20:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def screening(of: Film, where: Hall | None = None, starts: str | datetime | None = None, **kwargs: Any) -> Screening:
    """A screening at a wall-clock time of the hall's zone, or unplaced where no hall is given."""
    if isinstance(starts, str):
        starts = at(starts, where.venue.zone if where else of.festival.zone)
    return saved(Screening(festival=of.festival, film=of, hall=where, starts_at=starts, **kwargs))


def changeovers_are_errors(of: Festival) -> Festival:
    """A festival that holds a short changeover as an error, so that one stops a publication until acknowledged."""
    saved(RuleSetting(festival=of, code="changeover-too-short", severity="error"))
    return of


def published(of: Festival, when: datetime = SPRING) -> Publication:
    """The festival's working timetable made public."""
    made = publish(of, at=when).publication
    assert made is not None, "there was nothing to publish"
    return made


def on_hold(*rows: Screening, reason: str = "The line-up is out on Thursday.", when: datetime = SPRING) -> None:
    hold(rows, reason=reason, by=None, at=when)
