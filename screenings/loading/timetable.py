"""The working timetable, read from its rows in one way for whoever asks: the rules, the board, sheets, the public."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models.expressions import Combinable

from screenings.loading.announced import ANNOUNCED_GUESTS, IS_AS_ANNOUNCED, LastAnnounced, load_announced
from screenings.loading.context import LoadedFilm, load_context
from screenings.loading.holds import AnnouncedNames, HoldState, announced_showing
from screenings.loading.versions import VersionedValues, tokens_of
from screenings.models import Audience, Festival, Hall, Screening, Status
from screenings.text.cleaning import natural_sort_key
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.placement import UNPLACED, Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.three_way_diff import ChangedSide, ThreeWayDiff
from screenings.timetable.values import Programme, RunningTime, Showing, is_length_known, show_length

# Of a screening, its print and its film: what changes a card on the board. All else that a showing says follows.
CARD_COLUMNS = (
    "pk", "uid", "film_id", "hall_id", "starts_at", "intro", "qa", "stated_length", "print_id", "print__format",
    "format", "audience", "expected_audience", "status", "pinned", "billing", "film__title", "film__runtime",
    "film__section_id", "hold__reason", "hold__by_id", "hold__since",
    "film__line_up_hold", "film__section__line_up_hold",
)  # fmt: skip
OTHER_COLUMNS = (
    "public_title", "public_note", "notes", "subtitles", "access", "ticket_url", "sold_out", "standby", "price",
)  # fmt: skip


@dataclass(frozen=True)
class WorkingTimetable:
    """The one value that everything about the working timetable is made from. It is shared: nobody changes it.

    `showings` by uid, in the order in which the screenings were added; `films` by id, with the words that find them;
    `halls` by id, in the order of the board, each with its venue and festival; `acknowledged_fingerprints` are of the
    conflicts that somebody has acknowledged.
    `version` names these very screenings: with any move, and any change that a card shows, it is another.
    `diffs` are, on a scenario's board, of those that it has elsewhere than the working timetable.
    `pins` are, there too, those that a search which goes on from the scenario leaves where they are.
    `holds` are of the screenings on hold, `announced` what each screening was last announced as, both by uid; of those
    that are not on hold and have changed since it is only known that they were (`with_announced` reads them).
    `line_ups` says of the others whose film or section is on hold why that is.
    """

    programme: Programme
    showings: dict[UUID, Showing]
    films: dict[int, LoadedFilm]
    halls: dict[int, Hall]
    acknowledged_fingerprints: frozenset[str]
    version: str
    diffs: Mapping[UUID, ThreeWayDiff] = field(default_factory=dict)
    pins: frozenset[UUID] = frozenset()
    holds: Mapping[UUID, HoldState] = field(default_factory=dict)
    announced: LastAnnounced = field(default_factory=LastAnnounced)
    line_ups: Mapping[UUID, str] = field(default_factory=dict)

    @cached_property
    def public_showings(self) -> Mapping[UUID, Showing]:
        """What a publication is made from: screenings on hold as they were last announced, or left out."""
        return self.showings if not self.holds else dict(self._public_showings())

    def _public_showings(self) -> Iterator[tuple[UUID, Showing]]:
        for uid, showing in self.showings.items():
            if uid not in self.holds:
                yield uid, showing
            elif announced := self.announced_as(uid):
                yield uid, announced

    def announced_as(self, uid: UUID) -> Showing | None:
        """As the public has it, or would have it, while it is on hold; None where it has nothing of it."""
        return announced_showing(self.showings[uid], self.announced.get(uid), self._announced_names)

    @cached_property
    def _announced_names(self) -> AnnouncedNames:
        films = {pk: (film.rule_film.title, film.running) for pk, film in self.films.items()}
        context = self.programme.context
        return AnnouncedNames(films, context.halls, context.guests, context.prints)

    def differs_on_hold(self, uid: UUID) -> bool:
        """Whether the public has, or would have, something else of it than the timetable while it is on hold."""
        showing, announced = self.showings[uid], self.announced_as(uid)
        if announced is None:
            return showing.hall is not None and showing.audience != Audience.PRIVATE
        return replace(announced, on_hold=False) != showing

    def with_announced(self) -> "WorkingTimetable":
        """With what every screening was announced as, and not only those on hold. One query at most, as a rule."""
        return replace(self, announced=self.announced.all_read()) if self.announced.unread else self

    def with_holds(self, holds: Mapping[UUID, HoldState]) -> "WorkingTimetable":
        """As it would be with these holds as well."""
        return replace(self, holds={**self.holds, **holds})

    def with_places(self, places: Mapping[UUID, Placement]) -> "WorkingTimetable":
        """As it would be with these screenings there; a place in a hall that has been deleted since is none."""
        showings = {
            uid: showing.at(UNPLACED if place.is_lost else place) if (place := places.get(uid)) else showing
            for uid, showing in self.showings.items()
        }
        programme = replace(self.programme, showings=tuple(showings.values()))
        return replace(self, programme=programme, showings=showings)

    @cached_property
    def outcome(self) -> Programme:
        """What would be public, with the private screenings, by which a publication is judged: the programme itself
        while nothing is on hold.
        """
        if not self.holds:
            return self.programme
        return replace(self.programme, showings=tuple(self.public_showings.values()))

    @cached_property
    def outcome_conflicts(self) -> tuple[Conflict, ...]:
        """Everything the rules find in the outcome."""
        return find_conflicts(self.outcome) if self.holds else self.conflicts

    @cached_property
    def outcome_errors(self) -> tuple[Conflict, ...]:
        """The errors of the outcome, of which those that nobody has acknowledged stop a publication."""
        return find_conflicts(self.outcome, at_least=Severity.ERROR) if self.holds else self.errors

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Everything the rules find in it, in their order; found when first asked for."""
        return find_conflicts(self.programme)

    @cached_property
    def errors(self) -> tuple[Conflict, ...]:
        """The conflicts that are errors. Cheaper to find than all of them."""
        if "conflicts" in self.__dict__:
            return tuple(conflict for conflict in self.conflicts if conflict.severity is Severity.ERROR)
        return find_conflicts(self.programme, at_least=Severity.ERROR)

    @property
    def behind_count(self) -> int:
        """How many the scenario has at an older place, as only the working timetable has moved them since."""
        return sum(diff.changed_side is ChangedSide.OURS for diff in self.diffs.values())


