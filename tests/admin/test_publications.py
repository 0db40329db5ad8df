"""Publications: numbered, dated, signed; any two compared, an earlier one made the working timetable again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.admin.publication_compare import UNDO_HINT
from screenings.models import Festival, Guest, Hall, Person, Publication, PublishedScreening, Screening
from screenings.publishing import publish
from screenings.scheduling import plan_restore_publication
from tests.admin.reviews import shown_groups
from tests.desk.forms import said
from tests.desk.list_actions import ask, confirm, errors, lines, section, stands
from tests.staff import staff_client
from tests.world import SPRING, at, festival, film, hall, published, screening

HOUR = timedelta(hours=1)


@pytest.fixture
def harbour(db: None) -> Festival:
    return festival(publishing="after-review")


@pytest.fixture
def first(harbour: Festival) -> Publication:
    """Three screenings; since then one was moved, one cancelled, one added and one made private, and all published."""
    odeon = hall(harbour)
    for number, title in enumerate(("Cléo", "Vagabond", "Le Bonheur"), 10):
        screening(film(harbour, title), odeon, f"2026-10-{number} 20:00")
    made = published(harbour)
    row("Cléo").update(hall=hall(harbour, "Hall 2"), starts_at=at("2026-10-13 18:00"))
    row("Vagabond").update(status="cancelled", public_note="The print is late.")
    screening(film(harbour, "Daguerréotypes"), odeon, "2026-10-14 20:00")
    screening(film(harbour, "For the jury"), odeon, "2026-10-15 20:00", audience="private")
    publish(harbour, at=SPRING + HOUR, note="Two changes.")
    return made


def row(title: str) -> Any:
    return Screening.objects.filter(film__title=title)


def update_history(of: Screening, *, before: datetime) -> None:
    """As if it had been so when that was published."""
    of.history.update(history_date=before - HOUR)  # type: ignore[attr-defined]  # the library's own


def known_to_history() -> None:
    """An update() is not."""
    for each in Screening.objects.all():
        each.save()


def compared(
    desk: Client, one: Publication, other: int | None = None
) -> dict[str, list[tuple[str, list[tuple[str, str, str]]]]]:
    address = reverse("admin:compare-publications", args=[one.pk])
    return shown_groups(desk.get(address if other is None else f"{address}?with={other}"))


DIFFERENCE = {
    "Added": [("Daguerréotypes", [])],
    "Moved": [
        (
            "Cléo",
            [
                ("start", "Sat 10 Oct 20:00", "Tue 13 Oct 18:00"),
                ("end", "Sat 10 Oct 21:30", "Tue 13 Oct 19:30"),
                ("hall", "Hall 1", "Hall 2"),
            ],
        )
    ],
    "Cancelled": [
        ("Vagabond", [("status", "confirmed", "cancelled"), ("note", "—", "The print is late.")]),
    ],
}


def test_the_list_says_number_moment_author_note_and_what_it_brought(desk: Client, first: Publication) -> None:
    Publication.objects.filter(number=2).update(published_by=User.objects.get(username="ada"))
    text = desk.get(reverse("admin:screenings_publication_changelist")).content.decode()
    for said_there in (
        "Harbour Film Festival, publication 2", "Wed 1 Apr 15:00 CEST", "ada", "Two changes.",
        "1 added, 1 moved, 1 cancelled",
    ):  # fmt: skip
        assert said_there in text
    assert reverse("admin:compare-publications", args=[first.pk]) in text


def test_any_two_are_compared_from_the_earlier_to_the_later(desk: Client, first: Publication) -> None:
    second = Publication.objects.get(number=2)
    assert compared(desk, second) == compared(desk, first, 2) == compared(desk, second, 1) == DIFFERENCE
    assert compared(desk, second, 2) == {}
    assert [title for title, _ in compared(desk, first)["Added"]] == ["Cléo", "Vagabond", "Le Bonheur"]
    text = desk.get(reverse("admin:compare-publications", args=[second.pk])).content.decode()
    assert "1 added, 1 moved, 1 cancelled" in text
    assert '<th scope="col">Publication 1</th><th scope="col">Publication 2</th>' in text


def test_the_others_to_compare_with_bear_their_dates(desk: Client, first: Publication) -> None:
    text = desk.get(reverse("admin:compare-publications", args=[first.pk])).content.decode()
    assert '<option value="2">publication 2, Wed 1 Apr 15:00 CEST</option>' in text
    assert "Publication 1, Wed 1 Apr 14:00 CEST with" in text


def test_two_far_apart_tell_of_what_was_taken_out_and_forgotten_between_them(desk: Client, first: Publication) -> None:
    """What came and went between the two is told of neither."""
    row("Le Bonheur").delete()
    publish(first.festival, at=SPRING + 2 * HOUR)
    long_after = first.festival.ends_on + timedelta(days=40)
    row("Cléo").update(sold_out=True)
    publish(first.festival, at=at(f"{long_after} 12:00"))
    last = Publication.objects.get(number=4)
    assert "Le Bonheur" not in {each.title for each in PublishedScreening.objects.current(first.festival)}
    found = {heading: [title for title, _ in group] for heading, group in compared(desk, last, 1).items()}
    assert found == {"Added": ["Daguerréotypes"], "Moved": ["Cléo"], "Cancelled": ["Vagabond", "Le Bonheur"]}
    assert compared(desk, last, 1)["Cancelled"][1] == ("Le Bonheur", [("status", "confirmed", "cancelled")])


def test_two_that_are_ticked_are_compared(desk: Client, first: Publication) -> None:
    second = Publication.objects.get(number=2)
    answer = ask(desk, "compare", [second, first])
    assert answer.headers["Location"] == f"{reverse('admin:compare-publications', args=[second.pk])}?with=1"
    assert said(ask(desk, "compare", [first])) == ["Choose two publications of one festival."]


@pytest.mark.parametrize("other", ["9", "x", "-1"])
def test_a_publication_there_is_not_is_not_found(desk: Client, first: Publication, other: str) -> None:
    assert desk.get(f"{reverse('admin:compare-publications', args=[first.pk])}?with={other}").status_code == 404
    assert desk.get("/admin/screenings/publication/999/compare/").status_code == 404


def test_comparing_costs_the_same_for_one_difference_as_for_many(desk: Client, first: Publication) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            compared(desk, Publication.objects.first())  # type: ignore[arg-type]  # there are two
        return len(queries)

    few = cost()
    Screening.objects.update(sold_out=True)
    publish(first.festival, at=SPRING + 2 * HOUR)
    assert cost() == few


def test_restoring_shows_each_screening_as_it_would_stand_and_then_does_that(desk: Client, first: Publication) -> None:
    shown = ask(desk, "restore", [first])
    assert lines(shown) == [
        ("Vagabond", "Sun 11 Oct 20:00 CEST to 21:30, Odeon, Hall 1, cancelled. “The print is late.”",
         "Sun 11 Oct 20:00 CEST to 21:30, Odeon, Hall 1"),
        ("Cléo", "Tue 13 Oct 18:00 CEST to 19:30, Odeon, Hall 2", "Sat 10 Oct 20:00 CEST to 21:30, Odeon, Hall 1"),
        ("Daguerréotypes", "Wed 14 Oct 20:00 CEST to 21:30, Odeon, Hall 1", "not placed yet"),
    ]  # fmt: skip
    assert stands(Screening.objects.get(film__title="Cléo")) == ("Hall 2", "13 16:00")
    done = confirm(desk, shown)
    assert said(done)[0] == f"3 screenings stand again as in publication 1. {UNDO_HINT}"
    assert stands(Screening.objects.get(film__title="Cléo")) == ("Hall 1", "10 18:00")
    assert stands(Screening.objects.get(film__title="Daguerréotypes")) == ("", "")
    assert stands(Screening.objects.get(film__title="For the jury")) == ("Hall 1", "15 18:00")
    vagabond = Screening.objects.get(film__title="Vagabond")
    assert (vagabond.status, vagabond.public_note) == ("planned", "")
    assert LogEntry.objects.count() == 3
    assert Publication.objects.count() == 2, "restoring is a change of the working timetable, and publishes nothing"
    assert publish(first.festival, at=SPRING + 2 * HOUR).publication is not None
    back = compared(desk, Publication.objects.get(number=3), 1)
    assert back == {"Cancelled": [("Daguerréotypes", [("status", "—", "cancelled")])]}


def test_restoring_says_what_it_leaves_as_it_is(desk: Client, first: Publication) -> None:
    row("Cléo").update(qa=30)
    text = ask(desk, "restore", [first]).content.decode()
    assert "Films, lengths, guests, access and tickets stay as they are now." in text


def test_restoring_says_which_conflicts_it_would_bring(desk: Client, first: Publication) -> None:
    screening(film(first.festival, "In the way"), hall(first.festival), "2026-10-10 19:30", audience="private")
    shown = ask(desk, "restore", [first])
    assert "is double-booked" in section(shown, "new-conflicts")


def test_what_was_deleted_since_is_made_again_under_its_own_name(desk: Client, first: Publication) -> None:
    """With what the public was never told: notes, guests and the festival's own id."""
    lost = Screening.objects.get(film__title="Le Bonheur")
    guest = Guest.objects.create(festival=first.festival, person=Person.objects.create(name="Agnès Varda"))
    lost.guests.add(guest)
    lost.notes, lost.qa, lost.ref = "A long Q&A", 30, "s3"
    lost.save()
    update_history(lost, before=first.published_at)
    screening(film(first.festival, "In the way"), hall(first.festival), "2026-10-12 20:30", audience="private")
    uid, pk = lost.uid, lost.pk
    lost.delete()
    shown = ask(desk, "restore", [first])
    assert lines(shown)[-1] == ("Le Bonheur", "deleted", "there again: Mon 12 Oct 20:00 CEST to 22:00, Odeon, Hall 1")
    assert "Le Bonheur ends Mon 12 Oct 22:00" in section(shown, "new-conflicts")
    assert said(confirm(desk, shown))[0].startswith("4 screenings stand again as in publication 1.")
    again = Screening.objects.get(uid=uid)
    assert (again.pk, again.notes, again.qa, again.ref) == (pk, "A long Q&A", 30, "s3")
    assert (list(again.guests.all()), stands(again)) == ([guest], ("Hall 1", "12 18:00"))


