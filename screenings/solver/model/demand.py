"""How many are expected at a showing: the number that is known, or else what films of its section and kind draw."""

from collections import defaultdict
from statistics import median_low
from typing import Final

from screenings.timetable.context import PUBLIC, RuleContext, RuleFilm
from screenings.timetable.values import Showing, expected_attendance

MIN_KNOWN: Final = 3  # films with a number, below which their median says nothing of others


class Demand:
    """Reads the films of a festival once. A public showing of a film without a number counts as the median of the known
    films of its section and kind, a programme or a single film; where these are too few, as that of its kind.

    Only the search and its objective go by it: no rule finds a hall too small for a guess.
    """

    def __init__(self, context: RuleContext) -> None:
        self.films = context.films
        known: defaultdict[tuple[int | None, bool] | bool, list[int]] = defaultdict(list)
        for film in context.films.values():
            if film.expected_audience is not None:
                known[film.section, _is_programme(film)].append(film.expected_audience)
                known[_is_programme(film)].append(film.expected_audience)
        self.usual = {kind: median_low(numbers) for kind, numbers in known.items() if len(numbers) >= MIN_KNOWN}

    def of(self, showing: Showing) -> int | None:
        """None: nothing is known of this showing or of films like it."""
        film = self.films[showing.film]
        expected = expected_attendance(
            showing.expected_audience, audience=showing.audience, film_expects=film.expected_audience
        )
        if expected is not None or showing.audience != PUBLIC:
            return expected
        of_kind = self.usual.get(_is_programme(film))
        return of_kind if film.section is None else self.usual.get((film.section, _is_programme(film)), of_kind)


def _is_programme(film: RuleFilm) -> bool:
    return bool(film.parts)
