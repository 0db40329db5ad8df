"""The whole festival on one page: days down, halls across, every screening as long as it runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from screenings.board.cards import DayTab
from screenings.board.filters import filter_fields
from screenings.board.grid import DayGrid, ScreeningBlock, day_grid
from screenings.board.layout import BoardLayoutBuilder, block_css_classes, column_css_class
from screenings.board.new_cards import may_add
from screenings.board.public_state import standing_context
from screenings.board.target import BoardTarget
from screenings.board.views import board_response, undo_buttons, zoom_context
from screenings.models import Festival
from screenings.publishing import SaveResult
from screenings.scheduling.undo import UndoStack
from screenings.text.clock import clock_text
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import RuleHall
from screenings.timetable.values import FestivalCalendar
from screenings.wording.fixed_screenings import fixed_text

MIN_MINI_CARD_LINES = 16  # lines that a small card takes to be hit: 24 pixels

OVERVIEW_ZOOMS = ("fit", "medium")


@dataclass(frozen=True, slots=True)
class MiniCard:
    """A card small enough for a wall of them."""

    pk: int
    start: str
    title: str
    section: str
    spoken: str
    classes: str
    sign: str
    seen: str
    fixed: str
    film_words: str


@dataclass(frozen=True, slots=True)
class OverviewHall:
    """A hall at the head of its column. Its name is `prefix` and `short_name`; in one that `is_empty` nothing runs."""

    name: str
    prefix: str
    short_name: str
    capacity: int | None
    is_empty: bool


@dataclass(frozen=True, slots=True)
class OverviewVenue:
    """A venue over its halls."""

    name: str
    halls: tuple[OverviewHall, ...]


@dataclass(frozen=True, slots=True)
class OverviewCell:
    """A hall on one day."""

    hall: RuleHall
    classes: str
    cards: tuple[MiniCard, ...]


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A day, and where its own board is."""

    tab: DayTab
    address: str
    cells: tuple[OverviewCell, ...]


def show_board_overview(request: HttpRequest, target: BoardTarget, context: dict[str, Any]) -> HttpResponse:
    """At most thirteen queries, whatever the size; of a scenario one more."""
    extra = overview_context(request, target, BoardLayoutBuilder(target.load()))
    return board_response(request, "board_overview", "_board_whole", {**context, **extra})


def overview_context(
    request: HttpRequest,
    target: BoardTarget,
    builder: BoardLayoutBuilder,
    undo_stack: UndoStack | None = None,
    saved: SaveResult | None = None,
) -> dict[str, Any]:
    """What the templates of the whole festival read. Queries as of `day_context`."""
    festival = target.festival
    tabs = tuple(builder.tabs())
    grids = [day_grid(builder.programme, tab.day, min_card_lines=MIN_MINI_CARD_LINES) for tab in tabs]
    first, last = min(grid.first for grid in grids), max(grid.last for grid in grids)
    return {
        "title": "The whole festival",
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "target": target,
        "scenario": target.scenario,
        "behind": builder.working.behind_count,
        "opts": Festival._meta,
        "may_add": may_add(request.user, target),
        "may_move": target.may_move(request),
        **standing_context(request, target, builder.working, f"{target.address}overview/", saved),
        "undo_buttons": undo_buttons(request, target, undo_stack),
        "venues": tuple(_venues(builder, grids)),
        "filters": filter_fields(builder),
        "errors": len(builder.open_errors),
        "rows": [
            OverviewRow(tab, target.day_address(tab.day), tuple(_cells(builder, grid, first)))
            for tab, grid in zip(tabs, grids, strict=True)
        ],
        "has_pins": any(map(builder.is_pinned, builder.programme.showings)),
        "lines": f"lines-{last - first}",
        "hours": _hours(festival.calendar, first, last),
        **zoom_context(request, OVERVIEW_ZOOMS),
    }


def _venues(builder: BoardLayoutBuilder, grids: Iterable[DayGrid]) -> Iterable[OverviewVenue]:
    used = {column.hall.id for grid in grids for column in grid.columns if column.blocks}
    for _pk, of_venue in groupby(builder.programme.context.halls.values(), lambda hall: hall.venue):
        halls = tuple(of_venue)
        short_names = [builder.short_name(hall) for hall in halls]
        yield OverviewVenue(
            builder.working.halls[halls[0].id].venue.name,
            tuple(
                OverviewHall(hall.name, hall.name.removesuffix(short), short, hall.capacity, hall.id not in used)
                for hall, short in zip(halls, short_names, strict=True)
            ),
        )


def _hours(calendar: FestivalCalendar, first: int, last: int) -> str:
    """`09:00 to 01:00` or `9:00 am to 1:00 am`, which every cell covers from top to bottom."""
    begin = calendar.day_starts_at.hour * 60 + calendar.day_starts_at.minute
    start, end = (clock_text(time(*divmod((begin + 5 * line) % 1440, 60))) for line in (first, last))
    return f"{start} to {end}"


def _cells(builder: BoardLayoutBuilder, grid: DayGrid, first: int) -> Iterable[OverviewCell]:
    for column in grid.columns:
        yield OverviewCell(
            column.hall, column_css_class(column), tuple(_mini_card(builder, block, first) for block in column.blocks)
        )


def _mini_card(builder: BoardLayoutBuilder, block: ScreeningBlock, first: int) -> MiniCard:
    show, section = block.show, builder.working.films[block.show.film.id].section_tag
    start = clock_text(show.start.astimezone(show.hall.zone))
    worst = builder.worst_severity(show.uid)
    state = builder.css_classes(show.showing)
    trouble = f", {worst}" if worst is not Severity.OFF else ""
    pinned = f", {gettext('pinned')}" if builder.is_pinned(show.showing) else ""
    diff = builder.scenario_diff(show.showing)
    if diff:
        trouble += f". {diff.sign}. {diff.now}"
    return MiniCard(
        pk=show.showing.pk,
        start=start,
        title=show.showing.title,
        section=section.name,
        spoken=f"{start} {show.showing.title}{f', {section.name}' if section.name else ''}{pinned}{trouble}",
        classes=" ".join((f"r-{block.line - first} l-{block.lines}", block_css_classes(block), state)),
        sign="!" if worst in (Severity.ERROR, Severity.WARNING) else "",
        seen=show.showing.placement.version_token,
        fixed=fixed_text(pinned=show.showing.pinned, cancelled=show.showing.cancelled),
        film_words=builder.film_words(show.showing),
    )
