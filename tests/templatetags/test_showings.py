"""Small words of a listing."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from screenings.templatetags.showings import (
    in_access,
    in_countries,
    in_languages,
    made_in,
    marks,
    query_with,
    version,
    without,
)
from screenings.timetable.values import CANCELLED, CONFIRMED, TENTATIVE, PublicScreening
from tests.world import SPRING


def shown(**values: object) -> PublicScreening:
    """A screening of which these values matter."""
    screening = PublicScreening(
        UUID(int=1), CONFIRMED, "Nightjar", SPRING, SPRING + timedelta(hours=2), "Europe/Berlin", SPRING.date(),
        "Odeon", "odeon", "Hall 1", "odeon.hall-1",
    )  # fmt: skip
    return replace(screening, **values)  # type: ignore[arg-type]  # each test gives fields of the value


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (shown(status=CONFIRMED), []),
        (shown(status=TENTATIVE), ["tentative"]),
        (shown(status=CONFIRMED, audience="press", sold_out=True), ["press", "sold-out"]),
        (shown(status=CONFIRMED, moved_from_hall="Odeon"), ["moved"]),
        # Where it is cancelled, tickets and an earlier move no longer matter.
        (
            shown(status=CANCELLED, sold_out=True, moved_from_hall="Odeon", audience="press"),
            ["cancelled", "press"],
        ),
    ],
)
def test_what_must_be_noticed_is_marked_most_important_first(row: PublicScreening, codes: list[str]) -> None:
    assert [code for code, _ in marks(row)] == codes


def test_codes_are_said_in_words_and_unknown_ones_as_they_are() -> None:
    assert in_languages(("fr", "zh-Hant", "xx")) == "French, Traditional Chinese, xx"
    assert in_countries(("GB", "US", "XX")) == "United Kingdom, United States of America, XX"
    assert in_access(("sign", "other")) == "Sign language, other"


def test_a_version_says_what_is_known_and_nothing_of_what_is_not() -> None:
    assert version(shown(languages=("fr",), subtitles=("en", "nl"), format="DCP")) == (
        "French · English, Dutch subtitles · DCP"
    )
    assert version(shown(format="35 mm")) == "35 mm"
    assert version(shown()) == ""
    assert made_in(shown(runtime=None, countries=("FR",))) == "France"


def test_a_query_is_joined_and_taken_apart() -> None:
    assert query_with("q=a&venue=b", sort="title", page=2) == "?q=a&venue=b&sort=title&page=2"
    assert query_with("", sort="", page=None) == "?"
    assert without("day=1&q=a&venue=b", "q") == "day=1&venue=b"
    assert without("quality=1&q=a", "q") == "quality=1"
    assert without("", "q") == ""
