"""Any file as sheets of cells that know where they stand: workbooks, text, archives, documents, what is pasted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from screenings.assistant.calendars import sheet_of_calendar
from screenings.assistant.documents import sheets_of_json, sheets_of_xml
from screenings.assistant.source_cells import SourceCell
from screenings.importing.archives import entry_chunks, is_junk, open_zip, refusal
from screenings.importing.csv_tables import raw_rows, separator_of
from screenings.importing.decoding import check_encoding, decode, likely_encodings
from screenings.importing.limits import MAX_FILE_BYTES, MAX_FOREIGN_COLUMNS, MAX_ROWS, size_text
from screenings.importing.opendocument import read_opendocument
from screenings.importing.problems import ProgrammeRefused, quoted
from screenings.importing.rows import TABLES
from screenings.importing.sheets import Sheet, cell_address
from screenings.importing.sources import FILES, is_exported_table, marked_table
from screenings.importing.workbook_marks import NONE
from screenings.importing.workbooks import read_all_sheets
from screenings.text.spreadsheet import plain_cell

# What the assistant takes, by the ending of its name.
ENDINGS = (".xlsx", ".ods", ".csv", ".tsv", ".txt", ".json", ".xml", ".ics", ".zip")
_TABLES = (".csv", ".tsv", ".txt")


@dataclass
class SourceSheet:
    """A sheet of the file. `places` are the rows' own addresses where they are no lines; `headings` their columns'.

    `fields` says which column is what where the file's own form says so, and nothing is to be guessed. `separator`
    stands between the cells of a text file. `are_instants`: offsets say which moments are meant.
    `facts` are what the file says of the festival, by the keys of festival.toml.
    `encodings` are those that it may be in where its bytes do not say it, each with words as it would read them.
    """

    sheet: Sheet
    file: str
    is_workbook: bool = False
    places: Mapping[int, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    separator: str = ""
    are_instants: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
    encodings: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.sheet.name

    def cell(self, line: int, column: int, text: str) -> SourceCell:
        typed = self.sheet.typed.get((line, column))
        place, text = self.place(line, column), plain_cell(text)
        marks = self.sheet.marks.get((line, column), NONE)
        if typed:
            return SourceCell(text, place, typed.kind, typed.shown, marks=marks)
        return SourceCell(text, place, is_instant=self.are_instants, marks=marks)

    def place(self, line: int, column: int) -> str:
        if line in self.places:
            return f"{self.places[line]}, {self.fields[column]}"
        if self.is_workbook:
            return f"sheet {self.name}, {cell_address(line, column)}"
        return f"{self.file}, {cell_address(line, column)}"

    def rows(self) -> Iterator[tuple[int, list[SourceCell]]]:
        """Line and cells of each row that holds anything; a row ends with its last filled cell."""
        for line, texts in self.sheet.rows:
            yield line, [self.cell(line, column, text) for column, text in enumerate(texts)]


def read_file(path: Path, *, encoding: str | None = None, chosen_encoding: str = "") -> list[SourceSheet]:
    """Every table that the file holds.

    A text that is no UTF-8 is read in the `encoding`, else in the chosen one of those that its bytes may be in, else in
    the likeliest. Raises ProgrammeRefused where there is no table, or more than is read.
    """
    if encoding is not None:
        check_encoding(encoding)
    try:
        if path.is_dir() or not path.exists():
            raise refusal(str(path), "there is no such file. Check the path.")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise refusal(
                path.name, f"{size_text(path.stat().st_size)} is too much; {size_text(MAX_FILE_BYTES)} are read."
            )
        sheets = _read(path, _Encoding(encoding, chosen_encoding))
    except OSError as error:
        raise refusal(path.name, f"it cannot be read ({error.strerror}). Check who may read it.") from error
    if not any(sheet.sheet.rows for sheet in sheets):
        raise refusal(path.name, "there is nothing in it. Choose the file that holds the programme.")
    return sheets


@dataclass(frozen=True, slots=True)
class _Encoding:
    """Of texts that are no UTF-8: what was said, and what was chosen of the likely ones."""

    said: str | None
    chosen: str

    def decode(self, file: str, data: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The text, and the encodings that it may be in. Raises ProgrammeRefused."""
        if self.said is not None or not (likely := likely_encodings(data)):
            return decode(file, data, self.said), ()
        names = [name for name, _words in likely]
        return decode(file, data, self.chosen if self.chosen in names else names[0]), likely


