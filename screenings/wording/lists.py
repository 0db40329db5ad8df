"""Several things in a sentence."""

from collections.abc import Sequence


def joined_with_and(words: Sequence[str]) -> str:
    """`A, B and C`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
