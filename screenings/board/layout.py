"""A working timetable laid out as a day of the board: cards with their words, the tray, the days with their trouble."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.board.cards import Apart, Deck, Lane, Piece, Tab, Tick, Trace, Word
from screenings.board.grid import (
    LINE,
    Block,
    Column,
    DayGrid,
    Shut,
    clock_of,
    day_grid,
    line_after,
    line_of,
    within_run,
)
from screenings.board.paper import halls_a_page
from screenings.board.tray_reasons import reasons_of
from screenings.board.words import tight_sentence
from screenings.loading.board import Card, Working, lying_cards
from screenings.text.cleaning import fold
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import HallFacts
from screenings.timetable.rules import find_conflicts
from screenings.timetable.three_way_diff import Mover, Place
from screenings.timetable.values import Placed
from screenings.wording import conflict_sentence, day_text, minutes_text
from screenings.wording.whereabouts import whereabouts_text

LANES = 12  # shown beside each other in one hall; what is more lies on the last
SHORT = 5  # lines: a card of fewer says all it has to say in one line of text
WORDS = 5  # conflicts told on a card; the conflicts' own page has them all
AUDIENCES = {"press": "Press", "private": "Private"}
BILLINGS = {"secret": "Secret title", "tba": "To be announced"}
MOVED = {Mover.COPY: "Moved", Mover.BOTH: "Moved in both", Mover.ORIGINAL: "Moved there since"}
SIGNS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.NOTICE: "Notice"}


class Dealer:
    """Lays out a working timetable. Every conflict is found once."""

    def __init__(self, working: Working) -> None:
        self.working = working
        self.programme = working.programme
        self.conflicts = find_conflicts(self.programme)
        self._of: dict[UUID, list[Conflict]] = {}
        for conflict in sorted(self.conflicts, key=lambda each: -each.severity.rank):
            # A fingerprint is a hash: not worth taking of thousands where nothing was acknowledged.
            if not (working.known and conflict.acknowledgeable and conflict.fingerprint in working.known):
                for uid in conflict.uids:
                    self._of.setdefault(uid, []).append(conflict)

    def deck(self, day: date, wanted: str = "") -> Deck:
        grid = day_grid(self.programme, day, self._cancelled(day))
        across = halls_a_page(len(grid.columns))
        zones = {column.hall.zone for column in grid.columns}
        clocks = {zone: json.dumps(clock_of(day, zone, self.programme.calendar)) for zone in zones}
        return Deck(
            day=day,
            first=grid.first,
            last=grid.last,
            classes=f"lines-{grid.last - grid.first} across-{across} past-{grid.hours[0].line - grid.first}",
            hours=tuple(Tick(hour.text, f"r-{hour.line - grid.first}") for hour in grid.hours),
            lanes=tuple(
                self._lane(column, grid, clocks, turns_page=bool(number) and number % across == 0)
                for number, column in enumerate(grid.columns)
            ),
            tray=tuple(self.tray(wanted)),
            tabs=tuple(self.tabs()),
        )

    def tray(self, wanted: str = "") -> Iterable[Piece]:
        """What has no place yet and holds every word that is looked for."""
        words = fold(wanted[:200]).split()
        for card in lying_cards(self.working):
            if all(word in card.folded for word in words):
                yield self._lying(card)

    def tabs(self) -> Iterable[Tab]:
        """The festival's days, and any other on which something runs."""
        counts: dict[date, int] = dict.fromkeys(within_run(self.programme.calendar), 0)
        errors = dict.fromkeys(counts, 0)
        for show in self.programme.live:
            counts[show.day] = counts.get(show.day, 0) + 1
            if self.worst(show.uid) is Severity.ERROR:
                errors[show.day] = errors.get(show.day, 0) + 1
        return (Tab(day, day_text(day), counts[day], errors.get(day, 0)) for day in sorted(counts))

    def words_of(self, uid: UUID) -> tuple[Word, ...]:
        """Every conflict of one screening, worst first."""
        return tuple(map(word_of, self._of.get(uid, ())))

    def worst(self, uid: UUID) -> Severity:
        """The severest that nobody has acknowledged."""
        found = self._of.get(uid)
        return found[0].severity if found else Severity.OFF

    def _cancelled(self, day: date) -> list[Placed]:
        placed = (self.programme.place(showing) for showing in self.programme.showings if showing.cancelled)
        return [show for show in placed if show and show.day == day]

    def _lane(self, column: Column, grid: DayGrid, clocks: Mapping[ZoneInfo, str], *, turns_page: bool) -> Lane:
        hall = column.hall
        facts = [f"{hall.capacity} seats"] if hall.capacity else []
        facts.append("holds several at once" if hall.shared else f"{hall.changeover} min changeover")
        return Lane(
            hall=hall,
            zone="" if hall.zone == self.programme.calendar.zone else hall.zone.key,
            clock=clocks[hall.zone],
            facts=", ".join(facts),
            classes=lanes_class(column),
            pieces=tuple(self._piece(block, column, grid) for block in column.blocks),
            shut=tuple(filter(None, (_closed(shut, grid) for shut in column.shut))),
            turns_page=turns_page,
            traces=tuple(self._traces(hall, grid)),
        )

    def _traces(self, hall: HallFacts, grid: DayGrid) -> Iterable[Trace]:
        calendar = self.programme.calendar
        for uid, drift in self.working.drifts.items():
            if drift.here.hall != hall.id:
                continue
            showing = replace(self.working.cards[uid].showing, hall=hall.id, starts_at=drift.here.starts_at)
            show = self.programme.place(showing)
            if show and show.day == grid.day and not showing.cancelled:
                first, last = (
                    step(moment, grid.day, hall.zone, calendar)
                    for step, moment in ((line_of, show.start), (line_after, show.end))
                )
                if where := _closed(Shut(first, last - first), grid):
                    yield Trace(showing.title, where)

    def _piece(self, block: Block, column: Column, grid: DayGrid) -> Piece:
        show, card = block.show, self.working.cards[block.show.uid]
        start, end = (moment.astimezone(show.hall.zone) for moment in (show.start, show.end))
        times = f"{start:%H:%M}–{end:%H:%M}" + ("" if show.showing.length_is_known else "?")
        lane = lane_classes(block)
        where = f"r-{block.line - grid.first} l-{block.lines} {lane}" + (" is-short" if block.lines < SHORT else "")
        return self._made(
            card,
            times=times,
            spoken=f"{show.showing.title}, {times}, {show.hall.name}",
            classes=where,
            line=block.line,
            lines=block.lines,
            tail=block.tail,
            brief=block.lines < SHORT or block.wide < column.lanes,
            tail_classes=f"r-{block.line + block.lines - grid.first} l-{block.tail} {lane}" if block.tail else "",
        )

    def _lying(self, card: Card) -> Piece:
        reasons = tuple(map(tight_sentence, reasons_of(self.programme, card.showing)))
        lines = -(-card.showing.length // LINE)
        spoken = f"{card.showing.title}, not placed yet"
        return self._made(card, times="", spoken=spoken, classes="", lines=lines, reasons=reasons)

    def _made(self, card: Card, *, classes: str, **facts: object) -> Piece:
        showing = card.showing
        conflicts = self._of.get(showing.uid, [])
        return Piece(
            pk=card.pk,
            title=showing.title,
            strand=card.strand.name,
            length=minutes_text(showing.length),
            marks=tuple(_marks(card)),
            classes=" ".join(filter(None, (classes, self.look(card)))),
            words=tuple(map(word_of, conflicts[:WORDS])),
            more=max(0, len(conflicts) - WORDS),
            seen=Place(showing.hall, showing.starts_at).mark,
            movable=not (card.pinned or showing.cancelled),
            pinned=card.pinned,
            folded=card.folded,
            drift=self.apart(card),
            **facts,  # type: ignore[arg-type]  # the rest of its fields
        )

    def apart(self, card: Card) -> Apart | None:
        drift = self.working.drifts.get(card.showing.uid)
        if drift is None or drift.mover is None:
            return None
        return Apart(MOVED[drift.mover], f"Now: {whereabouts_text(drift.here, self.programme)}")

    def look(self, card: Card) -> str:
        """Its section, its trouble and its state as classes."""
        worst = self.worst(card.showing.uid)
        names = (
            f"of-{card.strand.slug}" if card.strand.slug else "",
            f"has-{worst}" if worst is not Severity.OFF else "",
            "is-pinned" if card.pinned else "",
            "is-cancelled" if card.showing.cancelled else "",
            "is-moved" if card.showing.uid in self.working.drifts else "",
        )
        return " ".join(filter(None, names))


def lanes_class(column: Column) -> str:
    return f"lanes-{min(column.lanes, LANES)}"


def lane_classes(block: Block) -> str:
    lane = min(block.lane, LANES - 1)
    return f"n-{lane} w-{max(1, min(block.wide, LANES - lane))}"


def word_of(conflict: Conflict) -> Word:
    return Word(conflict.severity, SIGNS[conflict.severity], conflict_sentence(conflict))


def _marks(card: Card) -> Iterable[str]:
    """What else a scheduler looks for on a card."""
    showing = card.showing
    if showing.cancelled:
        yield "Cancelled"
    if card.billing in BILLINGS:
        yield BILLINGS[card.billing]
    if showing.audience in AUDIENCES:
        yield AUDIENCES[showing.audience]
    if showing.intro:
        yield f"Intro {showing.intro}"
    if showing.qa:
        yield f"Q&A {showing.qa}"
    if showing.format:
        yield showing.format


def _closed(shut: Shut, grid: DayGrid) -> str:
    """Where on the board it is drawn, or nothing where it lies outside of it."""
    first, last = max(shut.line, grid.first), min(shut.line + shut.lines, grid.last)
    return f"r-{first - grid.first} l-{last - first}" if first < last else ""
