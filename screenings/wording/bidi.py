"""Names inside a sentence."""

from unicodedata import bidirectional

_FIRST_STRONG, _POP = "\u2068", "\u2069"


def bidi_isolated(name: str) -> str:
    """A right-to-left name, isolated so that it does not reorder the times beside it (Unicode UAX #9)."""
    return (
        f"{_FIRST_STRONG}{name}{_POP}" if any(bidirectional(character) in ("R", "AL") for character in name) else name
    )
