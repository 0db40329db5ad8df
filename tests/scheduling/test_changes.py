"""Moving, swapping, cancelling: each whole or not at all, on the venue's clock, and the uid stays."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from screenings import scheduling
from screenings.models import Festival, Hall, Screening
from screenings.scheduling import AmbiguousTime, ChangeRefused, StaleChange, apply_changes
from tests.world import at, festival, film, hall, screening

pytestmark = pytest.mark.django_db


@pytest.fixture
def autumn() -> Festival:
    """Runs over the night in which Berlin's clocks go back, and over the one in which they went forward."""
    return festival(starts_on=date(2026, 3, 20), ends_on=date(2026, 11, 10))


def places() -> list[tuple[str, str, str]]:
    """Title, hall and start of every screening, as the database has them."""
    rows = Screening.objects.order_by("pk").for_timetable()
    return [
        (row.film.title, row.hall.name if row.hall else "", f"{row.starts_at:%d %H:%M}" if row.starts_at else "")
        for row in rows
    ]


def evening(
    of: Festival, title: str = "Cléo", where: Hall | None = None, starts: str = "2026-10-10 20:00"
) -> Screening:
    return screening(film(of, title), where or hall(of), starts)


def as_they_are(rows: list[Screening]) -> list[Screening]:
    return [Screening.objects.for_timetable().get(pk=row.pk) for row in rows]


def move(row: Screening, *, where: Hall | None, starts: str = "") -> Screening:
    (now,) = as_they_are([row])
    return apply_changes([scheduling.plan_move(now, hall=where, starts_at=at(starts) if starts else None)])[0]


def move_by(rows: list[Screening], *, minutes: int) -> list[Screening]:
    return apply_changes(scheduling.plan_move_by(as_they_are(rows), minutes=minutes))


def move_to_day(rows: list[Screening], *, day: date, fold: int | None = None) -> list[Screening]:
    return apply_changes(scheduling.plan_move_to_day(as_they_are(rows), day=day, fold=fold))


def move_to_hall(rows: list[Screening], *, where: Hall, fold: int | None = None) -> list[Screening]:
    return apply_changes(scheduling.plan_move_to_hall(as_they_are(rows), hall=where, fold=fold))


def swap(*rows: Screening) -> list[Screening]:
    return apply_changes(scheduling.plan_swap(as_they_are([*rows])))


def cancel(row: Screening, *, reason: str = "") -> Screening:
    return apply_changes(scheduling.plan_cancel(as_they_are([row]), reason=reason))[0]


def reinstate(row: Screening, *, reason: str = "") -> Screening:
    return apply_changes(scheduling.plan_reinstate(as_they_are([row]), reason=reason))[0]


def test_a_screening_moves_to_a_hall_and_an_instant_and_keeps_its_uid() -> None:
    row = evening(festival())
    moved = move(row, where=hall(row.festival, "Hall 2"), starts="2026-10-11 18:00")
    assert places() == [("Cléo", "Hall 2", "11 16:00")]
    assert (moved.pk, moved.uid) == (row.pk, row.uid)


def test_an_unplaced_one_is_placed_and_goes_back_to_the_tray() -> None:
    row = screening(film(festival()))
    placed = move(row, where=hall(row.festival), starts="2026-10-11 18:00")
    assert places() == [("Cléo", "Hall 1", "11 16:00")]
    move(placed, where=None)
    assert places() == [("Cléo", "", "")]


def test_minutes_are_elapsed_minutes(autumn: Festival) -> None:
    row = evening(autumn, starts="2026-10-25 01:30")
    [moved] = move_by([row], minutes=60)
    assert moved.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    [moved] = move_by([row], minutes=60)
    assert moved.starts_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    [moved] = move_by([row], minutes=-120)
    assert moved.starts_at == row.starts_at


@pytest.mark.parametrize("minutes", [0, 1441, -1441, 10**12])
def test_no_minutes_and_too_many_are_refused(minutes: int) -> None:
    row = evening(festival())
    with pytest.raises(ChangeRefused, match="from -1440 to 1440 and not 0"):
        move_by([row], minutes=minutes)


@pytest.mark.parametrize(
    ("starts", "day", "then"),
    [
        ("2026-10-10 20:00", date(2026, 10, 12), "2026-10-12 20:00"),
        # Saturday's late show: the clock says Sunday, and so it does in the night after Tuesday.
        ("2026-10-11 00:30", date(2026, 10, 13), "2026-10-14 00:30"),
        ("2026-10-10 20:00", date(2026, 10, 26), "2026-10-26 20:00"),
        ("2026-10-10 20:00", date(2026, 10, 10), "2026-10-10 20:00"),
    ],
)
def test_another_day_keeps_the_hour_of_the_clock(autumn: Festival, starts: str, day: date, then: str) -> None:
    row = evening(autumn, starts=starts)
    [moved] = move_to_day([row], day=day)
    assert moved.starts_at == at(then)


