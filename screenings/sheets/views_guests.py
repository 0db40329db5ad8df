"""A guest's itinerary on one page, to be handed to them; and all of them, a guest a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.models import Festival, Guest
from screenings.public.theme import DEFAULT_COLOUR
from screenings.sheets import sheet_texts
from screenings.sheets.loading import SheetData, load_sheets
from screenings.sheets.sheet import GuestStop, SheetShow, guest_stops
from screenings.sheets.views import sheet_context, summarise_unpublished
from screenings.sheets.views_calendars import private_calendar_panel
from screenings.text.dates import long_day_of_year
from screenings.text.translation import active_language, gettext
from screenings.timetable.rules import guests, run_rule
from screenings.timetable.rules.guests import required_guests
from screenings.timetable.values import Programme, Showing
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.moments import day_text, moment_in_zone


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """One of a guest's screenings as the itinerary prints it. `transfer` is the way to the next one."""

    show: SheetShow
    address: str
    day: str
    start: str
    end: str
    call_times: tuple[str, ...]
    marks: tuple[str, ...]
    secrecy: str
    transfer: str
    is_tight: bool


@dataclass(frozen=True, slots=True)
class StayView:
    """A guest's arrival or departure, among their screenings."""

    what: str
    moment: datetime
    day: str
    start: str


@dataclass(frozen=True, slots=True)
class GuestItinerary:
    """`stays` and screenings, by time, are what it lists. `assumed` are Q&As for which nobody is named and at which the
    rules expect this guest, as their director.

    `is_ahead`: not all of it is public as it stands here.
    """

    guest: Guest
    language: str
    printed: str
    arrives: str
    departs: str
    appointments: tuple[AppointmentView, ...]
    conflicts: tuple[str, ...]
    assumed: tuple[SheetShow, ...]
    is_ahead: bool
    unplaced: tuple[Showing, ...] = ()
    stays: tuple[StayView, ...] = ()

    @property
    def entries(self) -> list[AppointmentView | StayView]:
        """By time."""
        timed: list[tuple[datetime, AppointmentView | StayView]] = [(stay.moment, stay) for stay in self.stays]
        return [
            each
            for _, each in sorted([*timed, *((one.show.start, one) for one in self.appointments)], key=itemgetter(0))
        ]


def show_itineraries(
    request: HttpRequest, festival: Festival, context: dict[str, Any], guest: int | None = None
) -> HttpResponse:
    """Of one guest, or of all who are in a screening. Raises Http404 for another festival's."""
    sheets, at = load_sheets(festival), timezone.now()
    programme = sheets.timetable.programme
    all_guests = Guest.objects.filter(festival=festival).select_related("person").order_by("person__sort_key", "pk")
    chosen = [each for each in all_guests if guest in (None, each.pk)]
    if guest is not None and not chosen:
        raise Http404
    invited, unplaced = _invited(sheets), _unplaced(sheets)
    conflicts = _conflicts(programme)
    assumed = _assumed(programme)
    ahead = {change.uid for change in sheets.unpublished}
    by_uid = {show.uid: show for show in sheets.shows}
    itineraries = [
        _itinerary(
            each,
            sheets,
            invited.get(each.pk, []),
            at,
            conflicts=tuple(conflicts.get(each.pk, ())),
            assumed=tuple(by_uid[uid] for uid in assumed.get(each.pk, ())),
            is_ahead=any(show.uid in ahead for show in invited.get(each.pk, ())),
            unplaced=tuple(unplaced.get(each.pk, ())),
        )
        for each in chosen
        if guest is not None or each.pk in invited or each.pk in unplaced or each.arrives_at or each.departs_at
    ]
    uids = {appointment.show.uid for each in itineraries for appointment in each.appointments}
    title = f"Itinerary: {itineraries[0].guest}" if guest is not None else "Itineraries of all guests"
    extra = {
        **sheet_context(festival, title),
        "itineraries": itineraries,
        "colour": festival.colour or DEFAULT_COLOUR,
        "unpublished": summarise_unpublished(sheets, [change for change in sheets.unpublished if change.uid in uids]),
        "panel": None
        if guest is None
        else private_calendar_panel(request, festival, f"guest-{guest}", "This itinerary"),
    }
    return TemplateResponse(request, "admin/screenings/sheets/itineraries.html", {**context, **extra})


