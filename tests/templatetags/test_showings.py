"""Small words of a listing."""

import pytest

from screenings.models import PublishedScreening
from screenings.templatetags.showings import (
    in_access,
    in_countries,
    in_languages,
    made_in,
    marks,
    place,
    query_with,
    version,
    without,
)
from screenings.timetable.values import CANCELLED, CONFIRMED, TENTATIVE


@pytest.mark.parametrize(
    ("venue", "hall", "said"),
    [
        ("Odeon", "Hall 1", "Odeon, Hall 1"),
        ("Odeon", "Odeon 1", "Odeon 1"),
        ("Odeon", "Odeon", "Odeon"),
        ("Grand Odeon", "Odeon", "Grand Odeon, Odeon"),
    ],
)
def test_a_place_names_the_venue_once(venue: str, hall: str, said: str) -> None:
    assert place(PublishedScreening(venue=venue, hall=hall)) == said


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (PublishedScreening(status=CONFIRMED), []),
        (PublishedScreening(status=TENTATIVE), ["tentative"]),
        (PublishedScreening(status=CONFIRMED, audience="press", sold_out=True), ["press", "sold-out"]),
        (PublishedScreening(status=CONFIRMED, moved_from_hall="Odeon"), ["moved"]),
        # Where it is cancelled, tickets and an earlier move no longer matter.
        (
            PublishedScreening(status=CANCELLED, sold_out=True, moved_from_hall="Odeon", audience="press"),
            ["cancelled", "press"],
        ),
    ],
)
def test_what_must_be_noticed_is_marked_most_important_first(row: PublishedScreening, codes: list[str]) -> None:
    assert [code for code, _ in marks(row)] == codes


def test_codes_are_said_in_words_and_unknown_ones_as_they_are() -> None:
    assert in_languages(("fr", "zh-Hant", "xx")) == "French, Traditional Chinese, xx"
    assert in_countries(("GB", "US", "XX")) == "United Kingdom, United States of America, XX"
    assert in_access(("sign", "other")) == "Sign language, other"


def test_a_version_says_what_is_known_and_nothing_of_what_is_not() -> None:
    assert version(PublishedScreening(languages=("fr",), subtitles=("en", "nl"), format="DCP")) == (
        "French · English, Dutch subtitles · DCP"
    )
    assert version(PublishedScreening(format="35 mm")) == "35 mm"
    assert version(PublishedScreening()) == ""
    assert made_in(PublishedScreening(runtime=None, countries=("FR",))) == "France"


def test_a_query_is_joined_and_taken_apart() -> None:
    assert query_with("q=a&venue=b", sort="title", page=2) == "?q=a&venue=b&sort=title&page=2"
    assert query_with("", sort="", page=None) == "?"
    assert without("day=1&q=a&venue=b", "q") == "day=1&venue=b"
    assert without("quality=1&q=a", "q") == "quality=1"
    assert without("", "q") == ""
