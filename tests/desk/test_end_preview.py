"""The end of a screening is shown while its start and lengths are typed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from tests.desk.forms import form_of
from tests.staff import staff_client
from tests.world import festival, film, hall, screening


@pytest.fixture
def shown(harbour: Festival) -> Screening:
    return screening(film(harbour), hall(harbour), "2026-10-10 20:00")


def asked(client: Client, row: Screening, **typed: Any) -> dict[str, str]:
    """What the form is told of the row as it stands, with some of it typed over."""
    assert row.hall
    standing = {
        "festival": row.festival.pk, "film": row.film.pk, "hall": row.hall.pk, "starts_at_0": "2026-10-10",
        "starts_at_1": "20:00", "starts_at_which": "", "intro": "0", "qa": "0", "stated_length": "",
    }  # fmt: skip
    answer = client.get(reverse("admin:screening-ends"), {**standing, **typed})
    assert answer.status_code == 200
    return answer.json()


WAITS = "Shown once there are a film, a hall and a time."


@pytest.mark.parametrize(
    ("typed", "ends", "free"),
    [
        ({}, "Sat 10 Oct 21:30 CEST, after 90 min", "Sat 10 Oct 21:45 CEST"),
        ({"starts_at_1": "20:15"}, "Sat 10 Oct 21:45 CEST, after 90 min", "Sat 10 Oct 22:00 CEST"),
        ({"intro": "5", "qa": "25"}, "Sat 10 Oct 22:00 CEST, after 120 min", "Sat 10 Oct 22:15 CEST"),
        ({"stated_length": "240"}, "Sun 11 Oct 00:00 CEST, after 240 min", "Sun 11 Oct 00:15 CEST"),
        ({"starts_at_1": ""}, "Give a day and a time, or neither.", WAITS),
        ({"starts_at_1": "2"}, "Write the time as 20:00 or 8 pm, or with an offset as 01:30-07:00.", WAITS),
        ({"starts_at_0": "", "starts_at_1": ""}, WAITS, WAITS),
        ({"intro": "long"}, WAITS, WAITS),
        ({"film": ""}, WAITS, WAITS),
        ({"film": "9" * 40}, WAITS, WAITS),
        ({"hall": "\x00"}, "Choose the festival or the hall: its zone says which moment this is.", WAITS),
    ],
)  # fmt: skip
def test_the_end_is_told_as_it_would_be_saved(
    typed: dict[str, str], ends: str, free: str, desk: Client, shown: Screening
) -> None:
    told = asked(desk, shown, **typed)
    assert (told["ends"], told["free"].removesuffix(", after 15 min of changeover")) == (ends, free)
    assert Screening.objects.values_list("starts_at", flat=True).get() == shown.starts_at


def test_the_clock_is_the_chosen_halls(desk: Client, shown: Screening) -> None:
    abroad = hall(shown.festival, "Sala", "Lisbon Screen", timezone="Europe/Lisbon")
    told = asked(desk, shown, hall=abroad.pk)
    assert told["clock"] == "On the clock of Europe/Lisbon."
    assert told["ends"] == "Sat 10 Oct 21:30 WEST, after 90 min"


def test_an_unknown_running_time_stays_unknown(desk: Client, shown: Screening) -> None:
    silent = film(shown.festival, "Silent", runtime=None)
    assert asked(desk, shown, film=silent.pk)["ends"] == (
        "Sat 10 Oct 21:40 CEST, after 100 min; the film’s running time is unknown"
    )


def test_on_the_october_night_it_asks_and_then_knows(desk: Client, db: None) -> None:
    of = festival(ends_on=date(2026, 11, 10))
    row = screening(film(of), hall(of), "2026-10-10 20:00")
    night = {"starts_at_0": "2026-10-25", "starts_at_1": "02:30"}
    assert asked(desk, row, **night)["ends"].endswith("First or second 02:30?")
    assert asked(desk, row, **night, starts_at_which="first")["ends"] == "Sun 25 Oct 03:00 CET, after 90 min"
    assert asked(desk, row, **night, starts_at_which="second")["ends"] == "Sun 25 Oct 04:00 CET, after 90 min"


def test_the_form_carries_what_its_script_needs_and_the_end_without_it(desk: Client, shown: Screening) -> None:
    page = desk.get(form_of(shown)).content.decode()
    address = reverse("admin:screening-ends")
    assert f'<output data-derived="ends" data-address="{address}">Sat 10 Oct 21:30 CEST, after 90 min</output>' in page
    assert '<script src="/static/screenings/ends.js" type="module"></script>' in page
    added = desk.get(reverse("admin:screenings_screening_add")).content.decode()
    assert f'<output data-derived="free" data-address="{address}">{WAITS}</output>' in added


def test_who_may_not_see_screenings_is_told_nothing(shown: Screening) -> None:
    other = staff_client("grace", ["change_film"])
    assert other.get(reverse("admin:screening-ends")).status_code == 403
