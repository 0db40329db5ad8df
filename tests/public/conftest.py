"""The pages' tests read a clock of their own: it is spring unless one says else."""

import pytest


@pytest.fixture(autouse=True)
def in_spring(spring: None) -> None:
    """For every test of this folder."""
