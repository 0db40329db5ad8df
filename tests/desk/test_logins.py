"""A password cannot be guessed by trying: after five wrong ones a name pauses, from that address alone."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Thread
from time import sleep

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from screenings.desk import password_checks
from screenings.desk.password_checks import PasswordCheckQueue

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


def many(names: int, **meta: str) -> list[HttpResponse]:
    """One password tried over as many names, each once."""
    return [tried(f"guessed-{number}", "summer2026", **meta) for number in range(names)]


@override_settings(LOGIN_ATTEMPTS_PER_ADDRESS=10)
def test_one_password_over_many_names_is_limited_by_address_and_the_name_typed_is_kept(ada: User) -> None:
    with time_machine.travel(NOON, tick=False):
        assert {answer.status_code for answer in many(10)} == {200}
    with time_machine.travel(NOON.replace(minute=4, second=1), tick=False):
        refused = tried("ada", PASSWORD)
        elsewhere = tried("ada", PASSWORD, REMOTE_ADDR="192.0.2.7")
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (429, "659", "no-store")
    page = refused.content.decode()
    assert "Try again in 11 minutes, or from another network." in page
    assert '<input type="text" name="username" value="ada">' in page
    assert PASSWORD not in page
    assert elsewhere.status_code == 302
    with time_machine.travel(NOON.replace(minute=16), tick=False):
        assert tried("ada", PASSWORD).status_code == 302


def test_an_office_in_which_twenty_mistype_four_times_each_logs_in(ada: User) -> None:
    AccessAttempt.objects.bulk_create(
        AccessAttempt(username=f"colleague-{number}", ip_address="127.0.0.1", failures_since_start=4)
        for number in range(20)
    )
    assert tried("ada", PASSWORD).status_code == 302


@override_settings(LOGIN_ATTEMPTS_PER_ADDRESS=10)
def test_an_address_is_all_of_its_64_and_no_other(ada: User) -> None:
    for number in range(10):
        assert tried(f"guessed-{number}", REMOTE_ADDR=f"2001:db8:1:2:{number}::1").status_code == 200
    assert tried("ada", PASSWORD, REMOTE_ADDR="2001:db8:1:2:ffff::9").status_code == 429
    assert tried("ada", PASSWORD, REMOTE_ADDR="2001:db8:1:3::9").status_code == 302


def test_one_name_is_no_new_one_at_each_address_of_a_64(ada: User) -> None:
    assert [tried(REMOTE_ADDR=f"2001:db8:1:2::{number}").status_code for number in range(1, 6)] == [200] * 4 + [429]
    assert tried("ada", PASSWORD, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


@pytest.mark.parametrize("sign", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_X_FORWARDED_PROTO"])
@override_settings(LOGIN_ATTEMPTS_PER_ADDRESS=10)
def test_behind_a_proxy_that_is_not_counted_no_address_is_limited(ada: User, sign: str) -> None:
    assert {answer.status_code for answer in many(15, **{sign: "198.51.100.1"})} == {200}
    assert tried("ada", PASSWORD, **{sign: "192.0.2.1"}).status_code == 302
    with override_settings(TRUSTED_PROXIES=1):
        assert tried("ada", PASSWORD, HTTP_X_FORWARDED_FOR="127.0.0.1").status_code == 429


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> Iterator[PasswordCheckQueue]:
    """Afterwards all have been given back."""
    ours = PasswordCheckQueue()
    monkeypatch.setattr(password_checks, "_check_queue", ours)
    yield ours
    assert ours.take(None, max_length=1, max_wait=0) is not None


def test_while_two_are_logging_in_the_next_is_told_at_once_and_counts_as_no_failure(
    ada: User, turns: PasswordCheckQueue
) -> None:
    first = turns.take(None)
    assert first
    waiting = Thread(target=lambda: turns.give_back(turns.take(None) or pytest.fail("never came")))
    waiting.start()
    while len(turns._queue) < 2:
        sleep(0.01)
    refused = tried("ada", PASSWORD)
    assert (refused.status_code, refused["Retry-After"]) == (429, "2")
    assert "your password was not looked at" in refused.content.decode()
    assert '<input type="text" name="username" value="ada">' in refused.content.decode()
    assert not AccessAttempt.objects.exists()
    turns.give_back(first)
    waiting.join()
    assert tried("ada", PASSWORD).status_code == 302


@pytest.mark.parametrize("password", ["wrong", PASSWORD])
def test_a_turn_is_given_back_whatever_came_of_it(ada: User, turns: PasswordCheckQueue, password: str) -> None:
    for _ in range(6):
        tried(password=password)


def test_a_turn_is_given_back_where_the_check_breaks_off(
    ada: User, turns: PasswordCheckQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("django.contrib.auth.backends.ModelBackend.authenticate", broken)
    with pytest.raises(RuntimeError):
        tried()


def test_who_has_failed_often_leaves_the_next_turn_to_others(ada: User, turns: PasswordCheckQueue) -> None:
    stranger = turns.take("192.0.2.1")
    assert stranger
    assert turns.take("192.0.2.1") is None
    turns.give_back(stranger)
    after = turns.take("192.0.2.1")
    assert after
    turns.give_back(after)


def test_a_colleague_who_changes_a_password_waits_and_is_not_sent_away(
    ada: User, turns: PasswordCheckQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(ada)
    checked: list[int] = []
    monkeypatch.setattr(User, "check_password", lambda user, password: bool(checked.append(len(turns._queue))) or True)
    sent = {"old_password": PASSWORD, "new_password1": "lighthouse-77", "new_password2": "lighthouse-77"}
    assert client.post(reverse("admin:password_change"), sent).status_code == 302
    assert checked == [1]
