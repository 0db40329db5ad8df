"""Rules about the audience: repeats apart, premieres first, children home in time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import combinations
from operator import attrgetter

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import BY_DAY, BY_DAYPART, PRESS, PRIVATE, PUBLIC, RuleContext, RuleFilm
from screenings.timetable.days import daypart
from screenings.timetable.rules import clashes
from screenings.timetable.rules.rule import DependsOn, Rule
from screenings.timetable.rules.sweep import ceil_minutes, group_shows
from screenings.timetable.values import PlacedShowing, Programme


def repeat_too_close(programme: Programme) -> Iterator[Conflict]:
    """A film shown twice to the same audience on one festival day or, if the festival wants, at one time of the day.

    A film within a programme of films counts. Press screenings are compared among themselves, private ones not at all.
    O(n log n + pairs), as each two are a conflict of their own.
    """
    pairs: dict[tuple[int, int], tuple[PlacedShowing, PlacedShowing, set[int]]] = {}
    for when in _repeat_windows(programme):
        for (_audience, work), shows in group_shows(programme, by_film).items():
            for together in _by(when, shows):
                for earlier, later in combinations(together, 2):
                    pair = (earlier.uid.int, later.uid.int)
                    pairs.setdefault(pair, (earlier, later, set()))[2].add(work)
    builder = _RepeatBuilder(programme)
    for earlier, later, works in pairs.values():
        yield builder.repeat(earlier, later, works)


def by_film(programme: Programme, show: PlacedShowing) -> list[tuple[str, int]]:
    audience = show.showing.audience
    return [] if audience == PRIVATE else [(audience, work) for work in show.film.film_ids]


RepeatWindow = Callable[[PlacedShowing], date | str]


def _repeat_windows(programme: Programme) -> Iterator[RepeatWindow]:
    yield attrgetter("day")
    if programme.context.limits.repeats == BY_DAYPART:
        yield partial(_daypart, programme)


def _by(when: RepeatWindow, shows: list[PlacedShowing]) -> Iterable[list[PlacedShowing]]:
    if len(shows) < 2:
        return ()
    together: defaultdict[date | str, list[PlacedShowing]] = defaultdict(list)
    for show in shows:
        together[when(show)].append(show)
    return together.values()


def _daypart(programme: Programme, show: PlacedShowing) -> str:
    return daypart(show.start, show.hall.zone, programme.calendar.day_starts_at)


class _RepeatBuilder:
    """What several conflicts say of one showing is worded once: forty on one day are hundreds of pairs."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.names_by_uid: dict[tuple[str, int], dict[str, str]] = {}

    def repeat(self, earlier: PlacedShowing, later: PlacedShowing, works: set[int]) -> Conflict:
        first, second = self._names("first_", earlier), self._names("second_", later)
        films = (earlier.film.id,) if earlier.film.id == later.film.id else tuple(sorted(works))
        facts: dict[str, str | int] = {
            "films": " ".join(map(str, films)),
            "same": BY_DAY if earlier.day == later.day else BY_DAYPART,
            "first_starts": first["first_starts"],
            "second_starts": second["second_starts"],
        }
        names = {"what": self.programme.context.titles(films), **first, **second}
        return Conflict("repeat-too-close", (earlier.uid, later.uid), facts, names)

    def _names(self, prefix: str, show: PlacedShowing) -> dict[str, str]:
        if (prefix, show.uid.int) not in self.names_by_uid:
            names = show.names_for_wording(prefix)
            if prefix == "second_":
                names["daypart"] = _daypart(self.programme, show)
            self.names_by_uid[prefix, show.uid.int] = names
        return self.names_by_uid[prefix, show.uid.int]


def premiere_order(programme: Programme) -> Iterator[Conflict]:
    """The press sees a premiere before the public does, or somebody a film on a festival day before its embargo ends.

    The premiere is the film's first public showing, be it within a programme of films. Private showings do not count.
    """
    for work, shows in group_shows(programme, by_guarded_film).items():
        film = programme.context.films[work]
        for show in shows:
            if film.embargo_until is not None and show.day < film.embargo_until:
                yield _embargoed(show, film, film.embargo_until)
        premiere = next((show for show in shows if show.showing.audience == PUBLIC), None)
        if film.premiere and premiere is not None:
            for show in shows:
                if show.showing.audience == PRESS and show.start < premiere.start:
                    yield _ahead(show, premiere, film)


def by_guarded_film(programme: Programme, show: PlacedShowing) -> list[int]:
    """What it shows that has a premiere here or an embargo."""
    if show.showing.audience == PRIVATE:
        return []
    films = programme.context.films
    return [work for work in show.film.film_ids if films[work].premiere or films[work].embargo_until]


def _embargoed(show: PlacedShowing, film: RuleFilm, until: date) -> Conflict:
    facts: dict[str, str | int] = {
        "why": "embargo",
        "work": film.id,
        "day": show.day.isoformat(),
        "until": until.isoformat(),
        "audience": show.showing.audience,
    }
    return Conflict("premiere-order", (show.uid,), facts, {"what": film.title, **show.names_for_wording()})


def _ahead(press: PlacedShowing, premiere: PlacedShowing, film: RuleFilm) -> Conflict:
    facts: dict[str, str | int] = {
        "why": "press",
        "work": film.id,
        "premiere": film.premiere,
        "first_starts": press.start.isoformat(),
        "second_starts": premiere.start.isoformat(),
        "missing": ceil_minutes(premiere.start - press.start),
    }
    names = {"what": film.title, **press.names_for_wording("first_"), **premiere.names_for_wording("second_")}
    return Conflict("premiere-order", (press.uid, premiere.uid), facts, names)


def late_for_children(programme: Programme) -> Iterator[Conflict]:
    """A public showing of a film that children may see, ending after the hour at which they should be on their way.

    The hour is that of the festival day on the venue's clock: a show past midnight is late, too. Where its end is only
    assumed, that is a warning at most.
    """
    limits = programme.context.limits
    for show in programme.scheduled:
        age = minimum_age(programme.context, show.film)
        if age is None or not is_for_children(programme, show):
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
                "missing": ceil_minutes(show.end - over),
            }
            is_sure = show.showing.length_is_known or show.start >= over
            conflict = Conflict("late-for-children", (show.uid,), facts, show.names_for_wording())
            yield conflict if is_sure else conflict.as_assumed()


def is_for_children(programme: Programme, show: PlacedShowing) -> bool:
    """Whether it is a public showing of a film that children may see."""
    age = minimum_age(programme.context, show.film)
    return age is not None and age < programme.context.limits.children_below and show.showing.audience == PUBLIC


def minimum_age(context: RuleContext, film: RuleFilm) -> int | None:
    """The age a film is for; of a programme without its own the highest of its parts', unknown while one's is."""
    if film.minimum_age is not None or not film.parts:
        return film.minimum_age
    ages = [context.films[part].minimum_age for part in film.parts]
    return None if None in ages else max(age for age in ages if age is not None)


RULES = (
    Rule("repeat-too-close", repeat_too_close, Severity.NOTICE, DependsOn.OTHERS, group_by=by_film),
    *clashes.RULES,
    Rule(
        "premiere-order",
        premiere_order,
        Severity.WARNING,
        DependsOn.DAY | DependsOn.OTHERS,
        group_by=by_guarded_film,
    ),
    Rule("late-for-children", late_for_children, Severity.WARNING, DependsOn.HOUR, concerns=is_for_children),
)
