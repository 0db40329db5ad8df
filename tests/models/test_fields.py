"""What the database holds is what can be printed, sorted and stored: by form, by model, and by its own checks."""

from datetime import date
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.forms import modelform_factory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenings.models import Festival, Film, Hall, Print, Screening, Section, Venue
from screenings.text.cleaning import is_storable, is_visible, one_line
from tests import world

pytestmark = pytest.mark.django_db


def refused(row: Any, field: str) -> list[str]:
    with pytest.raises(ValidationError) as problem:
        row.full_clean()
    assert list(problem.value.message_dict) == [field]
    return problem.value.message_dict[field]


def refuses(sql: str, *values: object) -> bool:
    """Whether the database itself refuses a statement that went past every Python check."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError:
        return True
    return False


def test_a_title_is_one_line_in_nfc_however_it_is_written() -> None:
    festival = world.festival()
    film = world.film(festival, "  Cle\u0301o\r\nde 5\u2028à 7\x07 ")
    assert Film.objects.get().title == film.title == "Cléo de 5 à 7"
    Film.objects.filter(pk=film.pk).update(title="La\tPointe\nCourte")
    assert Film.objects.get().title == "La Pointe Courte"
    Film.objects.bulk_create([Film(festival=festival, title="Sans\r\ntoit", slug="sans-toit")])
    assert Film.objects.filter(title="Sans toit").exists()


@pytest.mark.parametrize("title", ["", " ", "\u200b\u200d", "a\x00b", "\ud800", "x" * 201])
def test_a_title_that_cannot_be_read_or_stored_is_refused(title: str) -> None:
    refused(Film(festival=world.festival(), title=title), "title")


def test_the_database_keeps_the_length_of_a_line_too() -> None:
    film = world.film(world.festival())
    for title in ("x" * 201, ""):
        assert refuses("UPDATE screenings_film SET title = %s WHERE id = %s", title, film.pk)
    assert not refuses("UPDATE screenings_film SET title = %s WHERE id = %s", "x" * 200, film.pk)


@pytest.mark.parametrize("runtime", [-5, 0, 1441, 2**31, 2**63, 10**400])
def test_a_runtime_out_of_bounds_is_refused_by_the_model(runtime: int) -> None:
    refused(Film(festival=world.festival(), title="Cléo", runtime=runtime), "runtime")


@pytest.mark.parametrize("runtime", ["1_000", "1h45", "9" * 5000, "1e5000"])
def test_a_runtime_that_is_no_whole_number_is_refused(runtime: str) -> None:
    refused(Film(festival=world.festival(), title="Cléo", runtime=runtime), "runtime")


def test_arabic_digits_are_digits() -> None:
    film = Film(festival=world.festival(), title="Cléo", runtime="٩٠")
    film.full_clean()
    assert film.runtime == 90


@pytest.mark.parametrize("runtime", [-5, 0, 1441])
def test_a_runtime_out_of_bounds_is_refused_by_the_database(runtime: int) -> None:
    film = world.film(world.festival())
    assert refuses("UPDATE screenings_film SET runtime = %s WHERE id = %s", runtime, film.pk)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_a_day_no_calendar_can_show_is_refused_by_model_and_database(day: date) -> None:
    film = world.film(world.festival())
    refused(Print(film=film, available_from=day), "available_from")
    row = world.saved(Print(film=film))
    assert refuses("UPDATE screenings_print SET available_from = %s WHERE id = %s", day.isoformat(), row.pk)


@pytest.mark.parametrize("moment", ["0001-01-01 00:00:00", "9999-12-31 23:59:00"])
def test_a_start_no_zone_can_show_is_refused_by_the_database(moment: str) -> None:
    festival = world.festival()
    row = world.screening(world.film(festival), world.hall(festival), "2026-10-10 20:00")
    assert refuses("UPDATE screenings_screening SET starts_at = %s WHERE id = %s", moment, row.pk)
    assert not refuses("UPDATE screenings_screening SET starts_at = '2026-10-10 18:00:00' WHERE id = %s", row.pk)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "", "UTC+2"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    festival = world.festival()
    festival.timezone = zone
    refused(festival, "timezone")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "http://user:secret@a.example"]
)
def test_a_link_that_would_harm_is_refused(address: str) -> None:
    refused(Venue(festival=world.festival(), name="Odeon", website=address), "website")


@pytest.mark.parametrize("colour", ["red", "#12345", "#gggggg", "#1234567"])
def test_a_colour_is_a_number_sign_and_six_digits(colour: str) -> None:
    section = Section(festival=world.festival(), name="Galas", colour=colour)
    with pytest.raises(ValidationError, match=r"#0b6e4f|at most 7"):
        section.full_clean()


@pytest.mark.parametrize(("field", "items"), [("languages", ("xx-nonsense",)), ("subtitles", ("English",))])
def test_a_language_is_a_code_that_has_a_name(field: str, items: tuple[str, ...]) -> None:
    (message,) = refused(Film(festival=world.festival(), title="Cléo", **{field: items}), field)
    assert message == f'"{items[0]}" is no language code. Write one such as en, fr or zh-Hant.'


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=20), max_size=5))
def test_a_list_comes_back_as_its_items_and_each_of_them_finds_it(db: None, items: list[str]) -> None:
    festival = Festival.objects.filter(slug="harbour").first() or world.festival()
    kept = tuple(dict.fromkeys(one_line(item) for item in items if is_storable(item) and is_visible(item)))
    film = world.film(festival, "Lists", genres=kept, slug="lists")
    again = Film.objects.get(pk=film.pk)
    assert again.genres == kept
    for item in kept:
        assert Film.objects.filter(genres__has=item).count() == 1
    assert Film.objects.filter(genres__has="no such genre").count() == 0
    film.delete()


def test_a_part_of_an_item_does_not_find_the_list() -> None:
    festival = world.festival()
    world.film(festival, genres=("Science Fiction", "Rock | Roll"))
    found = {
        text: Film.objects.filter(genres__has=text).count() for text in ("Science Fiction", "Fiction", "Rock | Roll")
    }
    assert found == {"Science Fiction": 1, "Fiction": 0, "Rock | Roll": 1}


def test_a_form_shows_a_list_as_it_is_typed() -> None:
    field = Film._meta.get_field("genres")
    assert field.value_from_object(Film(genres=("Drama", "Fantasy"))) == "Drama | Fantasy"
    assert field.to_python("Drama|Fantasy | Drama") == ("Drama", "Fantasy")


@pytest.mark.parametrize("items", [(), ("Drama",), ("Arte|ZDF",), ("Arte|ZDF", "Drama"), ("Drama", "War")])
def test_a_list_is_the_same_after_a_form_and_a_fixture(db: None, items: tuple[str, ...]) -> None:
    """One item alone that has a bar, too."""
    film = world.film(world.festival(), genres=items)
    form = modelform_factory(Film, fields=["genres"])
    shown = form(instance=film).initial["genres"].replace("\n", "\r\n")  # as browsers send it
    sent = form({"genres": shown}, instance=film)
    assert sent.is_valid()
    sent.save()
    assert Film.objects.get().genres == items
    (kept,) = serializers.deserialize("json", serializers.serialize("json", [film]))
    assert kept.object.genres == items


@pytest.mark.parametrize("position", [(91, 0), (0, 181), (48, None)])
def test_a_venue_lies_on_earth_or_nowhere(position: tuple[float, float | None]) -> None:
    venue = Venue(festival=world.festival(), name="Odeon", latitude=position[0], longitude=position[1])
    with pytest.raises(ValidationError, match="both or neither"):
        venue.full_clean()


def test_hall_and_start_come_together() -> None:
    festival = world.festival()
    row = Screening(festival=festival, film=world.film(festival), hall=world.hall(festival))
    with pytest.raises(ValidationError, match="Give a hall and a start, or neither"):
        row.full_clean()
    placed = world.screening(row.film, row.hall, "2026-10-10 20:00")
    assert refuses("UPDATE screenings_screening SET hall_id = NULL WHERE id = %s", placed.pk)


def test_a_start_far_from_the_festival_is_refused_with_its_days() -> None:
    festival = world.festival()
    row = Screening(
        festival=festival, film=world.film(festival), hall=world.hall(festival), starts_at=world.at("2027-10-10 20:00")
    )
    assert refused(row, "starts_at") == ["Choose a day from 2026-03-23 to 2027-05-08."]


def test_two_venues_that_differ_only_in_case_or_in_composition_are_one() -> None:
    festival = world.festival()
    world.hall(festival, venue="Café Odéon")
    for name in ("café odéon", "Cafe\u0301 Ode\u0301on"):
        with pytest.raises(ValidationError, match="There is the venue “Café Odéon” already"):
            Venue(festival=festival, name=name).full_clean()


def test_what_has_screenings_is_protected() -> None:
    festival = world.festival()
    hall = world.hall(festival)
    row = world.screening(world.film(festival), hall, "2026-10-10 20:00")
    for protected in (row.film, hall, hall.venue):
        with pytest.raises(ProtectedError):
            protected.delete()
    assert (Hall.objects.count(), Film.objects.count(), Screening.objects.count()) == (1, 1, 1)
