"""Who may not do a thing is told so, and to whom to turn."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from screenings.desk.whom_to_ask import whom_to_ask
from screenings.models import Festival, Publishing, Screening
from tests.desk.forms import form_of
from tests.pages import read
from tests.staff import member, staff_client
from tests.world import film, guest, hall, published, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    row.guests.add(guest(harbour))
    return row


@pytest.mark.django_db
def test_those_whose_work_it_is_are_named_else_superusers_and_nobody_who_has_left() -> None:
    assert whom_to_ask("screenings.change_film") == "whoever runs this site"
    User.objects.create_superuser("zoe")
    assert whom_to_ask("screenings.change_film") == "zoe"
    for name in ("dee", "cem", "ben", "ada"):
        staff_client(name, ["change_film"])
    staff_client("eve", ["view_film"])
    User.objects.filter(username="ada").update(is_active=False)
    User.objects.filter(username="dee").update(first_name="Dee", last_name="Rees")
    assert whom_to_ask("screenings.change_film") == "ben, cem or Dee Rees"
    User.objects.filter(username="cem").update(is_staff=False)
    assert whom_to_ask("screenings.change_film") == "ben or Dee Rees"


@pytest.mark.parametrize("role", ["programmer", "technician", "reader"])
def test_a_form_that_is_only_read_says_who_changes_it(role: str, evening: Screening) -> None:
    member("scheduler")
    told = "You can read this and not change it. To have it changed, ask scheduler."
    assert told in read(member(role).get(form_of(evening))).text


def test_who_changes_some_of_it_is_told_what_and_who_the_rest(evening: Screening, desk: Client) -> None:
    member("scheduler")
    told = {
        "front of house": "What you change here: sold out, standby, access, notes. For the rest ask scheduler.",
        "guest office": "What you change here: guests. For the rest ask scheduler.",
    }
    for role, sentence in told.items():
        assert sentence in read(member(role).get(form_of(evening))).text
    for client in (desk, Client()):
        assert "ask scheduler" not in read(client.get(form_of(evening), follow=True)).text


def test_the_board_and_the_tables_say_who_moves_and_changes(evening: Screening, desk: Client) -> None:
    published(evening.festival)
    Festival.objects.update(publishing=Publishing.AS_SAVED)
    member("scheduler")
    board, day = (reverse(f"admin:board{part}", args=[evening.festival_id, *on]) for part, on in (
        ("", ()), ("-day", ("2026-10-10",)),
    ))  # fmt: skip
    told = "You can read this board and move nothing on it. To have something moved, ask scheduler."
    for address in (board, day):
        reader, mover = (read(client.get(address)).text for client in (member_once("reader"), desk))
        assert (told in reader, told in mover) == (True, False)
        assert "The first move here" not in reader
    table = read(member_once("reader").get(reverse("admin:screening-table"))).text
    assert "You can read this table and change nothing in it. To have something changed, ask scheduler." in table


def member_once(of: str) -> Client:
    """The same member again."""
    user = User.objects.filter(username=of).first()
    if user is None:
        return member(of)
    client = Client()
    client.force_login(user)
    return client


def test_a_page_that_an_account_may_not_open_names_who_gives_out_roles(evening: Screening) -> None:
    User.objects.create_superuser("zoe")
    refused = member("technician").get(reverse("admin:screenings_guest_changelist"))
    assert refused.status_code == 403
    text = read(refused).text
    assert "Your account may not do this." in text
    assert "Ask zoe to add yours to the right one." in text
    assert "/admin/help/roles/" in [link["href"] for link in read(refused).all("a")]


def test_who_has_no_role_yet_is_told_on_the_desk(harbour: Festival) -> None:
    User.objects.create_superuser("zoe")
    page = read(staff_client("new", []).get("/admin/"))
    assert "Your account has no role yet, so there is nothing here for you." in page.text
    assert "Ask zoe to add yours to the right one." in page.text
    assert "You don’t have permission" not in page.text