def _itinerary(
    guest: Guest, sheets: SheetData, shows: list[SheetShow], at: datetime, **for_staff: Any
) -> GuestItinerary:
    """Their paper in the language they read; what is `for_staff` comes in the staff's."""
    festival, travel = sheets.festival, sheets.context.travel
    with festival.as_read(guest.language):
        return GuestItinerary(
            guest=guest,
            language=active_language(),
            printed=moment_in_zone(at, festival.zone),
            arrives=_moment(guest.arrives_at, festival.zone),
            departs=_moment(guest.departs_at, festival.zone),
            appointments=tuple(_appointment(stop) for stop in guest_stops(shows, travel)),
            stays=tuple(_stays(guest, festival)),
            **for_staff,
        )


def _invited(sheets: SheetData) -> dict[int, list[SheetShow]]:
    """The screenings each guest is named for, by start."""
    invited: dict[int, list[SheetShow]] = {}
    for show in sheets.shows:
        for guest in sheets.showings[show.uid].guests:
            invited.setdefault(guest, []).append(show)
    return invited


def _unplaced(sheets: SheetData) -> dict[int, list[Showing]]:
    """Those that each is named for and that have no place yet."""
    unplaced: dict[int, list[Showing]] = {}
    for showing in sheets.showings.values():
        if showing.hall is None and not showing.cancelled:
            for guest in showing.guests:
                unplaced.setdefault(guest, []).append(showing)
    return unplaced


def _conflicts(programme: Programme) -> dict[int, list[str]]:
    """What the festival's rules say of each guest, as severe as it holds them."""
    sentences: dict[int, list[str]] = {}
    for rule in guests.RULES:
        for conflict in run_rule(rule, programme):
            sentences.setdefault(int(conflict.facts["guest"]), []).append(conflict_sentence(conflict))
    return sentences


def _assumed(programme: Programme) -> dict[int, list[Any]]:
    uids: dict[int, list[Any]] = {}
    for show in programme.scheduled:
        required, is_named = required_guests(programme.context, show)
        for guest in () if is_named else required:
            uids.setdefault(guest, []).append(show.uid)
    return uids


def _appointment(guest_stop: GuestStop) -> AppointmentView:
    show = guest_stop.show
    return AppointmentView(
        show=show,
        address=reverse("admin:screenings_screening_change", args=[show.pk]),
        day=long_day_of_year(show.day),
        start=sheet_texts.show_clock_text(show.start, show),
        end=sheet_texts.end_clock_text(show.end, show),
        call_times=() if show.cancelled else sheet_texts.call_times(show),
        marks=sheet_texts.show_marks(show),
        secrecy=sheet_texts.secrecy_text(show),
        transfer=sheet_texts.transfer_text(guest_stop.transfer)
        if guest_stop.transfer and guest_stop.is_followed_soon
        else "",
        is_tight=bool(guest_stop.transfer and guest_stop.transfer.missing_minutes),
    )


def _stays(guest: Guest, festival: Festival) -> Iterator[StayView]:
    for what, moment in ((gettext("Arrival"), guest.arrives_at), (gettext("Departure"), guest.departs_at)):
        if moment is not None:
            # A train at 03:10 is Sunday's, though the night before is still Saturday's festival day.
            day = moment.astimezone(festival.zone).date()
            yield StayView(
                what, moment, long_day_of_year(day), sheet_texts.venue_clock_text(moment, festival.zone, day)
            )


def _moment(moment: datetime | None, zone: ZoneInfo) -> str:
    if moment is None:
        return gettext("not known yet")
    local = moment.astimezone(zone)
    return f"{day_text(local.date())}, {sheet_texts.venue_clock_text(moment, zone, local.date())}"
