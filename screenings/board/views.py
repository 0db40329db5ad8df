"""The board's page: one festival day, with the Move form of the screening that is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.board.cards import ConflictBadge, DayLayout, ScenarioDiff
from screenings.board.filters import filter_fields
from screenings.board.forms import AddShowingForm, MoveForm
from screenings.board.free_slots import HallSlots, slots_by_hall
from screenings.board.grid import DayGrid, current_festival_day, festival_dates, line_start
from screenings.board.layout import BoardLayoutBuilder
from screenings.board.new_cards import NEW, add_form, film_of, may_add, place_of
from screenings.board.public_state import standing_context
from screenings.board.target import BoardTarget
from screenings.desk.lookups import parse_pk
from screenings.desk.stated_wishes import may_propose
from screenings.models import Festival, Hall
from screenings.publishing import SaveResult
from screenings.scheduling.undo import UndoEntry, UndoStack
from screenings.text.clock import clock_text
from screenings.text.dates import long_day_of_year
from screenings.timetable.values import Showing
from screenings.wording.fixed_screenings import fixed_text
from screenings.wording.moments import moment_text

ONE_DAY = timedelta(days=1)
Form = TypeVar("Form", bound=MoveForm)
ZOOMS = ("fit", "small", "medium", "large")


@dataclass(frozen=True, slots=True)
class FreeTimes:
    """When a hall is free for the open screening, on its own clock: `09:00–12:20, 18:40–22:00`."""

    hall: str
    times: str


@dataclass(frozen=True, slots=True)
class MovePanel:
    """The screening whose Move form is shown."""

    showing: Showing
    address: str
    place: str
    diff: ScenarioDiff | None
    conflicts: tuple[ConflictBadge, ...]
    fixed: str
    form: MoveForm
    free: tuple[FreeTimes, ...]
    is_pinned_here: bool


def day_or_404(text: str) -> date:
    """Raises Http404 for what is no day."""
    try:
        day = date.fromisoformat(text)
        _ = day - ONE_DAY, day + 2 * ONE_DAY
    except (ValueError, OverflowError) as wrong:
        raise Http404 from wrong
    return day


def move_form(
    festival: Festival,
    halls: Mapping[int, Hall],
    data: Any = None,
    *,
    extra_days: Iterable[date] = (),
    form_class: type[Form] = MoveForm,  # type: ignore[assignment]  # the one that is asked for most
) -> Form:
    """It offers the festival's run, a day on either side, and what else is being looked at."""
    run = festival_dates(festival.calendar)
    days = sorted({run[0] - ONE_DAY, *run, run[-1] + ONE_DAY, *extra_days})
    return form_class(data, festival=festival, halls=halls, days=days)


def show_board(
    request: HttpRequest,
    target: BoardTarget,
    context: dict[str, Any],
    day: date | None = None,
    rejected_form: MoveForm | None = None,
) -> HttpResponse:
    """The day; without one the day it is, or the festival's first.

    At most fourteen queries, whatever the size, two of them for what a search goes by; of a scenario one more.
    """
    builder = BoardLayoutBuilder(target.load())
    day = day or current_festival_day(target.festival.calendar, timezone.now())
    opened = rejected_form.data.get("screening", NEW) if rejected_form else request.GET.get("open", "")
    extra = day_context(request, target, builder, day, opened, rejected_form)
    response = board_response(request, "board", "_board_day", {**context, **extra})
    response.status_code = 422 if rejected_form else 200
    return response


def board_response(request: HttpRequest, page: str, part: str, context: dict[str, Any]) -> TemplateResponse:
    """The page; to a script that names the cards it shows already, only its part with the board, without those."""
    known = known_cards(request)
    name = part if known else page
    context = {**context, "known_cards": known, "is_page": name == page}
    return TemplateResponse(request, f"admin/screenings/festival/{name}.html", context)


def known_cards(request: HttpRequest) -> frozenset[str]:
    """The tags of the cards that whoever asks has the text of, as a script sends them."""
    return frozenset(request.POST.get("known", "").split())


