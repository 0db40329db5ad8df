"""docs/reliability.md names the tests that hold what it promises."""

import re
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "reliability.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([\w/]+\.(?:py|txt))`", PAGE))


def test_every_test_that_the_page_names_is_there() -> None:
    assert len(NAMED) > 50
    assert {name for name in NAMED if not (TESTS / name).is_file()} == set()


def test_every_fault_that_is_injected_is_on_the_page() -> None:
    injected = {
        f"{folder}/{file.name}" for folder in ("faults", "races") for file in (TESTS / folder).glob("test_*.py")
    }
    assert injected - NAMED == set()


def test_every_row_says_what_how_what_is_promised_and_what_is_not() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows} == {5}
