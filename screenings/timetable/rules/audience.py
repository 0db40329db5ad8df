"""What an audience can follow: repeats apart, rivals apart, premieres first, children home in time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import combinations
from operator import attrgetter

from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import (
    BY_DAY,
    BY_DAYPART,
    CLASHES,
    PRESS,
    PRIVATE,
    PUBLIC,
    SECTION,
    Draw,
    FilmFacts,
    House,
)
from screenings.timetable.days import daypart
from screenings.timetable.rules.sweep import close_pairs, grouped, minutes_short
from screenings.timetable.values import Placed, Programme


def repeat_too_close(programme: Programme) -> Iterator[Conflict]:
    """A film shown twice to the same audience on one festival day or, if the festival wants, at one time of the day.

    A film within a programme of films counts. Press screenings are compared among themselves, private ones not at all.
    """
    pairs: dict[tuple[int, int], tuple[Placed, Placed, set[int]]] = {}
    for when in _when_repeats_meet(programme):
        for (_audience, work), shows in grouped(programme, same_film).items():
            for together in _by(when, shows):
                for earlier, later in combinations(together, 2):
                    pair = (earlier.uid.int, later.uid.int)
                    pairs.setdefault(pair, (earlier, later, set()))[2].add(work)
    for earlier, later, works in pairs.values():
        yield _repeat(programme, earlier, later, works)


def same_film(programme: Programme, show: Placed) -> list[tuple[str, int]]:
    audience = show.showing.audience
    return [] if audience == PRIVATE else [(audience, work) for work in show.film.works]


When = Callable[[Placed], date | str]


def _when_repeats_meet(programme: Programme) -> Iterator[When]:
    yield attrgetter("day")
    if programme.house.limits.repeats == BY_DAYPART:
        yield partial(_daypart, programme)


def _by(when: When, shows: list[Placed]) -> Iterable[list[Placed]]:
    if len(shows) < 2:
        return ()
    together: defaultdict[date | str, list[Placed]] = defaultdict(list)
    for show in shows:
        together[when(show)].append(show)
    return together.values()


def _daypart(programme: Programme, show: Placed) -> str:
    return daypart(show.start, show.hall.zone, programme.calendar.day_starts_at)


def _repeat(programme: Programme, earlier: Placed, later: Placed, works: set[int]) -> Conflict:
    films = (earlier.film.id,) if earlier.film.id == later.film.id else tuple(sorted(works))
    facts: dict[str, str | int] = {
        "films": " ".join(map(str, films)),
        "same": BY_DAY if earlier.day == later.day else BY_DAYPART,
        "first_starts": earlier.start.isoformat(),
        "second_starts": later.start.isoformat(),
    }
    names = {
        "what": programme.house.titles(films),
        "daypart": _daypart(programme, later),
        **earlier.named("first_"),
        **later.named("second_"),
    }
    return Conflict("repeat-too-close", (earlier.uid, later.uid), facts, names)


def same_draw(programme: Programme, show: Placed) -> list[tuple[str, Draw]]:
    audience = show.showing.audience
    return [] if audience == PRIVATE else [(audience, draw) for draw in programme.house.draws[show.film.id]]


def audience_clash(programme: Programme) -> Iterator[Conflict]:
    """Two films for the same people at one time: of one section, one director or one country.

    Press screenings are compared among themselves, private ones not at all; one film in two halls is no clash.
    """
    pairs: dict[tuple[int, int], tuple[Placed, Placed, list[Draw]]] = {}
    for (_audience, draw), shows in grouped(programme, same_draw).items():
        for earlier, later in close_pairs(shows, about=programme.about):
            if earlier.film.id != later.film.id:
                pair = (earlier.uid.int, later.uid.int)
                pairs.setdefault(pair, (earlier, later, []))[2].append(draw)
    words = _ClashWords(programme.house)
    for earlier, later, shared in pairs.values():
        yield words.clash(earlier, later, frozenset(shared))


class _ClashWords:
    """Where a thousand are shown at one time there are half a million clashes: what is alike is worded once."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.named: dict[tuple[str, int], dict[str, str]] = {}
        self.told: dict[frozenset[Draw], tuple[str, dict[str, str]]] = {}

    def clash(self, earlier: Placed, later: Placed, shared: frozenset[Draw]) -> Conflict:
        if shared not in self.told:
            self.told[shared] = self._shared(sorted(shared, key=str))
        told, names = self.told[shared]
        first, second = self._named("first_", earlier), self._named("second_", later)
        facts: dict[str, str | int] = {
            "films": f"{earlier.film.id} {later.film.id}",
            "shared": told,
            "first_starts": first["first_starts"],
            "second_starts": second["second_starts"],
            "overlap": minutes_short(min(earlier.end, later.end) - later.start),
        }
        return Conflict("audience-clash", (earlier.uid, later.uid), facts, {**first, **second, **names})

    def _shared(self, shared: list[Draw]) -> tuple[str, dict[str, str]]:
        of_kind = {kind: [_name(self.house, draw) for draw in shared if draw[0] == kind] for kind in CLASHES}
        told = " ".join(f"{kind}:{value}" for kind, value in shared)
        return told, {kind: "\n".join(names) for kind, names in of_kind.items()}

    def _named(self, prefix: str, show: Placed) -> dict[str, str]:
        key = prefix, show.uid.int
        if key not in self.named:
            self.named[key] = show.named(prefix)
        return self.named[key]


