"""Every list, every form: they open, and cost the same number of queries for one row and for three."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.models import Acknowledgement, Festival, Pick, Plan, Print, Screening, TravelTime
from tests.admin.conftest import staff_client
from tests.admin.forms import complaints, fields_of, send
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
    "section": (lambda of, n: section(of, f"Strand {n}"), 7, 7),
    "film": (
        lambda of, n: programme(of, f"Shorts {n}", film(of, f"A {n}"), section=section(of, f"Strand {n}")),
        10,
        15,
    ),
    "print": (lambda of, n: saved(Print(film=film(of, f"Film {n}"))), 7, 7),
    "person": (lambda of, n: person(f"Person {n}"), 6, 8),
    "guest": (lambda of, n: guest(of, f"Guest {n}", arrives_at=NOON), 9, 7),
    "venue": (lambda of, n: hall(of, f"Hall {n}", f"Cinema {n}"), 8, 8),
    "hall": (lambda of, n: hall(of, f"Hall {n}", f"Cinema {n}"), 8, 8),
    "traveltime": (_way, 7, 7),
    "screening": (_screening, 13, 15),
    "plan": (_plan, 6, 7),
    "publication": (_publication, 20, 20),
    "publishedscreening": (_publication, 22, 20),
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
    assert queries(desk, address) == 6
    for number in (2, 3):
        festival(f"Harbour {number}", slug=f"harbour-{number}")
    assert queries(desk, address) == 6


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


def test_a_film_of_forty_credits_and_three_showings_opens_as_cheaply_as_one_of_one(
    desk: Client, harbour: Festival
) -> None:
    much = film(harbour, directors=tuple(f"Person {number}" for number in range(40)))
    little = film(harbour, "Cléo at home", directors=("Person 1",))
    for row, days in ((much, (10, 11, 12)), (little, (13,))):
        for day in days:
            screening(row, hall(harbour), f"2026-10-{day} 20:00")
    for each in (much, little):
        assert queries(desk, reverse("admin:screenings_film_change", args=[each.pk])) == 16


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
    assert (one, queries(desk, reverse("admin:screenings_section_changelist"))) == (24, 24)


@pytest.mark.parametrize(
    ("model", "term", "found"),
    [
        ("film", "eternite", ["L'Éternité"]),
        ("film", "ÉTERNITÉ", ["L'Éternité"]),
        ("film", "l’éternité", ["L'Éternité"]),
        ("film", "VARDA", ["Cléo"]),
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
    film(harbour, "Cléo", directors=("Agnès Varda",))
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
    screening(programme(harbour, "Two at once", whole))
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


def above(response: HttpResponse) -> str:
    """The days above a list, in words."""
    found = re.search(r'<nav class="toplinks days-above".*?</nav>', response.content.decode(), re.DOTALL)
    return " ".join(strip_tags(found[0]).split()) if found else ""


def test_the_festivals_days_stand_above_the_list_with_their_numbers(desk: Client) -> None:
    weekend = festival(ends_on=date(2026, 10, 11))
    place = hall(weekend)
    screening(film(weekend, "Cléo"), place, "2026-10-10 20:00")
    screening(film(weekend, "Late"), place, "2026-10-11 00:30", status="cancelled")
    screening(film(weekend, "Unplaced"))
    screening(film(weekend, "After"), place, "2026-10-12 20:00")
    address = reverse("admin:screenings_screening_changelist")
    assert above(desk.get(address)) == "Fri 9 Oct Sat 10 Oct (2) Sun 11 Oct Mon 12 Oct (1)"
    assert above(desk.get(address, {"status__exact": "cancelled"})) == "Fri 9 Oct Sat 10 Oct (1) Sun 11 Oct"
    assert above(desk.get(address, {"q": "cleo"})) == "Fri 9 Oct Sat 10 Oct (1) Sun 11 Oct"
    chosen = desk.get(address, {"day": "2026-10-10"})
    assert above(chosen) == "&lsaquo; All days Fri 9 Oct Sat 10 Oct (2) Sun 11 Oct Mon 12 Oct (1)"
    assert '<strong aria-current="page">Sat 10 Oct (2)</strong>' in chosen.content.decode()
    assert "By festival day" not in chosen.content.decode()


def test_what_plays_in_this_hall_on_saturday(desk: Client, harbour: Festival) -> None:
    here, there = hall(harbour), hall(harbour, "Hall 2")
    for place, start in ((here, "2026-10-10 20:00"), (here, "2026-10-11 20:00"), (there, "2026-10-10 20:00")):
        screening(film(harbour, f"{place.name} {start}"), place, start)
    asked = {"hall__id__exact": here.pk, "day": "2026-10-10"}
    response = desk.get(reverse("admin:screenings_screening_changelist"), asked)
    assert [str(row) for row in response.context["cl"].result_list] == [
        "Hall 1 2026-10-10 20:00, Sat 10 Oct 20:00, Odeon, Hall 1"
    ]


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({}, ["Ada", "Bea", "Cy", "Dora"]),
        ({"day": "2026-10-09"}, ["Ada", "Bea"]),
        ({"departs": "2026-10-12"}, ["Ada"]),
        ({"day": "2026-10-09", "departs": "2026-10-12"}, ["Ada"]),
        ({"open": "arrival"}, ["Dora"]),
        ({"open": "departure"}, ["Bea", "Cy", "Dora"]),
        ({"day": "tomorrow"}, []),
    ],
)
def test_which_guests_arrive_on_friday(
    chosen: dict[str, str], names: list[str], desk: Client, harbour: Festival
) -> None:
    guest(harbour, "Ada", arrives_at=at("2026-10-09 14:00"), departs_at=at("2026-10-12 09:00"))
    guest(harbour, "Bea", arrives_at=at("2026-10-10 00:40"))
    guest(harbour, "Cy", arrives_at=at("2026-10-10 14:00"))
    guest(harbour, "Dora")
    response = desk.get(reverse("admin:screenings_guest_changelist"), chosen)
    assert [str(row) for row in response.context["cl"].result_list] == names
    if not chosen:
        assert above(response).startswith("Fri 9 Oct (2) Sat 10 Oct (1) Sun 11 Oct")


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
    assert answer.status_code == 302, answer.context["errors"]
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
    assert answer.status_code == 302, answer.context["errors"]
    assert str(Screening.objects.get()) == "Daguerréotypes, Sun 11 Oct 18:00, Odeon, Hall 1"


def test_who_may_only_look_reads_a_films_showings_on_the_venues_clock(harbour: Festival) -> None:
    row = film(harbour)
    screening(row, hall(harbour), "2026-10-10 20:00")
    reader = staff_client("grace", ["change_film", "view_screening", "view_hall"])
    page = reader.get(reverse("admin:screenings_film_change", args=[row.pk])).content.decode()
    assert "Sat 10 Oct 20:00 CEST" in page
    assert "18:00" not in page


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
