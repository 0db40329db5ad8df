"""Which column of a list is what: by its heading, by its values where that says nothing, and by what was chosen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from screenings.assistant.clock_columns import hours_with_minutes
from screenings.assistant.dates import written_day
from screenings.assistant.headings import (
    AVAILABILITY,
    DAY,
    ESTIMATED,
    LEFT_OUT,
    PLACE,
    SHOWTIMES,
    TIME,
    field_of_heading,
    heading_key,
)
from screenings.assistant.reading import SourceSheet
from screenings.assistant.source_cells import SourceCell
from screenings.assistant.ticket_words import ticket_states
from screenings.assistant.times import cell_minutes, is_bare_day, is_bare_time, time_span
from screenings.importing.mend_column import says_nothing
from screenings.importing.workbook_numbers import NumberKind
from screenings.text.cleaning import fold

# Our own screenings.csv, whose names of columns mean something else in other tables.
_OWN_LISTING_MARKS = frozenset({"uid", "starts_at", "ends_at", "end_is_estimated"})
_OWN_LISTING = {
    "day": LEFT_OUT, "starts_at": "start", "ends_at": "end", "timezone": LEFT_OUT, "guests": LEFT_OUT,
    "note": "public_note", "parts": LEFT_OUT, "film_url": LEFT_OUT, "moved_from_starts_at": LEFT_OUT,
    "moved_from": LEFT_OUT, "end_is_estimated": ESTIMATED,
}  # fmt: skip
OWN_LISTING = {heading_key(name): field_name for name, field_name in _OWN_LISTING.items()}

Line = tuple[int, list[SourceCell]]
_HEADER_WITHIN = 40  # lines from the top
_LOOKED_AT = 60  # values of a column
_LEAST_DISTINCT = 0.5  # of titles: a film is shown twice, a hall or a kind comes again and again
_LEAST_OF_MANY, _MANY = 0.2, 20  # a film is shown five times; as many halls or kinds there are not
_ADDRESS = re.compile(r"\s*(?:https?://|www\.|\S+@)\S+\s*$", re.IGNORECASE)  # of a page or of a mailbox
_NUMBERED = re.compile(r"\d\W*$")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """`field` is empty where nobody knows what the column is, LEFT_OUT where it was left out by choice.

    `joined_by` stands between it and the column before it, with which it goes on: `Venue 2` beside `Screening 2`, the
    minutes beside their hour.
    """

    index: int
    heading: str
    place: str
    field: str
    example: str = ""
    joined_by: str = ""


@dataclass
class ListLayout:
    """A list's header, what each of its columns is, and the rows above and below. `guessed` is the column of titles
    where no heading says so, `left_out` are the places of what is no row. `wholes` are, by line, the texts of which it
    is not sure which is the hall: then the last is taken for it.
    """

    header_line: int
    columns: list[ListColumn] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    guessed: str = ""
    above: list[Line] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    wholes: dict[int, str] = field(default_factory=dict)

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.columns if column.field not in ("", LEFT_OUT)}


def list_layout(source: SourceSheet, chosen: Mapping[str, str]) -> ListLayout | None:
    """The sheet as a list, or None where no row is a header. `chosen` are fields by the keys of headings."""
    rows = list(source.rows())
    if source.fields:
        columns = [ListColumn(i, name, source.file, name) for i, name in enumerate(source.fields)]
        return ListLayout(0, columns, rows)
    header = _header_index(rows, chosen)
    if header is not None and {cell.text for cell in rows[header][1]} >= _OWN_LISTING_MARKS:
        chosen = {**OWN_LISTING, **chosen}
    if header is None:
        return None
    line, cells = rows[header]
    repeated = {tuple(heading_key(cell.text) for cell in cells)}
    below = [row for row in rows[header + 1 :] if tuple(heading_key(cell.text) for cell in row[1]) not in repeated]
    columns = [
        _column(index, cell, below, chosen)
        for index, cell in enumerate(cells)
        if cell.text.strip() and not says_nothing(cell.text)
    ]
    unheaded = [
        _column(index, below[0][1][index].with_text(""), below, chosen)
        for index in range(max((len(each) for _line, each in below), default=0))
        if below and index < len(below[0][1]) and (index >= len(cells) or not cells[index].text.strip())
    ]
    columns = sorted([*columns, *(each for each in unheaded if each.field)], key=lambda each: each.index)
    columns = _with_minutes_joined(_without_other_days(columns, chosen), below)
    layout = ListLayout(line, _settled(_showtimes_in_groups(columns)), below, above=rows[:header])
    if "title" not in layout.fields and layout.fields & {TIME, "start"}:
        _guess_titles(layout)
    return layout


def _without_other_days(columns: list[ListColumn], chosen: Mapping[str, str]) -> list[ListColumn]:
    """A day under a heading that nobody knows is a birthday or a deadline where another column is headed as the day, or
    where no column says a time.
    """
    days = [column for column in columns if column.field == DAY]
    unknown = [each for each in days if not field_of_heading(each.heading) and heading_key(each.heading) not in chosen]
    if len(unknown) == len(days) and any(column.field in (TIME, "start", SHOWTIMES, "end") for column in columns):
        return columns
    return [replace(column, field="") if column in unknown else column for column in columns]


def _guess_titles(layout: ListLayout) -> None:
    """Of a timetable in which no heading is known for titles: the texts that come again least."""
    best, most = -1, 0.0
    for number, column in enumerate(layout.columns):
        values = [cells[column.index].text.strip() for _line, cells in layout.rows if column.index < len(cells)]
        words = [text for text in values if any(map(str.isalpha, text)) and not _ADDRESS.match(text)]
        if column.field == "" and len(words) > len(layout.rows) / 2:
            least = _LEAST_OF_MANY if len(set(words)) > _MANY else _LEAST_DISTINCT
            if (distinct := len(set(words)) / len(words)) > max(least, most):
                best, most = number, distinct
    if best >= 0:
        column = layout.columns[best]
        layout.columns[best] = replace(column, field="title")
        layout.guessed = column.heading


def _with_minutes_joined(columns: list[ListColumn], rows: Sequence[Line]) -> list[ListColumn]:
    headings = {column.index: column.heading for column in columns}
    values = {
        place: [cells[place] for _line, cells in rows if place < len(cells) and cells[place].text.strip()]
        for index in headings
        for place in (index, index + 1)
    }
    joined = dict(columns_by_index := {column.index: column for column in columns})
    for index, name in hours_with_minutes(headings, values).items():
        joined[index] = replace(joined[index], field=name)
        minutes = columns_by_index.get(index + 1) or ListColumn(index + 1, "", values[index + 1][0].place, "")
        joined[index + 1] = replace(minutes, field=name, joined_by=":")
    return [joined[index] for index in sorted(joined)]


def _showtimes_in_groups(columns: list[ListColumn]) -> list[ListColumn]:
    """`Date 1, Time 1, Venue 1, Date 2, Time 2, Venue 2` are the showtimes of a film, one after another."""
    firsts = [column.field for column in columns if column.field in (SHOWTIMES, "start", DAY)]
    if not firsts or len(firsts) < 2 or len(set(firsts)) > 1 or not _NUMBERED.search(columns[-1].heading):
        return columns
    seen = False
    grouped: list[ListColumn] = []
    for column in columns:
        if column.field == firsts[0]:
            seen = True
            column = replace(column, field=SHOWTIMES)
        elif seen and column.field in (TIME, PLACE, "venue", "hall") and _NUMBERED.search(column.heading):
            column = replace(column, field=SHOWTIMES, joined_by=", ")
        grouped.append(column)
    return grouped


def list_without_header(source: SourceSheet) -> ListLayout | None:
    """Rows of days, times and texts: halls are the texts that come again most, titles those that come again least."""
    rows = list(source.rows())
    width = max((len(cells) for _line, cells in rows), default=0)
    fields: dict[int, str] = {}
    distinct: dict[int, float] = {}
    for index in range(width):
        values = [cells[index] for _line, cells in rows if index < len(cells) and cells[index].text.strip()]
        name = _by_values("", values[:_LOOKED_AT])
        if name in (DAY, TIME, "start") and name not in fields.values():
            fields[index] = name
        elif len(values) > len(rows) / 2 and not any(
            cell.text.strip().isdigit() or _ADDRESS.match(cell.text) for cell in values
        ):
            distinct[index] = len({cell.text.strip() for cell in values}) / len(values)
    if TIME not in fields.values() and "start" not in fields.values():
        return None
    by_distinct = sorted(distinct, key=lambda index: -distinct[index])
    if not by_distinct:
        return None
    fields[by_distinct[0]] = "title"
    if len(by_distinct) > 1:
        fields[by_distinct[-1]] = PLACE
    return ListLayout(0, [ListColumn(index, "", source.file, name) for index, name in sorted(fields.items())], rows)


def _header_index(rows: Sequence[Line], chosen: Mapping[str, str]) -> int | None:
    """The row with the most headings that are known; a merged title over the table names the same one many times."""
    best, most = None, 1
    for index, (line, cells) in enumerate(rows):
        if line > _HEADER_WITHIN:
            break
        texts = {cell.text.strip() for cell in cells if cell.text.strip()}
        known = {text for text in texts if chosen.get(heading_key(text)) or field_of_heading(text)}
        score = len(known) if 2 * len(known) >= len(texts) or len(known) >= 3 else 0
        fields = {chosen.get(heading_key(text)) or field_of_heading(text) for text in known}
        if score > most or (score == 1 and most == 1 and best is None and fields & {"title"} and len(texts) == 1):
            best, most = index, score
    return best


def _column(index: int, heading: SourceCell, rows: Sequence[Line], chosen: Mapping[str, str]) -> ListColumn:
    values = [cells[index] for _line, cells in rows if index < len(cells) and cells[index].text.strip()][:_LOOKED_AT]
    key = heading_key(heading.text)
    name = chosen.get(key) if key else None
    if not name:
        name = _by_values(field_of_heading(heading.text), values)
    return ListColumn(index, heading.text.strip(), heading.place, name, values[0].text if values else "")


def _by_values(name: str, values: Sequence[SourceCell]) -> str:
    """What the values say where the heading says nothing, or could be one of two: `Start` may be a day and a time."""
    if not values:
        return name
    if name in ("", DAY, TIME, "start", SHOWTIMES):
        if name != SHOWTIMES and _share(values, is_bare_day) > 0.8:
            return DAY
        moments = _share(values, _is_moment)
        if moments > 0.8 and name != SHOWTIMES:
            return "start"
        if name == SHOWTIMES or (name in ("", DAY) and _share(values, lambda cell: _several_moments(cell.text)) > 0.4):
            return SHOWTIMES
        if name in ("", "start", TIME) and _share(values, lambda cell: cell_minutes(cell) is not None) > 0.8:
            plain_numbers = _share(values, lambda cell: cell.text.strip().isdigit())
            return TIME if name or plain_numbers < 0.5 else ""
        if name in ("", "start", TIME) and _share(values, lambda cell: written_day(cell.text) is not None) > 0.8:
            return DAY
        return TIME if name == "start" else name
    if name == "ticket_url" and _share(values, lambda cell: bool(ticket_states(cell.text))) > 0.5:
        return AVAILABILITY
    if name == "runtime" and _share(values, lambda cell: any(map(str.isdigit, cell.text))) < 0.3:
        return ""
    return name


def _share(values: Sequence[SourceCell], says_so: object) -> float:
    assert callable(says_so)
    return sum(bool(says_so(cell)) for cell in values) / len(values)


def _is_moment(cell: SourceCell) -> bool:
    if cell.kind is NumberKind.DAY_AND_TIME:
        return not is_bare_day(cell) and not is_bare_time(cell)
    text = cell.text.strip()
    day = written_day(text)
    return day is not None and len(text) < 40 and "\n" not in text and time_span(beside_day(text)) is not None


def beside_day(text: str) -> str:
    """What a text says beside the day that it names: `2026-10-04T20:00` leaves 20:00."""
    day = written_day(text)
    return (
        re.sub(r"^\s*T(?=\d)|(?<=\s)T(?=\d)", " ", fold(text).upper().replace(day.matched.upper(), " ", 1))
        if day
        else text
    )


def _several_moments(text: str) -> bool:
    """A day and a time, with a hall or with others like it."""
    pieces = [piece for piece in text.replace(";", "\n").replace("|", "\n").split("\n") if piece.strip()]
    return bool(pieces) and all(written_day(piece) and time_span(beside_day(piece)) for piece in pieces)


def _settled(columns: list[ListColumn]) -> list[ListColumn]:
    """Where there is a venue's or a hall's column alone, it says both. Of two that say the same the first counts."""
    fields = {column.field for column in columns}
    settled: list[ListColumn] = []
    taken: set[str] = set()
    repeatable = {SHOWTIMES, "directors", "countries", "languages", "cast", "genres", "subtitles"}
    for column in columns:
        name = column.field
        if name in ("venue", "hall") and not {"venue", "hall"} <= fields:
            name = PLACE
        if name in taken and name not in {*repeatable, LEFT_OUT} and not column.joined_by:
            name = ""
        taken.add(name)
        settled.append(replace(column, field=name))
    return settled
