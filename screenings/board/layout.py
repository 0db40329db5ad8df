"""A working timetable laid out as a day of the board: cards with their words, the tray, the days with their trouble."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.board.cards import (
    CardView,
    ConflictBadge,
    DayLayout,
    DayTab,
    HallColumn,
    HourMark,
    OriginalPosition,
    ScenarioDiff,
    VenueColumns,
    WaitingFilm,
)
from screenings.board.grid import (
    LINE_MINUTES,
    ClosedRange,
    DayGrid,
    GridColumn,
    ScreeningBlock,
    clock_segments,
    day_grid,
    festival_dates,
    first_line_after,
    line_at,
)
from screenings.board.placement_difficulty import difficulty_reasons
from screenings.board.print_layout import halls_per_page
from screenings.board.reason_texts import difficulty_text
from screenings.desk.holds import holder_names
from screenings.loading.timetable import WorkingTimetable, unplaced_showings
from screenings.text.cleaning import name_within_venue, sort_key
from screenings.text.clock import clock_text
from screenings.text.search_words import has_words
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import PUBLIC, RuleHall
from screenings.timetable.days import minutes_text
from screenings.timetable.three_way_diff import ChangedSide
from screenings.timetable.values import PlacedShowing, Showing
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.fixed_screenings import fixed_text
from screenings.wording.holds import hold_text
from screenings.wording.moments import day_text
from screenings.wording.placements import placement_text

MAX_LANES = 12  # shown beside each other in one hall; what is more lies on the last
SHORT_CARD_LINES = 5  # lines: a card of fewer says all it has to say in one line of text
MAX_BADGES = 5  # conflicts told on a card; the conflicts' own page has them all
AUDIENCE_TAGS = {"press": "Press", "private": "Private"}
BILLING_TAGS = {"secret": "Secret title", "tba": "To be announced"}
HOLD_TAG = "On hold"
MOVER_LABELS = {ChangedSide.THEIRS: "Moved", ChangedSide.BOTH: "Moved in both", ChangedSide.OURS: "Moved there since"}
SEVERITY_LABELS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.NOTICE: "Notice"}


class BoardLayoutBuilder:
    """Lays out a working timetable. Every conflict is found once."""

    def __init__(self, working: WorkingTimetable) -> None:
        """Runs every rule, unless somebody has of this very timetable."""
        self.working = working
        self.programme = working.programme
        self.conflicts = working.conflicts
        self._conflicts_by_uid: dict[UUID, list[Conflict]] = {}
        for conflict in sorted(self.conflicts, key=lambda each: -each.severity.rank):
            # A fingerprint is a hash: not worth taking of thousands where nothing was acknowledged.
            if not (
                working.acknowledged_fingerprints
                and conflict.acknowledgeable
                and conflict.fingerprint in working.acknowledged_fingerprints
            ):
                for uid in conflict.uids:
                    self._conflicts_by_uid.setdefault(uid, []).append(conflict)

    def day_layout(self, day: date, tray_query: str = "") -> DayLayout:
        grid = day_grid(self.programme, day, self._cancelled(day))
        across = halls_per_page(len(grid.columns))
        zones = {column.hall.zone for column in grid.columns}
        clocks = {zone: json.dumps(clock_segments(day, zone, self.programme.calendar)) for zone in zones}
        columns = (
            self._hall_column(column, grid, clocks, turns_page=bool(number) and number % across == 0)
            for number, column in enumerate(grid.columns)
        )
        return DayLayout(
            day=day,
            first=grid.first,
            last=grid.last,
            classes=f"lines-{grid.last - grid.first} across-{across} past-{grid.hours[0].line - grid.first}",
            hours=tuple(HourMark(hour.text, f"r-{hour.line - grid.first}") for hour in grid.hours),
            venues=tuple(self._venues(columns)),
            tray=tuple(self.tray(tray_query)),
            films=tuple(self.films_without_showing(tray_query)),
            tabs=tuple(self.tabs()),
        )

    def tray(self, tray_query: str = "") -> Iterable[CardView]:
        """What has no place yet and holds every word that is looked for."""
        for showing in unplaced_showings(self.working):
            if has_words(self.working.films[showing.film].search_text, tray_query):
                yield self._tray_card(showing)

    def films_without_showing(self, tray_query: str = "") -> Iterable[WaitingFilm]:
        """By title: the films of which there is no screening, and that are in no programme; as the tray, searched."""
        films = self.working.films
        used = {showing.film for showing in self.programme.showings}
        used.update(part for film in films.values() for part in film.rule_film.parts)
        waiting = [(sort_key(film.rule_film.title), pk, film) for pk, film in films.items() if pk not in used]
        for _key, pk, film in sorted(waiting, key=lambda each: each[:2]):
            if has_words(film.search_text, tray_query):
                minutes = film.running.minutes
                words, lines = f"{pk} {film.section_tag.slug} {PUBLIC}", -(-minutes // LINE_MINUTES)
                yield WaitingFilm(pk, film.rule_film.title, minutes_text(minutes), lines, film.search_text, words)

    def tabs(self) -> Iterable[DayTab]:
        """The festival's days, and any other on which something runs."""
        counts: dict[date, int] = dict.fromkeys(festival_dates(self.programme.calendar), 0)
        errors = dict.fromkeys(counts, 0)
        for show in self.programme.scheduled:
            counts[show.day] = counts.get(show.day, 0) + 1
            if self.worst_severity(show.uid) is Severity.ERROR:
                errors[show.day] = errors.get(show.day, 0) + 1
        return (DayTab(day, day_text(day), counts[day], errors.get(day, 0)) for day in sorted(counts))

    @cached_property
    def open_errors(self) -> tuple[Conflict, ...]:
        """Those that stand in the way of a publication."""
        known = self.working.acknowledged_fingerprints
        return tuple(
            each
            for each in self.conflicts
            if each.severity is Severity.ERROR and not (each.acknowledgeable and each.fingerprint in known)
        )

    def badges_of(self, uid: UUID) -> tuple[ConflictBadge, ...]:
        """Every conflict of one screening, worst first."""
        return tuple(conflict_badge(conflict, uid) for conflict in self._conflicts_by_uid.get(uid, ()))

    def worst_severity(self, uid: UUID) -> Severity:
        """The severest that nobody has acknowledged."""
        found = self._conflicts_by_uid.get(uid)
        return found[0].severity if found else Severity.OFF

    def _cancelled(self, day: date) -> list[PlacedShowing]:
        placed = (self.programme.placed_showing(showing) for showing in self.programme.showings if showing.cancelled)
        return [show for show in placed if show and show.day == day]

    def _venues(self, columns: Iterable[HallColumn]) -> Iterable[VenueColumns]:
        for pk, of_venue in groupby(columns, lambda column: column.hall.venue):
            halls = tuple(of_venue)
            yield VenueColumns(pk, self.working.halls[halls[0].hall.id].venue.name, halls)

    def _hall_column(
        self, column: GridColumn, grid: DayGrid, clocks: Mapping[ZoneInfo, str], *, turns_page: bool
    ) -> HallColumn:
        hall = column.hall
        facts = [f"{hall.capacity} seats"] if hall.capacity else []
        facts.append("holds several at once" if hall.shared else f"{hall.changeover} min changeover")
        short_name = self.short_name(hall)
        return HallColumn(
            hall=hall,
            prefix=hall.name.removesuffix(short_name),
            short_name=short_name,
            zone="" if hall.zone == self.programme.calendar.zone else hall.zone.key,
            clock=clocks[hall.zone],
            facts=", ".join(facts),
            classes=column_css_class(column),
            cards=tuple(self._placed_card(block, column, grid) for block in column.blocks),
            closed_ranges=tuple(filter(None, (_range_css_classes(closed, grid) for closed in column.closed_ranges))),
            turns_page=turns_page,
            traces=tuple(self._original_positions(hall, grid)),
        )

    def short_name(self, hall: RuleHall) -> str:
        """Below its venue's name."""
        return name_within_venue(self.working.halls[hall.id].venue.name, hall.name)

    def _original_positions(self, hall: RuleHall, grid: DayGrid) -> Iterable[OriginalPosition]:
        calendar = self.programme.calendar
        for uid, diff in self.working.diffs.items():
            if diff.ours.hall != hall.id:
                continue
            showing = self.working.showings[uid].at(diff.ours)
            show = self.programme.placed_showing(showing)
            if show and show.day == grid.day and not showing.cancelled:
                first, last = (
                    step(moment, grid.day, hall.zone, calendar)
                    for step, moment in ((line_at, show.start), (first_line_after, show.end))
                )
                if where := _range_css_classes(ClosedRange(first, last - first), grid):
                    yield OriginalPosition(showing.title, where)

    def _placed_card(self, block: ScreeningBlock, column: GridColumn, grid: DayGrid) -> CardView:
        show = block.show
        start, end = (moment.astimezone(show.hall.zone) for moment in (show.start, show.end))
        times = f"{clock_text(start)}–{clock_text(end)}" + ("" if show.showing.length_is_known else "?")
        lane = block_css_classes(block)
        short = " is-short" if block.lines < SHORT_CARD_LINES else ""
        where = f"r-{block.line - grid.first} l-{block.lines} {lane}{short}"
        return self._card_view(
            show.showing,
            times=times,
            spoken=f"{show.showing.title}, {times}, {show.hall.name}",
            classes=where,
            line=block.line,
            lines=block.lines,
            tail=block.changeover_lines,
            brief=block.lines < SHORT_CARD_LINES or block.lane_span < column.lane_count,
            tail_classes=f"r-{block.line + block.lines - grid.first} l-{block.changeover_lines} {lane}"
            if block.changeover_lines
            else "",
        )

    def _tray_card(self, showing: Showing) -> CardView:
        reasons = tuple(map(difficulty_text, difficulty_reasons(self.programme, showing)))
        lines = -(-showing.length // LINE_MINUTES)
        spoken = f"{showing.title}, not placed yet"
        return self._card_view(showing, times="", spoken=spoken, classes="", lines=lines, reasons=reasons)

    def _card_view(self, showing: Showing, *, classes: str, **facts: object) -> CardView:
        film = self.working.films[showing.film]
        conflicts = self._conflicts_by_uid.get(showing.uid, [])
        return CardView(
            pk=showing.pk,
            title=showing.title,
            section=film.section_tag.name,
            length=minutes_text(showing.length),
            marks=(*((HOLD_TAG,) if showing.uid in self.working.holds else ()), *_card_tags(showing)),
            hold=self._hold_text(showing.uid),
            classes=" ".join(filter(None, (classes, self.css_classes(showing)))),
            conflicts=tuple(conflict_badge(conflict, showing.uid) for conflict in conflicts[:MAX_BADGES]),
            more=max(0, len(conflicts) - MAX_BADGES),
            seen=showing.placement.version_token,
            fixed=fixed_text(pinned=showing.pinned, cancelled=showing.cancelled),
            pinned=self.is_pinned(showing),
            folded=film.search_text,
            film_words=self.film_words(showing),
            diff=self.scenario_diff(showing),
            **facts,  # type: ignore[arg-type]  # the rest of its fields
        )

    def _hold_text(self, uid: UUID) -> str:
        held = self.working.holds.get(uid)
        if held is None:
            return ""
        by = self._holders.get(held.by or 0, "")
        return hold_text(held.reason, by, held.since, self.programme.calendar.zone)

    @cached_property
    def _holders(self) -> dict[int, str]:
        return holder_names(self.working.holds.values())

    def is_pinned(self, showing: Showing) -> bool:
        return showing.pinned or showing.uid in self.working.pins

    def scenario_diff(self, showing: Showing) -> ScenarioDiff | None:
        diff = self.working.diffs.get(showing.uid)
        if diff is None or diff.changed_side is None:
            return None
        return ScenarioDiff(MOVER_LABELS[diff.changed_side], f"Now: {placement_text(diff.ours, self.programme)}")

    def film_words(self, showing: Showing) -> str:
        """By which a script finds the other showings of a film, and what a filter asks for."""
        return f"{showing.film} {self.working.films[showing.film].section_tag.slug} {showing.audience}"

    def css_classes(self, showing: Showing) -> str:
        """Its section, its trouble and its state as classes."""
        worst, section = self.worst_severity(showing.uid), self.working.films[showing.film].section_tag
        names = (
            f"of-{section.slug}" if section.slug else "",
            f"has-{worst}" if worst is not Severity.OFF else "",
            "is-pinned" if self.is_pinned(showing) else "",
            "is-cancelled" if showing.cancelled else "",
            "is-moved" if showing.uid in self.working.diffs else "",
        )
        return " ".join(filter(None, names))


def column_css_class(column: GridColumn) -> str:
    return f"lanes-{min(column.lane_count, MAX_LANES)}"


def block_css_classes(block: ScreeningBlock) -> str:
    lane = min(block.lane, MAX_LANES - 1)
    return f"n-{lane} w-{max(1, min(block.lane_span, MAX_LANES - lane))}"


def conflict_badge(conflict: Conflict, to: UUID | None = None) -> ConflictBadge:
    return ConflictBadge(conflict.severity, SEVERITY_LABELS[conflict.severity], conflict_sentence(conflict, to))


def _card_tags(showing: Showing) -> Iterable[str]:
    """What else a scheduler looks for on a card."""
    if showing.cancelled:
        yield "Cancelled"
    if showing.billing in BILLING_TAGS:
        yield BILLING_TAGS[showing.billing]
    if showing.audience in AUDIENCE_TAGS:
        yield AUDIENCE_TAGS[showing.audience]
    if showing.intro:
        yield f"Intro {showing.intro}"
    if showing.qa:
        yield f"Q&A {showing.qa}"
    yield from showing.format


def _range_css_classes(shut: ClosedRange, grid: DayGrid) -> str:
    """Where on the board it is drawn, or nothing where it lies outside of it."""
    first, last = max(shut.line, grid.first), min(shut.line + shut.lines, grid.last)
    return f"r-{first - grid.first} l-{last - first}" if first < last else ""
