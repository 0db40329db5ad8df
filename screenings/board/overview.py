"""The whole festival on one page: days down, halls across, every screening as long as it runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from screenings.board.cards import Tab
from screenings.board.grid import Block, DayGrid, day_grid
from screenings.board.layout import Dealer, lane_classes, lanes_class
from screenings.board.target import BoardGround
from screenings.board.views import takes_of
from screenings.models import Festival
from screenings.scheduling.undo import Place
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import HallFacts
from screenings.timetable.values import Calendar

LEGIBLE = 16  # lines that a slip takes to be hit: 24 pixels


@dataclass(frozen=True, slots=True)
class Slip:
    """A card small enough for a wall of them."""

    pk: int
    start: str
    title: str
    strand: str
    spoken: str
    classes: str
    sign: str
    seen: str
    movable: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A hall on one day."""

    hall: HallFacts
    classes: str
    slips: tuple[Slip, ...]


@dataclass(frozen=True, slots=True)
class Row:
    tab: Tab
    cells: tuple[Cell, ...]


def show_overview(request: HttpRequest, ground: BoardGround, context: dict[str, Any]) -> HttpResponse:
    """At most thirteen queries, whatever the size; of a scenario one more."""
    festival = ground.festival
    dealer = Dealer(ground.load())
    tabs = tuple(dealer.tabs())
    grids = [day_grid(dealer.programme, tab.day, legible=LEGIBLE) for tab in tabs]
    first, last = min(grid.first for grid in grids), max(grid.last for grid in grids)
    extra = {
        "title": "The whole festival",
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "ground": ground,
        "scenario": ground.scenario,
        "behind": dealer.working.behind,
        "opts": Festival._meta,
        "may_move": ground.may_move(request),
        "version": dealer.working.version,
        "takes": takes_of(request, ground),
        "halls": list(dealer.programme.house.halls.values()),
        "rows": [Row(tab, tuple(_cells(dealer, grid, first))) for tab, grid in zip(tabs, grids, strict=True)],
        "lines": f"lines-{last - first}",
        "hours": _hours(festival.calendar, first, last),
    }
    return TemplateResponse(request, "admin/screenings/festival/board_overview.html", {**context, **extra})


def _hours(calendar: Calendar, first: int, last: int) -> str:
    """`09:00 to 01:00`, which every cell covers from top to bottom."""
    begin = calendar.day_starts_at.hour * 60 + calendar.day_starts_at.minute
    start, end = ((begin + 5 * line) % 1440 for line in (first, last))
    return f"{start // 60:02d}:{start % 60:02d} to {end // 60:02d}:{end % 60:02d}"


def _cells(dealer: Dealer, grid: DayGrid, first: int) -> Iterable[Cell]:
    for column in grid.columns:
        yield Cell(column.hall, lanes_class(column), tuple(_slip(dealer, block, first) for block in column.blocks))


def _slip(dealer: Dealer, block: Block, first: int) -> Slip:
    show, card = block.show, dealer.working.cards[block.show.uid]
    start = f"{show.start.astimezone(show.hall.zone):%H:%M}"
    worst = dealer.worst(show.uid)
    trouble = f", {worst}" if worst is not Severity.OFF else ""
    apart = dealer.apart(card)
    if apart:
        trouble += f". {apart.sign}. {apart.now}"
    return Slip(
        pk=card.pk,
        start=start,
        title=show.showing.title,
        strand=card.strand.name,
        spoken=f"{start} {show.showing.title}{f', {card.strand.name}' if card.strand.name else ''}{trouble}",
        classes=f"r-{block.line - first} l-{block.lines} {lane_classes(block)} {dealer.look(card)}",
        sign="!" if worst in (Severity.ERROR, Severity.WARNING) else "",
        seen=Place(show.showing.hall, show.showing.starts_at).mark,
        movable=not card.pinned,
    )
