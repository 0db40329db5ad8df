"""A text in a cell comes back as itself, and no spreadsheet computes it on the way."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screenings.text.spreadsheet import join_cast, join_items, plain_cell, safe_cell, split_cast, split_items

MARKS = "=+-@\t\r＝＋－＠"
texts = st.text() | st.text(alphabet="'=+-@\t|\\() a＝")
items = texts.map(str.strip).filter(bool)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM", "'@SUM"),
        ("\tTab", "'\tTab"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("'Round Midnight", "'Round Midnight"),
        ("Éternité", "Éternité"),
        ("", ""),
    ],
)
def test_only_what_a_spreadsheet_would_compute_gets_an_apostrophe(text: str, cell: str) -> None:
    assert safe_cell(text) == cell
    assert plain_cell(cell) == text


@given(texts)
def test_every_text_comes_back_from_its_cell(text: str) -> None:
    assert plain_cell(safe_cell(text)) == text


@given(texts)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert safe_cell(text)[:1] not in tuple(MARKS)


@given(st.lists(items))
def test_every_list_comes_back_from_its_cell(names: list[str]) -> None:
    assert split_items(join_items(names)) == tuple(names)


@given(st.lists(st.tuples(items, items | st.just(""))))
def test_every_cast_comes_back_from_its_cell(cast: list[tuple[str, str]]) -> None:
    assert split_cast(join_cast(cast)) == tuple(cast)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_csv_between_the_two_changes_nothing(text: str) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerow([safe_cell(text), "end"])
    assert plain_cell(next(csv.reader(io.StringIO(written.getvalue(), newline=""), strict=True))[0]) == text


@pytest.mark.parametrize(
    ("cell", "cast"),
    [
        ("Andrew Scott (Adam)|Claire Foy", (("Andrew Scott", "Adam"), ("Claire Foy", ""))),
        ("Jamie Bell (Adam (the boy))", (("Jamie Bell", "Adam (the boy)"),)),
        ("Ice \\(T\\)", (("Ice (T)", ""),)),
        ("(nobody)", (("(nobody)", ""),)),
        ("Smile :)", (("Smile :)", ""),)),
        (" | Paul Mescal ( Harry ) |", (("Paul Mescal", "Harry"),)),
    ],
)
def test_a_cast_list_is_read_as_people_write_it(cell: str, cast: tuple[tuple[str, str], ...]) -> None:
    assert split_cast(cell) == cast


def test_a_backslash_that_escapes_nothing_stays() -> None:
    assert split_items(r"AC\DC|A\|B|C\\D") == (r"AC\DC", "A|B", r"C\D")
