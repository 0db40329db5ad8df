"""Files as festivals hand them in, made up in the likeness of public ones: grids, lists, schedules, a workbook."""

import csv
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.assistant.bring import Rows, workbook
from tests.importing.sample_programme import zipped

ORDINALS = ("1st", "2nd", "3rd", *(f"{number}th" for number in range(4, 40)))


def counted_slots(at: Path) -> Path:
    """A sheet a day, halls by counted slots, a cell each screening; a film in three spellings, one without an end."""
    header = ["theatre", *ORDINALS[:3]]
    sheets: dict[str, Rows] = {
        "10.4 Fri": [
            header,
            ["Odeon Centre 1", "081\nAurora\n15:00-16:31\n→ ", "", "084\nFlow\n20:00-21:25\n→ "],
            ["Odeon Centre 2", "082\nThe Harbour\n15:00-16:40\n→ ", "085\nMidnight bill\n23:59\n→ ", ""],
            ["Pier", "", "", "086\nNight\n23:10-01:05\n→ "],
        ],
        "10.5 Sat": [header, ["Odeon Centre 1", "091\nFLOW\n15:00-16:25\n→ ", "092\nAurora\n20:30-22:01\n→ ", ""]],
        "10.6 Sun": [header, ["Odeon Centre 2", "101\nFlow \n15:00-16:25\n→ ", "", "102\nNight\n20:00-21:55"]],
        "Notes": [["Call the projectionist"], ["35mm on reels"]],
    }
    return workbook(at / "grid.xlsx", **sheets)


def day_in_the_name(at: Path) -> Path:
    rows = [["theatre", *ORDINALS[:2]], ["Odeon 1", "081\nAurora\n15:00-16:31\n→ ", "084\nFlow\n20:00-21:25\n→ "]]
    return workbook(at / "10.4 (Fri).xlsx", Sheet1=rows)


def untidy_list(at: Path) -> Path:
    """Notes above the header, which comes again; days that go down, every way of writing a time, totals at the end."""
    header = ["Title", "Date", "Time", "Cinema", "Length", "Price", "Language", "Van driver"]
    rows: Rows = [
        ["Harbour Film Festival 2024"], [], ["draft 3"], header,
        ["Flow", "Fri 4 Oct", "20.00", "Odeon 1", 85, "€9", "French", "Kim"],
        ["Flow ", "", "22h15", "Odeon 2", 85, "€9", "French", ""],
        ["FLOW", "", "24:30", "Odeon 1", 85, "€9", "French", ""], header,
        ["Salt", "4.10.", 0.8333, "Pier", "1h45", "€9", "Portuguese", ""],
        ["Night", "05/10/24", "8pm", "Odeon 1", "105'", "€9", "French", ""], ["Total", "", "", "", 465],
    ]  # fmt: skip
    return workbook(at / "list.xlsx", Programme=rows)


def real_dates(at: Path) -> Path:
    header = ["Title", "Date", "Time", "Cinema", "Length"]
    rows: Rows = [["Flow", date(2024, 10, 4), time(20), "Odeon 1", 85], ["Salt", date(2024, 10, 5), time(18), "Pier"]]
    return workbook(at / "dates.xlsx", P=[header, *rows])


def merged_days(at: Path) -> Path:
    rows = [
        ["Date", "Time", "Title", "Cinema"],
        ["Fri 4 Oct", "18:00", "Flow", "Odeon 1"],
        ["", "20:00", "Salt", "Pier"],
    ]
    path = workbook(at / "merged.xlsx", P=rows)
    book = load_workbook(path)
    book["P"].merge_cells("A2:A3")
    book.save(path)
    return path


def submissions(at: Path) -> Path:
    header = [
        "Project Title",
        "Director(s)",
        "Duration",
        "Country of Origin",
        "Language",
        "Completion Date",
        "Trailer URL",
    ]
    row = ["Flow", "A. One, B. Two", "01:32:00", "Latvia, France", "French", "2024-03-01", "https://t.example/1"]
    return workbook(at / "submissions.xlsx", Export=[header, row])


