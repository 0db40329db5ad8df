"""The showings that a visitor could go to, and the films for which each of them may be visited."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product
from typing import Final

from screenings.itinerary.values import NOT_AFTER, NOT_BEFORE, DayLimits, ShowingOption, VisitRequest

NO_LIMITS: Final = DayLimits()


def usable_options(
    request: VisitRequest, booked: Sequence[ShowingOption], *, are_clashing: bool
) -> list[tuple[ShowingOption, tuple[int, ...]]]:
    """Options and the films each is visited for, by start: all booked ones, and others within the day's hours.

    A film counts once. So an option with several films is listed once for each choice of those that it may be visited
    for when the others are seen elsewhere. A booked one has a film of its own besides, numbered after the chosen films.
    Raises ValueError where the days of the options contradict their order.
    """
    film_numbers = {choice.film: index for index, choice in enumerate(request.choices)}
    free_options = [
        option for option in request.options if option.uid not in request.booked and not violated_hours(option, request)
    ]
    usable: list[tuple[ShowingOption, tuple[int, ...]]] = []
    booked_films: set[str] = set()  # two bookings may show one film: it counts once and parts neither
    for index, option in enumerate(booked, len(film_numbers)):
        counted = [film for film in _distinct(option.films) if film in film_numbers and film not in booked_films]
        usable.append((option, (*(film_numbers[film] for film in counted), index)))
        booked_films.update(option.films)
    films_seen = set() if are_clashing else booked_films
    options_showing: defaultdict[str, set[int]] = defaultdict(set)
    for index, option in enumerate(free_options):
        for film in option.films:
            options_showing[film].add(index)
    for option in free_options:
        films_left = [film for film in _distinct(option.films) if film in film_numbers and film not in films_seen]
        choices = _film_index_filters(films_left, options_showing)
        usable += ((option, tuple(film_numbers[film] for film in films)) for films in choices)
    usable.sort(key=lambda pair: (pair[0].starts_at, pair[0].ends_at, str(pair[0].uid)))
    if any(later.day < earlier.day for (earlier, _), (later, _) in pairwise(usable)):
        raise ValueError("a later showing has an earlier day; count all days in one zone")
    return usable


def violated_hours(option: ShowingOption, request: VisitRequest) -> tuple[str, ...]:
    """The names of the day's hours that this option violates."""
    limits = request.limits.get(option.day, NO_LIMITS)
    early = limits.not_before is not None and option.starts_at < limits.not_before
    late = limits.not_after is not None and option.ends_at > limits.not_after
    return (NOT_BEFORE,) * early + (NOT_AFTER,) * late


def _distinct(films: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(films))


def _film_index_filters(films: Sequence[str], options_showing: Mapping[str, set[int]]) -> Iterator[list[str]]:
    """The films an option may be visited for: all, or without groups that other options show by themselves."""
    films_by_options: defaultdict[frozenset[int], list[str]] = defaultdict(list)
    for film in films:
        films_by_options[frozenset(options_showing[film])].append(film)
    groups = list(films_by_options.items())
    for selection in product((True, False), repeat=len(groups)):
        pairs = list(zip(selection, groups, strict=True))
        if any(selection) and all(is_kept or len(options) > 1 for is_kept, (options, _) in pairs):
            yield [film for is_kept, (_, group) in pairs if is_kept for film in group]
