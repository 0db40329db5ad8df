"""Every list, every form: they open, and cost the same number of queries for one row and for three."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from screenings.models import Acknowledgement, Festival, Print, TravelTime
from tests.desk.costs import queries
from tests.desk.forms import complaints, send
from tests.world import at, festival, film, guest, hall, person, programme, published, saved, screening, section

READ_ONLY = ("publication", "publishedscreening", "acknowledgement")
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


def _screening(of: Festival, n: int) -> None:
    parts = [film(of, f"Part {n} {m}", section=section(of, f"Strand {n} {m}")) for m in range(2)]
    place = hall(of, f"Hall {n}", f"Cinema {n}")
    made = screening(programme(of, f"Shorts {n}", *parts), place, f"2026-10-1{n} 20:00")
    made.guests.add(guest(of, f"Guest {n}"))


def _way(of: Festival, n: int) -> None:
    saved(TravelTime(origin=hall(of, "1", f"A{n}").venue, destination=hall(of, "1", f"B{n}").venue, minutes=10))


def _publication(of: Festival, n: int) -> None:
    screening(film(of, f"Film {n}"), hall(of, f"Hall {n}", f"Cinema {n}"), at(f"2026-10-1{n} 20:00"))
    published(of)


def _acknowledgement(of: Festival, n: int) -> None:
    saved(Acknowledgement(festival=of, code="hall-busy", fingerprint=f"{n}", reason=f"Because {n}", at=NOON))


# A model's rows, and the queries of its list and of one row's form; two of each are the session and the user.
MODELS: dict[str, tuple[Callable[[Festival, int], object], int, int]] = {
    "section": (lambda of, n: section(of, f"Strand {n}"), 7, 8),
    "film": (
        lambda of, n: programme(of, f"Shorts {n}", film(of, f"A {n}"), section=section(of, f"Strand {n}")),
        10,
        16,
    ),
    "print": (lambda of, n: saved(Print(film=film(of, f"Film {n}"))), 7, 8),
    "person": (lambda of, n: person(f"Person {n}"), 7, 9),
    "guest": (lambda of, n: guest(of, f"Guest {n}", arrives_at=NOON), 8, 8),
    "venue": (lambda of, n: hall(of, f"Hall {n}", f"Cinema {n}"), 8, 9),
    "hall": (lambda of, n: hall(of, f"Hall {n}", f"Cinema {n}"), 8, 9),
    "traveltime": (_way, 7, 8),
    "screening": (_screening, 12, 16),
    "publication": (_publication, 12, 13),
    "publishedscreening": (_publication, 14, 13),
    "acknowledgement": (_acknowledgement, 7, 7),
}


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_one_row_and_for_three(model: str, desk: Client, harbour: Festival) -> None:
    make, cost, _ = MODELS[model]
    address = reverse(f"admin:screenings_{model}_changelist")
    make(harbour, 1)
    assert queries(desk, address) == cost
    make(harbour, 2)
    make(harbour, 3)
    assert queries(desk, address) == cost


def test_the_list_of_festivals_costs_the_same_for_one_and_for_three(desk: Client, harbour: Festival) -> None:
    address = reverse("admin:screenings_festival_changelist")
    assert queries(desk, address) == 7
    for number in (2, 3):
        festival(f"Harbour {number}", slug=f"harbour-{number}")
    assert queries(desk, address) == 7


@pytest.mark.parametrize("model", MODELS)
def test_every_form_opens_at_a_fixed_cost(model: str, desk: Client, harbour: Festival) -> None:
    make, _, cost = MODELS[model]
    make(harbour, 1)
    row = apps.get_model("screenings", model).objects.first()
    assert queries(desk, reverse(f"admin:screenings_{model}_change", args=[row.pk])) == cost


@pytest.mark.parametrize("model", [name for name in MODELS if name not in READ_ONLY])
def test_every_empty_form_opens_and_says_what_is_missing(model: str, desk: Client, harbour: Festival) -> None:
    address = reverse(f"admin:screenings_{model}_add")
    assert complaints(send(desk, address))


def test_a_film_of_forty_credits_and_three_showings_opens_as_cheaply_as_one_of_one(
    desk: Client, harbour: Festival
) -> None:
    much = film(harbour, directors=tuple(f"Person {number}" for number in range(40)))
    little = film(harbour, "Cléo at home", directors=("Person 1",))
    for row, days in ((much, (10, 11, 12)), (little, (13,))):
        for day in days:
            screening(row, hall(harbour), f"2026-10-{day} 20:00")
    for each in (much, little):
        assert queries(desk, reverse("admin:screenings_film_change", args=[each.pk])) == 17


def test_the_notice_of_what_stands_in_the_way_costs_the_same_for_one_screening_and_for_twenty(
    desk: Client, harbour: Festival
) -> None:
    place = hall(harbour)
    screening(film(harbour), place, at("2026-10-10 20:00"))
    published(harbour)
    screening(film(harbour, "Late"), place, at("2026-10-10 20:30"))
    one = queries(desk, reverse("admin:screenings_section_changelist"))
    for number in range(20):
        screening(film(harbour, f"Film {number}"), place, at("2026-10-10 20:00"))
    assert (one, queries(desk, reverse("admin:screenings_section_changelist"))) == (15, 15)


def test_view_on_site_leads_to_what_is_there(desk: Client, harbour: Festival) -> None:
    row = screening(
        film(harbour, directors=("Agnès Varda",), section=section(harbour)), hall(harbour), "2026-10-10 20:00"
    )
    assert row.hall
    rows = [row, row.film, row.film.section, row.hall.venue, row.film.credits.get().person, harbour]

    def on_site() -> list[str]:
        forms = [reverse(f"admin:screenings_{each._meta.model_name}_change", args=[each.pk]) for each in rows if each]
        found = (
            re.search(r'<a href="([^"]*)" class="viewsitelink">', desk.get(form).content.decode()) for form in forms
        )
        return [link[1] for link in found if link]

    assert on_site() == []
    published(harbour)
    links = on_site()
    assert len(links) == 6
    for link in links:
        assert desk.get(link).status_code == 200, link
