"""Ids and cells of the import format."""

from datetime import UTC, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from screenings.importing.rows import (
    FestivalRow,
    FilmRow,
    HallRow,
    ScreeningRow,
    cell_text,
    external_ids,
)

BERLIN = ZoneInfo("Europe/Berlin")


def test_cells_are_written_as_they_are_read() -> None:
    hall = HallRow("h", "V", "H", None, 0, ("DCP", "35 mm"), latitude=Decimal("-34.098000"), longitude=Decimal(0))
    show = ScreeningRow("s", "f", "h", datetime(2026, 10, 25, 1, 30, tzinfo=UTC), intro=0, qa=5)

    columns = ("changeover", "formats", "latitude", "longitude", "capacity")
    assert [cell_text(hall, column, BERLIN) for column in columns] == ["0", "DCP|35 mm", "-34.098", "0", ""]
    assert [cell_text(show, column, BERLIN) for column in ("start", "end", "intro", "qa")] == [
        "2026-10-25T02:30+01:00", "", "", "5",
    ]  # fmt: skip
    assert cell_text(FilmRow("f", "T", cast=(("Ann", "Eve"), ("Bo", ""))), "cast", BERLIN) == "Ann (Eve)|Bo"
    assert cell_text(FestivalRow(day_starts_at=time(5, 30)), "day_starts_at", BERLIN) == "05:30:00"


def test_a_length_is_what_passes_between_start_and_end() -> None:
    start, end = datetime(2026, 10, 24, 21, 30, tzinfo=UTC), datetime(2026, 10, 25, 2, 30, tzinfo=UTC)

    assert ScreeningRow("s", "f", "h", start, end).stated_length == 300
    assert ScreeningRow("s", "f", "h", start).stated_length is None
    assert ScreeningRow("s", "f", length=90).stated_length == 90


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b", "b~", "c"]), st.sampled_from(["a", "b", "c", "d"]))))
def test_every_id_is_unlike_the_others_and_the_festivals_own_ones_stay(entries: list[tuple[str, str]]) -> None:
    ids = external_ids(entries)

    assert len(set(ids)) == len(ids) == len(entries)
    first_own = {own: index for index, (own, _fallback) in reversed(list(enumerate(entries))) if own}
    assert all(ids[index] == own for own, index in first_own.items())
