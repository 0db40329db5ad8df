"""What text may hold, and how it is found and sorted."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.text.cleaning import (
    fold,
    is_storable,
    is_visible,
    many_lines,
    name_within_venue,
    natural_sort_key,
    one_line,
    place_name,
    slug_of,
    sort_key,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Two\r\nlines ", "Two lines"),
        ("A\u2028B\u2029C\x85D", "A B C D"),
        ("bell\x07 and \x9bescape", "bell and escape"),
        ("cafe\u0301", "café"),
        ("turned\u202e back", "turned back"),
    ],
)
def test_one_line_keeps_what_can_be_read(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@given(st.text())
def test_one_line_is_one_line_and_stays_as_it_is(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert one_line(line) == line
    assert unicodedata.is_normalized("NFC", line)


@given(st.text())
def test_many_lines_stay_as_they_are(text: str) -> None:
    assert many_lines(many_lines(text)) == many_lines(text)
    assert "\r" not in many_lines(text)


@pytest.mark.parametrize("text", ["", " ", "\u200b\u200d", "\u00a0", "\ufeff"])
def test_a_title_without_a_mark_on_paper_is_invisible(text: str) -> None:
    assert not is_visible(text)


@pytest.mark.parametrize("text", ["a", "4", "…", "🎬", "中"])
def test_anything_printed_is_visible(text: str) -> None:
    assert is_visible(text)


def test_nul_and_lone_surrogates_cannot_be_stored() -> None:
    assert [is_storable(text) for text in ("fine 🎬", "a\x00b", "\ud800")] == [True, False, False]


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Éternité", "eternite"),
        ("Smørrebrød", "smorrebrod"),
        ("Straße", "strasse"),
        ("L’Été", "l'ete"),
        ("Łódź", "lodz"),
    ],
)
def test_search_folds_case_accents_and_quotes(title: str, typed: str) -> None:
    assert fold(title) == typed


def test_titles_sort_where_people_look_for_them() -> None:
    titles = ["The Zone", "L'Éternité", "Étoile", "Amour", "El segundo acto", "45 Years", "“Quoted”", "Öde", "A"]
    assert sorted(titles, key=sort_key) == [
        "45 Years", "A", "Amour", "L'Éternité", "Étoile", "Öde", "“Quoted”", "El segundo acto", "The Zone",
    ]  # fmt: skip


def test_what_is_numbered_is_counted() -> None:
    names = ["Screen 10", "Screen 2", "screen 1b", "Screen", "2nd", "Screen 1"]
    assert sorted(names, key=natural_sort_key) == ["2nd", "Screen", "Screen 1", "screen 1b", "Screen 2", "Screen 10"]


def test_a_title_without_latin_letters_gets_the_fallback_as_its_address() -> None:
    assert slug_of("切腹", fallback="film") == "film"
    assert slug_of("L'Éternité & un jour!", fallback="film") == "leternite-un-jour"


@pytest.mark.parametrize(
    ("venue", "hall", "said"),
    [
        ("Lux", "Lux", "Lux"),
        ("Lux", "Lux 2", "Lux 2"),
        ("Lux", "Lux, Blue Hall", "Lux, Blue Hall"),
        ("Lux", "Luxury Lounge", "Lux, Luxury Lounge"),
        ("Odeon 1", "Odeon 10", "Odeon 1, Odeon 10"),
        ("Caf", "Cafe\u0301 Room", "Caf, Cafe\u0301 Room"),
        ("Cafe", "Cafe\u0301 Room", "Cafe, Cafe\u0301 Room"),
        ("映画館", "映画館 2", "映画館 2"),
        ("Lux", "Hall 1", "Lux, Hall 1"),
    ],
)
def test_a_hall_is_named_without_its_cinema_only_where_it_bears_the_whole_name(
    venue: str, hall: str, said: str
) -> None:
    assert place_name(venue, hall) == said


@pytest.mark.parametrize(
    ("venue", "hall", "short"),
    [
        ("Lux", "Lux 2", "2"),
        ("Lux", "Lux, Blue Hall", "Blue Hall"),
        ("Lux", "Blue Hall", "Blue Hall"),
        ("Lux", "Lux", ""),
    ],
)
def test_below_its_cinema_a_hall_is_named_by_the_rest(venue: str, hall: str, short: str) -> None:
    assert name_within_venue(venue, place_name(venue, hall)) == short
