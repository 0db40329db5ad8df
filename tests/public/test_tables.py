"""What the listing can be sorted by."""

import pytest

from screenings.public.tables import ScreeningTable


@pytest.mark.parametrize(
    ("alias", "known"),
    [
        ("time", True), ("-time", True), ("title", True), ("hall", True), ("-hall", True),
        ("version", False), ("--time", False), ("-", False), ("", False), ("uid", False), ("time,title", False),
    ],
)  # fmt: skip
def test_only_the_columns_with_an_order_can_be_asked_for(alias: str, known: bool) -> None:
    assert ScreeningTable.knows_order(alias) is known
