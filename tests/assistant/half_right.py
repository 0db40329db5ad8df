"""Files with right and wrong rows, what of them is given back, and the mending of it."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

from screenings.assistant.attempt import BroughtIn
from screenings.assistant.given_back import GivenBack
from screenings.assistant.reading import read_file
from screenings.importing.plain_workbook import plain_workbook
from tests.assistant.bring import brought, workbook

HEADER = ["Title", "Date", "Time", "Cinema", "Length", "Year", "Price"]
Row = list[Any]


def separated(separator: str) -> Callable[[Path, Sequence[Row]], Path]:
    def write(at: Path, rows: Sequence[Row]) -> Path:
        with at.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=separator).writerows(rows)
        return at

    return write


WRITERS: dict[str, Callable[[Path, Sequence[Row]], Path]] = {
    "a.xlsx": lambda at, rows: workbook(at, Friday=rows),
    "a.csv": separated(","),
    "b.csv": separated(";"),
    "a.tsv": separated("\t"),
    "pasted text.txt": separated("\t"),
}


def right_rows(path: Path, answers: dict[str, str] | None = None, **kwargs: Any) -> BroughtIn:
    return brought(path, answers, right_rows=True, **kwargs)


def given_back(result: BroughtIn) -> GivenBack:
    assert result.result is not None
    assert result.result.written
    assert result.given_back is not None
    return result.given_back


def saved(back: GivenBack, at: Path) -> Path:
    file = at / f"back{back.ending}"
    file.write_bytes(back.file())
    return file


def cells(path: Path) -> dict[str, list[list[str]]]:
    """The texts of each sheet of a file."""
    return {sheet.name: [[cell.text for cell in row] for _line, row in sheet.rows()] for sheet in read_file(path)}


def mended(path: Path, right: dict[str, str]) -> Path:
    """The same file with each wrong text replaced by the right one, as somebody would in a spreadsheet."""
    if path.suffix != ".xlsx":
        text = path.read_text(encoding="utf-8-sig")
        for wrong, mend in right.items():
            text = text.replace(wrong, mend)
        path.write_text(text, encoding="utf-8")
        return path
    sheets = {name: [[right.get(text, text) for text in row] for row in rows] for name, rows in cells(path).items()}
    path.write_bytes(plain_workbook(sheets))
    return path


def random_rows(seed: int) -> tuple[list[Row], list[Row], dict[str, str]]:
    """A right list, the same with wrong cells, and what each wrong text should have been."""
    random = Random(seed)
    right: list[Row] = [HEADER]
    for number in range(random.randint(1, 7)):
        length, year = str(random.randint(60, 180)), str(random.randint(1950, 2024))
        for showing in range(random.randint(1, 3)):
            day = f"{random.randint(3, 13)} Oct"
            clock = f"{10 + number}:{15 * showing:02}"
            right.append([f"Film {number}", day, clock, f"Odeon {1 + number % 2}", length, year, "9 €"])
    wrong, mends = [list(row) for row in right], {}
    for line in range(1, len(wrong)):
        if random.random() < 0.3:
            # Of what several rows say of a film the first counts.
            column = random.choice((1, 2, 4, 5) if wrong[line][0] not in (row[0] for row in wrong[:line]) else (1, 2))
            mends[f"?{line}?"], wrong[line][column] = wrong[line][column], f"?{line}?"
    return right, wrong, mends
