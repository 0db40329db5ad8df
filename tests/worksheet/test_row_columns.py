"""Prints and guests in the cells of the table."""

import pytest
from django.test import Client

from screenings.models import Festival, Guest, Person, Print, PublishedScreening, Screening
from tests.pages import read
from tests.staff import member, staff_client
from tests.worksheet.table_pages import SCREENINGS, changed, problems, send, sheet
from tests.world import film, guest, hall, programme, published, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    published(harbour)
    return row


def test_guests_are_typed_by_name_shown_first_and_public_after(desk: Client, evening: Screening) -> None:
    varda, _haigh, king = (guest(evening.festival, name) for name in ("Agnès Varda", "Andrew Haigh", "King, Jr."))
    typed = (evening, "guests", "", "andrew haigh, Agnes Varda")
    assert changed(send(desk, typed)) == [["Guests", "–", "Agnès Varda; Andrew Haigh"]]
    assert not evening.guests.exists()
    send(desk, typed, button="_save")
    assert sheet(desk.get(SCREENINGS))[0]["Guests"] == "Agnès Varda; Andrew Haigh"
    assert PublishedScreening.objects.get(until__isnull=True).guests == ("Agnès Varda", "Andrew Haigh")
    assert list(evening.history.first().guests.values_list("guest__person__name", flat=True)) == [
        "Agnès Varda",
        "Andrew Haigh",
    ]

    send(desk, (evening, "guests", "Agnès Varda; Andrew Haigh", "King, Jr.; Agnès Varda"), button="_save")
    assert set(evening.guests.all()) == {varda, king}
    send(desk, (evening, "guests", "Agnès Varda; King, Jr.", ""), button="_save")
    assert not evening.guests.exists()


def test_who_is_no_guest_is_refused_to_whom_may_add_none_and_what_somebody_else_chose_is_not_overwritten(
    evening: Screening,
) -> None:
    evening.guests.add(guest(evening.festival, "Agnès Varda"))
    programmer = staff_client("programmer", ["view_screening", "change_screening"])
    refused = problems(
        send(programmer, (evening, "guests", "Agnès Varda", "Agnès Varda; Corinne Marchand"), button="_save")
    )
    assert "“Corinne Marchand” is no guest of this festival" in refused[0]
    theirs = problems(send(programmer, (evening, "guests", "", "x")))[0]
    assert "Somebody else wrote “Agnès Varda” here meanwhile" in theirs


def test_who_is_new_becomes_a_guest_once_and_is_named_before(evening: Screening) -> None:
    second, office = screening(evening.film), member("guest office")
    cells = [(row, "guests", "", "Corinne Marchand") for row in (evening, second)]
    assert "new and will be added: Corinne Marchand" in read(send(office, *cells)).text
    assert not Person.objects.filter(name="Corinne Marchand").exists()
    send(office, *cells, button="_save")
    (new,) = Guest.objects.all()
    assert (new.person.name, new.festival) == ("Corinne Marchand", evening.festival)
    assert [list(row.guests.all()) for row in (evening, second)] == [[new], [new]]


def test_guests_are_set_for_the_chosen_by_the_guest_office(evening: Screening) -> None:
    guest(evening.festival, "Agnès Varda")
    second = screening(evening.film)
    office = member("guest office")
    chosen = {"set-column": "guests", "set-text": "Agnès Varda", "chosen": [evening.pk, second.pk]}
    assert len(changed(send(office, button="_set", **chosen))) == 2
    send(office, *((row, "guests", "", "Agnès Varda") for row in (evening, second)), button="_save")
    assert [row.guests.count() for row in Screening.objects.all()] == [1, 1]
    assert send(office, (evening, "print", "", "DCP"), button="_save").status_code == 400


def test_a_print_is_one_of_the_films_own_by_format_and_label(desk: Client, evening: Screening) -> None:
    first, second = (Print.objects.create(film=evening.film, format="DCP") for _two in range(2))
    archive = Print.objects.create(film=evening.film, format="35 mm", label="Archive")
    Print.objects.create(film=film(evening.festival, "Vagabond"), format="16 mm")
    for was, typed, meant in (("", "dcp", first), ("DCP", "DCP (2)", second), ("DCP (2)", "35 mm Archive", archive)):
        send(desk, (evening, "print", was, typed), button="_save")
        evening.refresh_from_db()
        assert evening.print == meant
        assert sheet(desk.get(SCREENINGS))[0]["Print"] == (typed if typed != "dcp" else "DCP")
    refused = problems(send(desk, (evening, "print", "35 mm Archive", "16 mm"), button="_save"))
    assert refused[0].endswith("The prints of this film are: DCP, DCP (2), 35 mm Archive.")
    send(desk, (evening, "print", "35 mm Archive", ""), button="_save")
    evening.refresh_from_db()
    assert evening.print is None


def test_a_programme_is_shown_from_the_prints_of_its_films(desk: Client, evening: Screening) -> None:
    Print.objects.create(film=evening.film, format="DCP")
    shorts = screening(programme(evening.festival, "Two shorts", evening.film, film(evening.festival, "Vagabond")))
    send(desk, (shorts, "print", "", "Cléo DCP"), button="_save")
    shorts.refresh_from_db()
    assert shorts.print == evening.film.prints.get()