def test_a_time_the_clock_shows_twice_is_asked_about(autumn: Festival) -> None:
    row = evening(autumn, starts="2026-10-11 02:30")
    with pytest.raises(AmbiguousTime, match=r"shows Sun 25 Oct 02:30 twice\. First or second 02:30\?") as asked:
        move_to_day([row], day=date(2026, 10, 24))
    assert (asked.value.wall, asked.value.zone.key) == (datetime(2026, 10, 25, 2, 30), "Europe/Berlin")  # noqa: DTZ001
    for fold in (1, 0):
        [moved] = move_to_day([row], day=date(2026, 10, 24), fold=fold)
        assert moved.starts_at == datetime(2026, 10, 25, fold, 30, tzinfo=UTC)
        move(row, where=hall(autumn), starts="2026-10-11 02:30")


def test_a_time_the_clock_jumps_over_is_refused(autumn: Festival) -> None:
    row = evening(autumn, starts="2026-10-11 02:30")
    with pytest.raises(ChangeRefused, match="would start Sun 29 Mar 02:30, and the clock of Europe/Berlin jumps over"):
        move_to_day([row], day=date(2026, 3, 28))
    assert places() == [("Cléo", "Hall 1", "11 00:30")]


def test_another_hall_keeps_the_hour_of_its_own_clock(autumn: Festival) -> None:
    row = evening(autumn)
    abroad = hall(autumn, "Sala", "Lisbon Screen", timezone="Europe/Lisbon")
    [moved] = move_to_hall([row], where=abroad)
    assert moved.starts_at == at("2026-10-10 21:00")  # 20:00 in Lisbon


def test_the_second_half_past_two_stays_the_second_in_another_hall_of_the_town(autumn: Festival) -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    row = screening(film(autumn), hall(autumn), second)
    [moved] = move_to_hall([row], where=hall(autumn, "Hall 2"))
    assert moved.starts_at == second
    abroad = hall(autumn, "Kino", "Wien", timezone="Europe/Vienna")
    with pytest.raises(AmbiguousTime):
        move_to_hall([row], where=abroad)
    [moved] = move_to_hall([row], where=abroad, fold=1)
    assert moved.starts_at == second


def test_two_change_places() -> None:
    of = festival()
    first, second = evening(of), evening(of, "Daguerréotypes", hall(of, "Hall 2"), "2026-10-11 18:00")
    swap(first, second)
    assert places() == [("Cléo", "Hall 2", "11 16:00"), ("Daguerréotypes", "Hall 1", "10 18:00")]


def test_one_from_the_tray_takes_the_place_of_another() -> None:
    of = festival()
    placed, waiting = evening(of), screening(film(of, "Daguerréotypes"))
    swap(placed, waiting)
    assert places() == [("Cléo", "", ""), ("Daguerréotypes", "Hall 1", "10 18:00")]


def test_what_cannot_be_swapped_says_why() -> None:
    of = festival()
    placed = evening(of)
    waiting = [screening(film(of, title)) for title in ("One", "Two")]
    elsewhere = evening(festival(slug="other"))
    with pytest.raises(ChangeRefused, match="Neither of the two has a place yet"):
        swap(*waiting)
    with pytest.raises(ChangeRefused, match="different festivals"):
        swap(placed, elsewhere)
    with pytest.raises(ChangeRefused, match="Choose two screenings"):
        scheduling.plan_swap([placed])


def test_cancelling_says_why_and_restoring_takes_it_back() -> None:
    row = evening(festival())
    cancelled = cancel(row, reason="The print is late.")
    assert (cancelled.status, cancelled.public_note) == ("cancelled", "The print is late.")
    with pytest.raises(ChangeRefused, match="is cancelled already"):
        cancel(row)
    restored = reinstate(row)
    assert (restored.status, restored.public_note) == ("planned", "")
    with pytest.raises(ChangeRefused, match="is not cancelled"):
        reinstate(row)
    assert places() == [("Cléo", "Hall 1", "10 18:00")]


def test_cancelling_without_a_reason_leaves_the_note() -> None:
    row = evening(festival())
    Screening.objects.update(public_note="With live piano")
    assert cancel(row).public_note == "With live piano"


