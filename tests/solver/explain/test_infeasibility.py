"""What is called impossible is so wherever one looks, and what is not called so is not."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screenings.solver.api import Infeasibility, Precedence, Preferences, SlotConstraint, find_infeasibilities, propose
from screenings.solver.model.showings import avoidable_conflicts
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleGuest, RulePrint
from screenings.timetable.days import day_bounds
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme, Showing
from tests.solver.placements import steps
from tests.solver.programmes import OPENING, at, film, hall, programme, showing
from tests.timetable.random_festivals import festivals, unhurried

FIVE = timedelta(minutes=5)
STRICT = {"guest-away": Severity.ERROR, "hall-lacks-format": Severity.ERROR, "repeat-too-close": Severity.ERROR}


def looked_for(
    given: Programme, *, movable: set[UUID] | None = None, wanted: Preferences | None = None
) -> list[Infeasibility]:
    uids = {s.uid for s in given.showings} if movable is None else movable
    return list(find_infeasibilities(given, movable=uids, preferences=wanted or Preferences()))


def has_a_place(given: Programme, one: Showing, least: Severity) -> bool:
    """Every five minutes of every hall and day, asked of all the rules with nothing else on."""
    shut = {**given.context.severities, "hall-closed": Severity.ERROR}
    given = replace(given, context=replace(given.context, severities=shut))
    calendar = given.calendar
    begins, _ = day_bounds(calendar.starts_on, calendar.zone, calendar.day_starts_at)
    for number in given.context.halls:
        for units in range(-288, 288 * 5):
            placed = replace(given, showings=(replace(one, hall=number, starts_at=begins + units * FIVE),))
            if not calendar.starts_on <= placed.scheduled[0].day <= calendar.ends_on:
                continue
            if not any(c.severity.rank >= least.rank for c in avoidable_conflicts(find_conflicts(placed))):
                return True
    return False


@settings(unhurried, max_examples=12)
@given(festivals(), st.integers(0, 20))
def test_a_screening_is_impossible_where_every_five_minutes_say_so(given: Programme, number: int) -> None:
    one = replace(given.showings[number % len(given.showings)], cancelled=False)
    given = replace(given, showings=(one,))
    found = {(each.kind, each.severity) for each in looked_for(given)}

    assert (("screening", Severity.ERROR) in found) != has_a_place(given, one, Severity.ERROR)
    if ("room", Severity.ERROR) in found:
        assert not has_a_place(with_hours(given), one, Severity.ERROR)
    elif ("screening", Severity.ERROR) not in found:
        assert (("screening", Severity.WARNING) in found) != has_a_place(given, one, Severity.WARNING)
    if ("room", Severity.WARNING) in found:
        assert not has_a_place(with_hours(given), one, Severity.WARNING)


def with_hours(given: Programme) -> Programme:
    """Halls that state no hours are used from ten to half past midnight, or to the end of the festival day."""
    closes = time(0, 30) if given.calendar.day_starts_at > time(0, 30) else time(0)
    usual = tuple(Opening(day, time(10), closes) for day in range(7))
    halls = {n: replace(each, openings=each.openings or usual) for n, each in given.context.halls.items()}
    return replace(given, context=replace(given.context, halls=halls))


def test_a_film_whose_guest_leaves_before_its_third_day() -> None:
    guests = {7: RuleGuest(7, 7, "Agnès Varda", departs_at=at("10-10 23:30"))}
    shows = [showing(n, 1, guests=(7,)) for n in (1, 2, 3)]
    given = programme(*shows, halls=(hall(1), hall(2)), films=(film(1),), guests=guests, days=5, severities=STRICT)
    (found,) = looked_for(given)

    assert (found.kind, found.severity, found.unplaceable, len(found.uids)) == ("days", Severity.ERROR, 1, 3)
    assert found.explanation is not None
    stays = [one for one in found.explanation.relaxations if one.kind == "guest-until"]
    assert [str(one.value)[:10] for one in stays] == ["2026-10-11"]
    stays_on = replace(guests[7], departs_at=at("10-11 23:30"))
    assert looked_for(replace(given, context=replace(given.context, guests={7: stays_on}))) == []


def test_a_film_shown_twice_on_its_only_day_is_possible_where_that_is_a_notice() -> None:
    prints = {1: RulePrint(1, 1, "DCP", available_from=OPENING, available_until=OPENING)}
    shows = [showing(n, 1, print=1) for n in (1, 2)]
    given = programme(*shows, halls=(hall(1),), films=(film(1, prints=(1,)),), prints=prints)

    assert looked_for(given) == []
    strict = replace(given, context=replace(given.context, severities=STRICT))
    (found,) = looked_for(strict)
    assert (found.kind, found.unplaceable) == ("days", 1)
    assert found.explanation is not None
    assert ("print-until", date(2026, 10, 10)) in [(one.kind, one.value) for one in found.explanation.relaxations]


def test_both_35_mm_halls_lost() -> None:
    away = ((OPENING, OPENING + timedelta(days=2)),)
    halls = (
        hall(1, formats=("35 mm",), closures=away),
        hall(2, formats=("35 mm",), closures=away),
        hall(3, formats=("DCP",)),
    )
    given = programme(showing(1, 1, format=("35 mm",)), showing(2, 2), halls=halls, films=(film(1), film(2)))

    def told(severities: dict[str, Severity]) -> list[tuple[str, Severity, set[str]]]:
        found = looked_for(replace(given, context=replace(given.context, severities=severities)))
        return [(o.kind, o.severity, {r.kind for r in o.explanation.relaxations}) for o in found if o.explanation]

    assert told({}) == [("screening", Severity.WARNING, {"format", "reopened"})]
    assert told(STRICT) == [("screening", Severity.ERROR, {"format", "reopened"})]


@pytest.mark.parametrize(("count", "short"), [(6, 0), (7, 1), (9, 3)])
def test_more_minutes_of_35_mm_than_the_35_mm_hall_has(count: int, short: int) -> None:
    """Open from 18:00 to 22:00 on three days: two shows of 100 minutes each."""
    evening = tuple(Opening(day, time(18), time(22)) for day in range(7))
    halls = (hall(1, formats=("35 mm",), openings=evening), hall(2, formats=("DCP",)))
    shows = [showing(n, n, format=("35 mm",)) for n in range(1, count + 1)]
    given = programme(*shows, halls=halls, films=tuple(film(n) for n in range(1, count + 1)), severities=STRICT)
    found = [one for one in looked_for(given) if one.kind == "room"]

    assert [one.unplaceable for one in found] == [short] * bool(short)
    for one in found:
        assert one.shortage is not None
        assert (one.shortage.halls, one.shortage.format, one.shortage.needed_minutes, one.shortage.free_minutes) == (
            (1,), "35 mm", count * 115, 3 * 255,
        )  # fmt: skip
    assert len(propose(given, effort=steps(2048)).unplaced) == short


def test_what_stays_takes_room() -> None:
    evening = tuple(Opening(day, time(18), time(22)) for day in range(7))
    kept = [showing(n, n, f"10-{8 + n:02} 18:00", 1) for n in (1, 2, 3)]
    given = programme(
        *kept,
        *(showing(n, n) for n in (4, 5, 6, 7)),
        halls=(hall(1, openings=evening),),
        films=tuple(film(n) for n in range(1, 8)),
    )
    (found,) = looked_for(given, movable={UUID(int=n) for n in (4, 5, 6, 7)})

    assert (found.kind, found.unplaceable, len(found.uids)) == ("room", 1, 4)


def test_wishes_that_contradict_each_other_and_what_would_help() -> None:
    wishes = (
        SlotConstraint(films=frozenset({1}), halls=frozenset({1})),
        SlotConstraint(films=frozenset({1}), halls=frozenset({2})),
    )
    given = programme(showing(1, 1), halls=(hall(1), hall(2)), films=(film(1),))
    (found,) = looked_for(given, wanted=Preferences(slot_constraints=wishes))

    assert (found.kind, found.severity) == ("screening", Severity.ERROR)
    assert found.explanation is not None
    assert [reason.code for reason in found.explanation.reasons] == ["wishes"]
    assert [one.constraint for one in found.explanation.relaxations] == list(wishes)
    done = propose(given, effort=steps(512), preferences=Preferences(slot_constraints=wishes))
    assert (done.infeasibilities, done.unplaced) == ((found,), (UUID(int=1),))


def test_orders_in_a_circle_and_orders_that_no_days_allow() -> None:
    given = programme(*(showing(n, n) for n in (1, 2, 3)), halls=(hall(1),), films=tuple(film(n) for n in (1, 2, 3)))
    circle = (Precedence(1, 2), Precedence(2, 3), Precedence(3, 1))
    assert [(one.kind, one.constraints) for one in looked_for(given, wanted=Preferences(precedences=circle))] == [
        ("circle", circle)
    ]
    assert looked_for(given, wanted=Preferences(precedences=circle[:2])) == []
    assert looked_for(given, wanted=Preferences(precedences=(*circle[:2], replace(circle[2], penalty=5)))) == []

    far = Precedence(1, 2, min_days=3)
    assert [(one.kind, one.constraints) for one in looked_for(given, wanted=Preferences(precedences=(far,)))] == [
        ("sequel", (far,))
    ]
    assert looked_for(given, wanted=Preferences(precedences=(Precedence(1, 2, min_days=2),))) == []


def test_parts_back_to_back_that_no_hall_is_open_long_enough_for() -> None:
    hours = tuple(Opening(day, time(18), time(21)) for day in range(7))
    given = programme(showing(1, 1), showing(2, 2), halls=(hall(1, openings=hours),), films=(film(1), film(2)))
    serial = Preferences(precedences=(Precedence(1, 2, is_immediate=True),))

    assert [(one.kind, [uid.int for uid in one.uids]) for one in looked_for(given, wanted=serial)] == [
        ("sequel", [1, 2])
    ]
    longer = replace(hall(1), openings=tuple(replace(each, closes=time(22)) for each in hours))
    assert looked_for(replace(given, context=replace(given.context, halls={1: longer})), wanted=serial) == []


@pytest.mark.slow
@settings(unhurried, max_examples=40)
@given(festivals())
def test_no_proposal_places_what_is_called_impossible(given: Programme) -> None:
    given = replace(
        given,
        context=replace(given.context, severities={**given.context.severities, "repeat-too-close": Severity.ERROR}),
    )
    free = {s.uid for s in given.showings if not s.cancelled}
    found = propose(given, effort=steps(256), movable=free)

    for one in found.infeasibilities:
        if one.severity is Severity.ERROR:
            assert len(set(one.uids) & set(found.unplaced)) >= one.unplaceable
        else:
            warned = {uid for c in avoidable_conflicts(found.conflicts) for uid in c.uids} | set(found.unplaced)
            assert len(set(one.uids) & warned) >= one.unplaceable
