"""Whatever is typed, the answer is a form with an error in words: never a broken page, and nothing is saved."""

from typing import Any
from unittest.mock import patch

import pytest
from django.contrib import admin
from django.db import IntegrityError
from django.forms import modelform_factory
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Film, Hall, Screening, Section, Venue
from tests.desk.forms import complaints, fields_of, form_of, said, send
from tests.staff import staff_client
from tests.world import festival, film, hall, programme, screening, section

HUGE = str(2**63)


@pytest.fixture
def shown(harbour: Festival) -> Screening:
    return screening(film(harbour), hall(harbour), "2026-10-10 20:00")


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "\u200b\u2060"}, "Write at least one visible character."),
        ({"title": "a\x00b"}, "Null characters are not allowed."),
        ({"title": "a" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
        ({"runtime": "-5"}, "Ensure this value is greater than or equal to 1."),
        ({"runtime": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"runtime": HUGE}, "Ensure this value is less than or equal to 1440."),
        ({"runtime": "9" * 5000}, "Ensure this value is less than or equal to 1440."),
        ({"runtime": "1e5000"}, "Enter a whole number."),
        ({"year": "1500"}, "Ensure this value is greater than or equal to 1888."),
        ({"section": HUGE}, "Select a valid choice. That choice is not one of the available choices."),
        ({"section": "a\x00"}, "Null characters are not allowed."),
        ({"section": "Night"}, "Select a valid choice. That choice is not one of the available choices."),
        ({"languages": "en | klingonese"}, '"klingonese" is no language code. Write one such as en, fr or zh-Hant.'),
        ({"countries": ["XX"]}, "Select a valid choice. XX is not one of the available choices."),
        ({"kind": "opera\x00"}, "Select a valid choice. opera\x00 is not one of the available choices."),
        ({"embargo_until": "9999-12-31"}, "Ensure this value is less than or equal to 2200-01-01."),
        ({"slug": "../../etc/passwd"}, "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    ],
)
def test_a_film_refuses_in_words(typed: dict[str, Any], complaint: str, desk: Client, shown: Screening) -> None:
    before = Film.objects.values().get()
    answer = send(desk, form_of(shown.film), **typed)
    assert complaint in complaints(answer)
    assert Film.objects.values().get() == before


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"film": HUGE}, "Select a valid choice. That choice is not one of the available choices."),
        ({"hall": "9" * 5000}, "Select a valid choice. That choice is not one of the available choices."),
        ({"intro": "-5"}, "Ensure this value is greater than or equal to 0."),
        ({"stated_length": HUGE}, "Ensure this value is less than or equal to 1440."),
        ({"access": ["levitation"]}, "Select a valid choice. levitation is not one of the available choices."),
        ({"ticket_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"ticket_url": "https://ada:secret@tickets.example"}, "Leave the user name and password out of the link."),
        ({"guests": [HUGE]}, f"“{HUGE}” is not a valid value."),
        ({"status": "lost"}, "Select a valid choice. lost is not one of the available choices."),
        ({"starts_at_which": "third"}, "Select a valid choice. third is not one of the available choices."),
        ({"hall": ""}, "Give a hall and a start, or neither while it has no place yet."),
    ],
)
def test_a_screening_refuses_in_words(typed: dict[str, Any], complaint: str, desk: Client, shown: Screening) -> None:
    before = Screening.objects.values().get()
    answer = send(desk, form_of(shown), **typed)
    assert complaint in complaints(answer)
    assert Screening.objects.values().get() == before


def test_half_a_megabyte_of_title_is_an_error_and_ten_megabytes_are_refused(desk: Client, shown: Screening) -> None:
    answer = send(desk, form_of(shown.film), title="é" * 500_000)
    assert "Ensure this value has at most 200 characters (it has 500000)." in complaints(answer)
    assert send(desk, form_of(shown.film), title="a" * 10_000_000).status_code == 400
    assert Film.objects.get().title == "Cléo"


def test_half_a_character_is_an_error_in_every_text_of_a_film(harbour: Festival) -> None:
    names = ("title", "original_title", "synopsis", "distributor", "based_on", "rating", "content_notes", "ref")
    form = modelform_factory(Film, fields=(*names, "genres", "companies", "slug", "languages"))
    filled = form({**dict.fromkeys(form.base_fields, "a\ud800"), "slug": "a\ud800"}, instance=Film(festival=harbour))
    assert set(filled.errors) == set(form.base_fields)


def test_marks_that_turn_the_direction_of_text_are_left_out_and_lines_made_one(desk: Client, shown: Screening) -> None:
    assert send(desk, form_of(shown.film), title="Cl\u202eéo\r\nfrom\u2028 5 to 7").status_code == 302
    assert Film.objects.get().title == "Cléo from 5 to 7"


def test_the_databases_own_rules_are_said_in_words(desk: Client, harbour: Festival, shown: Screening) -> None:
    assert shown.hall is not None
    other = hall(harbour, "Hall 2")
    assert complaints(send(desk, form_of(other), name="HALL 1")) == [
        "This venue has the hall “Odeon, Hall 1” already. Choose another name."
    ]
    second = hall(harbour, "Hall 1", "Palace").venue
    assert complaints(send(desk, form_of(second), name="odeon")) == [
        "There is the venue “Odeon” already. Choose another name."
    ]
    assert complaints(send(desk, form_of(second), latitude="95", longitude="0")) == [
        "Give latitude (-90 to 90) and longitude (-180 to 180), both or neither."
    ]
    strand = section(harbour, "Shorts")
    section(harbour, "Night")
    assert complaints(send(desk, form_of(strand), name="NIGHT")) == [
        "There is the section “Night” already. Choose another name."
    ]
    film(harbour, "Vagabond", ref="7")
    assert complaints(send(desk, form_of(shown.film), ref="7")) == [
        "“Vagabond” has the id 7 already. Give each its own."
    ]
    assert complaints(send(desk, form_of(harbour), ends_on="2026-10-01")) == ["The last day is before the first."]
    assert Venue.objects.count() == 2
    assert Section.objects.filter(name="Night").count() == 1


