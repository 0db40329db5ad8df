"""What one action wrote is taken back in one go, while nothing later depends on it."""

from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from screenings.audit.steps import MAX_STEPS, CannotTakeBack, record_step, take_back
from screenings.importing.importer import import_programme
from screenings.models import ChangeStep, Credit, Festival, Film, Person, Screening, change_reason
from screenings.scheduling import apply_changes, plan_cancel
from tests.importing.sample_programme import FILMS, SCREENINGS, folder
from tests.world import SPRING, at, film, guest, hall, saved, screening

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return User.objects.create_superuser("ada")


def recorded(of: Festival, moment: datetime | None, by: User | None) -> ChangeStep:
    record_step(of, at=moment, by=by, text="An action")
    return ChangeStep.objects.get(at=moment)


def imported(at: Path, by: User, **tables: str) -> ChangeStep:
    result = import_programme(folder(at, **tables))
    return recorded(result.festival, result.at, by)


def everything() -> dict[str, list[dict[str, object]]]:
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in (Film, Person, Credit, Screening)
    }


def test_an_import_goes_back_whole_new_rows_changed_columns_and_replaced_lists(tmp_path: Path, ada: User) -> None:
    import_programme(folder(tmp_path))
    before = everything()
    films = FILMS.replace("Cléo", "Cléo from 5 to 7").replace("Agnès Varda", "Chantal Akerman")
    films += "f9,New one,,2020,90,,,,,,,,,,,,\n"
    moved = SCREENINGS.replace("2026-10-21T20:00,2026-10-21T21:45", "2026-10-21T21:00,2026-10-21T22:45")
    step = imported(tmp_path, ada, films=films, screenings=moved)
    assert everything() != before
    take_back(step, by=ada)
    assert everything() == before
    step.refresh_from_db()
    assert step.undone_at is not None
    with pytest.raises(CannotTakeBack, match="taken back already"):
        take_back(step, by=ada)


def a_cancelling(row: Screening, by: User) -> ChangeStep:
    with change_reason("Cancel", by=by) as moment:
        apply_changes(plan_cancel([row], reason="Ill"))
    return recorded(row.festival, moment, by)


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    row.guests.add(guest(harbour, "Agnès Varda"))
    saved(row)
    return row


def test_a_list_action_goes_back_in_what_it_changed_and_nothing_else(evening: Screening, ada: User) -> None:
    step = a_cancelling(evening, ada)
    evening.refresh_from_db()
    evening.sold_out = True
    saved(evening)
    assert take_back(step, by=ada) == 1
    evening.refresh_from_db()
    assert (evening.status, evening.public_note, evening.sold_out) == ("planned", "", True)
    assert evening.history.latest().history_change_reason == "Taken back: An action"  # type: ignore[attr-defined]


def test_what_somebody_changed_since_stays_and_it_says_who(evening: Screening, ada: User) -> None:
    step = a_cancelling(evening, ada)
    evening.refresh_from_db()
    evening.public_note = "The director is ill"
    with change_reason("", by=User.objects.create_user("bob")):
        saved(evening)
    with pytest.raises(CannotTakeBack) as stop:
        take_back(step, by=ada)
    assert str(stop.value) == (
        "Later changes depend on it: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1 was changed since by bob."
    )
    evening.refresh_from_db()
    assert (evening.status, ChangeStep.objects.get().undone_at) == ("cancelled", None)


def test_what_refers_to_a_new_row_by_now_keeps_it(harbour: Festival, ada: User) -> None:
    with change_reason("Bring in", by=ada) as moment:
        new = film(harbour, "Vagabond")
    step = recorded(harbour, moment, ada)
    row = screening(new, hall(harbour), "2026-10-10 20:00")
    with pytest.raises(CannotTakeBack, match=r"Vagabond, Sat 10 Oct 20:00, Odeon, Hall 1 came later and refers to it"):
        take_back(step, by=ada)
    row.delete()
    take_back(step, by=ada)
    assert not Film.objects.exists()


def test_what_was_deleted_comes_back_under_its_own_key_with_its_guests(evening: Screening, ada: User) -> None:
    key, uid = evening.pk, evening.uid
    with change_reason("Delete", by=ada) as moment:
        evening.delete()
    take_back(recorded(evening.festival, moment, ada), by=ada)
    row = Screening.objects.get()
    assert (row.pk, row.uid, row.starts_at) == (key, uid, at("2026-10-10 20:00"))
    assert [each.person.name for each in row.guests.all()] == ["Agnès Varda"]


def test_who_may_no_longer_write_such_rows_takes_nothing_back(evening: Screening, ada: User) -> None:
    step = a_cancelling(evening, ada)
    with pytest.raises(CannotTakeBack, match="Your account may no longer change screenings like that"):
        take_back(step, by=User.objects.create_user("eve"))


def test_an_import_that_made_the_festival_is_not_taken_back(tmp_path: Path, ada: User) -> None:
    with pytest.raises(CannotTakeBack, match="A festival was made by it"):
        take_back(imported(tmp_path, ada), by=ada)
    assert Festival.objects.exists()


def test_a_step_of_nothing_says_so(harbour: Festival, ada: User) -> None:
    with pytest.raises(CannotTakeBack, match="Nothing of it is left"):
        take_back(recorded(harbour, SPRING, ada), by=ada)


def test_so_many_steps_are_kept_and_no_more(harbour: Festival, ada: User) -> None:
    for _ in range(MAX_STEPS + 2):
        record_step(harbour, at=SPRING, by=ada, text="x" * 400)
    assert ChangeStep.objects.count() == MAX_STEPS
    record_step(harbour, at=None, by=ada, text="nothing was written")
    assert ChangeStep.objects.count() == MAX_STEPS


def test_one_reason_inside_another_is_one_moment(harbour: Festival) -> None:
    with change_reason("outer") as outer, change_reason("inner") as inner:
        film(harbour)
    record = Film.history.get()  # type: ignore[attr-defined]
    assert (outer, record.history_date, record.history_change_reason) == (inner, inner, "inner")
