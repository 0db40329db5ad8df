"""What staff ask the admin's lists: what plays when, who arrives, what is missing."""

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.models import Festival, Print, Venue
from tests.pages import listed, read
from tests.world import at, festival, film, guest, hall, person, programme, saved, screening


@pytest.mark.parametrize(
    ("model", "term", "found"),
    [
        ("film", "eternite", ["L'Éternité"]),
        ("film", "ÉTERNITÉ", ["L'Éternité"]),
        ("film", "l’éternité", ["L'Éternité"]),
        ("film", "VARDA", ["Cléo"]),
        ("film", "nothing like it", []),
        ("film", "\x00", None),
        ("screening", "eternite", ["L'Éternité"]),
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
        assert listed(response) == found


AS_TYPED = {
    "lets get lost": "Let’s Get Lost", "romeo and juliet": "Romeo & Juliet", "Romeo & Juliet": "Romeo & Juliet",
    "wall-e": "WALL·E", "walle": "WALL·E", "spiderman": "Spider-Man", "spider man": "Spider-Man", "8 1/2": "8½",
    "mash": "M*A*S*H", "M*A*S*H": "M*A*S*H", "lavventura": "L’Avventura", "l'avventura": "L’Avventura",
    "mueller": "Müller", "muller": "Müller",
}  # fmt: skip


@pytest.mark.parametrize("term", AS_TYPED)
def test_titles_are_found_as_they_are_typed(term: str, desk: Client, harbour: Festival) -> None:
    """In the lists, the header's search, the board's and its tray, without JavaScript too."""
    for title in dict.fromkeys(AS_TYPED.values()):
        screening(film(harbour, title))
    for model in ("film", "screening"):
        assert listed(desk.get(reverse(f"admin:screenings_{model}_changelist"), {"q": term})) == [AS_TYPED[term]]
    found = read(desk.get(reverse("admin:desk-search"), {"q": term}))
    assert [words for words, _address in found.section("Films").links] == [AS_TYPED[term]]
    on_board = read(desk.get(reverse("admin:board-find", args=[harbour.pk]), {"q": term})).by_id("found")
    assert [item.partition(" Not placed")[0] for item in on_board.items] == [AS_TYPED[term]]


@pytest.mark.parametrize("term", ["darcy", "D'Arcy", "mueller darcy", "Müller"])
def test_people_and_guests_are_found_as_they_are_typed(term: str, desk: Client, harbour: Festival) -> None:
    guest(harbour, "Jo Müller-D’Arcy")
    guest(harbour, "Chantal Akerman")
    for model in ("person", "guest"):
        found = listed(desk.get(reverse(f"admin:screenings_{model}_changelist"), {"q": term}))
        assert found == ["Jo Müller-D’Arcy"]


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
    assert listed(response) == titles


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
    assert listed(response) == titles
    assert "unknown, counted as 100 min" in desk.get(reverse("admin:screenings_film_changelist")).content.decode()


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
    assert listed(response) == ["Hall 1 2026-10-10 20:00"]


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
    assert listed(response) == names
    if not chosen:
        assert above(response).startswith("Fri 9 Oct (2) Sat 10 Oct (1) Sun 11 Oct")


def test_a_filter_by_words_names_what_has_none(desk: Client, harbour: Festival) -> None:
    hall(harbour)
    hall(harbour, "Hall 1", "Gloria")
    Venue.objects.filter(name="Gloria").update(city="Kiel")
    page = desk.get(reverse("admin:screenings_venue_changelist")).content.decode()
    cities = page.partition("By city")[2].partition("</ul>")[0]
    assert re.findall(r"<a[^>]*>([^<]*)</a>", cities) == ["All", "Not stated", "Kiel"]
