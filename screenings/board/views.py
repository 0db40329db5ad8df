"""The board's page: one festival day, with the Move form of the screening that is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.board.cards import ConflictBadge, DayLayout, ScenarioDiff
from screenings.board.forms import MoveForm
from screenings.board.free_slots import HallSlots, slots_by_hall
from screenings.board.grid import DayGrid, current_festival_day, festival_dates, line_start
from screenings.board.layout import BoardLayoutBuilder
from screenings.board.target import BoardTarget
from screenings.desk.lookups import parse_pk
from screenings.loading.timetable import ScreeningCard
from screenings.models import Festival, Hall
from screenings.scheduling.undo import UndoEntry, UndoStack
from screenings.timetable.conflicts import Severity

ONE_DAY = timedelta(days=1)
ZOOMS = ("small", "medium", "large")


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """When a hall is free for the open screening, on its own clock: `09:00–12:20, 18:40–22:00`."""

    hall: str
    times: str


@dataclass(frozen=True, slots=True)
class MovePanel:
    """The screening whose Move form is shown."""

    card: ScreeningCard
    address: str
    place: str
    diff: ScenarioDiff | None
    conflicts: tuple[ConflictBadge, ...]
    form: MoveForm
    free: tuple[FreeTimes, ...]


def day_or_404(text: str) -> date:
    """Raises Http404 for what is no day."""
    try:
        day = date.fromisoformat(text)
        _ = day - ONE_DAY, day + 2 * ONE_DAY
    except (ValueError, OverflowError) as wrong:
        raise Http404 from wrong
    return day


def move_form(
    festival: Festival, halls: Mapping[int, Hall], data: Any = None, *, extra_days: Iterable[date] = ()
) -> MoveForm:
    """It offers the festival's run, a day on either side, and what else is being looked at."""
    run = festival_dates(festival.calendar)
    days = sorted({run[0] - ONE_DAY, *run, run[-1] + ONE_DAY, *extra_days})
    return MoveForm(data, festival=festival, halls=halls, days=days)


def show_board(
    request: HttpRequest,
    target: BoardTarget,
    context: dict[str, Any],
    day: date | None = None,
    rejected_form: MoveForm | None = None,
) -> HttpResponse:
    """The day; without one the day it is, or the festival's first.

    At most twelve queries, whatever the size; of a scenario one more.
    """
    builder = BoardLayoutBuilder(target.load())
    day = day or current_festival_day(target.festival.calendar, timezone.now())
    opened = rejected_form.data.get("screening", "") if rejected_form else request.GET.get("open", "")
    extra = day_context(request, target, builder, day, opened, rejected_form)
    status = 422 if rejected_form else 200
    return TemplateResponse(request, "admin/screenings/festival/board.html", {**context, **extra}, status=status)


def day_context(
    request: HttpRequest,
    target: BoardTarget,
    builder: BoardLayoutBuilder,
    day: date,
    opened: str,
    rejected_form: MoveForm | None = None,
    undo_stack: UndoStack | None = None,
) -> dict[str, Any]:
    """What the templates of a day's board read. `opened`: the key of the screening whose Move form is shown, or not.

    One query, unless the stack of what can be undone is given.
    """
    festival, working = target.festival, builder.working
    wanted = request.GET.get("q", "")
    layout = builder.day_layout(day, wanted)
    return {
        "title": f"Board of {day:%A} {day.day} {day:%B}",
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "target": target,
        "scenario": target.scenario,
        "drifted": len(working.diffs),
        "behind": working.behind_count,
        "opts": Festival._meta,
        "layout": layout,
        "opened": _move_panel(festival, builder, layout, opened, rejected_form),
        "may_move": target.may_move(request),
        "undo_buttons": undo_buttons(request, target, undo_stack),
        "wanted": wanted,
        "version": working.version,
        "errors": _count_errors(builder),
        "zoom": request.GET.get("zoom") if request.GET.get("zoom") in ZOOMS else "medium",
        "zooms": ZOOMS,
        "yesterday": day - ONE_DAY,
        "tomorrow": day + ONE_DAY,
    }


def undo_buttons(
    request: HttpRequest, target: BoardTarget, known: UndoStack | None = None
) -> tuple[tuple[str, str, UndoEntry | None], ...]:
    """The buttons that take back and do again, and what each would move; none for who may not move. One query."""
    if not target.may_move(request):
        return ()
    known = known or target.undo_stack(request)
    return ("undo", "Undo", known.undo), ("redo", "Redo", known.redo)


def _count_errors(builder: BoardLayoutBuilder) -> int:
    """How many stand in the way of a publication."""
    known = builder.working.acknowledged_fingerprints
    return sum(
        each.severity is Severity.ERROR and not (each.acknowledgeable and each.fingerprint in known)
        for each in builder.conflicts
    )


def _move_panel(
    festival: Festival,
    builder: BoardLayoutBuilder,
    layout: DayLayout,
    opened: str,
    rejected_form: MoveForm | None,
) -> MovePanel | None:
    pk = parse_pk(opened)
    card = next((card for card in builder.working.cards.values() if card.pk == pk), None)
    if card is None:
        return None
    form = rejected_form or move_form(festival, builder.working.halls, extra_days=[layout.day])
    if not rejected_form:
        form.show_current_place(card.pk, card.showing, layout.day)
    return MovePanel(
        card=card,
        address=reverse("admin:screenings_screening_change", args=[card.pk]),
        place=_place_text(builder, card),
        diff=builder.scenario_diff(card),
        conflicts=builder.badges_of(card.showing.uid),
        form=form,
        free=tuple(_free_times(builder, card, layout)),
    )


def _place_text(builder: BoardLayoutBuilder, card: ScreeningCard) -> str:
    show = builder.programme.placed_showing(card.showing)
    if show is None:
        return "Not placed yet"
    return f"{show.start.astimezone(show.hall.zone):%a %-d %b %H:%M}, {show.hall.name}"


def _free_times(builder: BoardLayoutBuilder, card: ScreeningCard, layout: DayLayout) -> Iterable[FreeTimes]:
    for places in slots_by_hall(builder.programme, card.showing, layout.day):
        if times := ", ".join(_free_time_texts(builder, places, layout)):
            yield FreeTimes(places.hall.name, times)


def _free_time_texts(builder: BoardLayoutBuilder, hall_slots: HallSlots, layout: DayLayout | DayGrid) -> Iterable[str]:
    """First and last start, within the hours that the board shows, at which nothing breaks."""
    for stretch in hall_slots.ranges:
        first, last = max(stretch.first, layout.first), min(stretch.last, layout.last) - 1
        if not stretch.conflicts and first <= last:
            start, end = (
                line_start(line, layout.day, hall_slots.hall.zone, builder.programme.calendar).astimezone(
                    hall_slots.hall.zone
                )
                for line in (first, last)
            )
            yield f"{start:%H:%M}–{end:%H:%M}" if first < last else f"{start:%H:%M}"
