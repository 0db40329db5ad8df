"""The board on paper: every hall on a page on which it can be read, and the pages about equally full."""

import pytest

from screenings.board.print_layout import MAX_HALLS_PER_PAGE, halls_per_page


@pytest.mark.parametrize(
    ("halls", "across"), [(0, 0), (1, 1), (13, 13), (14, 7), (25, 13), (26, 13), (27, 9), (40, 10)]
)
def test_halls_are_spread_evenly_over_the_fewest_pages(halls: int, across: int) -> None:
    assert halls_per_page(halls) == across
    assert across <= MAX_HALLS_PER_PAGE
