"""A password cannot be guessed by trying: after five wrong ones a name pauses, from that address alone."""

from datetime import UTC, datetime

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from screenings.views.logins import client_address

LOGIN = reverse("admin:login")
PASSWORD = "harbour-lights-9"
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_superuser("ada", password=PASSWORD)


def tried(name: str = "ada", password: str = "wrong", client: Client | None = None, **meta: str) -> HttpResponse:
    return (client or Client()).post(LOGIN, {"username": name, "password": password}, **meta)  # type: ignore[arg-type]


def test_five_wrong_passwords_pause_the_name_and_the_page_says_for_how_long(ada: User) -> None:
    with time_machine.travel(NOON, tick=False):
        assert [tried().status_code for _ in range(4)] == [200] * 4
        fifth = tried()
    assert fifth.status_code == 429
    assert fifth["Retry-After"] == "900"
    assert "<strong>15 minutes</strong>" in fifth.content.decode()
    assert "wrong" not in fifth.content.decode().replace("wrong passwords", "")
    with time_machine.travel(NOON.replace(minute=10, second=30), tick=False):
        right = tried(password=PASSWORD)
    assert (right.status_code, right["Retry-After"]) == (429, "270")
    assert "<strong>5 minutes</strong>" in right.content.decode()


def test_after_the_pause_the_right_password_counts_and_clears_the_failures(ada: User) -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(6):
            tried()
    # Trying during the pause has not prolonged it.
    with time_machine.travel(NOON.replace(minute=16), tick=False):
        assert tried(password=PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_a_login_between_clears_what_was_mistyped(ada: User) -> None:
    for password in ("wrong", "wrong", "wrong", PASSWORD, "wrong", "wrong", "wrong"):
        answer = tried(password=password)
    assert answer.status_code == 200


def test_a_pause_keeps_neither_a_colleague_nor_the_same_name_elsewhere_out(ada: User) -> None:
    User.objects.create_superuser("grace", password=PASSWORD)
    for _ in range(5):
        tried()
    assert tried("grace", PASSWORD).status_code == 302
    assert tried("ada", PASSWORD, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_a_forged_header_or_another_browser_is_no_way_round(ada: User) -> None:
    for number in range(5):
        answer = tried(HTTP_X_FORWARDED_FOR=f"192.0.2.{number}", HTTP_USER_AGENT=f"Browser {number}")
    assert answer.status_code == 429


@override_settings(TRUSTED_PROXIES=1)
def test_behind_a_proxy_each_visitor_is_told_apart(ada: User) -> None:
    for number in range(5):
        answer = tried(HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 192.0.2.1")
    assert answer.status_code == 429
    assert tried("ada", PASSWORD, HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.5, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.9"),
        (1, "2001:DB8::1", "2001:db8::1"),
        (1, "no address", None),
    ],
)
def test_the_visitor_is_as_far_from_the_right_as_there_are_proxies(
    proxies: int, forwarded: str, address: str | None
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request) == address


def test_no_password_and_no_login_is_kept(ada: User) -> None:
    tried(password="nearly-right")
    kept = AccessAttempt.objects.get()
    assert "nearly-right" not in repr(vars(kept))
    tried(password=PASSWORD)
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("name", ["", "\x00", "a" * 200, "Ä" * 150])
def test_any_name_is_answered(ada: User, name: str) -> None:
    assert {tried(name).status_code for _ in range(6)} <= {200, 429}


@pytest.mark.parametrize("password", ["12345678901", "short", "password", "adalovelace"])
def test_a_weak_password_is_refused(ada: User, password: str) -> None:
    User.objects.filter(pk=ada.pk).update(first_name="Ada", last_name="Lovelace", username="adalovelace")
    client = Client()
    client.force_login(User.objects.get())
    sent = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert client.post(reverse("admin:password_change"), sent).status_code == 200
    assert User.objects.get().check_password(PASSWORD)


@override_settings(SESSION_COOKIE_SECURE=True, CSRF_COOKIE_SECURE=True)
def test_the_session_cookie_is_for_https_and_no_script(ada: User) -> None:
    client = Client()
    tried("ada", PASSWORD, client)
    cookie = client.cookies["sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
