"""The verbs: what is put on hold, what is released, and what is on hold because what it was made from is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from screenings.loading import published_screenings
from screenings.models import AnnouncedScreening, Festival, Hold, Screening
from screenings.publishing import publish
from screenings.scheduling import duplicate_edition, repeat
from screenings.scheduling.holds import hold, release
from screenings.scheduling.shift_dates import shift_festival
from screenings.scheduling.time_zones import ZoneChange, load_zone_names
from tests import world
from tests.world import SPRING, at, on_hold

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=1)


@pytest.fixture
def rows(harbour: Festival) -> list[Screening]:
    film, hall = world.film(harbour), world.hall(harbour)
    return [world.screening(film, hall, f"2026-10-{10 + day} 20:00") for day in range(3)]


def test_what_is_on_hold_already_keeps_its_reason_its_name_and_its_moment(rows: list[Screening]) -> None:
    ada = User.objects.create_user("ada")
    assert hold(rows[:1], reason="A rights question.", by=ada, at=SPRING) == rows[:1]
    assert hold(rows[:2], reason="Another.", by=None, at=LATER) == rows[1:2]
    assert list(Hold.objects.values_list("screening", "reason", "by__username", "since")) == [
        (rows[0].uid, "A rights question.", "ada", SPRING),
        (rows[1].uid, "Another.", None, LATER),
    ]
    assert release(rows) == rows[:2]
    assert release(rows) == []


@pytest.mark.parametrize("reason", ["", " ", "x" * 301])
def test_a_hold_needs_a_reason_in_one_line(rows: list[Screening], reason: str) -> None:
    with pytest.raises(ValidationError):
        hold(rows, reason=reason, by=None, at=SPRING)
    assert not Hold.objects.exists()


def test_both_are_in_the_history(rows: list[Screening]) -> None:
    on_hold(rows[0])
    release(rows)
    kept = Hold.history.order_by("history_id")  # type: ignore[attr-defined]  # the library's own
    assert [(each.screening_id, each.history_type) for each in kept] == [(rows[0].uid, "+"), (rows[0].uid, "-")]


def test_repeats_of_what_is_on_hold_are_on_hold_and_of_what_is_not_are_not(rows: list[Screening]) -> None:
    on_hold(rows[0], reason="A rights question.")
    made = repeat(rows[0], times=2)
    assert {row.hold.reason for row in made} == {"A rights question."}
    repeat(rows[1], times=2)
    assert Hold.objects.count() == 3


def test_a_new_edition_has_no_holds(rows: list[Screening]) -> None:
    on_hold(*rows)
    world.published(rows[0].festival)
    new = duplicate_edition(
        rows[0].festival, name="Next", slug="next", starts_on=datetime(2027, 10, 8, tzinfo=UTC).date()
    )
    assert not new.holds.exists()
    assert not AnnouncedScreening.objects.filter(festival=new).exists()


def moved_elsewhere(row: Screening) -> None:
    """What is on hold, and by now in a hall with another clock."""
    row.hall, row.starts_at = (
        world.hall(row.festival, "Hall 1", "Gloria", timezone="Europe/London"),
        at("2026-10-15 12:00"),
    )
    world.saved(row)


def test_a_corrected_zone_moves_what_was_announced_as_well(rows: list[Screening]) -> None:
    festival = rows[0].festival
    world.published(festival)
    on_hold(rows[0])
    moved_elsewhere(rows[0])
    for row in rows[1:]:
        row.delete()
    publish(festival, at=LATER)
    before, after = load_zone_names(festival.pk), load_zone_names(festival.pk, own="America/New_York")
    change = ZoneChange(festival, before, after)
    assert change.affects_anything
    change.keep_clocks()
    festival.timezone = "America/New_York"
    world.saved(festival)
    publish(festival, at=LATER + timedelta(days=1))
    shown = published_screenings(festival)[rows[0].uid]
    assert f"{shown.starts_at.astimezone(shown.zone):%Y-%m-%d %H:%M} {shown.timezone}" == (
        "2026-10-10 20:00 America/New_York"
    )


def test_a_moved_run_moves_what_was_announced_as_well(rows: list[Screening]) -> None:
    festival = rows[0].festival
    world.published(festival)
    on_hold(rows[0])
    moved_elsewhere(rows[0])
    shift_festival(festival, days=28)  # past the night on which summer time ends
    publish(festival, at=LATER)
    shown = published_screenings(festival)[rows[0].uid]
    assert shown.starts_at == at("2026-11-07 20:00")
