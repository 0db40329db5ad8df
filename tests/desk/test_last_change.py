"""What changed since yesterday, and who did it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Film, Person, Screening
from tests import pages
from tests.desk.forms import fields_of, form_of, send
from tests.desk.list_actions import ask, confirm
from tests.desk.uploads import uploaded
from tests.world import film, hall, screening

# Saturday the 10th of October, half past ten at night in Berlin.
NOW = datetime(2026, 10, 10, 20, 30, tzinfo=UTC)


@pytest.fixture
def three(harbour: Festival) -> list[Screening]:
    """Made two weeks ago, outside the admin."""
    with time_machine.travel(NOW - timedelta(days=14), tick=False):
        return [screening(film(harbour, title), hall(harbour), "2026-10-12 20:00") for title in ("One", "Two", "Three")]


def desk_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.filter(username=name).first() or User.objects.create_superuser(name))
    return client


def listed(model: str, **chosen: Any) -> list[str]:
    """The titles, and what the list says of their last change."""
    with time_machine.travel(NOW, tick=False):
        response = desk_of("ada").get(reverse(f"admin:screenings_{model}_changelist"), chosen)
    assert response.status_code == 200
    changed = [
        " ".join(cell.text for cell in row.all("td") if "field-last_change" in cell["class"])
        for row in pages.listed_rows(response)
    ]
    return [f"{title}: {change}" for title, change in zip(pages.listed(response), changed, strict=True)]


def test_the_list_says_when_a_row_was_changed_and_by_whom(three: list[Screening]) -> None:
    with time_machine.travel(NOW - timedelta(days=3), tick=False):
        send(desk_of("grace"), form_of(three[1]), notes="Row 1")
    with time_machine.travel(NOW - timedelta(hours=1), tick=False):
        send(desk_of("ada"), form_of(three[0]), starts_at_1="21:00")
    assert listed("screening") == [
        "Two: Wed 7 Oct 22:30 CEST, grace",
        "Three: Sat 26 Sep 22:30 CEST",
        "One: Sat 10 Oct 21:30 CEST, ada",
    ]


@pytest.mark.parametrize(
    ("changed", "titles"),
    [
        ("today", ["One"]),
        ("yesterday", ["Two", "One"]),
        ("week", ["Two", "Three", "One"]),
        ("ever", ["Two", "Three", "One"]),
    ],
)
def test_what_changed_since_when(changed: str, titles: list[str], three: list[Screening]) -> None:
    for row, days in zip(three, (0, 1, 6), strict=True):
        with time_machine.travel(NOW - timedelta(days=days), tick=False):
            send(desk_of("ada"), form_of(row), notes="seen", **({"starts_at_1": "21:00"} if not days else {}))
    assert [line.partition(":")[0] for line in listed("screening", changed=changed)] == titles


def test_who_did_it_is_asked_of_the_same_change(three: list[Screening]) -> None:
    ada, grace = desk_of("ada"), desk_of("grace")
    with time_machine.travel(NOW - timedelta(days=5), tick=False):
        send(ada, form_of(three[0]), notes="Long ago")
    with time_machine.travel(NOW, tick=False):
        send(grace, form_of(three[0]), notes="Now")
        send(grace, form_of(three[1]), notes="Now")
    pks = {user.username: user.pk for user in User.objects.all()}
    assert len(listed("screening", changed_by=pks["ada"])) == 1
    assert listed("screening", changed_by=pks["ada"], changed="yesterday") == []
    assert len(listed("screening", changed_by=pks["grace"], changed="yesterday")) == 2
    assert listed("screening", changed_by="nobody") == []


def test_a_film_changed_with_its_credits(three: list[Screening]) -> None:
    row = three[0].film
    varda = Person.objects.create(name="Agnès Varda", slug="agnes-varda")
    added = {
        "credits-TOTAL_FORMS": "1", "credits-0-person": varda.pk, "credits-0-role": "director",
        "credits-0-order": "1", "credits-0-film": row.pk,
    }  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        assert send(desk_of("ada"), form_of(row), **added).status_code == 302
    assert [line.partition(":")[0] for line in listed("film", changed="today")] == ["One"]
    assert listed("film", changed="today", changed_by=User.objects.get(username="ada").pk) != []


def test_actions_and_imports_are_changes_too(three: list[Screening]) -> None:
    with time_machine.travel(NOW, tick=False):
        confirm(desk_of("grace"), ask(desk_of("grace"), "cancel", three[:2], reason="The print is late."))
        shown = uploaded(desk_of("grace"), "film", f"id,runtime,title\n{three[2].film.slug},95,Three\n")
        confirm_import = desk_of("grace").post(reverse("admin:screenings_film_process_import"), fields_of(shown))
        assert confirm_import.status_code == 302
    assert Film.objects.get(title="Three").runtime == 95
    assert listed("screening", changed="today") == [
        "One: Sat 10 Oct 22:30 CEST, grace",
        "Two: Sat 10 Oct 22:30 CEST, grace",
    ]
    assert listed("film", changed="today") == ["Three: Sat 10 Oct 22:30 CEST, grace"]
