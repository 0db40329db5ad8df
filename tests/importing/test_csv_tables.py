"""CSV as festivals send it, and as nobody should."""

import csv

import pytest

from screenings.importing.csv_tables import read_csv
from screenings.importing.limits import MAX_CELL_CHARACTERS, MAX_ROWS
from screenings.importing.rows import FilmRow
from screenings.importing.tables import SourceTable


def read(text: str) -> SourceTable:
    return read_csv("films.csv", text, FilmRow)


def rows(text: str) -> list[tuple[int, dict[str, str]]]:
    table = read(text)
    assert table.problems == ()
    return [(line, dict(cells)) for line, cells in table.rows]


def problems(text: str) -> list[str]:
    table = read(text)
    assert table.rows == () or table.problems
    return [str(problem) for problem in table.problems]


@pytest.mark.parametrize(
    "text",
    [
        "id,title\n1,Cléo\n",
        "id;title\n1;Cléo\n",
        "id\ttitle\n1\tCléo\n",
        "sep=;\nid;title\n1;Cléo\n",
        "ID, Title \n1,Cléo",
        '"id","title"\r\n"1","Cléo"\r\n',
        "id,title\r1,Cléo\r",
        "\n\nid,title\n,\n1,Cléo\n,,\n",
    ],
)
def test_separators_line_ends_and_blank_rows_do_not_matter(text: str) -> None:
    assert [cells for _line, cells in rows(text)] == [{"id": "1", "title": "Cléo"}]


def test_rows_are_counted_by_the_line_they_begin_on() -> None:
    assert [line for line, _cells in rows('id,title\n1,"a\r\nb"\n\n2,c\n')] == [2, 5]


def test_a_line_end_in_a_cell_is_kept() -> None:
    assert rows('id,title\n1,"a\r\nb"\n') == [(2, {"id": "1", "title": "a\r\nb"})]


def test_a_protecting_apostrophe_is_taken_away_and_others_stay() -> None:
    assert [cells["title"] for _line, cells in rows("id,title\n1,'=x\n2,'Round Midnight\n")] == [
        "=x",
        "'Round Midnight",
    ]


def test_a_header_alone_is_a_table_without_rows() -> None:
    table = read("id,title\n")
    assert (table.rows, table.problems, table.columns) == ((), (), {"id", "title"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "films.csv: the table is empty. Begin it with the header: id,title,"),
        ("\n \n", "films.csv: the table is empty. Begin it with the header: id,title,"),
        (
            'id,title\n1,"Cléo\n2,b\n',
            'films.csv, line 2: a quotation mark opened in this row is never closed. Close it, or write "" for a mark',
        ),
        ('id,title\n1,"a"b\n', "films.csv, line 2: after a closing quotation mark something other than ',' follows."),
        (
            'id,title\n1,"a\n2,"b"\n',
            "films.csv, line 2: after a closing quotation mark something other than ',' follows",
        ),
        ("id,title,ID\n", "films.csv, line 1, id: the header has this column twice. Keep one."),
        (
            "id,title,runtme\n",
            'films.csv, line 1, runtme: the header has a column the format does not know. Did you mean "runtime"?',
        ),
        ("id,year\n", 'films.csv, line 1, title: the header lacks this column. It names "id", "year"; add title.'),
        ("1,Cléo\n", "films.csv, line 1, 1: the header has a column the format does not know."),
        ("id,title\n1,Tiger, Dragon\n", "films.csv, line 2: the row has 3 cells, the header 2. Put quotation marks"),
        ("id,title\n1\n", "films.csv, line 2: the row has 1 cells, the header 2. Write every separator."),
        (
            "id,,title\n1,b,a\n",
            'films.csv, line 2: "b" stands in a column without a name. Name the column or empty it.',
        ),
        ("id,title\n1,a\x00b\n", "films.csv, line 2, title: the text holds a character that cannot be stored"),
        (
            f"id,title\n1,{'x' * (MAX_CELL_CHARACTERS + 1)}\n",
            "films.csv, line 2, title: the text has 100,001 characters;",
        ),
        (f'id,title\n1,"{"x" * 200_000}\n', "films.csv, line 2: a cell here is longer than 131,072 characters."),
        (
            ",".join(f"c{n}" for n in range(10**6)),
            "films.csv, line 1: the row cannot be read (it has more than 100,000",
        ),
        (",".join(f"c{n}" for n in range(1000)), "films.csv, line 1: the header has 1,000 columns. Keep those of the"),
        ("id,title\n" + "1,x\n" * (MAX_ROWS + 1), f"films.csv: there are more than {MAX_ROWS:,} rows."),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_the_way_out(text: str, expected: str) -> None:
    found = problems(text)
    assert found
    assert found[0].startswith(expected), found[0]


def test_every_wrong_row_is_named() -> None:
    assert [line.partition(":")[0] for line in problems("id,title\n1\n2,a\n3,a,b\n")] == [
        "films.csv, line 2",
        "films.csv, line 4",
    ]


def test_the_module_wide_limit_of_csv_is_left_alone() -> None:
    before = csv.field_size_limit()
    read("id,title\n1,a\n")
    assert csv.field_size_limit() == before