def _name(house: House, draw: Draw) -> str:
    kind, value = draw
    if isinstance(value, str):
        return value
    return house.sections[value] if kind == SECTION else house.people[value]


def premiere_order(programme: Programme) -> Iterator[Conflict]:
    """The press sees a premiere before the public does, or somebody a film on a festival day before its embargo ends.

    The premiere is the film's first public showing, be it within a programme of films. Private showings do not count.
    """
    for work, shows in grouped(programme, same_guarded_film).items():
        film = programme.house.films[work]
        for show in shows:
            if film.embargo_until is not None and show.day < film.embargo_until:
                yield _embargoed(show, film, film.embargo_until)
        premiere = next((show for show in shows if show.showing.audience == PUBLIC), None)
        if film.premiere and premiere is not None:
            for show in shows:
                if show.showing.audience == PRESS and show.start < premiere.start:
                    yield _ahead(show, premiere, film)


def same_guarded_film(programme: Programme, show: Placed) -> list[int]:
    """What it shows that has a premiere here or an embargo."""
    if show.showing.audience == PRIVATE:
        return []
    films = programme.house.films
    return [work for work in show.film.works if films[work].premiere or films[work].embargo_until]


def _embargoed(show: Placed, film: FilmFacts, until: date) -> Conflict:
    facts: dict[str, str | int] = {
        "why": "embargo",
        "work": film.id,
        "day": show.day.isoformat(),
        "until": until.isoformat(),
        "audience": show.showing.audience,
    }
    return Conflict("premiere-order", (show.uid,), facts, {"what": film.title, **show.named()})


def _ahead(press: Placed, premiere: Placed, film: FilmFacts) -> Conflict:
    facts: dict[str, str | int] = {
        "why": "press",
        "work": film.id,
        "premiere": film.premiere,
        "first_starts": press.start.isoformat(),
        "second_starts": premiere.start.isoformat(),
        "missing": minutes_short(premiere.start - press.start),
    }
    names = {"what": film.title, **press.named("first_"), **premiere.named("second_")}
    return Conflict("premiere-order", (press.uid, premiere.uid), facts, names)


def late_for_children(programme: Programme) -> Iterator[Conflict]:
    """A public showing of a film that children may see, ending after the hour at which they should be on their way.

    The hour is that of the festival day on the venue's clock: a show past midnight is late, too.
    """
    limits = programme.house.limits
    for show in programme.live:
        age = minimum_age(programme.house, show.film)
        if age is None or age >= limits.children_below or show.showing.audience != PUBLIC:
            continue
        over = datetime.combine(show.day, limits.children_until, show.hall.zone)
        if limits.children_until < programme.calendar.day_starts_at:
            over += timedelta(days=1)
        if show.end > over:
            facts: dict[str, str | int] = {
                "film": show.film.id,
                "age": age,
                "ends": show.end.isoformat(),
                "until": f"{limits.children_until:%H:%M}",
                "missing": minutes_short(show.end - over),
            }
            yield Conflict("late-for-children", (show.uid,), facts, show.named())


def minimum_age(house: House, film: FilmFacts) -> int | None:
    """The age a film is for; of a programme without its own the highest of its parts', unknown while one's is."""
    if film.minimum_age is not None or not film.parts:
        return film.minimum_age
    ages = [house.films[part].minimum_age for part in film.parts]
    return None if None in ages else max(age for age in ages if age is not None)
