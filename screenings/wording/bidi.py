"""Names inside a sentence."""

from unicodedata import bidirectional

_FIRST_STRONG, _POP = "\u2068", "\u2069"


def bidi_isolated(name: str) -> str:
    """Where it is written from right to left, kept from turning round the times that stand beside it."""
    return f"{_FIRST_STRONG}{name}{_POP}" if any(bidirectional(each) in ("R", "AL") for each in name) else name