def test_a_reason_too_long_for_its_line_is_refused() -> None:
    row = evening(festival())
    with pytest.raises(ChangeRefused, match="at most 300 characters"):
        cancel(row, reason="late " * 100)
    assert Screening.objects.get().status == "planned"


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        (move_by, {"minutes": 30}),
        (move_to_day, {"day": date(2026, 10, 12)}),
    ],
)
def test_one_that_cannot_move_keeps_all_where_they_are(verb: Any, arguments: dict[str, Any]) -> None:
    of = festival()
    rows = [evening(of), screening(film(of, "Draft"))]
    with pytest.raises(ChangeRefused, match="“Draft” has no place yet"):
        verb(rows, **arguments)
    assert places() == [("Cléo", "Hall 1", "10 18:00"), ("Draft", "", "")]


def test_a_day_outside_the_run_and_a_foreign_hall_are_refused() -> None:
    row = evening(festival())
    with pytest.raises(ChangeRefused, match="“Cléo”: Choose a day from 2026-03-23 to 2027-05-08"):
        move_to_day([row], day=date(2027, 10, 9))
    with pytest.raises(ChangeRefused, match="Choose a day within the festival"):
        move_to_day([row], day=date.max)
    with pytest.raises(ChangeRefused, match="“Cléo”: This hall belongs to another festival"):
        move_to_hall([row], where=hall(festival(slug="other")))
    with pytest.raises(ChangeRefused, match="needs a hall and a start, or neither"):
        scheduling.plan_move(row, hall=None, starts_at=row.starts_at)
    assert places() == [("Cléo", "Hall 1", "10 18:00")]


def test_what_somebody_else_moved_meanwhile_is_left_alone() -> None:
    row = evening(festival())
    there = hall(row.festival)
    seen = scheduling.plan_move(row, hall=there, starts_at=at("2026-10-10 22:00"))
    move(row, where=there, starts="2026-10-10 21:00")
    with pytest.raises(
        StaleChange, match="Somebody else changed this meanwhile: Cléo, Sat 10 Oct 21:00, Odeon, Hall 1"
    ):
        apply_changes([seen])
    assert places() == [("Cléo", "Hall 1", "10 19:00")]
    move(row, where=there, starts="2026-10-10 22:00")
    assert places() == [("Cléo", "Hall 1", "10 20:00")]


def test_a_swap_is_made_while_both_stand_as_they_were_seen() -> None:
    of = festival()
    first, second = evening(of), evening(of, "Two", starts="2026-10-11 20:00")
    seen = scheduling.plan_swap([first, second])
    move_by([second], minutes=15)
    with pytest.raises(StaleChange, match="Two, Sun 11 Oct 20:15"):
        apply_changes(seen)
    assert places() == [("Cléo", "Hall 1", "10 18:00"), ("Two", "Hall 1", "11 18:15")]


def test_a_change_that_was_overtaken_is_not_made() -> None:
    of = festival()
    rows = [evening(of), evening(of, "Two", starts="2026-10-11 20:00")]
    changes = scheduling.plan_move_by(rows, minutes=15)
    cancel(rows[1])
    with pytest.raises(StaleChange):
        apply_changes(changes)
    rows[1].delete()
    with pytest.raises(StaleChange, match="“Two” is no longer in the timetable"):
        apply_changes(changes)
    assert places() == [("Cléo", "Hall 1", "10 18:00")]


def test_what_changes_would_bring_and_resolve_is_foreseen_and_nothing_is_written() -> None:
    of = festival()
    evening(of)
    late = evening(of, "Daguerréotypes", starts="2026-10-10 21:00")
    other = evening(of, "Kung-Fu Master!", hall(of, "Hall 2"))
    before = places()
    found = scheduling.preview_conflicts(of, scheduling.plan_move_by([late], minutes=60))
    assert ([c.code for c in found.added], [c.code for c in found.removed]) == ([], ["hall-busy"])
    found = scheduling.preview_conflicts(of, scheduling.plan_move_to_hall([other], hall=hall(of)))
    assert [c.uids[-1] for c in found.added] != []
    assert {c.code for c in found.added} == {"hall-busy"}
    # Both at once: what one brings, the other takes away.
    found = scheduling.preview_conflicts(of, scheduling.plan_swap([late, other]))
    assert [c.code for c in found.removed] == ["hall-busy"]
    found = scheduling.preview_conflicts(of, scheduling.plan_cancel([late], reason=""))
    assert ([c.code for c in found.added], [c.code for c in found.removed]) == ([], ["hall-busy"])
    assert places() == before
