"""How much of a programme is read before it is refused. The largest real one is a hundredth of this."""

MEGABYTE = 1_000_000

MAX_FILE_BYTES = 20 * MEGABYTE  # a file as it lies there, or all that an archive unpacks to
MAX_TOML_BYTES = 100_000
MAX_ZIP_DIRECTORY_BYTES = 200_000  # of a zip: some 2,000 entries
MAX_ZIP_ENTRIES = 1_000
MAX_ROWS = 20_000  # of one table
MAX_COLUMNS = 64
MAX_CELL_CHARACTERS = 100_000  # below the csv module's own limit of 131,072
# Of a workbook: its cells, all tags of the parts that are read, and its frame (styles, lists of sheets and of parts).
MAX_WORKBOOK_CELLS = 250_000
MAX_WORKBOOK_TAGS = 2_000_000
MAX_METADATA_TAGS = 100_000
MAX_METADATA_BYTES = 8 * MEGABYTE


def size_text(count: int) -> str:
    """50 MB, rounded down to a tenth."""
    tenths = count * 10 // MEGABYTE
    return f"{tenths // 10}.{tenths % 10} MB" if tenths % 10 else f"{tenths // 10} MB"


MAX_PROBLEMS = 200  # listed of one table
