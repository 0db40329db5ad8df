"""Timing in words."""

from collections.abc import Callable
from time import process_time
from typing import TypeVar

Result = TypeVar("Result")


def timed(label: str, act: Callable[[], Result]) -> tuple[float, Result]:
    """The seconds of the processor that an act took, printed, and what it gave: a busy machine makes nothing longer."""
    start = process_time()
    result = act()
    seconds = process_time() - start
    print(f"{label:<52} {seconds:8.3f} s")
    return seconds, result
