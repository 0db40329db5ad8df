"""A festival and the folder it was exported to, both edited: by hand, and at random."""

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from screenings.models import Film, Hall, Screening, Section
from screenings.text.spreadsheet import safe_cell
from tests import world

Cells = dict[str, dict[str, dict[str, str]]]
TABLES = ("films", "halls", "screenings")


def cells(files: Mapping[str, bytes]) -> Cells:
    """By table, id and column, read by the standard library alone."""
    made: Cells = {}
    for table in TABLES:
        rows = csv.DictReader(io.StringIO(files[f"{table}.csv"].decode(), newline=""))
        made[table] = {row["id"]: dict(row) for row in rows}
    return made


def write(at: Path, files: Mapping[str, bytes], given: Cells) -> Path:
    at.mkdir()
    for name, data in files.items():
        (at / name).write_bytes(data)
    for table, rows in given.items():
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(next(iter(rows.values()))))
        writer.writeheader()
        writer.writerows(rows.values())
        (at / f"{table}.csv").write_text(text.getvalue(), encoding="utf-8")
    return at


def edited(files: Mapping[str, bytes], at: Path, **changes: str) -> Path:
    """The exported folder with cells changed: `f1__runtime="95"`."""
    given = cells(files)
    for where, text in changes.items():
        key, column = where.split("__")
        next(rows for rows in given.values() if key in rows)[key][column] = text
    return write(at, files, given)


def _film(column: str) -> Callable[[str, str], object]:
    return lambda key, text: Film.objects.filter(ref=key).update(**{column: int(text) if text.isdigit() else text})


def _hall(column: str) -> Callable[[str, str], object]:
    return lambda key, text: Hall.objects.filter(ref=key).update(**{column: int(text)})


def _screening(column: str) -> Callable[[str, str], object]:
    return lambda key, text: Screening.objects.filter(ref=key).update(
        **{column: int(text or 0) if column in ("intro", "qa") else text}
    )


def _start(key: str, text: str) -> None:
    Screening.objects.filter(ref=key).update(starts_at=world.at(text.replace("T", " ")))


def _section(key: str, text: str) -> None:
    film = Film.objects.get(ref=key)
    section = Section.objects.filter(name=text).first() or world.section(film.festival, text, order=9)
    Film.objects.filter(pk=film.pk).update(section=section)


# The columns that both sides edit: what a cell may say, and how the festival's own row comes to say it.
EDITS: dict[str, dict[str, tuple[tuple[str, ...], Callable[[str, str], object]]]] = {
    "films": {
        "runtime": (("80", "90", "95"), _film("runtime")), "rating": (("12", "12A", "=1"), _film("rating")),
        "year": (("1962", "1985"), _film("year")), "section": (("Competition", "Classics", "New"), _section),
    },
    "halls": {"capacity": (("100", "120", "80"), _hall("capacity")), "changeover": (("10", "20"), _hall("changeover"))},
    "screenings": {
        "intro": (("", "5", "10"), _screening("intro")), "notes": (("", "a", "b|c", "'x"), _screening("notes")),
        "start": (("2026-10-15T18:00", "2026-10-16T00:30", "2026-10-17T21:15"), _start),
        "status": (("planned", "cancelled"), _screening("status")),
        "qa": (("", "20"), _screening("qa")),
    },
}  # fmt: skip


def edit_at_random(base: Cells, random: Random) -> Cells:
    """The festival is edited, too: some cells by one side, some by both, some by neither."""
    given = {table: {key: dict(row) for key, row in rows.items()} for table, rows in base.items()}
    cells_of = ((table, key, column) for table, columns in EDITS.items() for key in base[table] for column in columns)
    for table, key, column in cells_of:
        texts, set_here = EDITS[table][column]
        if column == "start" and not base[table][key]["start"]:
            continue
        if random.random() < 0.4:
            given[table][key][column] = safe_cell(random.choice(texts))
        if random.random() < 0.4:
            set_here(key, random.choice(texts))
    if random.random() < 0.5:
        Screening.objects.filter(ref="s1").delete()
    return given
