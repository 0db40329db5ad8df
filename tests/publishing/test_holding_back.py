"""What stands in the way goes on hold, and the rest goes public: of two the one nobody was told of, else the later."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from screenings.loading import published_screenings
from screenings.models import Festival, Hold, RuleSetting, Screening
from screenings.publishing import PublishingBlocked, plan_holds, preview_publication, publish, publish_holding_back
from tests import world
from tests.world import SPRING, at, on_hold

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=1)
REASON = "It clashes."


def show(of: Festival, title: str, starts: str, hall: str = "Hall 1") -> Screening:
    return world.screening(world.film(of, title), world.hall(of, hall), f"2026-10-{starts}")


def moved(row: Screening, starts: str, hall: str = "Hall 1") -> None:
    row.starts_at, row.hall = at(f"2026-10-{starts}"), world.hall(row.festival, hall)
    world.saved(row)


def planned(of: Festival) -> tuple[list[str], int]:
    """The titles of what would be held, and how many errors would remain."""
    plan = plan_holds(preview_publication(of, at=LATER))
    titles = {row.uid: row.film.title for row in Screening.objects.select_related("film")}
    return [titles[uid] for uid in plan.uids], len(plan.remaining)


def test_nothing_is_held_where_nothing_is_in_the_way(harbour: Festival) -> None:
    show(harbour, "Cléo", "10 20:00")
    assert planned(harbour) == ([], 0)


def test_of_two_that_nobody_was_told_of_the_later_is_held(harbour: Festival) -> None:
    show(harbour, "Later", "10 20:30")
    show(harbour, "Earlier", "10 20:00")
    assert planned(harbour) == (["Later"], 0)


def test_what_is_not_public_yet_is_held_though_it_starts_earlier(harbour: Festival) -> None:
    show(harbour, "Public", "10 20:30")
    world.published(harbour)
    show(harbour, "New", "10 20:00")
    assert planned(harbour) == (["New"], 0)


def test_of_two_that_are_public_the_one_that_was_moved_is_held(harbour: Festival) -> None:
    rows = [show(harbour, "Moved", "12 20:00"), show(harbour, "Stays", "10 20:30")]
    world.published(harbour)
    moved(rows[0], "10 20:00")
    assert planned(harbour) == (["Moved"], 0)


def test_of_two_that_were_moved_the_later_is_held(harbour: Festival) -> None:
    rows = [show(harbour, "Earlier", "12 20:00"), show(harbour, "Later", "13 20:00")]
    world.published(harbour)
    moved(rows[0], "10 20:00")
    moved(rows[1], "10 20:30")
    assert planned(harbour) == (["Later"], 0)


def test_a_place_that_another_has_taken_meanwhile_holds_that_one_too(harbour: Festival) -> None:
    """Second goes back to where First is now, so First goes back as well."""
    first, second = show(harbour, "First", "12 20:00"), show(harbour, "Second", "13 20:00")
    show(harbour, "Third", "14 20:00")
    world.published(harbour)
    moved(second, "14 20:30")
    moved(first, "13 20:10")
    assert planned(harbour) == (["Second", "First"], 0)


def test_what_is_on_hold_already_is_met_by_holding_the_other(harbour: Festival) -> None:
    held, other = show(harbour, "Held", "10 20:00"), show(harbour, "Other", "11 20:00")
    world.published(harbour)
    on_hold(held)
    moved(held, "12 20:00")
    moved(other, "10 20:30")
    assert planned(harbour) == (["Other"], 0)


def test_an_error_that_is_public_already_is_resolved_by_no_hold(harbour: Festival) -> None:
    film, hall = world.film(harbour), world.hall(harbour)
    world.screening(film, hall, "2026-10-10 15:00")
    world.screening(film, hall, "2026-10-10 20:00")
    world.published(harbour)
    world.saved(RuleSetting(festival=harbour, code="repeat-too-close", severity="error"))
    assert planned(harbour) == ([], 1)
    with pytest.raises(PublishingBlocked) as stopped:
        publish_holding_back(harbour, at=LATER, reason=REASON)
    assert [conflict.code for conflict in stopped.value.conflicts] == ["repeat-too-close"]
    assert not Hold.objects.exists()


def test_what_is_acknowledged_is_not_held(harbour: Festival) -> None:
    world.saved(RuleSetting(festival=harbour, code="hall-closed", severity="error"))
    assert planned(harbour) == ([], 0)


def test_the_rest_goes_public_and_the_holds_say_who_when_and_why(harbour: Festival) -> None:
    ada = User.objects.create_user("ada")
    rows = [show(harbour, f"Film {number}", f"1{number} 20:00") for number in range(3)]
    clashing = [show(harbour, f"Clash {number}", f"1{number} 20:30") for number in range(2)]
    result, held = publish_holding_back(harbour, at=LATER, reason=REASON, by=ada, note="Here it is.")
    assert held == clashing
    assert result.publication is not None
    assert (result.publication.note, result.publication.published_by) == ("Here it is.", ada)
    assert set(published_screenings(harbour)) == {row.uid for row in rows}
    assert set(Hold.objects.values_list("screening", "reason", "by", "since")) == {
        (row.uid, REASON, ada.pk, LATER) for row in clashing
    }


def test_a_reason_or_a_note_that_is_none_holds_and_publishes_nothing(harbour: Festival) -> None:
    show(harbour, "Earlier", "10 20:00")
    show(harbour, "Later", "10 20:30")
    for reason, note in (("", ""), (REASON, "x" * 3000)):
        with pytest.raises(ValidationError):
            publish_holding_back(harbour, at=LATER, reason=reason, note=note)
    assert not Hold.objects.exists()
    with pytest.raises(PublishingBlocked):
        publish(harbour, at=LATER)
