"""The board on paper."""

ACROSS = 13  # halls that can be read beside each other on a page


def halls_a_page(halls: int) -> int:
    """On paper: as evenly as they go on the fewest pages on which they can be read."""
    pages = max(1, -(-halls // ACROSS))
    return -(-halls // pages)
