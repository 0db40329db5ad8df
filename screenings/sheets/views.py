"""Run sheets, a hall a page, and the turnaround list of a cinema: one festival day of the working timetable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.models import Festival
from screenings.public.listings import long_day
from screenings.sheets import words
from screenings.sheets.loading import Sheets, load_sheets
from screenings.sheets.sheet import HousePlace, SheetShow, Turn, let_outs, turns
from screenings.sheets.views_calendars import panel_of
from screenings.timetable.changes import Change
from screenings.wording import change_sentence, moment_in_zone

SAID = 12  # changes named on a sheet; the review page has them all


@dataclass(frozen=True, slots=True)
class Line:
    """A show as a sheet prints it."""

    show: SheetShow
    address: str
    state: str
    times: tuple[tuple[str, str], ...]
    doors: str
    start: str
    end: str
    marks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    reels: tuple[str, ...]
    people: str
    access: str
    conversation: str
    turnaround: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class HallSheet:
    """A hall's page. `zone` is said where the hall's clock is not the festival's."""

    place: HousePlace
    facts: str
    zone: str
    lines: tuple[Line, ...]
    differs: "Unpublished"


@dataclass(frozen=True, slots=True)
class Unpublished:
    """How far a sheet is from what the public reads; `before_first`: nothing is public yet."""

    before_first: bool
    number: int
    sentences: tuple[str, ...]
    review: str


def show_run_sheets(
    request: HttpRequest,
    festival: Festival,
    context: dict[str, Any],
    day: date,
    *,
    venue: int | None = None,
    hall: int | None = None,
) -> HttpResponse:
    """Of one hall, or of every hall of a venue that shows something. Raises Http404 for another festival's."""
    sheets, at = load_sheets(festival), timezone.now()
    places = [place for place in sheets.places.values() if hall in (None, place.hall) and venue in (None, place.venue)]
    if not places:
        raise Http404
    every = (_hall_sheet(sheets, place, day, at) for place in places)
    # A hall whose shows have all gone elsewhere still has a page, as long as the public believes them to be there.
    pages = [page for page in every if page.lines or page.differs.number or hall is not None]
    where = f"{places[0].venue_name}, {places[0].name}" if hall is not None else places[0].venue_name
    extra = {
        **sheet_context(festival, f"Run sheet: {where}", day),
        "pages": pages,
        "where": where,
        "printed": printed(at, places[0].zone),
        "panel": panel_of(
            request,
            festival,
            f"venue-{venue}" if hall is None else f"hall-{hall}",
            f"Every day of {where}",
        ),
    }
    return TemplateResponse(request, "admin/screenings/sheets/run_sheets.html", {**context, **extra})


def show_turnaround(
    request: HttpRequest, festival: Festival, context: dict[str, Any], day: date, *, venue: int
) -> HttpResponse:
    """All halls of a cinema in one list, by time, and when several of them let out at once."""
    sheets, at = load_sheets(festival), timezone.now()
    places = {pk: place for pk, place in sheets.places.items() if place.venue == venue}
    if not places:
        raise Http404
    first = next(iter(places.values()))
    shows = [show for show in sheets.shows if show.place.hall in places]
    extra = {
        **sheet_context(festival, f"Turnaround: {first.venue_name}", day),
        "where": first.venue_name,
        "lines": lines_of(shows, day, at),
        "crowds": [words.crowd(found) for found in let_outs(show for show in shows if show.day == day)],
        "differs": unpublished(sheets, places, day),
        "printed": printed(at, first.zone),
        "zone": _zone(first, festival),
        "panel": panel_of(request, festival, f"venue-{venue}", f"Every day of {first.venue_name}"),
    }
    return TemplateResponse(request, "admin/screenings/sheets/turnaround.html", {**context, **extra})


def sheet_context(festival: Festival, title: str, day: date | None = None) -> dict[str, Any]:
    return {
        "title": f"{title}, {long_day(day)}" if day else title,
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "day": day,
        "day_name": long_day(day) if day else "",
    }


def printed(at: datetime, zone: ZoneInfo) -> str:
    """By the clock of the place where it will hang."""
    return moment_in_zone(at, zone)


def unpublished(sheets: Sheets, halls: Iterable[int], day: date) -> Unpublished:
    return told_as_unpublished(sheets, sheets.differing(halls, day))


def told_as_unpublished(sheets: Sheets, changes: Sequence[Change]) -> Unpublished:
    return Unpublished(
        before_first=not sheets.is_public,
        number=len(changes),
        sentences=tuple(change_sentence(change) for change in changes[:SAID]),
        review=reverse("admin:publish-review", args=[sheets.festival.pk]),
    )


def _hall_sheet(sheets: Sheets, place: HousePlace, day: date, at: datetime) -> HallSheet:
    hall = sheets.working.halls[place.hall]
    facts = (
        f"{hall.capacity} seats" if hall.capacity else "",
        f"{hall.wheelchair_spaces} wheelchair spaces" if hall.wheelchair_spaces else "",
        f"doors {place.doors} min before the start" if place.doors else "doors at the start",
        f"{place.changeover} min changeover",
        f"shows {', '.join(hall.formats)}" if hall.formats else "",
    )
    return HallSheet(
        place=place,
        facts=", ".join(filter(None, facts)),
        zone=_zone(place, sheets.festival),
        lines=lines_of((show for show in sheets.shows if show.place.hall == place.hall), day, at),
        differs=unpublished(sheets, [place.hall], day),
    )


def _zone(place: HousePlace, festival: Festival) -> str:
    return "" if place.zone == festival.zone else place.zone.key


def lines_of(shows: Iterable[SheetShow], day: date, at: datetime) -> tuple[Line, ...]:
    """The lines of that festival day, out of all that these halls show: what follows may be on the next one."""
    return tuple(_line(turn, at) for turn in turns(shows) if turn.show.day == day)


def _line(turn: Turn, at: datetime) -> Line:
    show = turn.show
    return Line(
        show=show,
        address=reverse("admin:screenings_screening_change", args=[show.pk]),
        state="over" if show.cancelled else turn.state(at),
        times=words.times(turn),
        doors=words.show_clock(turn.doors_at, show),
        start=words.show_clock(show.start, show),
        end=words.end_clock(show.end, show),
        marks=words.marks(show),
        facts=words.facts(show),
        reels=tuple(map(words.reel, show.reels)),
        people=words.people(show),
        access=words.access(show),
        conversation=words.conversation(show),
        turnaround=words.turnaround(turn),
        is_short=turn.is_short,
    )