def _read(path: Path, encoding: _Encoding) -> list[SourceSheet]:
    match path.suffix.lower():
        case ".xlsx" | ".xlsm":
            return [SourceSheet(sheet, path.name, is_workbook=True) for sheet in read_all_sheets(path).values()]
        case ".ods":
            return [SourceSheet(sheet, path.name, is_workbook=True) for sheet in read_opendocument(path)]
        case ".zip":
            return _of_archive(path, encoding)
        case ".csv" | ".tsv" | ".txt" | ".json" | ".xml" | ".ics":
            return _of_data(path.name, path.suffix.lower(), path.read_bytes(), encoding)
        case _:
            raise refusal(path.name, f"files of this kind are not read. Save it as one of {', '.join(ENDINGS)}.")


def _of_archive(path: Path, encoding: _Encoding) -> list[SourceSheet]:
    sheets = []
    with open_zip(path) as archive:
        for entry in archive.infolist():
            name = PurePosixPath(entry.filename)
            if entry.is_dir() or is_junk(entry):
                continue
            if name.suffix.lower() in (".zip", ".xlsx", ".ods"):
                raise refusal(path.name, f"{quoted(entry.filename)} is an archive within. Hand that in by itself.")
            if name.suffix.lower() in (*_TABLES, ".json", ".xml", ".ics"):
                data = b"".join(entry_chunks(archive, entry, path.name))
                sheets.extend(_of_data(name.name, name.suffix.lower(), data, encoding))
    return sheets


def _of_data(file: str, ending: str, data: bytes, encoding: _Encoding) -> list[SourceSheet]:
    """By what it begins with, whatever its name ends with."""
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if ending == ".json" or start in (b"{", b"["):
        documents = sheets_of_json(file, data)
    elif ending == ".xml" or start == b"<":
        documents = sheets_of_xml(file, data)
    elif ending == ".ics" or data.lstrip()[:15].upper() == b"BEGIN:VCALENDAR":
        documents = [sheet_of_calendar(file, encoding.decode(file, data)[0])]
    else:
        text, likely = encoding.decode(file, data)
        sheet = _checked(file, Sheet(PurePosixPath(file).stem or file, _text_rows(file, ending, text)))
        return [SourceSheet(sheet, file, separator=separator_of(text), encodings=likely)]
    return [
        SourceSheet(
            _checked(file, sheet),
            file,
            places=document.places,
            fields=document.fields,
            are_instants=document.are_instants,
            facts=document.facts,
        )
        for document in documents
        for sheet in (document.sheet,)
    ]


def _text_rows(file: str, ending: str, text: str) -> list[tuple[int, list[str]]]:
    """Cells, or whole lines where a text without columns has quotation marks as people write them."""
    try:
        return [(line, list(cells)) for line, cells in raw_rows(file, text)]
    except ProgrammeRefused:
        if ending != ".txt" or "\t" in text or len(lines := text.splitlines()) > MAX_ROWS:
            raise
        return [(line, [words]) for line, words in enumerate(lines, 1) if words.strip()]


def _checked(file: str, sheet: Sheet) -> Sheet:
    if len(sheet.rows) > MAX_ROWS + 1:
        raise refusal(file, f"there are more than {MAX_ROWS:,} rows. Bring it in in parts.")
    if any(len(cells) > MAX_FOREIGN_COLUMNS for _line, cells in sheet.rows):
        raise refusal(file, f"there are more than {MAX_FOREIGN_COLUMNS} columns. Take out those that are empty.")
    return sheet


def holds_import_format(path: Path) -> bool:
    """Whether it is our own folder, archive or workbook, which the importer reads as it is."""
    if path.is_dir():
        return True
    match path.suffix.lower():
        case ".zip":
            with open_zip(path) as archive:
                names = {PurePosixPath(entry.filename).name for entry in archive.infolist() if not is_junk(entry)}
            return bool(names & set(FILES))
        case ".xlsx" | ".ods":
            sheets = read_all_sheets(path).values() if path.suffix.lower() == ".xlsx" else read_opendocument(path)
            return any(_is_table(sheet) if sheet.name.casefold() in TABLES else marked_table(sheet) for sheet in sheets)
        case ".csv":
            return is_exported_table(path)
        case _:
            return False


def _is_table(sheet: Sheet) -> bool:
    return bool(sheet.rows) and "id" in {cell.strip().casefold() for cell in sheet.rows[0][1]}
