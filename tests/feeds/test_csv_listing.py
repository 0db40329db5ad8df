"""The listing as CSV, read back by Python's csv module."""

import csv
import io

import pytest

from screenings.feeds.csv_listing import listing_csv
from screenings.text.spreadsheet import plain_cell
from screenings.timetable.values import PublicScreening
from tests.feeds.cast import STRANGERS, at, showing


def rows(*screenings: PublicScreening) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(listing_csv(screenings).decode(), newline=""), strict=True))


def test_a_row_holds_the_whole_screening() -> None:
    assert rows(STRANGERS) == [
        {
            "uid": "6c1d6f0e-6a0b-4f6f-9a55-0d7c3f1e2a01",
            "status": "confirmed",
            "day": "2024-10-09",
            "starts_at": "2024-10-09T19:00:00-07:00",
            "ends_at": "2024-10-09T21:15:00-07:00",
            "timezone": "America/Los_Angeles",
            "title": "All of Us Strangers",
            "original_title": "",
            "directors": "Andrew Haigh",
            "year": "2023",
            "countries": "GB",
            "runtime": "105",
            "section": "Gala",
            "venue": "Landmark Sunset",
            "hall": "Hall 1",
            "address": "8000 Sunset Boulevard, Los Angeles",
            "languages": "en",
            "subtitles": "es|zh-Hant",
            "format": "DCP",
            "intro": "5",
            "qa": "25",
            "guests": "Andrew Haigh|Andrew Scott",
            "access": "captions",
            "audience": "public",
            "parts": "",
            "sold_out": "no",
            "ticket_url": "https://tickets.example/buy?show=1&lang=en",
            "film_url": "https://festival.example/sunset-2024/films/all-of-us-strangers/",
            "note": "",
            "moved_from_starts_at": "",
            "moved_from": "",
            "end_is_estimated": "no",
            "standby": "no",
            "price": "",
        }
    ]


def test_what_is_unknown_is_empty_and_a_move_says_from_where() -> None:
    moved = showing(1, year=None, runtime=None, sold_out=True, moved_from_hall="Hall 2",
                    moved_from_starts_at=at("2024-10-08T19:00-07:00"))  # fmt: skip
    (row,) = rows(moved)
    assert (row["year"], row["runtime"], row["sold_out"]) == ("", "", "yes")
    (row_estimated,) = rows(showing(1, end_is_estimated=True))
    assert (row["end_is_estimated"], row_estimated["end_is_estimated"]) == ("no", "yes")
    assert (row["moved_from_starts_at"], row["moved_from"]) == ("2024-10-08T19:00:00-07:00", "Hall 2")


@pytest.mark.parametrize(
    "title", ["=1+1", "@SUM(A1)", "+49", "-1", "\uff1dHYPERLINK", "'=1", 'He said, "no"', "a;b|c", "日本 \U0001f3ac"]
)
def test_no_title_becomes_a_formula_or_a_column(title: str) -> None:
    cells = [row["title"] for row in rows(showing(1, title=title), showing(2))]
    assert [plain_cell(cell) for cell in cells] == [title, "All of Us Strangers"]
    assert cells[0][0] not in "=+-@\uff1d"


def test_an_empty_listing_is_its_heading() -> None:
    assert rows() == []
    assert listing_csv([]).decode().split(",")[:3] == ["uid", "status", "day"]
