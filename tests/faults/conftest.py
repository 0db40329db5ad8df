"""The shipped server on a database of its own, of the kind the suite runs on, and a person at it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.test_server import served
from tests.faults.person import Person
from tests.races.conftest import environment, told

__all__ = ["environment"]
UNGUARDED = "tests.faults.unguarded"


@pytest.fixture
def keys(environment: dict[str, str]) -> dict[str, Any]:
    return told(environment, "tests.faults.ground", "make")


@pytest.fixture
def serve(environment: dict[str, str], keys: dict[str, Any], tmp_path: Path) -> Iterator[Callable[..., Person]]:
    """Start the server, with other settings or variables where they are given; somebody who has not signed in."""
    with ExitStack() as stack:

        def start(settings: str = "tests.settings", **variables: str) -> Person:
            given = {**environment, "DJANGO_SETTINGS_MODULE": settings, **variables}
            return Person(stack.enter_context(served(given, tmp_path / "server.log")))

        yield start
