"""What changed between two states of the public timetable, by values alone."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from screenings.timetable.changes import REPORTED_FIELDS, UNREPORTED_FIELDS, changes_between, count_kinds, is_moved
from screenings.timetable.values import CANCELLED, CONFIRMED, PublicScreening
from screenings.wording.changes import FIELD_NAMES, public_change_sentence

START = datetime(2026, 10, 10, 18, tzinfo=UTC)
CLEO = PublicScreening(
    UUID(int=1), CONFIRMED, "Cléo", START, START + timedelta(minutes=90), "Europe/Berlin", date(2026, 10, 10),
    "Odeon", "odeon", "Hall 1", "odeon.hall-1",
)  # fmt: skip
OFF = replace(CLEO, status=CANCELLED)


def kinds(before: PublicScreening | None, after: PublicScreening | None) -> tuple[str, ...]:
    """Of the one change, if there is one."""
    found = changes_between(*({each.uid: each} if each else {} for each in (before, after)))
    return found[0].kinds if found else ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, CLEO, ("added",)),
        (None, OFF, ("cancelled",)),
        (CLEO, CLEO, ()),
        (CLEO, OFF, ("cancelled",)),
        (OFF, CLEO, ("restored",)),
        (OFF, OFF, ()),
        (CLEO, None, ("cancelled",)),
        (OFF, None, ()),
    ],
)
def test_every_way_between_there_not_there_and_cancelled(
    before: PublicScreening | None, after: PublicScreening | None, expected: tuple[str, ...]
) -> None:
    assert kinds(before, after) == expected


def test_one_that_was_forgotten_between_two_is_told_as_cancelled_where_it_stood() -> None:
    (change,) = changes_between({CLEO.uid: CLEO}, {})
    assert (change.before, change.after, change.fields) == (CLEO, OFF, ("status",))
    assert count_kinds([change]) == {"cancelled": 1}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"starts_at": START + timedelta(minutes=5)}, True),
        ({"hall": "Hall 2", "hall_slug": "odeon.hall-2"}, True),
        ({"venue": "Palast", "venue_slug": "palast", "hall_slug": "palast.hall-1"}, True),
        ({"hall": "Great Hall"}, False),
        ({"venue": "Odeon Palace", "hall": "Great Hall"}, False),
        ({"hall_slug": "odeon.great"}, False),
        ({"venue_slug": "the-odeon", "hall_slug": "the-odeon.hall-1"}, False),
        ({"ends_at": START + timedelta(minutes=95)}, False),
        ({"timezone": "Europe/London"}, False),
    ],
)
def test_a_move_is_another_time_or_another_hall_and_not_another_name_or_address(
    values: dict[str, object], expected: bool
) -> None:
    after = replace(CLEO, **values)  # type: ignore[arg-type]
    assert is_moved(CLEO, after) is expected
    assert (kinds(CLEO, after) == ("moved",)) is expected


def test_every_field_of_a_publication_is_news_or_is_not() -> None:
    """Whoever adds one chooses; what is news has a name for the public."""
    undecided = {field.name for field in fields(PublicScreening)} ^ (REPORTED_FIELDS | UNREPORTED_FIELDS)
    assert not undecided, f"Put {sorted(undecided)} into REPORTED_FIELDS or UNREPORTED_FIELDS of timetable/changes.py."
    assert not REPORTED_FIELDS & UNREPORTED_FIELDS
    unnamed = set(FIELD_NAMES) ^ REPORTED_FIELDS
    assert not unnamed, (
        f"Name {sorted(unnamed)}, and nothing that is not reported, in FIELD_NAMES of wording/changes.py."
    )


@pytest.mark.parametrize("name", sorted(UNREPORTED_FIELDS - {"uid", "day"}))
def test_what_follows_from_elsewhere_is_no_change_of_a_screening(name: str) -> None:
    other: dict[str, object] = {
        "latitude": 52.5, "longitude": 13.4, "part_slugs": ("a",), "guest_keys": ("1",), "hall_is_shared": True,
        "end_is_estimated": True, "moved_from_starts_at": START,
    }  # fmt: skip
    after = replace(CLEO, **{name: other.get(name, "another")})  # type: ignore[arg-type]
    assert after != CLEO
    assert kinds(CLEO, after) == ()


def test_another_name_for_the_same_clock_is_no_change_and_another_clock_is() -> None:
    assert kinds(CLEO, replace(CLEO, timezone="Europe/Oslo")) == ()
    assert kinds(CLEO, replace(CLEO, timezone="Europe/London")) == ("changed",)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ()),
        ({"qa": 20}, ("qa", "ends_at")),
        ({"end_is_estimated": False, "runtime": 110}, ("runtime", "ends_at")),
        ({"note": "With live music."}, ("note",)),
    ],
)
def test_an_assumed_end_that_follows_from_another_assumption_is_no_news(
    values: dict[str, object], expected: tuple[str, ...]
) -> None:
    """As after the festival's default running time was changed, or where the next show cuts a secret one short."""
    assumed = replace(CLEO, end_is_estimated=True)
    after = replace(assumed, ends_at=START + timedelta(minutes=110), **values)  # type: ignore[arg-type]
    found = changes_between({CLEO.uid: assumed}, {CLEO.uid: after})
    assert {name for change in found for name in change.fields} == set(expected)
    said = " ".join(public_change_sentence(change) for change in found)
    assert ("It ends at" in said) is ("ends_at" in expected)