def test_inlines_say_what_is_wrong_in_words(desk: Client, harbour: Festival) -> None:
    short = film(harbour, "Short")
    shorts = programme(harbour, "Shorts", short)
    add = {"film_parts-TOTAL_FORMS": "2", "film_parts-1-order": "2"}
    twice = send(desk, form_of(shorts), **add, **{"film_parts-1-part": short.pk})
    # Django 5.2 says the one, 6.1 the other.
    said_twice = ("Please correct the duplicate data", "Short is a part of it already.")
    assert any(complaint.startswith(said_twice) for complaint in complaints(twice))
    itself = send(desk, form_of(shorts), **add, **{"film_parts-1-part": shorts.pk})
    assert any("itself" in complaint for complaint in complaints(itself))
    hours = {"opening_hours-TOTAL_FORMS": "1", "opening_hours-0-weekday": "9", "opening_hours-0-opens": "25:00"}
    wrong = send(desk, form_of(hall(harbour)), **hours)
    assert "Select a valid choice. 9 is not one of the available choices." in complaints(wrong)
    shut = {
        "closures-TOTAL_FORMS": "1",
        "closures-0-first_day": "2026-10-12",
        "closures-0-last_day": "2026-10-11",
    }
    assert complaints(send(desk, form_of(Hall.objects.get()), **shut)) == ["The last day is before the first."]


def test_nothing_moves_to_another_festival(desk: Client, harbour: Festival, shown: Screening) -> None:
    other = festival("Other", slug="other")
    assert send(desk, form_of(shown.film), festival=other.pk).status_code == 302
    assert Film.objects.get().festival == harbour
    stranger = film(other, "Stranger")
    assert complaints(send(desk, form_of(shown), film=stranger.pk)) == ["This film belongs to another festival."]


@pytest.mark.parametrize(
    "address",
    [
        "screening/add/?festival=x&film=abc&hall=99999999999999999999&guests=1,x&starts_at=tomorrow&nonsense=1",
        "film/add/?section=%00",
        "guest/add/?arrives_at=2026&person=",
        "screening/?festival__id__exact=99999999999999999999",
        "screening/?day=%00&placed=%00&hall__id__exact=1",
        "film/?missing=%00&q=%00",
        "film/?p=-1",
        "screening/?o=99.-99.x",
    ],
)
def test_a_strange_address_is_answered(address: str, desk: Client, harbour: Festival) -> None:
    assert desk.get(f"/admin/screenings/{address}").status_code in (200, 302)


def test_a_ticked_row_that_cannot_be_one_is_refused(desk: Client, harbour: Festival) -> None:
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for number in (HUGE, "x", "1\x00"):
            sent = {"action": "delete_selected", "_selected_action": [number], "post": "yes"}
            assert desk.post(address, sent).status_code == 400, address


@pytest.mark.parametrize("number", ["99999999999999999999", "x", "-1", "%00"])
def test_a_row_that_is_not_there_is_said_to_be_gone(number: str, desk: Client, harbour: Festival) -> None:
    for page in ("change", "delete", "history"):
        assert desk.get(f"/admin/screenings/screening/{number}/{page}/").status_code in (302, 404)


def test_when_two_save_the_same_name_at_one_moment_the_second_sees_the_form_again(
    desk: Client, harbour: Festival
) -> None:
    """The other's row comes between the look at the form and the write."""
    kept = Section.save

    def beaten(self: Section, *args: Any, **kwargs: Any) -> None:
        Section.objects.bulk_create([Section(festival=harbour, name="Night", slug="night")])
        kept(self, *args, **kwargs)

    address = reverse("admin:screenings_section_add")
    with patch.object(Section, "save", beaten):
        answer = send(desk, address, name="Night")
    assert said(answer) == [
        "Somebody else changed the same at this moment, so nothing was saved. Look at it and save again."
    ]
    assert not Section.objects.exists()


def test_a_refusal_of_the_database_is_tried_again_once(desk: Client, harbour: Festival) -> None:
    kept = Section.save
    attempts = []

    def once(self: Section, *args: Any, **kwargs: Any) -> None:
        attempts.append(1)
        if len(attempts) == 1:
            raise IntegrityError("another was faster")
        kept(self, *args, **kwargs)

    with patch.object(Section, "save", once):
        answer = send(desk, reverse("admin:screenings_section_add"), name="Night")
    assert (answer.status_code, Section.objects.count()) == (302, 1)
    assert len([line for line in said(answer) if "added successfully" in line]) == 1


def test_who_may_only_look_sees_the_times_and_cannot_write(shown: Screening) -> None:
    looking = staff_client("grace", ["view_screening", "view_film", "view_guest"])
    page = looking.get(form_of(shown))
    assert page.status_code == 200
    assert "20:00 CEST" in page.content.decode()
    assert "starts_at_0" not in fields_of(page)
    assert looking.post(form_of(shown), {"notes": "x"}).status_code == 403
    assert looking.get(reverse("admin:screenings_screening_delete", args=[shown.pk])).status_code == 403
    assert looking.get(form_of(shown.film.festival)).status_code == 403
