"""The board's page: one festival day, with the Move form of the screening that is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.board.cards import Apart, Deck, Word
from screenings.board.forms import MoveForm
from screenings.board.free_slots import HallPlaces, places_of
from screenings.board.grid import DayGrid, day_now, moment_of, within_run
from screenings.board.layout import Dealer
from screenings.board.target import BoardGround
from screenings.desk.lookups import row_number
from screenings.loading.board import Card, Working
from screenings.models import Festival
from screenings.scheduling.undo import Deed
from screenings.timetable.conflicts import Severity

ONE_DAY = timedelta(days=1)
ZOOMS = ("small", "medium", "large")


@dataclass(frozen=True, slots=True)
class Free:
    """When a hall is free for the open screening, on its own clock: `09:00–12:20, 18:40–22:00`."""

    hall: str
    times: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The screening whose Move form is shown."""

    card: Card
    address: str
    place: str
    drift: Apart | None
    words: tuple[Word, ...]
    form: MoveForm
    free: tuple[Free, ...]


def day_from(text: str) -> date:
    """Raises Http404 for what is no day."""
    try:
        day = date.fromisoformat(text)
        _ = day - ONE_DAY, day + 2 * ONE_DAY
    except (ValueError, OverflowError) as wrong:
        raise Http404 from wrong
    return day


def move_form(festival: Festival, working: Working, data: Any = None, *, also: Iterable[date] = ()) -> MoveForm:
    """It offers the festival's run, a day on either side, and what else is being looked at."""
    halls = {hall.id: (hall.name, hall.zone) for hall in working.programme.house.halls.values()}
    run = within_run(festival.calendar)
    days = sorted({run[0] - ONE_DAY, *run, run[-1] + ONE_DAY, *also})
    return MoveForm(data, festival=festival, halls=halls, days=days)


def show_board(
    request: HttpRequest,
    ground: BoardGround,
    context: dict[str, Any],
    day: date | None = None,
    refused: MoveForm | None = None,
) -> HttpResponse:
    """The day; without one the day it is, or the festival's first.

    At most twelve queries, whatever the size; of a scenario one more.
    """
    festival, working = ground.festival, ground.load()
    dealer = Dealer(working)
    day = day or day_now(festival.calendar, timezone.now())
    wanted = request.GET.get("q", "")
    deck = dealer.deck(day, wanted)
    extra = {
        "title": f"Board of {day:%A} {day.day} {day:%B}",
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "ground": ground,
        "scenario": ground.scenario,
        "drifted": len(working.drifts),
        "behind": working.behind,
        "opts": Festival._meta,
        "deck": deck,
        "opened": _opened(request, festival, dealer, deck, refused),
        "may_move": ground.may_move(request),
        "takes": takes_of(request, ground),
        "wanted": wanted,
        "version": working.version,
        "errors": _errors(dealer),
        "zoom": request.GET.get("zoom") if request.GET.get("zoom") in ZOOMS else "medium",
        "zooms": ZOOMS,
        "yesterday": day - ONE_DAY,
        "tomorrow": day + ONE_DAY,
    }
    status = 422 if refused else 200
    return TemplateResponse(request, "admin/screenings/festival/board.html", {**context, **extra}, status=status)


def takes_of(request: HttpRequest, ground: BoardGround) -> tuple[tuple[str, str, Deed | None], ...]:
    """The buttons that take back and do again, and what each would move; none for who may not move."""
    if not ground.may_move(request):
        return ()
    known = ground.memory(request)
    return ("undo", "Undo", known.undo), ("redo", "Redo", known.redo)


def _errors(dealer: Dealer) -> int:
    """How many stand in the way of a publication."""
    known = dealer.working.known
    return sum(
        each.severity is Severity.ERROR and not (each.acknowledgeable and each.fingerprint in known)
        for each in dealer.conflicts
    )


def _opened(
    request: HttpRequest, festival: Festival, dealer: Dealer, deck: Deck, refused: MoveForm | None
) -> Opened | None:
    asked = refused.data.get("screening", "") if refused else request.GET.get("open", "")
    pk = row_number(asked)
    card = next((card for card in dealer.working.cards.values() if card.pk == pk), None)
    if card is None:
        return None
    form = refused or move_form(festival, dealer.working, also=[deck.day])
    if not refused:
        form.show(card.pk, card.showing, deck.day)
    return Opened(
        card=card,
        address=reverse("admin:screenings_screening_change", args=[card.pk]),
        place=_place(dealer, card),
        drift=dealer.apart(card),
        words=dealer.words_of(card.showing.uid),
        form=form,
        free=tuple(_free(dealer, card, deck)),
    )


def _place(dealer: Dealer, card: Card) -> str:
    show = dealer.programme.place(card.showing)
    if show is None:
        return "Not placed yet"
    return f"{show.start.astimezone(show.hall.zone):%a %-d %b %H:%M}, {show.hall.name}"


def _free(dealer: Dealer, card: Card, deck: Deck) -> Iterable[Free]:
    for places in places_of(dealer.programme, card.showing, deck.day):
        if times := ", ".join(_times(dealer, places, deck)):
            yield Free(places.hall.name, times)


def _times(dealer: Dealer, places: HallPlaces, deck: Deck | DayGrid) -> Iterable[str]:
    """First and last start, within the hours that the board shows, at which nothing breaks."""
    for stretch in places.stretches:
        first, last = max(stretch.first, deck.first), min(stretch.last, deck.last) - 1
        if not stretch.conflicts and first <= last:
            start, end = (
                moment_of(line, deck.day, places.hall.zone, dealer.programme.calendar).astimezone(places.hall.zone)
                for line in (first, last)
            )
            yield f"{start:%H:%M}–{end:%H:%M}" if first < last else f"{start:%H:%M}"