MAX_KEPT = 12_000  # screenings of all festivals; a thousand are some four megabytes
_KEPT: VersionedValues[WorkingTimetable] = VersionedValues(MAX_KEPT, lambda kept: len(kept.showings))


def load_timetable(festival: Festival) -> WorkingTimetable:
    """One query where this process has it as it is now, else eight, and six inside a transaction; whatever the size."""
    return _KEPT.get_or_make(festival.pk, lambda: _name(festival), lambda: _read_timetable(festival))


def _name(festival: Festival) -> Hashable | None:
    """What it is made from: the rows, and the festival as it was handed over."""
    tokens = tokens_of(festival.pk, "working")
    return tokens and (tokens, tuple(getattr(festival, column.attname) for column in festival._meta.concrete_fields))


def _read_timetable(festival: Festival) -> WorkingTimetable:
    """Screenings first: what one of them refers to is then there to be found, though others add rows meanwhile."""
    rows = list(
        _screening_rows(festival.pk, *CARD_COLUMNS, *OTHER_COLUMNS, ANNOUNCED_GUESTS, is_as_announced=IS_AS_ANNOUNCED)
    )
    loaded = load_context(festival)
    showings = tuple(
        _showing(row, loaded.films[row.film_id].running, tuple(loaded.invited.get(row.pk, ())), row.film__title)
        for row in rows
    )
    by_uid = {showing.uid: showing for showing in showings}
    return WorkingTimetable(
        Programme(festival.calendar, showings, loaded.context),
        by_uid,
        loaded.films,
        loaded.halls,
        loaded.acknowledged_fingerprints,
        _digest(rows),
        holds={
            row.uid: HoldState(row.hold__reason, row.hold__by_id, row.hold__since) for row in rows if row.hold__since
        },
        announced=load_announced(by_uid, rows),
        line_ups={
            row.uid: reason
            for row in rows
            if not row.hold__since and (reason := row.film__line_up_hold or row.film__section__line_up_hold)
        },
    )


_DIGESTS: VersionedValues[str] = VersionedValues(64)


def timetable_version(festival_id: int) -> str:
    """The version `load_timetable` would have now. One query while nothing changes: it is asked every few seconds."""
    return _DIGESTS.get_or_make(
        festival_id,
        lambda: tokens_of(festival_id, "working"),
        lambda: _digest(_screening_rows(festival_id, *CARD_COLUMNS)),
    )


def as_showing(row: Screening, *, guests: tuple[int, ...] | None = None) -> Showing:
    """A screening as the rules see it, also one that is not saved yet. Reads its film's parts and its guests.

    `guests` are those it will have, where they are not saved yet.
    """
    if guests is None:
        guests = tuple(guest.pk for guest in row.guests.all())
    return _showing(row, row.film.running_time, guests, row.film.title)


def _screening_rows(festival_id: int, *columns: str, **expressions: Combinable) -> Iterable[Any]:
    rows = Screening.objects.filter(festival=festival_id).order_by("pk").annotate(**expressions)
    return rows.values_list(*columns, *expressions, named=True)


def _digest(rows: Iterable[Any]) -> str:
    return sha256(repr([tuple(row[: len(CARD_COLUMNS)]) for row in rows]).encode()).hexdigest()[:16]


def _showing(row: Any, running: RunningTime, guests: tuple[int, ...], title: str) -> Showing:
    """Of a screening, or of its columns."""
    return Showing(
        uid=row.uid,
        film=row.film_id,
        title=title,
        length=show_length(running, intro=row.intro, qa=row.qa, stated=row.stated_length),
        starts_at=row.starts_at.astimezone(UTC) if row.starts_at else None,
        hall=row.hall_id,
        cancelled=row.status == Status.CANCELLED,
        audience=row.audience,
        intro=row.intro,
        qa=row.qa,
        stated_length=row.stated_length,
        length_is_known=is_length_known(running, stated=row.stated_length),
        format=row.format,
        print=row.print_id,
        guests=guests,
        expected_audience=row.expected_audience,
        pk=row.pk,
        pinned=row.pinned,
        billing=row.billing,
        public_title=row.public_title,
        public_note=row.public_note,
        notes=row.notes,
        subtitles=row.subtitles,
        access=row.access,
        ticket_url=row.ticket_url,
        sold_out=row.sold_out,
        standby=row.standby,
        price=row.price,
    )


def unplaced_showings(working: WorkingTimetable) -> Iterator[Showing]:
    """What has no place yet, by title, which is how one looks for it."""
    unplaced = (showing for showing in working.showings.values() if showing.hall is None and not showing.cancelled)
    return iter(
        sorted(unplaced, key=lambda showing: (natural_sort_key(working.films[showing.film].search_text), showing.pk))
    )
