"""The working timetable, read from its rows in one way for whoever asks: what the rules see, and what a card shows."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from screenings.loading.context import LoadedFilm, SectionTag, load_context
from screenings.loading.versions import VersionedValues, tokens_of
from screenings.models import Festival, Hall, Screening, Status
from screenings.text.cleaning import natural_sort_key
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules import find_conflicts
from screenings.timetable.three_way_diff import ChangedSide, ThreeWayDiff
from screenings.timetable.values import Programme, RunningTime, Showing, show_length


@dataclass(frozen=True, slots=True)
class ScreeningCard:
    """A screening as it lies on the board. `billing` is how its film is announced; a search looks in `search_text`."""

    pk: int
    showing: Showing
    pinned: bool
    section_tag: SectionTag
    search_text: str
    billing: str


@dataclass(frozen=True)
class WorkingTimetable:
    """The one value that everything about the working timetable is made from. It is shared: nobody changes it.

    `cards` by uid, in the order in which the screenings were added; `halls` by id, in the order of the board, each with
    its venue and festival; `acknowledged_fingerprints` are of the conflicts that somebody has acknowledged.
    `version` names these very screenings: with any move, and any change that a card shows, it is another.
    `diffs` are, on a scenario's board, of those that it has elsewhere than the working timetable.
    """

    programme: Programme
    cards: dict[UUID, ScreeningCard]
    halls: dict[int, Hall]
    acknowledged_fingerprints: frozenset[str]
    version: str
    diffs: Mapping[UUID, ThreeWayDiff] = field(default_factory=dict)

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
_KEPT: VersionedValues[WorkingTimetable] = VersionedValues(MAX_KEPT, lambda kept: len(kept.cards))


def load_timetable(festival: Festival) -> WorkingTimetable:
    """One query where this process has it as it is now, else eight, and six inside a transaction; whatever the size."""
    return _KEPT.get_or_make(festival.pk, lambda: _name(festival), lambda: _read_timetable(festival))


def _name(festival: Festival) -> Hashable | None:
    """What it is made from: the rows, and the festival as it was handed over."""
    tokens = tokens_of(festival.pk, "working")
    return tokens and (tokens, tuple(getattr(festival, column.attname) for column in festival._meta.concrete_fields))


def _read_timetable(festival: Festival) -> WorkingTimetable:
    """Screenings first: what one of them refers to is then there to be found, though others add rows meanwhile."""
    rows = list(_screening_rows(festival.pk))
    loaded = load_context(festival)
    cards = [_card(row, loaded.films[row.film_id], tuple(loaded.invited.get(row.pk, ()))) for row in rows]
    programme = Programme(festival.calendar, tuple(card.showing for card in cards), loaded.context)
    return WorkingTimetable(
        programme,
        {card.showing.uid: card for card in cards},
        loaded.halls,
        loaded.acknowledged_fingerprints,
        _digest(rows),
    )


_DIGESTS: VersionedValues[str] = VersionedValues(64)


def timetable_version(festival_id: int) -> str:
    """The version `load_timetable` would have now. One query while nothing changes: it is asked every few seconds."""
    return _DIGESTS.get_or_make(
        festival_id, lambda: tokens_of(festival_id, "working"), lambda: _digest(_screening_rows(festival_id))
    )


def as_showing(row: Screening, *, guests: tuple[int, ...] | None = None) -> Showing:
    """A screening as the rules see it, also one that is not saved yet. Reads its film's parts and its guests.

    `guests` are those it will have, where they are not saved yet.
    """
    if guests is None:
        guests = tuple(guest.pk for guest in row.guests.all())
    return _showing(row, row.film.title, row.film.running_time, guests)


class _ScreeningRow(NamedTuple):
    """The columns of a screening that the rules and the cards read; and of its print and film, what changes a card."""

    pk: int
    uid: UUID
    film_id: int
    hall_id: int | None
    starts_at: datetime | None
    intro: int
    qa: int
    stated_length: int | None
    print_id: int | None
    print__format: str | None
    format: str
    audience: str
    expected_audience: int | None
    status: str
    pinned: bool
    billing: str
    film__title: str
    film__runtime: int | None
    film__section_id: int | None


def _screening_rows(festival_id: int) -> Iterable[_ScreeningRow]:
    rows = Screening.objects.filter(festival=festival_id).order_by("pk")
    return map(_ScreeningRow._make, rows.values_list(*_ScreeningRow._fields))


def _digest(rows: Iterable[_ScreeningRow]) -> str:
    return sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()[:16]


def _card(row: _ScreeningRow, film: LoadedFilm, guests: tuple[int, ...]) -> ScreeningCard:
    showing = _showing(row, film.rule_film.title, film.running, guests)
    return ScreeningCard(row.pk, showing, row.pinned, film.section_tag, film.search_text, row.billing)


def _showing(row: _ScreeningRow | Screening, title: str, running: RunningTime, guests: tuple[int, ...]) -> Showing:
    length = show_length(running, intro=row.intro, qa=row.qa, stated=row.stated_length)
    return Showing(
        uid=row.uid,
        film=row.film_id,
        title=title,
        length=length.minutes,
        starts_at=row.starts_at.astimezone(UTC) if row.starts_at else None,
        hall=row.hall_id,
        cancelled=row.status == Status.CANCELLED,
        audience=row.audience,
        intro=row.intro,
        qa=row.qa,
        stated_length=row.stated_length,
        length_is_known=length.is_known,
        format=row.format,
        print=row.print_id,
        guests=guests,
        expected_audience=row.expected_audience,
    )


def unplaced_cards(working: WorkingTimetable) -> Iterator[ScreeningCard]:
    """What has no place yet, by title, which is how one looks for it."""
    lying = (card for card in working.cards.values() if card.showing.hall is None and not card.showing.cancelled)
    return iter(sorted(lying, key=lambda card: (natural_sort_key(card.search_text), card.pk)))