def test_without_a_history_it_is_made_of_what_was_public(desk: Client, first: Publication) -> None:
    lost = Screening.objects.get(film__title="Le Bonheur")
    lost.delete()
    Screening.history.all().delete()  # type: ignore[attr-defined]  # the library's own
    confirm(desk, ask(desk, "restore", [first]))
    assert stands(Screening.objects.get(uid=lost.uid)) == ("Hall 1", "12 18:00")


def test_what_cannot_come_back_is_named_with_the_reason(desk: Client, first: Publication) -> None:
    lost = Screening.objects.get(film__title="Le Bonheur")
    lost.delete()
    lost.film.delete()
    shown = ask(desk, "restore", [first])
    why = (
        "These were deleted since, and cannot come back: Le Bonheur, 2026-10-12 18:00 UTC: its film has been deleted "
        "too."
    )
    assert why in shown.content.decode()
    assert said(confirm(desk, shown))[0] == f"3 screenings stand again as in publication 1. {why} {UNDO_HINT}"


def test_a_restoration_is_taken_back_in_one_step(desk: Client, first: Publication) -> None:
    """Also of what had not been public yet; what it made again goes to the tray."""
    row("Cléo").update(starts_at=at("2026-10-13 19:00"))
    known_to_history()
    Screening.objects.get(film__title="Le Bonheur").delete()
    before = {each.film.title: (stands(each), each.status, each.public_note) for each in Screening.objects.all()}
    assert errors(ask(desk, "take_back", [first])) == [
        "No publication has been restored yet, so there is nothing to take back."
    ]
    confirm(desk, ask(desk, "restore", [first]))
    shown = ask(desk, "take_back", [first])
    assert next(after for name, _before, after in lines(shown) if name == "Le Bonheur") == "not placed yet"
    assert said(confirm(desk, shown))[0] == "Taken back: 4 screenings."
    after = {each.film.title: (stands(each), each.status, each.public_note) for each in Screening.objects.all()}
    assert after == before | {"Le Bonheur": (("", ""), "planned", "")}
    assert errors(ask(desk, "take_back", [first])) == ["The last restoration has been taken back already."]


