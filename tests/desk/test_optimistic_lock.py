"""Two people edit the same row: the second sees what the first changed, and neither loses anything."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory

from screenings.admin.publications import ReadOnlyAdmin
from screenings.desk.optimistic_lock import SNAPSHOT_FIELD, OptimisticLockAdmin
from screenings.models import Credit, Festival, Film, FilmPart, Hall, Print, Role, Section
from tests.desk.forms import complaints, fields_of, form_of, send
from tests.pages import read
from tests.staff import member
from tests.world import festival, film, guest, hall, person, programme, saved, screening, section

BOTH = " (you both changed it)"


@pytest.fixture
def other(db: None) -> Client:
    """A second superuser at another desk."""
    client = Client()
    client.force_login(User.objects.create_superuser("grace"))
    return client


@pytest.fixture
def cleo(harbour: Festival) -> Film:
    return film(
        harbour, "Cléo", directors=("Agnès Varda", "Corinne Marchand", "Michel Legrand"), synopsis="Two\nlines."
    )


def sent(client: Client, address: str, fields: dict[str, Any], **typed: Any) -> HttpResponse:
    return client.post(address, {**fields, "_save": "1", **typed})


def told(response: HttpResponse) -> list[tuple[str, str, str, str, bool]]:
    """The lines of the table: what, then, theirs, mine, and whether both changed it."""
    assert response.status_code == 200, "it was saved"
    rows = read(response).section("Changed while you were typing").rows
    return [(what.removesuffix(BOTH), old, theirs, mine, what.endswith(BOTH)) for what, old, theirs, mine in rows]


def test_the_second_sees_what_the_first_changed_and_saves_both(desk: Client, other: Client, cleo: Film) -> None:
    address = form_of(cleo)
    mine = fields_of(desk.get(address))
    send(other, address, title="Cléo from 5 to 7")
    answer = sent(desk, address, mine, runtime="95")
    assert told(answer) == [("Title", "Cléo", "Cléo from 5 to 7", "Cléo", False)]
    page = " ".join(read(answer).text.split())
    assert "grace saved this after you had opened it. Changed: Title." in page
    assert complaints(answer)[-1:] == ["Saved meanwhile, and taken over here: Cléo from 5 to 7."]
    assert read(answer).field("Title")["aria-invalid"] == "true"
    cleo.refresh_from_db()
    assert (cleo.title, cleo.runtime) == ("Cléo from 5 to 7", 90)
    again = fields_of(answer)
    assert (again["title"], again["runtime"]) == ("Cléo from 5 to 7", "95")
    assert sent(desk, address, again).status_code == 302
    cleo.refresh_from_db()
    assert (cleo.title, cleo.runtime) == ("Cléo from 5 to 7", 95)


def test_what_both_changed_is_theirs_until_the_second_has_seen_it_and_saves_again(
    desk: Client, other: Client, cleo: Film
) -> None:
    address = form_of(cleo)
    mine = fields_of(desk.get(address))
    send(other, address, title="Cléo from 5 to 7", synopsis="Theirs.")
    answer = sent(desk, address, mine, title="Cléo de 5 à 7", synopsis="Two\r\nlines.")
    assert told(answer) == [
        ("Title", "Cléo", "Cléo from 5 to 7", "Cléo de 5 à 7", True),
        ("Synopsis", "Two lines.", "Theirs.", "Two lines.", False),
    ]
    assert Film.objects.get().title == "Cléo from 5 to 7"
    again = fields_of(answer)
    assert (again["title"], again["synopsis"]) == ("Cléo de 5 à 7", "Theirs.")
    sent(desk, address, again)
    assert Film.objects.get().title == "Cléo de 5 à 7"


def test_a_third_person_in_between_is_shown_as_well(desk: Client, other: Client, cleo: Film) -> None:
    address = form_of(cleo)
    mine = fields_of(desk.get(address))
    send(other, address, year="1961")
    again = fields_of(sent(desk, address, mine, title="Cléo de 5 à 7"))
    send(other, address, year="1962")
    answer = sent(desk, address, again)
    assert told(answer) == [("Year", "1961", "1962", "1961", False)]
    sent(desk, address, fields_of(answer))
    assert list(Film.objects.values_list("title", "year")) == [("Cléo de 5 à 7", 1962)]


def test_nobody_is_stopped_by_his_own_save_or_his_own_mistake(desk: Client, cleo: Film) -> None:
    address = form_of(cleo)
    answer = send(desk, address, "_continue", title="Cléo 2")
    assert answer.status_code == 302
    wrong = send(desk, address, runtime="-1")
    assert complaints(wrong) == ["Ensure this value is greater than or equal to 1."]
    assert "Changed while you were typing" not in read(wrong).headings
    assert sent(desk, address, fields_of(wrong), runtime="91").status_code == 302
    assert Film.objects.get().runtime == 91


def test_a_mistake_typed_by_the_second_is_shown_with_what_the_first_changed(
    desk: Client, other: Client, cleo: Film
) -> None:
    address = form_of(cleo)
    mine = fields_of(desk.get(address))
    send(other, address, title="Cléo 2")
    answer = sent(desk, address, mine, runtime="ninety", section="99999")
    assert told(answer) == [("Title", "Cléo", "Cléo 2", "Cléo", False)]
    assert "Enter a whole number." in complaints(answer)
    assert fields_of(answer)["runtime"] == "ninety"


def rows(of: Film) -> list[str]:
    return [f"{credit.person} {credit.role}" for credit in of.credits.order_by("order", "pk")]


def test_a_credit_the_first_added_is_in_the_seconds_form(desk: Client, other: Client, cleo: Film) -> None:
    address = form_of(cleo)
    mine = fields_of(desk.get(address))
    saved(Credit(film=cleo, person=person("Jean Rabier"), role=Role.CAMERA, order=9))
    new = {
        "credits-TOTAL_FORMS": "4", "credits-3-person": person("Antoine Bourseiller").pk, "credits-3-role": "cast",
        "credits-3-order": "5",
    }  # fmt: skip
    answer = sent(desk, address, mine, **new)
    assert told(answer) == [
        (
            "Credit Jean Rabier, Director of photography, added",
            "—",
            "Jean Rabier · Director of photography · 9",
            "—",
            False,
        )
    ]
    again = fields_of(answer)
    assert (again["credits-TOTAL_FORMS"], again["credits-INITIAL_FORMS"]) == ("5", "4")
    assert sent(desk, address, again).status_code == 302
    assert rows(cleo)[3:] == ["Antoine Bourseiller cast", "Jean Rabier camera"]


def test_a_credit_the_first_deleted_is_gone_unless_the_second_typed_in_it(
    desk: Client, other: Client, cleo: Film
) -> None:
    address = form_of(cleo)
    mine = fields_of(desk.get(address))
    send(other, address, **{"credits-0-DELETE": "on", "credits-1-DELETE": "on"})
    assert rows(cleo) == ["Michel Legrand director"]
    answer = sent(desk, address, mine, **{"credits-1-role": "cast", "credits-1-character": "Cléo"})
    assert told(answer) == [
        ("Credit, deleted", "Agnès Varda · Director · 0", "deleted", "Agnès Varda · Director · 0", False),
        ("Credit, deleted", "Corinne Marchand · Director · 1", "deleted", "Corinne Marchand · Cast · Cléo · 1", True),
    ]
    assert sent(desk, address, fields_of(answer)).status_code == 302
    assert rows(cleo) == ["Corinne Marchand cast", "Michel Legrand director"]


def test_both_change_one_credit_and_the_second_deletes_another(desk: Client, other: Client, cleo: Film) -> None:
    address = form_of(cleo)
    mine = fields_of(desk.get(address))
    send(other, address, **{"credits-2-role": "composer", "credits-2-order": "7"})
    answer = sent(desk, address, mine, **{"credits-2-role": "sound", "credits-0-DELETE": "on"})
    legrand = "Credit Michel Legrand, Composer"
    assert told(answer) == [
        (f"{legrand}: Role", "Director", "Composer", "Sound", True),
        (f"{legrand}: Order", "2", "7", "2", False),
    ]
    assert len(rows(cleo)) == 3
    marked = [each["id"] for each in read(answer).all("input", "select") if each["aria-invalid"] == "true"]
    assert marked == ["id_credits-2-role", "id_credits-2-order"]
    sent(desk, address, fields_of(answer))
    assert rows(cleo) == ["Corinne Marchand director", "Michel Legrand sound"]
    assert Credit.objects.get(role="sound").order == 7


def test_parts_prints_and_quotes_are_compared_too(desk: Client, other: Client, harbour: Festival) -> None:
    one, two = film(harbour, "One"), film(harbour, "Two")
    shorts = programme(harbour, "Shorts", one)
    saved(Print(film=shorts, label="A"))
    mine = fields_of(desk.get(form_of(shorts)))
    saved(FilmPart(programme=shorts, part=two, order=3))
    Print.objects.update(label="B", available_from="2026-10-01")
    answer = sent(desk, form_of(shorts), mine)
    labels = ["Film part Two in Shorts, added", "Print Shorts DCP B: Label", "Print Shorts DCP B: Available from"]
    assert [line[0] for line in told(answer)] == labels
    assert [each.rpartition(": ")[2] for each in complaints(answer)[-3:]] == ["Added meanwhile.", "B.", "2026-10-01."]


def test_a_screening_is_compared_in_hall_time_guests_and_access(desk: Client, other: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00", access=("captions",))
    address = form_of(row)
    comes = guest(harbour)
    mine = fields_of(desk.get(address))
    second = hall(harbour, "Hall 2")
    send(
        other,
        address,
        hall=second.pk,
        starts_at_1="21:30",
        guests=[comes.pk],
        access=["captions", "sign"],
        sold_out="on",
    )
    answer = sent(desk, address, mine, notes="Flowers", starts_at_1="19:00")
    assert told(answer) == [
        ("Hall", "Odeon, Hall 1", "Odeon, Hall 2", "Odeon, Hall 1", False),
        ("Starts", "2026-10-10 20:00", "2026-10-10 21:30", "2026-10-10 19:00", True),
        ("Sold out", "no", "yes", "no", False),
        ("Access", "Open captions", "Open captions, Sign language", "Open captions", False),
        ("Guests", "—", "Agnès Varda", "—", False),
    ]
    assert sent(desk, address, fields_of(answer)).status_code == 302
    row.refresh_from_db()
    assert (row.hall, row.notes, row.access, row.sold_out) == (second, "Flowers", ("captions", "sign"), True)
    assert (f"{row.starts_at:%H:%M}", list(row.guests.all())) == ("17:00", [comes])


def test_the_front_of_house_is_stopped_by_its_own_two_fields_alone(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    house = member("front of house")
    mine = fields_of(house.get(form_of(row)))
    send(desk, form_of(row), starts_at_1="21:00")
    assert sent(house, form_of(row), mine, notes="Doors at seven").status_code == 302
    row.refresh_from_db()
    assert (f"{row.starts_at:%H:%M}", row.notes) == ("19:00", "Doors at seven")
    mine = fields_of(house.get(form_of(row)))
    send(desk, form_of(row), notes="Doors at six")
    assert told(sent(house, form_of(row), mine, notes="Doors at eight")) == [
        ("Notes", "Doors at seven", "Doors at six", "Doors at eight", True)
    ]


def test_a_venue_its_halls_and_the_festival_are_compared(desk: Client, other: Client, harbour: Festival) -> None:
    place = hall(harbour, capacity=100)
    mine = fields_of(desk.get(form_of(place.venue)))
    # Through the hall's own page, which the venue's log does not know of.
    send(other, form_of(place), capacity="120")
    answer = sent(desk, form_of(place.venue), mine, city="Kiel")
    assert told(answer) == [("Hall Odeon, Hall 1: Capacity", "100", "120", "100", False)]
    assert "This was saved after you had opened it." in " ".join(answer.content.decode().split())
    sent(desk, form_of(place.venue), fields_of(answer))
    assert (Hall.objects.get().capacity, Hall.objects.get().venue.city) == (120, "Kiel")
    mine = fields_of(desk.get(form_of(harbour)))
    send(other, form_of(harbour), day_starts_at="05:00", publishing="after-review")
    labels = [line[0] for line in told(sent(desk, form_of(harbour), mine, tagline="By the sea"))]
    assert labels == ["The festival day starts at", "Changes go public"]


def test_what_the_first_deleted_leaves_the_second_with_what_was_typed(desk: Client, other: Client, cleo: Film) -> None:
    mine = fields_of(desk.get(form_of(cleo)))
    cleo.delete()
    answer = sent(desk, form_of(cleo), mine, synopsis="A long text <b>typed</b> by hand")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "This film was deleted" in page
    assert "A long text &lt;b&gt;typed&lt;/b&gt; by hand" in page
    assert not Film.objects.exists()


@pytest.mark.parametrize("seen", ["", "forged", None])
def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(seen: str | None, desk: Client, cleo: Film) -> None:
    mine = fields_of(desk.get(form_of(cleo)))
    stranger = film(cleo.festival, "Daguerréotypes")
    mine[SNAPSHOT_FIELD] = fields_of(desk.get(form_of(stranger)))[SNAPSHOT_FIELD] if seen is None else seen
    answer = sent(desk, form_of(cleo), mine, title="Cléo 2")
    assert told(answer) == [("Title", "not known", "Cléo", "Cléo 2", True)]
    assert Film.objects.get(pk=cleo.pk).title == "Cléo"
    assert sent(desk, form_of(cleo), fields_of(answer)).status_code == 302
    assert Film.objects.get(pk=cleo.pk).title == "Cléo 2"


def test_the_same_change_twice_is_shown_and_saves(desk: Client, other: Client, cleo: Film) -> None:
    strand = section(cleo.festival)
    mine = fields_of(desk.get(form_of(cleo)))
    send(other, form_of(cleo), section=strand.pk, countries=["FR", "IT"])
    answer = sent(desk, form_of(cleo), mine, section=strand.pk)
    assert told(answer) == [
        ("Section", "—", "Competition", "Competition", False),
        ("Countries", "—", "France, Italy", "—", False),
    ]
    sent(desk, form_of(cleo), fields_of(answer))
    assert [country.code for country in Film.objects.get().countries] == ["FR", "IT"]


def test_every_form_of_ours_compares_and_a_list_knows_what_it_showed(rf: RequestFactory) -> None:
    ours = [each for model, each in admin.site._registry.items() if model._meta.app_label == "screenings"]
    bare = [type(each).__name__ for each in ours if not isinstance(each, OptimisticLockAdmin | ReadOnlyAdmin)]
    request = rf.get("/")
    request.user = User(is_superuser=True, is_active=True)
    edited_in_place = [(each, name) for each in ours for name in each.list_editable]
    forgetful = [
        f"{type(each).__name__}.{name}"
        for each, name in edited_in_place
        if not each.get_changelist_formset(request).form.base_fields[name].show_hidden_initial
    ]
    assert (bare, forgetful) == ([], [])


def test_another_festivals_row_of_the_same_key_is_another_row(desk: Client, harbour: Festival) -> None:
    elsewhere = festival("Elsewhere", slug="elsewhere")
    mine = fields_of(desk.get(form_of(harbour)))
    mine[SNAPSHOT_FIELD] = fields_of(desk.get(form_of(elsewhere)))[SNAPSHOT_FIELD]
    assert told(sent(desk, form_of(harbour), mine, tagline="By the sea"))[0][1] == "not known"


def test_sections_moved_in_the_list_leave_alone_what_a_colleague_moved(desk: Client, harbour: Festival) -> None:
    first, _second, third = (section(harbour, name, order=order) for order, name in enumerate(("A", "B", "C"), 1))
    here = form_of(first).partition(str(first.pk))[0]
    mine = fields_of(desk.get(here))
    Section.objects.filter(pk=first.pk).update(order=9)
    rows = {mine[f"form-{at}-id"]: at for at in range(3)}
    desk.post(here, {**mine, f"form-{rows[str(third.pk)]}-order": "1", "_save": "Save"})
    assert dict(Section.objects.values_list("name", "order")) == {"A": 9, "B": 2, "C": 1}
