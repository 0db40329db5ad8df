"""Run sheets, a hall a page, and the turnaround list of a cinema: one festival day of the working timetable."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.models import Festival, Hall
from screenings.sheets import sheet_texts
from screenings.sheets.loading import SheetData, load_sheets
from screenings.sheets.sheet import SheetHall, SheetShow, Turnaround, exit_crowds, turnarounds_of
from screenings.sheets.views_calendars import private_calendar_panel
from screenings.text.dates import long_day
from screenings.text.translation import active_language, gettext, ngettext
from screenings.timetable.changes import PublicChange
from screenings.wording.changes import change_sentence
from screenings.wording.moments import moment_in_zone

MAX_CHANGES_NAMED = 12  # changes named on a sheet; the review page has them all


@dataclass(frozen=True, slots=True)
class SheetLine:
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
    film_parts: tuple[str, ...]
    people: str
    access: str
    qa_text: str
    turnaround: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class HallSheet:
    """A hall's page. `zone` is said where the hall's clock is not the festival's."""

    place: SheetHall
    facts: str
    zone: str
    lines: tuple[SheetLine, ...]
    unpublished: "UnpublishedChanges"


@dataclass(frozen=True, slots=True)
class UnpublishedChanges:
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
    places = [place for place in sheets.halls.values() if hall in (None, place.hall) and venue in (None, place.venue)]
    if not places:
        raise Http404
    where = places[0].full_name if hall is not None else places[0].venue_name
    with festival.as_read():
        every = [_hall_sheet(sheets, place, day, at) for place in places]
        said = {
            **sheet_context(festival, gettext("Run sheet: {place}").format(place=where), day),
            "printed": moment_in_zone(at, places[0].zone),
        }
    # A hall whose shows have all gone elsewhere still has a page, as long as the public believes them to be there.
    pages = [page for page in every if page.lines or page.unpublished.number or hall is not None]
    extra = {
        **said,
        "pages": pages,
        "where": where,
        "panel": private_calendar_panel(
            request,
            festival,
            f"venue-{venue}" if hall is None else f"hall-{hall}",
            f"Every day of {where}",
        ),
    }
    return TemplateResponse(request, "admin/screenings/sheets/run_sheets.html", {**context, **extra})


def show_turnaround_list(
    request: HttpRequest, festival: Festival, context: dict[str, Any], day: date, *, venue: int
) -> HttpResponse:
    """All halls of a cinema in one list, by time, and when several of them let out at once."""
    sheets, at = load_sheets(festival), timezone.now()
    places = {pk: place for pk, place in sheets.halls.items() if place.venue == venue}
    if not places:
        raise Http404
    first = next(iter(places.values()))
    shows = [show for show in sheets.shows if show.place.hall in places]
    with festival.as_read():
        said = {
            **sheet_context(festival, gettext("Turnaround: {place}").format(place=first.venue_name), day),
            "lines": sheet_lines(shows, day, at),
            "exit_crowds": [
                sheet_texts.exit_crowd_text(crowd) for crowd in exit_crowds(show for show in shows if show.day == day)
            ],
            "unpublished": unpublished_changes(sheets, places, day),
            "printed": moment_in_zone(at, first.zone),
        }
    extra = {
        **said,
        "where": first.venue_name,
        "zone": _other_zone(first, festival),
        "panel": private_calendar_panel(request, festival, f"venue-{venue}", f"Every day of {first.venue_name}"),
    }
    return TemplateResponse(request, "admin/screenings/sheets/turnaround.html", {**context, **extra})


def sheet_context(festival: Festival, title: str, day: date | None = None) -> dict[str, Any]:
    """In the language that is active, which the page names for what it says in it."""
    return {
        "language": active_language(),
        "title": f"{title}, {long_day(day)}" if day else title,
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "day": day,
        "day_name": long_day(day) if day else "",
    }


def unpublished_changes(sheets: SheetData, halls: Iterable[int], day: date) -> UnpublishedChanges:
    return summarise_unpublished(sheets, sheets.unpublished_at(halls, day))


def summarise_unpublished(sheets: SheetData, changes: Sequence[PublicChange]) -> UnpublishedChanges:
    return UnpublishedChanges(
        before_first=not sheets.is_public,
        number=len(changes),
        sentences=tuple(change_sentence(change) for change in changes[:MAX_CHANGES_NAMED]),
        review=reverse("admin:publish-review", args=[sheets.festival.pk]),
    )


def _hall_sheet(sheets: SheetData, place: SheetHall, day: date, at: datetime) -> HallSheet:
    return HallSheet(
        place=place,
        facts=", ".join(_hall_facts(sheets.timetable.halls[place.hall], place)),
        zone=_other_zone(place, sheets.festival),
        lines=sheet_lines((show for show in sheets.shows if show.place.hall == place.hall), day, at),
        unpublished=unpublished_changes(sheets, [place.hall], day),
    )


def _hall_facts(hall: Hall, place: SheetHall) -> Iterator[str]:
    if hall.capacity:
        yield ngettext("{number} seat", "{number} seats", hall.capacity).format(number=hall.capacity)
    if spaces := hall.wheelchair_spaces:
        yield ngettext("{number} wheelchair space", "{number} wheelchair spaces", spaces).format(number=spaces)
    if place.doors:
        yield gettext("doors {number} min before the start").format(number=place.doors)
    else:
        yield gettext("doors at the start")
    yield gettext("{number} min changeover").format(number=place.changeover)
    if hall.formats:
        yield gettext("shows {formats}").format(formats=", ".join(hall.formats))


def _other_zone(place: SheetHall, festival: Festival) -> str:
    return "" if place.zone == festival.zone else place.zone.key


def sheet_lines(shows: Iterable[SheetShow], day: date, at: datetime) -> tuple[SheetLine, ...]:
    """The lines of that festival day, out of all that these halls show: what follows may be on the next one."""
    return tuple(_sheet_line(turn, at) for turn in turnarounds_of(shows) if turn.show.day == day)


def _sheet_line(turnaround: Turnaround, at: datetime) -> SheetLine:
    show = turnaround.show
    return SheetLine(
        show=show,
        address=reverse("admin:screenings_screening_change", args=[show.pk]),
        state="over" if show.cancelled else turnaround.state(at),
        times=sheet_texts.show_moments(turnaround),
        doors=sheet_texts.show_clock_text(turnaround.doors_at, show),
        start=sheet_texts.show_clock_text(show.start, show),
        end=sheet_texts.end_clock_text(show.end, show),
        marks=sheet_texts.show_marks(show),
        facts=sheet_texts.show_facts(show),
        film_parts=tuple(map(sheet_texts.film_part_text, show.film_parts)),
        people=sheet_texts.audience_text(show),
        access=sheet_texts.access_text(show),
        qa_text=sheet_texts.qa_text(show),
        turnaround=sheet_texts.turnaround_text(turnaround),
        is_short=turnaround.is_short,
    )
