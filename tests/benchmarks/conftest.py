"""Every benchmark collects as a server does: its festivals would else be gone through again and again meanwhile."""

import gc
from collections.abc import Iterator

import pytest

from festival.garbage_collection import collect_seldom


@pytest.fixture(autouse=True)
def as_a_server_collects() -> Iterator[None]:
    before = gc.get_threshold()
    collect_seldom()
    yield
    gc.set_threshold(*before)
