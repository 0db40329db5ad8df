"""A published screening in words."""

import pytest

from screenings.public.showing_words import in_access, in_countries, in_languages, made_in, marks, version
from screenings.timetable.values import CANCELLED, CONFIRMED, TENTATIVE, PublicScreening
from tests.public.shown import shown


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (shown(status=CONFIRMED), []),
        (shown(status=TENTATIVE), ["tentative"]),
        (shown(status=CONFIRMED, audience="press", sold_out=True), ["press", "sold-out"]),
        (shown(status=CONFIRMED, standby=True, sold_out=True), ["sold-out", "standby"]),
        (shown(status=CONFIRMED, moved_from_hall="Odeon"), ["moved"]),
        # Where it is cancelled, tickets and an earlier move no longer matter.
        (
            shown(status=CANCELLED, sold_out=True, standby=True, moved_from_hall="Odeon", audience="press"),
            ["cancelled", "press"],
        ),
    ],
)
def test_what_must_be_noticed_is_marked_most_important_first(row: PublicScreening, codes: list[str]) -> None:
    assert [code for code, _ in marks(row)] == codes


def test_codes_are_said_in_words_and_unknown_ones_as_they_are() -> None:
    assert in_languages(("fr", "zh-Hant", "xx")) == "French, Traditional Chinese, xx"
    assert in_countries(("GB", "US", "XX")) == "United Kingdom, United States, XX"
    assert in_access(("sign", "other")) == "Sign language, other"


def test_a_version_says_what_is_known_and_nothing_of_what_is_not() -> None:
    assert version(shown(languages=("fr",), subtitles=("en", "nl"), format="DCP")) == (
        "French · English, Dutch subtitles · DCP"
    )
    assert version(shown(format="35 mm")) == "35 mm"
    assert version(shown()) == ""
    assert made_in(shown(runtime=None, countries=("FR",))) == "France"
