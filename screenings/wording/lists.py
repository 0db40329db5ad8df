"""Several things in a sentence."""

from collections.abc import Sequence

from screenings.text.translation import gettext


def joined_with_and(words: Sequence[str]) -> str:
    """`A, B and C`."""
    if len(words) < 2:
        return "".join(words)
    return gettext("{others} and {last}").format(others=", ".join(words[:-1]), last=words[-1])