def test_a_restoration_that_somebody_went_on_from_is_not_taken_back(desk: Client, first: Publication) -> None:
    known_to_history()
    confirm(desk, ask(desk, "restore", [first]))
    row("Cléo").update(starts_at=at("2026-10-13 19:00"))
    (problem,) = errors(ask(desk, "take_back", [first]))
    assert problem == ("It was changed since: Cléo, Tue 13 Oct 19:00, Odeon, Hall 1. Move the screenings one by one.")
    assert stands(Screening.objects.get(film__title="Daguerréotypes")) == ("", "")


def test_a_hall_that_is_no_longer_there_is_named(desk: Client, first: Publication) -> None:
    Hall.objects.filter(name="Hall 1").update(slug="salon")
    (problem,) = errors(ask(desk, "restore", [first]))
    assert problem.startswith(
        "“Vagabond” was in Odeon, Hall 1, which is no longer there under the address odeon.hall-1."
    )


def test_the_newest_is_nothing_to_restore_and_two_are_too_many(desk: Client, first: Publication) -> None:
    second = Publication.objects.get(number=2)
    assert errors(ask(desk, "restore", [second])) == ["The working timetable stands as it did then."]
    assert errors(ask(desk, "restore", [first, second])) == ["Choose one publication."]


def test_who_may_not_change_screenings_is_not_offered_it(first: Publication) -> None:
    reader = staff_client("eve", ["view_publication", "view_screening"])
    text = reader.get(reverse("admin:screenings_publication_changelist")).content.decode()
    assert ("Compare these two" in text, "Restore as" in text) == (True, False)


def test_planning_it_costs_the_same_for_one_screening_as_for_many(first: Publication) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            plan_restore_publication(Publication.objects.select_related("festival").get(number=1))
        return len(queries)

    few = cost()
    for number in range(3):
        screening(film(first.festival, f"New {number}"), hall(first.festival, f"New {number}"), "2026-10-16 10:00")
    assert cost() == few
