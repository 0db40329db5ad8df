"""What an import means for the public, counted by hand from what it would see before and after."""

from datetime import UTC, datetime
from itertools import product

import pytest

from screenings.importing.public_effect import PublicEffect, PublicState, public_effect, public_states
from screenings.models import Audience, Festival, Screening, Status
from tests import world

EIGHT, TEN = datetime(2026, 10, 10, 18, tzinfo=UTC), datetime(2026, 10, 10, 20, tzinfo=UTC)
SHOWN = PublicState(is_public=True, is_private=False, hall=1, starts_at=EIGHT)
ELSEWHERE = PublicState(is_public=True, is_private=False, hall=2, starts_at=EIGHT)
LATER = PublicState(is_public=True, is_private=False, hall=1, starts_at=TEN)
PRIVATE = PublicState(is_public=False, is_private=True, hall=1, starts_at=EIGHT)
CALLED_OFF = PublicState(is_public=False, is_private=False, hall=1, starts_at=EIGHT)
UNPLACED = PublicState(is_public=False, is_private=False, hall=None, starts_at=None)
STATES = (None, SHOWN, ELSEWHERE, LATER, PRIVATE, CALLED_OFF, UNPLACED)


@pytest.fixture
def harbour(db: None) -> Festival:
    return world.festival()


def effect(*pairs: tuple[PublicState | None, PublicState | None]) -> PublicEffect:
    """Of screenings as they were and as they will be; None where there was or will be none."""
    before = {key: was for key, (was, _now) in enumerate(pairs) if was}
    after = {key: now for key, (_was, now) in enumerate(pairs) if now}
    return public_effect(before, after)


@pytest.mark.parametrize("now", [CALLED_OFF, PRIVATE, UNPLACED])
def test_what_was_announced_and_takes_place_no_more_for_the_public_is_cancelled(now: PublicState) -> None:
    assert effect((SHOWN, now)) == PublicEffect(cancelled=1)


def test_a_private_screening_that_opens_is_counted_as_that_alone() -> None:
    assert effect((PRIVATE, SHOWN), (PRIVATE, LATER), (None, SHOWN)) == PublicEffect(appear=1, opened=2)


def test_what_was_private_and_is_called_off_or_moved_says_nothing_to_the_public() -> None:
    moved = PublicState(is_public=False, is_private=True, hall=2, starts_at=TEN)
    assert effect((PRIVATE, CALLED_OFF), (PRIVATE, moved), (PRIVATE, PRIVATE)) == PublicEffect()


def test_each_pair_of_states_counts_once_or_not_at_all() -> None:
    expected = {"appear": 0, "cancelled": 0, "moved": 0, "opened": 0}
    pairs = [pair for pair in product(STATES, STATES) if pair[1] is not None]
    for was, now in pairs:
        was_seen, is_seen = bool(was and was.is_public), bool(now and now.is_public)
        if is_seen and not was_seen:
            expected["opened" if was is PRIVATE else "appear"] += 1
        elif was_seen and not is_seen:
            expected["cancelled"] += 1
        elif was_seen and was is not now:
            expected["moved"] += 1

    assert effect(*pairs) == PublicEffect(**expected)
    assert expected == {"appear": 9, "cancelled": 9, "moved": 6, "opened": 3}


def test_the_sentence_counts_one_and_several() -> None:
    assert str(PublicEffect(3, 1, 2, 1)) == (
        "For the public: 3 screenings appear, 1 is cancelled, 2 move and 1 private one opens."
    )
    assert str(PublicEffect(1, 2, 1, 2)) == (
        "For the public: 1 screening appears, 2 are cancelled, 1 moves and 2 private ones open."
    )
    assert str(PublicEffect()) == ""


def test_the_state_of_a_screening_is_read_from_its_row(harbour: Festival) -> None:
    hall, film = world.hall(harbour), world.film(harbour)
    placed = world.screening(film, hall, "2026-10-10 20:00")
    cancelled = world.screening(film, hall, "2026-10-11 20:00", status=Status.CANCELLED)
    private = world.screening(film, hall, "2026-10-12 20:00", audience=Audience.PRIVATE)
    press = world.screening(film, hall, "2026-10-13 20:00", audience=Audience.PRESS)
    unplaced = world.screening(film)

    states = public_states(harbour)

    assert {key for key, state in states.items() if state.is_public} == {placed.pk, press.pk}
    assert {key for key, state in states.items() if state.is_private} == {private.pk}
    assert {cancelled.pk, unplaced.pk} <= states.keys()


def test_the_public_keeps_what_was_announced_of_a_screening_on_hold_until_it_is_cancelled(harbour: Festival) -> None:
    film, hall = world.film(harbour), world.hall(harbour)
    kept = world.screening(film, hall, "2026-10-10 20:00")
    world.published(harbour)
    never_shown = world.screening(film, hall, "2026-10-11 20:00")
    world.on_hold(kept, never_shown)
    rows = Screening.objects.filter(pk__in=(kept.pk, never_shown.pk))

    before = public_states(harbour)
    rows.update(starts_at=world.at("2026-10-12 20:00"))
    moved = public_states(harbour)
    rows.update(status=Status.CANCELLED)
    cancelled = public_states(harbour)

    assert before == {kept.pk: PublicState(True, False, hall.pk, world.at("2026-10-10 20:00"))}
    assert public_effect(before, moved) == PublicEffect()
    assert public_effect(moved, cancelled) == PublicEffect(cancelled=1)
