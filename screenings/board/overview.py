"""The whole festival on one page: days down, halls across, every screening as long as it runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from screenings.board.cards import DayTab
from screenings.board.grid import DayGrid, ScreeningBlock, day_grid
from screenings.board.layout import BoardLayoutBuilder, block_css_classes, column_css_class
from screenings.board.target import BoardTarget
from screenings.board.views import undo_buttons
from screenings.models import Festival
from screenings.scheduling.undo import UndoStack
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import RuleHall
from screenings.timetable.values import FestivalCalendar

MIN_MINI_CARD_LINES = 16  # lines that a small card takes to be hit: 24 pixels


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
    movable: bool


@dataclass(frozen=True, slots=True)
class OverviewCell:
    """A hall on one day."""

    hall: RuleHall
    classes: str
    cards: tuple[MiniCard, ...]


@dataclass(frozen=True, slots=True)
class OverviewRow:
    tab: DayTab
    cells: tuple[OverviewCell, ...]


def show_board_overview(request: HttpRequest, target: BoardTarget, context: dict[str, Any]) -> HttpResponse:
    """At most thirteen queries, whatever the size; of a scenario one more."""
    extra = overview_context(request, target, BoardLayoutBuilder(target.load()))
    return TemplateResponse(request, "admin/screenings/festival/board_overview.html", {**context, **extra})


def overview_context(
    request: HttpRequest, target: BoardTarget, builder: BoardLayoutBuilder, undo_stack: UndoStack | None = None
) -> dict[str, Any]:
    """What the templates of the whole festival read. One query, unless the stack of what can be undone is given."""
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
        "may_move": target.may_move(request),
        "version": builder.working.version,
        "undo_buttons": undo_buttons(request, target, undo_stack),
        "halls": list(builder.programme.context.halls.values()),
        "rows": [OverviewRow(tab, tuple(_cells(builder, grid, first))) for tab, grid in zip(tabs, grids, strict=True)],
        "lines": f"lines-{last - first}",
        "hours": _hours(festival.calendar, first, last),
    }


def _hours(calendar: FestivalCalendar, first: int, last: int) -> str:
    """`09:00 to 01:00`, which every cell covers from top to bottom."""
    begin = calendar.day_starts_at.hour * 60 + calendar.day_starts_at.minute
    start, end = ((begin + 5 * line) % 1440 for line in (first, last))
    return f"{start // 60:02d}:{start % 60:02d} to {end // 60:02d}:{end % 60:02d}"


def _cells(builder: BoardLayoutBuilder, grid: DayGrid, first: int) -> Iterable[OverviewCell]:
    for column in grid.columns:
        yield OverviewCell(
            column.hall, column_css_class(column), tuple(_mini_card(builder, block, first) for block in column.blocks)
        )


def _mini_card(builder: BoardLayoutBuilder, block: ScreeningBlock, first: int) -> MiniCard:
    show, card = block.show, builder.working.cards[block.show.uid]
    start = f"{show.start.astimezone(show.hall.zone):%H:%M}"
    worst = builder.worst_severity(show.uid)
    trouble = f", {worst}" if worst is not Severity.OFF else ""
    diff = builder.scenario_diff(card)
    if diff:
        trouble += f". {diff.sign}. {diff.now}"
    return MiniCard(
        pk=card.pk,
        start=start,
        title=show.showing.title,
        section=card.section_tag.name,
        spoken=f"{start} {show.showing.title}{f', {card.section_tag.name}' if card.section_tag.name else ''}{trouble}",
        classes=f"r-{block.line - first} l-{block.lines} {block_css_classes(block)} {builder.css_classes(card)}",
        sign="!" if worst in (Severity.ERROR, Severity.WARNING) else "",
        seen=show.showing.placement.version_token,
        movable=not card.pinned,
    )
