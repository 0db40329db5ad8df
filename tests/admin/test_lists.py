"""Every list, every form: they open, and cost the same number of queries for one row and for three."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.models import Acknowledgement, Festival, Pick, Plan, Print, TravelTime
from tests.admin.forms import complaints, send
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


def _plan(of: Festival, n: int) -> None:
    plan = saved(Plan(festival=of, created_at=NOON, name=f"Plan {n}"))
    saved(Pick(plan=plan, screening_uid=screening(film(of, f"Pick {n}")).uid, added_at=NOON))


def _publication(of: Festival, n: int) -> None:
    screening(film(of, f"Film {n}"), hall(of, f"Hall {n}", f"Cinema {n}"), at(f"2026-10-1{n} 20:00"))
    published(of)


def _acknowledgement(of: Festival, n: int) -> None:
    saved(Acknowledgement(festival=of, code="hall-busy", fingerprint=f"{n}", reason=f"Because {n}", at=NOON))


# A model's rows, and the queries of its list and of one row's form; two of each are the session and the user.
MODELS: dict[str, tuple[Callable[[Festival, int], object], int, int]] = {
    "section": (lambda of, n: section(of, f"Strand {n}"), 6, 6),
    "film": (lambda of, n: programme(of, f"Shorts {n}", film(of, f"A {n}"), section=section(of, f"Strand {n}")), 9, 13),
    "print": (lambda of, n: saved(Print(film=film(of, f"Film {n}"))), 6, 7),
    "person": (lambda of, n: person(f"Person {n}"), 5, 5),
    "guest": (lambda of, n: guest(of, f"Guest {n}"), 6, 7),
    "venue": (lambda of, n: hall(of, f"Hall {n}", f"Cinema {n}"), 7, 7),
    "hall": (lambda of, n: hall(of, f"Hall {n}", f"Cinema {n}"), 7, 8),
    "traveltime": (_way, 6, 7),
    "screening": (_screening, 11, 14),
    "plan": (_plan, 6, 7),
    "publication": (_publication, 19, 19),
    "publishedscreening": (_publication, 21, 19),
    "acknowledgement": (_acknowledgement, 7, 6),
}


def queries(client: Client, address: str) -> int:
    # A page asks for a content type once in a process's life; here every page is the first.
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


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
    assert queries(desk, address) == 5
    for number in (2, 3):
        festival(f"Harbour {number}", slug=f"harbour-{number}")
    assert queries(desk, address) == 5


@pytest.mark.parametrize("model", MODELS)
def test_every_form_opens_at_a_fixed_cost(model: str, desk: Client, harbour: Festival) -> None:
    make, _, cost = MODELS[model]
    make(harbour, 1)
    row = apps.get_model("screenings", model).objects.first()
    assert queries(desk, reverse(f"admin:screenings_{model}_change", args=[row.pk])) == cost


@pytest.mark.parametrize("model", [name for name in MODELS if name not in ("plan", *READ_ONLY)])
def test_every_empty_form_opens_and_says_what_is_missing(model: str, desk: Client, harbour: Festival) -> None:
    address = reverse(f"admin:screenings_{model}_add")
    assert complaints(send(desk, address))


def test_a_film_of_forty_credits_opens_as_cheaply_as_one_without(desk: Client, harbour: Festival) -> None:
    row = film(harbour, directors=tuple(f"Person {number}" for number in range(40)))
    bare = film(harbour, "Cléo at home")
    for each in (row, bare):
        assert queries(desk, reverse("admin:screenings_film_change", args=[each.pk])) == 13


def test_the_notice_of_what_stands_in_the_way_costs_the_same_for_one_screening_and_for_twenty(
    desk: Client, harbour: Festival
) -> None:
    place = hall(harbour)
    screening(film(harbour), place, at("2026-10-10 20:00"))
    published(harbour)
    screening(film(harbour, "Late"), place, at("2026-10-10 20:30"))
    one = queries(desk, reverse("admin:index"))
    for number in range(20):
        screening(film(harbour, f"Film {number}"), place, at("2026-10-10 20:00"))
    assert (one, queries(desk, reverse("admin:index"))) == (20, 20)


@pytest.mark.parametrize(
    ("model", "term", "found"),
    [
        ("film", "eternite", ["L'Éternité"]),
        ("film", "ÉTERNITÉ", ["L'Éternité"]),
        ("film", "l’éternité", ["L'Éternité"]),
        ("film", "nothing like it", []),
        ("film", "\x00", None),
        ("screening", "eternite", ["L'Éternité, not placed yet"]),
        ("venue", "lumiere", ["Cinéma Lumière"]),
        ("hall", "lumiere un", ["Cinéma Lumière, Salle Un"]),
        ("person", "varda agnes", ["Agnès Varda"]),
        ("guest", "VARDA", ["Agnès Varda"]),
        ("festival", "harbour", ["Harbour Film Festival"]),
    ],
)
def test_search_does_not_mind_accents_or_case(
    model: str, term: str, found: list[str] | None, desk: Client, harbour: Festival
) -> None:
    screening(film(harbour, "L'Éternité"))
    film(harbour, "Cléo")
    hall(harbour, "Salle Un", "Cinéma Lumière")
    hall(harbour, "Saal 1", "Kino")
    guest(harbour, "Agnès Varda")
    person("Chantal Akerman")
    response = desk.get(reverse(f"admin:screenings_{model}_changelist"), {"q": term})
    assert response.status_code == 200
    if found is not None:
        assert [str(row) for row in response.context["cl"].result_list] == found


def test_an_autocomplete_box_offers_its_own_festivals_rows(desk: Client, harbour: Festival) -> None:
    film(harbour, "Éternité")
    film(festival("Last Year", slug="last-year"), "Éternité")
    row = screening(film(harbour, "Cléo"))
    page = desk.get(reverse("admin:screenings_screening_change", args=[row.pk])).content.decode()
    address = f"{reverse('admin:autocomplete')}?of_festival={harbour.pk}"
    assert f'data-ajax--url="{address}"' in page
    asked = {"app_label": "screenings", "model_name": "screening", "field_name": "film", "term": "eternite"}
    ours = {**asked, "of_festival": harbour.pk}
    assert len(desk.get(reverse("admin:autocomplete"), ours).json()["results"]) == 1
    assert len(desk.get(reverse("admin:autocomplete"), asked).json()["results"]) == 2
    assert desk.get(reverse("admin:autocomplete"), {**ours, "term": "\x00"}).json()["results"] == []


@pytest.mark.parametrize(
    ("chosen", "titles"),
    [
        ({}, ["Cléo", "Late", "Unplaced"]),
        ({"day": "2026-10-10"}, ["Cléo", "Late"]),
        ({"day": "2026-10-11"}, []),
        ({"day": "2026-10-77"}, []),
        ({"day": "9999-12-31"}, []),
        ({"placed": "no"}, ["Unplaced"]),
        ({"placed": "yes"}, ["Cléo", "Late"]),
    ],
)
def test_the_filters_answer_what_plays_when(
    chosen: dict[str, str], titles: list[str], desk: Client, harbour: Festival
) -> None:
    place = hall(harbour)
    screening(film(harbour, "Cléo"), place, "2026-10-10 20:00")
    screening(film(harbour, "Late"), place, "2026-10-11 00:30")
    screening(film(harbour, "Unplaced"))
    response = desk.get(reverse("admin:screenings_screening_changelist"), chosen)
    assert [row.film.title for row in response.context["cl"].result_list] == titles


@pytest.mark.parametrize(
    ("missing", "titles"), [("screening", ["Bare", "Silent"]), ("runtime", ["Silent"]), ("print", ["Bare", "Silent"])]
)
def test_the_list_of_films_says_what_is_missing(
    missing: str, titles: list[str], desk: Client, harbour: Festival
) -> None:
    whole = film(harbour, "Whole")
    saved(Print(film=whole))
    screening(whole)
    film(harbour, "Bare")
    film(harbour, "Silent", runtime=None)
    response = desk.get(reverse("admin:screenings_film_changelist"), {"missing": missing})
    assert [row.title for row in response.context["cl"].result_list] == titles
    assert "unknown, counted as 100 min" in desk.get(reverse("admin:screenings_film_changelist")).content.decode()


def test_a_plan_shows_no_more_than_the_beginning_of_its_keys(desk: Client, harbour: Festival) -> None:
    _plan(harbour, 1)
    plan = Plan.objects.get()
    page = desk.get(reverse("admin:screenings_plan_change", args=[plan.pk])).content.decode()
    for key in (plan.edit_key, plan.share_key):
        assert key not in page
        assert f"{key[:4]}…" in page
    assert "Pick 1" in page
    sent = {"action": "revoke", "_selected_action": [plan.pk]}
    desk.post(reverse("admin:screenings_plan_changelist"), sent)
    assert Plan.objects.get().revoked_at is not None
