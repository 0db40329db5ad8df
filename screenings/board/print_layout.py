"""The board on paper."""

MAX_HALLS_PER_PAGE = 13  # halls that can be read beside each other on a page


def halls_per_page(halls: int) -> int:
    """On paper: as evenly as they go on the fewest pages on which they can be read."""
    pages = max(1, -(-halls // MAX_HALLS_PER_PAGE))
    return -(-halls // pages)
