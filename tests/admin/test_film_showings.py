"""A film's page holds its showings."""

from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from tests.desk.forms import complaints, fields_of, send
from tests.pages import errors
from tests.staff import staff_client
from tests.world import film, hall, screening


def test_a_films_page_lists_its_showings_and_takes_a_new_one(desk: Client, harbour: Festival) -> None:
    row = film(harbour)
    shown = screening(row, hall(harbour), "2026-10-10 20:00")
    address = reverse("admin:screenings_film_change", args=[row.pk])
    typed = fields_of(desk.get(address))
    assert (typed["screenings-0-starts_at_0"], typed["screenings-0-starts_at_1"]) == ("2026-10-10", "20:00")
    added = {
        "screenings-TOTAL_FORMS": "2",
        "screenings-0-starts_at_1": "21:00",
        "screenings-1-film": row.pk,
        "screenings-1-hall": hall(harbour, "Hall 2").pk,
        "screenings-1-starts_at_0": "2026-10-11",
        "screenings-1-starts_at_1": "18:00",
        "screenings-1-intro": "5",
        "screenings-1-qa": "20",
        "screenings-1-status": "planned",
    }
    answer = send(desk, address, **added)
    assert answer.status_code == 302, errors(answer)
    assert [str(each) for each in Screening.objects.order_by("pk")] == [
        "Cléo, Sat 10 Oct 21:00, Odeon, Hall 1",
        "Cléo, Sun 11 Oct 18:00, Odeon, Hall 2",
    ]
    made = Screening.objects.exclude(pk=shown.pk).get()
    assert (made.festival, made.intro, made.qa) == (harbour, 5, 20)
    # A showing is cancelled on its own page; here it cannot be deleted.
    assert "screenings-0-DELETE" not in fields_of(desk.get(address))
    half = {
        **added,
        "screenings-TOTAL_FORMS": "3",
        "screenings-INITIAL_FORMS": "2",
        "screenings-2-starts_at_0": "2026-10-11",
    }
    half |= {
        "screenings-2-starts_at_1": "20:00",
        "screenings-2-intro": "0",
        "screenings-2-qa": "0",
        "screenings-2-status": "planned",
    }
    del half["screenings-1-film"]
    half["screenings-2-film"] = row.pk
    assert complaints(send(desk, address, **half)) == ["Give a hall and a start, or neither while it has no place yet."]


def test_a_new_film_comes_with_its_first_showing(desk: Client, harbour: Festival) -> None:
    first = {
        "title": "Daguerréotypes",
        "screenings-TOTAL_FORMS": "1",
        "screenings-0-hall": hall(harbour).pk,
        "screenings-0-starts_at_0": "2026-10-11",
        "screenings-0-starts_at_1": "18:00",
        "screenings-0-intro": "0",
        "screenings-0-qa": "0",
        "screenings-0-status": "planned",
    }
    answer = send(desk, reverse("admin:screenings_film_add"), **first)
    assert answer.status_code == 302, errors(answer)
    assert str(Screening.objects.get()) == "Daguerréotypes, Sun 11 Oct 18:00, Odeon, Hall 1"


def test_another_showing_that_is_left_blank_waits_for_a_place(desk: Client, harbour: Festival) -> None:
    row = film(harbour)
    blank = {"hall": "", "starts_at_0": "", "starts_at_1": "", "intro": "0", "qa": "0", "status": "planned"}
    added = {f"screenings-{number}-{name}": value for number in range(2) for name, value in blank.items()}
    address = reverse("admin:screenings_film_change", args=[row.pk])
    answer = send(desk, address, **{"screenings-TOTAL_FORMS": "2", **added})
    assert answer.status_code == 302, errors(answer)
    assert [str(each) for each in Screening.objects.all()] == ["Cléo, not placed yet", "Cléo, not placed yet"]
    send(desk, address)
    assert Screening.objects.count() == 2


def test_who_may_only_look_reads_a_films_showings_on_the_venues_clock(harbour: Festival) -> None:
    row = film(harbour)
    screening(row, hall(harbour), "2026-10-10 20:00")
    reader = staff_client("grace", ["change_film", "view_screening", "view_hall"])
    page = reader.get(reverse("admin:screenings_film_change", args=[row.pk])).content.decode()
    assert "Sat 10 Oct 20:00 CEST" in page
    assert "18:00" not in page
