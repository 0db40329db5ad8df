"""Tables become rows, or all that is wrong with them together; never half of each."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from screenings.importing.limits import MAX_PROBLEMS
from screenings.importing.parse import parse_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.importing.records import ParseContext, ParsedProgramme
from screenings.importing.rows import FestivalRow, FilmRow, HallRow, ScreeningRow
from screenings.importing.sources import read_source
from tests.importing.sample_programme import FESTIVAL, FILMS, HALLS, SCREENINGS, folder

LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def read(at: Path, known: ParseContext | None = None, **changed: str | None) -> ParsedProgramme:
    return parse_programme(read_source(folder(at / "given", **changed)), known or ParseContext())


def problems(at: Path, known: ParseContext | None = None, **changed: str | None) -> list[str]:
    with pytest.raises(ProgrammeRefused) as refused:
        read(at, known, **changed)
    return [str(problem) for problem in refused.value.problems]


def test_a_programme_is_read_whole(tmp_path: Path) -> None:
    handed_in = read(tmp_path)

    assert handed_in.festival is not None
    assert handed_in.festival == FestivalRow(
        "Harbour Film Festival", "harbour", "Europe/Berlin", date(2026, 10, 20), date(2026, 10, 31), time(6)
    )
    assert list(handed_in.films) == [
        FilmRow(
            "f1", "Cléo", "Cléo de 5 à 7", 1962, 90, "Classics", ("Drama", "Romance"), ("FR",), ("fr",), ("en",),
            ("Agnès Varda",), (("Corinne Marchand", "Cléo"),), "Two hours\nin Paris.", (), "film", "12A",
        ),
        FilmRow(
            "f2", "=Equals, and more", runtime=105, section="Classics", countries=("GB", "US"), languages=("en",),
            directors=("Andrew Haigh", "Agnès Varda"), premiere="world",
        ),
        FilmRow("f3", "Harbour Shorts", section="Shorts", parts=("f1", "f2"), kind="programme"),
    ]  # fmt: skip
    odeon = ("Quay 1", "Hamburg", "DE", Decimal("53.5436"), Decimal("9.9669"))
    assert list(handed_in.halls) == [
        HallRow("h1", "Odeon", "Hall 1", 250, 20, ("DCP", "35 mm"), *odeon),
        HallRow("h2", "Odeon", "Hall 2", 80, None, (), *odeon),
        HallRow("h3", "Pier", "Pier"),
    ]
    assert list(handed_in.screenings) == [
        ScreeningRow(
            "s1", "f1", "h1", datetime(2026, 10, 21, 18, tzinfo=UTC), datetime(2026, 10, 21, 19, 45, tzinfo=UTC),
            intro=5, format=("35 mm",), subtitles=("de",), access=("captions", "relaxed"), notes="Bring the reel",
        ),
        ScreeningRow("s2", "f2", "h2", datetime(2026, 10, 21, 22, 30, tzinfo=UTC), audience="press", qa=20),
        ScreeningRow("s3", "f3"),
        ScreeningRow("s4", "f1", "h3", datetime(2026, 10, 23, 16, tzinfo=UTC), status="cancelled"),
    ]  # fmt: skip
    assert [(entry.file, entry.line) for entry in handed_in.films] == [
        ("films.csv", 2), ("films.csv", 4), ("films.csv", 5)
    ]  # fmt: skip
    assert handed_in.warnings == ()


def test_the_problems_of_all_tables_are_reported_together_in_order(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        festival=FESTIVAL.replace("06:00:00", "'dawn'"),
        films="id,title,year,countries,kind\nfilm-1,,1066,Frnace,flm\nfilm-1,Again,,,\n,No id,,,\n",
        halls="id,venue,hall,capacity,latitude\nh1,Odeon,Hall 1,many,5\nh2,Odeon,hall 1,0,\nh3,odeon,Hall 3,,\n",
        screenings="id,film,hall,start,end,qa\ns1,film-9,h9,soon,,\ns2,film-1,h1,2026-10-21T20:00,2026-10-21T19:00,-5\n",
    )

    assert found == [
        'festival.toml, line 6, day_starts_at: "dawn" is no time of day. Write hours and minutes: 06:00.',
        'films.csv, line 2, countries: "Frnace" is no country of today. Did you mean "France"?',
        ('films.csv, line 2, kind: "flm" is no kind of film. Did you mean "film"? Write one of: '
         "film, short, series, programme, event."),
        "films.csv, line 2, title: the cell is empty. Write its title.",
        'films.csv, line 2, year: "1066" is out of bounds. Write a number from 1888 to 2200.',
        'films.csv, line 3, id: "film-1" is also the id of line 2. Give each row its own.',
        "films.csv, line 4, id: the cell is empty. Write the festival's own id, such as 1.",
        'halls.csv, line 2, capacity: "many" is no number of seats. Write a whole number, such as 250.',
        "halls.csv, line 2, latitude: latitude and longitude go together. Write both, or neither.",
        'halls.csv, line 3, capacity: "0" is out of bounds. Write a number from 1 to 100000.',
        'halls.csv, line 3, hall: "Odeon" has a hall "hall 1" in line 2 already. Give each its own name.',
        'halls.csv, line 4, venue: line 2 writes "Odeon" for "odeon". Write it alike.',
        'screenings.csv, line 2, film: there is no film with the id "film-9". Did you mean "film-1"?',
        ('screenings.csv, line 2, hall: there is no hall with the id "h9". Add it to halls.csv, or write '
        "the id of one that is there."),
        'screenings.csv, line 2, start: "soon" is no date and time. Write 2024-10-09T19:30.',
        ("screenings.csv, line 3, end: the end is not after the start (2026-10-21T20:00). "
         "After midnight, write the next day's date."),
        'screenings.csv, line 3, qa: "-5" is not a number of minutes. Write 15.',
    ]  # fmt: skip


def test_a_run_that_ends_before_it_begins_is_one_problem_and_not_one_for_each_time(tmp_path: Path) -> None:
    assert problems(tmp_path, festival=FESTIVAL.replace("2026-10-31", "2026-10-19")) == [
        "festival.toml, line 5, ends_on: the last day is not 2026-10-20 or one of the 365 days after it. Correct one."
    ]


def test_an_end_a_day_late_is_no_length(tmp_path: Path) -> None:
    late = SCREENINGS.replace("2026-10-21T21:45", "2026-10-22T20:01")

    assert problems(tmp_path, screenings=late) == [
        "screenings.csv, line 2, end: the end is 1,441 minutes after the start; 1,440 are the most. Check the dates."
    ]


def test_the_length_of_a_show_over_the_autumn_night_is_what_passes(tmp_path: Path) -> None:
    night = SCREENINGS.replace("2026-10-21T20:00,2026-10-21T21:45", "2026-10-24T23:30,2026-10-25T03:30")

    assert read(tmp_path, screenings=night).screenings[0].stated_length == 300


def with_lengths(*cells: str) -> str:
    header, *rows = SCREENINGS.splitlines()
    given = [*cells, *[""] * (len(rows) - len(cells))]
    return "\n".join([f"{header},length", *(f"{row},{cell}" for row, cell in zip(rows, given, strict=True))])


def test_a_length_is_the_end_of_what_has_a_place_and_stays_with_what_has_none(tmp_path: Path) -> None:
    rows = read(tmp_path, screenings=with_lengths("", "95", "110")).screenings

    assert [row.stated_length for row in rows] == [105, 95, 110, None]
    assert [row.length for row in rows] == [None, None, 110, None]
    assert [row.stated_columns & {"end", "length"} for row in rows] == [{"end"}, {"end"}, {"length"}, {"end"}]


def test_a_length_that_contradicts_the_end_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path / "same", screenings=with_lengths("105")).screenings[0].stated_length == 105
    with pytest.raises(ProgrammeRefused, match=r"line 2, length: 95 minutes do not lead to the end\. Write one"):
        read(tmp_path / "other", screenings=with_lengths("95"))


@pytest.mark.parametrize(
    ("start", "part"),
    [
        ("2026-10-25T02:30", "happens twice in Europe/Berlin"),
        ("2026-10-21T20:00-07:00", "Europe/Berlin has +02:00 then"),
        ("2027-11-03T20:00", "lies outside the festival"),
    ],
)
def test_times_that_are_not_one_instant_of_the_festival_are_refused(tmp_path: Path, start: str, part: str) -> None:
    (found,) = problems(tmp_path, screenings=SCREENINGS.replace("2026-10-22T00:30", start))

    assert found.startswith("screenings.csv, line 3, start: ")
    assert part in found


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ("f9", 'there is no film with the id "f9". Add it to films.csv, or write the id of one that is there.'),
        ("f3", '"f3" cannot be a part of itself. Write the ids of its films.'),
        ("f1|f1", '"f1" is there twice. Write it once.'),
        ("f4", '"f4" is itself made of parts. Write their ids instead: f1.'),
    ],
)
def test_a_programme_is_made_of_other_films_one_level_deep(tmp_path: Path, parts: str, message: str) -> None:
    films = FILMS.replace("f1|f2", parts) + "f4,Nested,,,,,,,,,,,,f1,,,\n"

    assert problems(tmp_path, films=films) == [f"films.csv, line 5, parts: {message}"]


def test_parts_that_the_festival_holds_count_too(tmp_path: Path) -> None:
    known = ParseContext(film_parts={"old": ("f3",), "whole": ("x",), "x": ()})
    films = FILMS.replace("f1|f2", "f1|whole")

    assert problems(tmp_path, known, films=films) == [
        'films.csv, line 5, parts: "f3" is a part of "old", so it can have none. Empty the cell.',
        'films.csv, line 5, parts: "whole" is itself made of parts. Write their ids instead: x.',
    ]


def test_rows_of_one_venue_must_not_contradict_each_other(tmp_path: Path) -> None:
    halls = HALLS.replace("h2,Odeon,Hall 2,80,,,,,,,", "h2,Odeon,Hall 2,80,,,Quay 2,,FR,,")

    assert problems(tmp_path, halls=halls) == [
        ('halls.csv, line 3, address: "Quay 2" contradicts it: line 2 says "Quay 1" of the same venue. '
         "Write it alike, or leave one empty."),
        ('halls.csv, line 3, country: "FR" contradicts it: line 2 says "DE" of the same venue. '
         "Write it alike, or leave one empty."),
    ]  # fmt: skip


def test_a_file_may_speak_of_films_and_halls_the_festival_holds(tmp_path: Path) -> None:
    known = ParseContext(
        zone=ZoneInfo("Europe/Berlin"), starts_on=date(2026, 10, 20), ends_on=date(2026, 10, 31),
        film_parts={"f1": (), "f2": (), "f3": ("f1",)}, hall_zones={"h1": None, "h2": LOS_ANGELES, "h3": None},
    )  # fmt: skip
    handed_in = read(tmp_path, known, festival=None, films=None, halls=None)

    assert handed_in.festival is None
    # The second one's clock hangs in California.
    assert [entry.start for entry in handed_in.screenings] == [
        datetime(2026, 10, 21, 18, tzinfo=UTC),
        datetime(2026, 10, 22, 7, 30, tzinfo=UTC),
        None,
        datetime(2026, 10, 23, 16, tzinfo=UTC),
    ]


def test_a_venue_of_a_new_name_keeps_its_clock(tmp_path: Path) -> None:
    known = ParseContext(hall_zones={"h1": LOS_ANGELES, "h2": LOS_ANGELES}, venue_zones={"kino": LOS_ANGELES})

    starts = [entry.start for entry in read(tmp_path, known).screenings]
    assert starts[:2] == [datetime(2026, 10, 22, 3, tzinfo=UTC), datetime(2026, 10, 22, 7, 30, tzinfo=UTC)]


def test_only_the_columns_that_are_there_are_stated(tmp_path: Path) -> None:
    handed_in = read(
        tmp_path,
        films="id,title,runtime\nf1,A,\n",
        halls="id,venue,hall\nh1,O,1\n",
        screenings="id,film,notes\ns1,f1,\n",
    )

    assert handed_in.films[0].stated_columns == {"id", "title", "runtime"}
    assert handed_in.halls[0].stated_columns == {"id", "venue", "hall"}
    assert handed_in.screenings[0].stated_columns == {"id", "film", "notes"}


@pytest.mark.parametrize(
    ("columns", "lacks"), [("id,film,hall", "start"), ("id,film,start", "hall"), ("id,film,hall,start,end", "")]
)
def test_half_a_place_is_no_table(tmp_path: Path, columns: str, lacks: str) -> None:
    screenings = f"{columns}\n"
    if lacks:
        assert problems(tmp_path, screenings=screenings)[0].startswith(f"screenings.csv, {lacks}: the header has ")
    else:
        assert read(tmp_path, screenings=screenings).screenings == ()


def test_what_was_understood_with_a_doubt_is_remarked(tmp_path: Path) -> None:
    screenings = SCREENINGS.replace("2026-10-21T21:45", "2026-10-21T20:00").replace("s3,f3,,,", "s3,f3,h1,,")
    handed_in = read(tmp_path, screenings=screenings)

    assert [str(remark) for remark in handed_in.warnings] == [
        "screenings.csv, line 2, end: it ends when it starts, which counts as an end that is not known.",
        "screenings.csv, line 4, start: without hall and start it counts as not placed yet.",
    ]
    assert [entry.end for entry in handed_in.screenings] == [None] * 4
    assert handed_in.screenings[2].hall == ""


def test_a_table_that_cannot_be_read_makes_no_other_problems(tmp_path: Path) -> None:
    assert problems(tmp_path, films='id,title\n1,"open\n') == [
        ("films.csv, line 2: a quotation mark opened in this row is never closed. "
         'Close it, or write "" for a mark within the text.')
    ]  # fmt: skip


def test_a_mistake_in_every_row_does_not_fill_the_screen(tmp_path: Path) -> None:
    films = "id,title,runtime\n" + "".join(f"f{number},T,x\n" for number in range(5000))
    found = problems(tmp_path, films=films, screenings=None)

    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1] == (
        f"films.csv, line {MAX_PROBLEMS + 2}: {MAX_PROBLEMS} problems so far; the rows from here on were not read. "
        "Correct these first."
    )


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("timezone", '"Mars/Olympus"', '"Mars/Olympus" is no time zone. Write an IANA name, such as Europe/Berlin.'),
        ("timezone", '"../../etc/passwd"', '"../../etc/passwd" is no time zone.'),
        ("timezone", '"Europe/Berln"', '"Europe/Berln" is no time zone. Did you mean "Europe/Berlin"'),
        ("starts_on", "0001-01-01", '"0001-01-01" is out of bounds. Write a day between 1900-01-01 and 2200-01-01.'),
        ("starts_on", '"soon"', '"soon" is no day. Write year, month and day: 2024-10-09.'),
        ("day_starts_at", '"dawn"', '"dawn" is no time of day. Write hours and minutes: 06:00.'),
    ],
)
def test_wrong_facts_of_the_festival_are_named(tmp_path: Path, key: str, value: str, message: str) -> None:
    lines = [f"{key} = {value}" if line.startswith(f"{key} ") else line for line in FESTIVAL.splitlines()]
    found = problems(tmp_path, festival="\n".join(lines))

    assert found[0].startswith(
        f"festival.toml, line {1 + [*map(str, lines)].index(f'{key} = {value}')}, {key}: {message}"
    )
    assert len(found) == 1
