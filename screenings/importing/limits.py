"""How much of a programme is read before it is refused. The largest real one is a hundredth of this."""

MEGABYTE = 1_000_000

MAX_FILE_BYTES = 20 * MEGABYTE  # a file as it lies there, or all that an archive unpacks to
MAX_PICTURES_BYTES = 500 * MEGABYTE  # of a zip, beside its tables: read one at a time
MAX_ZIP_BYTES = MAX_FILE_BYTES + MAX_PICTURES_BYTES
MAX_TOML_BYTES = 100_000
MAX_ZIP_DIRECTORY_BYTES = 200_000  # of a zip: some 2,000 entries
MAX_ZIP_ENTRIES = 1_000
MAX_ROWS = 20_000  # of one table
MAX_COLUMNS = 64
MAX_FOREIGN_COLUMNS = 512  # of a table in a shape of its own, such as a grid with a column every five minutes
MAX_CALENDAR_LINES = 30 * MAX_ROWS  # of an .ics, as an event has some fifteen
MAX_CELL_CHARACTERS = 100_000  # below the csv module's own limit of 131,072
# Of a workbook: what it unpacks to, its cells, all tags of the parts that are read, and its frame (styles, lists of
# sheets and of parts). An export of MAX_ROWS screenings, each of a film of its own, has 40 MB, 700,000 cells and
# 3,300,000 tags.
MAX_WORKBOOK_BYTES = 60 * MEGABYTE
MAX_WORKBOOK_CELLS = 1_000_000
MAX_WORKBOOK_TAGS = 5_000_000
# Of a table that nothing of ours has written: an .ods, merged cells that are filled, a schedule's tags or values.
MAX_FOREIGN_CELLS = 250_000
MAX_DOCUMENT_TAGS = 2_000_000
MAX_METADATA_TAGS = 100_000
MAX_METADATA_BYTES = 8 * MEGABYTE


def size_text(count: int) -> str:
    """50 MB, rounded down to a tenth."""
    tenths = count * 10 // MEGABYTE
    return f"{tenths // 10}.{tenths % 10} MB" if tenths % 10 else f"{tenths // 10} MB"


MAX_PROBLEMS = 200  # listed of one table
