"""Timing in words."""

from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

Result = TypeVar("Result")


def timed(label: str, act: Callable[[], Result]) -> tuple[float, Result]:
    """The seconds an act took, printed, and what it gave."""
    start = perf_counter()
    result = act()
    seconds = perf_counter() - start
    print(f"{label:<52} {seconds:8.3f} s")
    return seconds, result
