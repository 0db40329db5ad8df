"""The pages' tests read a clock of their own: it is spring, half a year before the festival, unless one says else."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.world import SPRING


@pytest.fixture(autouse=True)
def spring() -> Iterator[None]:
    with time_machine.travel(SPRING):
        yield