def planner(at: Path) -> Path:
    """Slots, rooms with the days merged over them, speakers, talks, and views that repeat it all."""
    talks = [[f"T{n}", title, "feature", "A. One, B. Two"] for n, title in enumerate(("Flow", "Salt", "Night"), 1)]
    views: dict[str, Rows] = {f"View {n}": [["Overview"], ["Flow", "Odeon 1"]] for n in range(1, 4)}
    sheets: dict[str, Rows] = {
        "Slots": [["Day", "Start", "End", "Type"], ["Friday 4 October", "10:00", "11:30", "feature"]],
        "Rooms": [
            ["Room", "Friday 4 October", "", "Saturday 5 October"],
            ["", "10:00", "12:00", "10:00"],
            ["Odeon 1", "T1", "T2", ""],
            ["Odeon 2", "", "", "T3"],
        ],
        "Speakers": [["Name", "E-mail"], ["A. One", "a@x.example"]],
        "Talks": [["Code", "Title", "Type", "Speakers"], *talks],
    }
    path = workbook(at / "planner.xlsx", **sheets, **views)
    book = load_workbook(path)
    book["Rooms"].merge_cells("B1:C1")
    book.save(path)
    return path


def conference(at: Path, offset: str = "+02:00") -> Path:
    """The JSON of pretalx and frab; another offset than the festival's contradicts it."""

    def event(number: int, title: str, start: str) -> dict[str, Any]:
        person = {"public_name": "A. One"}
        return {
            "guid": f"guid-{number}",
            "date": start + offset,
            "duration": "01:25",
            "title": title,
            "persons": [person],
        }

    first = {"Odeon 1": [event(1, "Flow", "2024-10-04T20:00:00")], "Pier": [event(2, "Salt", "2024-10-04T20:00:00")]}
    second = {"Odeon 1": [event(3, "Flow", "2024-10-05T18:00:00")]}
    days = [{"date": "2024-10-04", "rooms": first}, {"date": "2024-10-05", "rooms": second}]
    path = at / "schedule.json"
    path.write_text(json.dumps({"schedule": {"conference": {"title": "Harbour", "days": days}}}))
    return path


def conference_of_another_zone(at: Path) -> Path:
    return conference(at, "+01:00")


def hub(at: Path) -> Path:
    """Days without rooms: a flat list of events beside rooms and tracks."""
    when = {"schedule_start": "2024-10-04T20:00:00+02:00", "schedule_end": "2024-10-04T21:25:00+02:00"}
    event = {"guid": "e1", "title": "Flow", "room": "r1", "track": "a", **when}
    path = at / "hub.json"
    tables = {"rooms": [{"guid": "r1", "name": "Odeon 1"}], "tracks": [{"slug": "a", "name": "Baltic"}]}
    path.write_text(json.dumps({**tables, "events": [event]}))
    return path


MADE_UP: tuple[tuple[Callable[[Path], Path], int], ...] = (
    (counted_slots, 9), (day_in_the_name, 2), (untidy_list, 5), (real_dates, 2), (merged_days, 2), (submissions, 0),
    (planner, 3), (conference, 3), (conference_of_another_zone, 3), (hub, 1),
)  # fmt: skip


def rewritten(programme: Path, at: Path) -> Iterator[Path]:
    """A folder of our own format as archive, workbook, list without ids, and grid of halls by counted slots."""
    yield zipped(programme, at / "folder.zip")
    tables = {name: _table(programme / f"{name}.csv") for name in ("films", "halls", "screenings")}
    yield workbook(
        at / "book.xlsx", **{name: [[*rows[0]], *map(list, map(dict.values, rows))] for name, rows in tables.items()}
    )
    titles = {row["id"]: row["title"] for row in tables["films"]}
    lengths = {row["id"]: row["runtime"] for row in tables["films"]}
    halls = {
        row["id"]: row["venue"] if row["venue"] == row["hall"] else f"{row['venue']}, {row['hall']}"
        for row in tables["halls"]
    }
    listed: list[list[object]] = [["Title", "Date", "Time", "End", "Cinema", "Length"]]
    days: defaultdict[date, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in sorted((row for row in tables["screenings"] if row["start"]), key=lambda row: row["start"]):
        start = datetime.fromisoformat(row["start"])
        end = datetime.fromisoformat(row["end"]).time() if row["end"] else ""
        hall, length = halls[row["hall"]], lengths[row["film"]]
        listed.append([titles[row["film"]], start.date(), start.time(), end, hall, int(length) if length else ""])
        span = f"{start:%H:%M}-{end:%H:%M}" if end else f"{start:%H:%M}"
        days[(start - timedelta(hours=6)).date()][hall].append(f"{row['id']}\n{titles[row['film']]}\n{span}\n→ ")
    yield workbook(at / "list.xlsx", Programme=listed)
    sheets: dict[str, Rows] = {
        f"{day.month}.{day.day} {day:%a}": [
            ["Theatre", *ORDINALS[: max(map(len, rows.values()))]],
            *([hall, *cells] for hall, cells in rows.items()),
        ]
        for day, rows in days.items()
    }
    yield workbook(at / "grid.xlsx", **sheets)


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
