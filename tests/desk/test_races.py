"""Two saves at the very same moment, on a database that lets two write at once."""

from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from screenings.models import BoardMove, Festival, Film, Hall, PublishedScreening, Screening, TriedPlace
from screenings.scheduling import copy_timetable
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests.desk.forms import fields_of, form_of
from tests.world import SPRING, festival, film, hall, published, screening

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


def at_once(*saves: tuple[Client, str, dict[str, str]]) -> list[int]:
    """The answers to forms sent by so many people at one moment."""
    ready, answers = Barrier(len(saves)), []

    def save(client: Client, address: str, fields: dict[str, str]) -> None:
        ready.wait()
        answers.append(client.post(address, {**fields, "_save": "1"}).status_code)
        connection.close()

    threads = [Thread(target=save, args=each) for each in saves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.fixture
def desks() -> list[Client]:
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        client.force_login(User.objects.create_superuser(f"ada{number}"))
    return clients


def test_of_two_saves_of_a_film_at_once_one_is_told_of_the_other(desks: list[Client]) -> None:
    row = film(festival())
    for attempt in range(5):
        forms = [
            {**fields_of(desk.get(form_of(row))), "title": f"Try {attempt} of {n}"} for n, desk in enumerate(desks)
        ]
        assert at_once(*((desk, form_of(row), form) for desk, form in zip(desks, forms, strict=True))) == [200, 302]
    assert Film.objects.get().title.startswith("Try 4")


def test_two_clicks_at_one_moment_make_one_film(desks: list[Client]) -> None:
    festival()
    address = reverse("admin:screenings_film_add")
    for attempt in range(1, 6):
        form = {**fields_of(desks[0].get(address)), "title": f"Film {attempt}"}
        assert at_once((desks[0], address, form), (desks[0], address, form)) == [302, 302]
        assert Film.objects.count() == attempt


def test_a_hall_and_its_venue_saved_at_once_lose_nothing(desks: list[Client]) -> None:
    place = hall(festival(), capacity=100)
    for attempt in range(1, 6):
        direct = {**fields_of(desks[0].get(form_of(place))), "capacity": str(100 + attempt)}
        through = {**fields_of(desks[1].get(form_of(place.venue))), "halls-0-wheelchair_spaces": str(attempt)}
        answers = at_once((desks[0], form_of(place), direct), (desks[1], form_of(place.venue), through))
        now = Hall.objects.get()
        assert answers == [200, 302]
        # One of the two was saved, the other is asked; what was saved stands.
        assert (now.capacity == 100 + attempt) != (now.wheelchair_spaces == attempt)


def test_of_two_who_take_over_the_same_moves_at_once_one_is_told(desks: list[Client]) -> None:
    of = festival()
    rows = [screening(film(of, f"Film {n}"), hall(of), f"2026-10-1{n} 20:00") for n in range(3)]
    for attempt in range(5):
        there = hall(of, f"Hall {attempt % 2 + 2}")
        moves = [Move(row.uid, Placement(there.pk, row.starts_at)) for row in rows]
        made = copy_timetable(of, f"Plan {attempt}", by=None, at=SPRING, moves=moves)
        address = reverse("admin:scenario", args=[of.pk, made.pk])
        whole = {"do": "whole", "all": fields_of(desks[0].get(address))["all"]}
        assert at_once(*((desk, address, whole) for desk in desks)) == [302, 302]
        assert {row.hall_id for row in Screening.objects.all()} == {there.pk}
        assert BoardMove.objects.count() == 3 * (attempt + 1)
        assert BoardMove.objects.values("batch").distinct().count() == attempt + 1


def a_move(row: Screening, line: int) -> dict[str, str]:
    row.refresh_from_db()
    return {
        "do": "move", "screening": str(row.pk), "seen": row.placement.version_token, "hall": str(row.hall_id),
        "day": "2026-10-10", "line": str(line), "on": "2026-10-10",
    }  # fmt: skip


def two_public_rows() -> list[Screening]:
    of = festival(publishing="as-saved")
    rows = [screening(film(of, f"Film {n}"), hall(of, f"Hall {n}"), "2026-10-10 20:00") for n in (1, 2)]
    published(of)
    return rows


def test_two_first_moves_at_once_are_one_pause(desks: list[Client]) -> None:
    rows = two_public_rows()
    of = rows[0].festival
    address = reverse("admin:board-moves", args=[of.pk])
    for attempt in range(5):
        moves = [(desk, address, a_move(row, 100 + attempt)) for desk, row in zip(desks, rows, strict=True)]
        assert at_once(*moves) == [302, 302]
        of.refresh_from_db()
        assert of.is_paused
        assert TriedPlace.objects.count() == 2
        assert Festival.history.filter(paused_at__isnull=False).count() == attempt + 1  # type: ignore[attr-defined]
        published(of)


def test_a_first_move_and_a_publication_at_once_lose_nothing(desks: list[Client]) -> None:
    """What was moved is public, or waits behind a pause; nothing is in between."""
    rows = two_public_rows()
    of = rows[0].festival
    for attempt in range(5):
        first = a_move(rows[0], 100 + 2 * attempt)
        desks[0].post(reverse("admin:board-moves", args=[of.pk]), first)
        publishing = fields_of(desks[1].get(reverse("admin:publish-review", args=[of.pk])))
        second = a_move(rows[1], 101 + 2 * attempt)
        at_once(
            (desks[0], reverse("admin:board-moves", args=[of.pk]), second),
            (desks[1], reverse("admin:publish-review", args=[of.pk]), publishing),
        )
        of.refresh_from_db()
        working = {row.uid: row.starts_at for row in Screening.objects.all()}
        public = {row.uid: row.starts_at for row in PublishedScreening.objects.current(of)}
        differing = {uid for uid in working if working[uid] != public[uid]}
        assert of.is_paused == bool(differing)
        assert {place.screening.uid for place in TriedPlace.objects.select_related("screening")} >= differing
        published(of)
        assert not Festival.objects.get().is_paused


def test_of_two_who_put_back_at_once_one_does_and_the_other_is_told(desks: list[Client]) -> None:
    rows = two_public_rows()
    of = rows[0].festival
    address = reverse("admin:put-back", args=[of.pk])
    for attempt in range(3):
        desks[0].post(reverse("admin:board-moves", args=[of.pk]), a_move(rows[0], 100 + attempt))
        before = BoardMove.objects.count()
        forms = [fields_of(desk.get(address)) for desk in desks]
        assert at_once(*((desk, address, form) for desk, form in zip(desks, forms, strict=True))) == [302, 302]
        rows[0].refresh_from_db()
        assert f"{rows[0].starts_at:%H:%M}" == "18:00"
        assert BoardMove.objects.count() == before + 1
        assert (Festival.objects.get().is_paused, TriedPlace.objects.count()) == (False, 0)
