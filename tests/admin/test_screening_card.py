"""A screening's form as it is opened beside the board."""

from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from tests.desk.forms import complaints, fields_of, said
from tests.pages import read
from tests.staff import member
from tests.world import at, film, guest, hall, screening


def beside(row: Screening) -> str:
    return reverse("admin:screenings_screening_change", args=[row.pk]) + "?beside"


def test_it_saves_what_it_shows_leaves_all_else_and_leads_back_to_itself(desk: Client, harbour: Festival) -> None:
    row = screening(
        film(harbour), hall(harbour), "2026-10-10 20:00", access="captions", format="DCP", audience="press", ref="S1"
    )
    shown = desk.get(beside(row))
    labels = [part.text.rstrip(":") for part in read(shown).by_id("screening_form").all("label")]
    assert labels == [
        "Hold",
        "Introduction",
        "Q&A",
        "Stated length",
        "Guests",
        "Print",
        "Public note",
        "Notes",
        "Pinned",
    ]
    typed = {**fields_of(shown), "qa": "25", "guests": [guest(harbour).pk], "notes": "Two chairs.", "pinned": "on"}
    answer = desk.post(beside(row), {**typed, "_save": "Save"})
    assert (answer.status_code, answer["Location"]) == (302, beside(row))
    assert said(answer)[0].startswith("The screening “")
    row = Screening.objects.get()
    assert (row.qa, row.notes, row.pinned, row.guests.count()) == (25, "Two chairs.", True, 1)
    assert (row.starts_at, row.hall, row.ref) == (at("2026-10-10 20:00"), hall(harbour), "S1")
    assert (list(row.access), list(row.format), row.audience) == (["captions"], ["DCP"], "press")
    wrong = desk.post(beside(row), {**fields_of(desk.get(beside(row))), "qa": "a lot", "_save": "Save"})
    assert complaints(wrong)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    opened = fields_of(desk.get(beside(row)))
    Screening.objects.update(qa=10)
    answer = desk.post(beside(row), {**opened, "qa": "25", "_save": "Save"})
    assert answer.status_code == 200
    assert Screening.objects.get().qa == 10


def test_who_may_only_look_reads_it_and_saves_nothing(harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00", qa=10)
    reader = member("programmer")
    page = read(reader.get(beside(row)))
    assert not [button for button in page.buttons if button.startswith("Save")]
    assert reader.post(beside(row), {"qa": "25", "_save": "Save"}).status_code == 403
