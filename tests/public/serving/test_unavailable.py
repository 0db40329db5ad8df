"""The answer while the site cannot write or answer: one for every page, with nothing lost of what was typed."""

import errno
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, OperationalError, ProgrammingError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from screenings.models import Festival, Film
from screenings.public.serving import feed_response, pages
from tests import world
from tests.browser.signing_in import PASSWORD
from tests.desk.forms import fields_of

pytestmark = pytest.mark.django_db
PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"  # as browsers ask
WRITES = ("INSERT", "UPDATE", "DELETE")


@contextmanager
def failing(problem: Exception, *beginnings: str) -> Iterator[None]:
    """Every query that begins so, or every query at all, is answered by that."""

    def away(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if not beginnings or sql.startswith(beginnings):
            raise problem
        return execute(sql, *args)

    with connection.execute_wrapper(away):
        yield


def locked() -> AbstractContextManager[None]:
    return failing(OperationalError("database is locked"), *WRITES)


def gone() -> AbstractContextManager[None]:
    return failing(OperationalError("connection refused"))


@pytest.fixture
def festival() -> Festival:
    festival = world.festival()
    world.screening(world.film(festival, "Cléo"), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    return festival


@pytest.fixture
def ada() -> Client:
    """Signed in, with the checks of forms that a browser meets; a fault of ours is a 500, as for everybody."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(User.objects.create_superuser("ada", password=PASSWORD))
    return client


def opened(client: Client, film: Film) -> tuple[str, dict[str, Any]]:
    address = reverse("admin:screenings_film_change", args=[film.pk])
    response = client.get(address)
    return address, {**fields_of(response), "csrfmiddlewaretoken": client.cookies["csrftoken"].value}


def token_in(response: HttpResponse) -> str:
    return response.content.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]


@pytest.mark.parametrize("outage", [locked, gone])
def test_a_save_that_cannot_be_is_shown_with_what_was_typed_and_saved_when_sent_again(
    ada: Client, festival: Festival, outage: Callable[[], AbstractContextManager[None]]
) -> None:
    film = Film.objects.get()
    address, form = opened(ada, film)
    typed = {**form, "title": "Cléo <from> 5 to 7", "synopsis": "One line\nand another", "_continue": "1"}
    with outage():
        response = ada.post(address, typed, headers={"accept": PAGE})
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert Film.objects.get().title == "Cléo"
    again = {**fields_of(response), "csrfmiddlewaretoken": token_in(response)}
    assert again["title"] == "Cléo <from> 5 to 7"
    assert again["synopsis"].splitlines() == ["One line", "and another"]
    assert ada.post(address, again).status_code == 302
    film.refresh_from_db()
    assert (film.title, film.synopsis.splitlines()) == ("Cléo <from> 5 to 7", ["One line", "and another"])


def test_where_the_database_can_be_read_it_is_the_forms_own_page(ada: Client, festival: Festival) -> None:
    film = Film.objects.get()
    address, form = opened(ada, film)
    with locked():
        response = ada.post(address, {**form, "title": "Typed over", "year": "1962"})
        added = ada.post(reverse("admin:screenings_film_add"), {**form, "title": "Typed anew"})
    page = response.content.decode()
    assert "The database is busy at the moment, so nothing was saved. Try again in a few seconds." in page
    assert '<input type="text" name="title" value="Typed over"' in page
    assert '<select name="section"' in page
    assert (response.status_code, added.status_code) == (503, 503)
    assert 'value="Typed anew"' in added.content.decode()


def test_who_is_told_to_send_again_overwrites_no_colleague_unseen(ada: Client, festival: Festival) -> None:
    film = Film.objects.get()
    address, form = opened(ada, film)
    film.title = "A colleague’s"
    film.save()
    with locked():
        response = ada.post(address, {**form, "title": "Typed over"})
    again = {**fields_of(response), "csrfmiddlewaretoken": form["csrfmiddlewaretoken"], "_save": "1"}
    shown = ada.post(address, again)
    assert "Changed while you were typing" in shown.content.decode()
    film.refresh_from_db()
    assert film.title == "A colleague’s"


def test_what_was_not_saved_is_not_told_as_saved_on_the_next_page(ada: Client, festival: Festival) -> None:
    address, form = opened(ada, Film.objects.get())
    with failing(OperationalError("database is locked"), 'INSERT INTO "django_admin_log"'):
        assert ada.post(address, form).status_code == 503
    assert "was changed successfully" not in ada.get(address).content.decode()


def test_a_form_from_elsewhere_is_not_offered_to_be_sent_in_somebodys_name(ada: Client, festival: Festival) -> None:
    address, form = opened(ada, Film.objects.get())
    with gone():
        response = ada.post(address, {**form, "title": "Forged", "csrfmiddlewaretoken": "wrong"})
    assert response.status_code == 403
    assert "Forged" not in response.content.decode()


def test_a_login_that_cannot_be_keeps_the_name_and_never_the_password(festival: Festival) -> None:
    User.objects.create_superuser("ada", password=PASSWORD)
    client = Client(raise_request_exception=False)
    address = reverse("admin:login")
    with locked():
        response = client.post(address, {"username": "ada", "password": PASSWORD, "next": "/admin/"})
    assert response.status_code == 503
    assert "so you could not be logged in" in response.content.decode()
    assert PASSWORD not in response.content.decode()
    again = fields_of(response)
    assert (again["username"], again["next"]) == ("ada", "/admin/")
    assert client.get("/admin/").status_code == 302
    assert client.post(address, {**again, "password": PASSWORD}).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_program_that_asks_for_json_is_told_in_json(ada: Client, festival: Festival) -> None:
    _, form = opened(ada, Film.objects.get())
    move = {"do": "undo", "on": "2026-10-10"}
    headers = {"accept": "application/json", "x-csrftoken": form["csrfmiddlewaretoken"]}
    with gone():
        response = ada.post(reverse("admin:board-moves", args=[festival.pk]), move, headers=headers)
    assert response.status_code == 503
    assert response.json() == {
        "outage": "away",
        "message": "The database does not answer at the moment, so nothing was saved. Try again in a minute.",
        "retry_after": 10,
    }


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/harbour/films/", "text/html; charset=utf-8"),
        ("/harbour/screenings.json", "application/json"),
        ("/harbour/films/cleo.ics", "text/plain; charset=utf-8"),
        ("/harbour/changes.atom", "text/plain; charset=utf-8"),
        ("/sitemap.xml", "text/plain; charset=utf-8"),
    ],
)
def test_who_reads_is_told_in_the_kind_they_asked_for(address: str, kind: str) -> None:
    feed_response.FEED_CACHE.clear()
    pages.PAGE_CACHE.clear()
    with gone():
        response = Client().get(address, headers={"accept": PAGE})
    assert (response.status_code, response["Content-Type"]) == (503, kind)
    assert (response["Cache-Control"], response["Retry-After"]) == ("no-store", "10")
    assert "The database does not answer at the moment, so this page cannot be shown." in response.content.decode()


def test_a_session_that_cannot_be_saved_after_the_view_is_no_bare_error(
    ada: Client, festival: Festival, settings: Settings
) -> None:
    address, form = opened(ada, Film.objects.get())
    settings.SESSION_SAVE_EVERY_REQUEST = True
    locked = OperationalError("database is locked")
    with patch("django.contrib.sessions.backends.db.SessionStore.save", side_effect=locked):
        response = ada.post(address, {**form, "title": "Cléo, again"})
    assert response.status_code == 503
    assert "it is not certain whether this was saved" in response.content.decode()


def test_an_upload_that_finds_a_full_disk_is_asked_for_once_more(ada: Client, festival: Festival) -> None:
    address = reverse("admin:screenings_film_add")
    form = fields_of(ada.get(address))
    file = SimpleUploadedFile("still.jpg", b"x" * 3_000_000)
    data = {**form, "title": "Typed", "csrfmiddlewaretoken": ada.cookies["csrftoken"].value, "images-0-file": file}
    full = OSError(errno.ENOSPC, "No space left on device")
    with patch("django.contrib.admin.ModelAdmin._changeform_view", side_effect=full):
        response = ada.post(address, data)
    assert response.status_code == 503
    assert "disk is full, so nothing was saved" in response.content.decode()
    assert 'type="file" name="images-0-file"' in response.content.decode()
    with patch("django.http.multipartparser.MultiPartParser.parse", side_effect=full):
        assert ada.post(address, data).status_code == 503


def test_a_fault_of_ours_stays_one(ada: Client, festival: Festival) -> None:
    for problem in (ProgrammingError("no such table"), DatabaseError("malformed")):
        with failing(problem, "SELECT"):
            assert ada.get("/harbour/films/").status_code == 500


def test_an_outage_is_one_line_of_the_log_that_holds_no_address(
    festival: Festival, caplog: pytest.LogCaptureFixture
) -> None:
    with gone(), caplog.at_level(logging.INFO):
        Client().get("/harbour/house/a-secret.ics")
    assert [(record.levelname, record.exc_info) for record in caplog.records] == [("WARNING", None)]
    assert "a-secret" not in caplog.text
    assert "connection refused" in caplog.text


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/nowhere/", 404),
        ("get", "/harbour/films/nothing/", 404),
        ("get", "/harbour/screenings.ics?day=never", 404),
        ("get", "/harbour/house/nothing.ics", 404),
        ("post", "/harbour/films/", 405),
        ("post", "/healthz", 405),
        ("post", "/admin/login/", 403),
        ("get", "/media/nothing.jpg", 404),
    ],
)
def test_no_cache_keeps_an_error(festival: Festival, method: str, address: str, status: int) -> None:
    response = getattr(Client(enforce_csrf_checks="login" in address), method)(address)
    assert (response.status_code, response["Cache-Control"]) == (status, "no-store")


def test_no_cache_keeps_a_refused_host_a_wrong_role_or_a_fault(festival: Festival) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_user("eve", is_staff=True))
    given = [
        (client.get("/", headers={"host": "evil.example"}), 400),
        (client.get("/harbour/screenings.ics", headers={"host": "evil.example"}), 400),
        (client.get(reverse("admin:screenings_film_add")), 403),
    ]
    with patch("screenings.public.views.films.render", side_effect=ValueError):
        given.append((client.get("/harbour/films/"), 500))
    assert [(answer.status_code, answer["Cache-Control"]) for answer, _ in given] == [
        (status, "no-store") for _, status in given
    ]