def day_context(
    request: HttpRequest,
    target: BoardTarget,
    builder: BoardLayoutBuilder,
    day: date,
    opened: str,
    rejected_form: MoveForm | None = None,
    undo_stack: UndoStack | None = None,
    saved: SaveResult | None = None,
) -> dict[str, Any]:
    """What the templates of a day's board read. `opened`: the key of the screening whose Move form is shown, or where
    a showing is being added, or nothing.

    Two queries: one less with the stack of what can be undone, and with what a move has just meant for the public.
    """
    festival, working = target.festival, builder.working
    wanted = request.GET.get("q", "")
    layout = builder.day_layout(day, wanted)
    return {
        "title": f"Board of {long_day_of_year(day)}",
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "target": target,
        "scenario": target.scenario,
        "drifted": len(working.diffs),
        "behind": working.behind_count,
        "opts": Festival._meta,
        "layout": layout,
        "filters": filter_fields(builder),
        "opened_key": opened,
        "opened": _move_panel(festival, builder, layout, opened, rejected_form),
        "adding": _add_panel(request, target, builder, day, opened, rejected_form),
        "may_move": target.may_move(request),
        "may_propose": may_propose(request.user),
        "film_times": range(1, 4),
        "may_add": may_add(request.user, target),
        "undo_buttons": undo_buttons(request, target, undo_stack),
        "wanted": wanted,
        **standing_context(request, target, working, target.day_address(day), saved),
        "errors": len(builder.open_errors),
        **zoom_context(request, ZOOMS),
        "yesterday": day - ONE_DAY,
        "tomorrow": day + ONE_DAY,
    }


def zoom_context(request: HttpRequest, zooms: Sequence[str]) -> dict[str, Any]:
    """How large the cards are, as the address says; a script remembers what was chosen last."""
    asked = request.GET.get("zoom")
    return {"zoom": asked if asked in zooms else "medium", "zooms": zooms}


def undo_buttons(
    request: HttpRequest, target: BoardTarget, known: UndoStack | None = None
) -> tuple[tuple[str, str, UndoEntry | None], ...]:
    """The buttons that take back and do again, and what each would move; none for who may not move. One query."""
    if not target.may_move(request):
        return ()
    known = known or target.undo_stack(request)
    return ("undo", "Undo", known.undo), ("redo", "Redo", known.redo)


def _add_panel(
    request: HttpRequest,
    target: BoardTarget,
    builder: BoardLayoutBuilder,
    day: date,
    opened: str,
    rejected_form: MoveForm | None,
) -> AddShowingForm | None:
    """Where a showing is being added: the form beside the board."""
    if opened.partition("-")[0] != NEW or not may_add(request.user, target):
        return None
    if isinstance(rejected_form, AddShowingForm):
        return add_form(rejected_form, builder)
    form = move_form(target.festival, builder.working.halls, extra_days=[day], form_class=AddShowingForm)
    form.show_place(*place_of(opened), day)
    form.initial["film"] = film_of(opened)
    return add_form(form, builder)


def _move_panel(
    festival: Festival,
    builder: BoardLayoutBuilder,
    layout: DayLayout,
    opened: str,
    rejected_form: MoveForm | None,
) -> MovePanel | None:
    pk = parse_pk(opened)
    showing = next((each for each in builder.working.programme.showings if each.pk == pk), None)
    if showing is None:
        return None
    form = rejected_form or move_form(festival, builder.working.halls, extra_days=[layout.day])
    if not rejected_form:
        form.show_current_place(showing.pk, showing, layout.day)
    return MovePanel(
        showing=showing,
        address=reverse("admin:screenings_screening_change", args=[showing.pk]),
        place=_place_text(builder, showing),
        diff=builder.scenario_diff(showing),
        conflicts=builder.badges_of(showing.uid),
        fixed=fixed_text(pinned=showing.pinned, cancelled=showing.cancelled),
        form=form,
        free=tuple(_free_times(builder, showing, layout)),
        is_pinned_here=showing.uid in builder.working.pins,
    )


def _place_text(builder: BoardLayoutBuilder, showing: Showing) -> str:
    show = builder.programme.placed_showing(showing)
    if show is None:
        return "Not placed yet"
    return f"{moment_text(show.start, show.hall.zone)}, {show.hall.name}"


def _free_times(builder: BoardLayoutBuilder, showing: Showing, layout: DayLayout) -> Iterable[FreeTimes]:
    for places in slots_by_hall(builder.programme, showing, layout.day):
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
            yield f"{clock_text(start)}–{clock_text(end)}" if first < last else clock_text(start)
