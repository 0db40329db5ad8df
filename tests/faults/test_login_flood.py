"""Eight strangers try random names at the login as fast as they are answered, while visitors read the programme."""

import statistics
from time import sleep
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests.faults.conftest import Environment
from tests.faults.servers import SERVE, TOKEN, Visitors, asked, free_port, started, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STRANGERS = 8
SECONDS = 2
FEW = 5  # wrong passwords
PAGE = "/strangers/screenings/"
# A proxy that TRUSTED_PROXIES does not count: the limit of an address is then none, and the turns have to do alone.
BEHIND_A_PROXY = {"X-Forwarded-For": "192.0.2.1"}


class Strangers(Visitors):
    def __init__(self, port: int, **headers: str) -> None:
        self.headers = headers
        super().__init__(port, "/admin/login/", number=STRANGERS)

    def ask(self, port: int, path: str) -> int:
        return log_in(port, f"{uuid4()}", "summer2026", **self.headers)


def log_in(port: int, name: str, password: str, **headers: str) -> int:
    form = urlencode({"username": name, "password": password, "csrfmiddlewaretoken": TOKEN})
    kind = "application/x-www-form-urlencoded"
    given = {"Content-Type": kind, "Cookie": f"csrftoken={TOKEN}", **headers}
    return asked(port, "/admin/login/", method="POST", body=form, **given)[0]


def times(port: int) -> list[float]:
    with Visitors(port, PAGE, number=1) as visitor:
        sleep(SECONDS)
    assert visitor.counts.keys() == {"200"}
    return visitor.seconds


def slowdown(environment: Environment, settings: str, what: str) -> float:
    """How many times as long a page takes while they try."""
    port = free_port()
    with started({**environment, "DJANGO_SETTINGS_MODULE": settings}, *SERVE, port=port):
        times(port)
        calm = times(port)
        with Strangers(port, **BEHIND_A_PROXY) as strangers:
            sleep(1)
            meanwhile = times(port)
        assert strangers.counts.keys() <= {"200", "429"}
    half, worst = statistics.median(meanwhile), max(meanwhile)
    print(f"{what}: {statistics.median(calm):.3f} s, meanwhile {half:.3f} s, at most {worst:.2f} s; {strangers.counts}")
    return half / statistics.median(calm)


def test_public_pages_keep_their_speed_while_strangers_try_passwords(demo_environment: Environment) -> None:
    guarded = slowdown(demo_environment, "tests.faults.settings", "a few at a time")
    unguarded = slowdown(demo_environment, "tests.faults.unguarded_logins", "as many as come")
    assert guarded < unguarded / 4


def test_an_address_that_tries_a_hundred_names_has_to_wait_and_a_colleague_logs_in(
    demo_environment: Environment,
) -> None:
    environment = {**demo_environment, "TRUSTED_PROXIES": "1", "LOGIN_ATTEMPTS_PER_ADDRESS": "20"}
    port, stranger = free_port(), {"X-Forwarded-For": "198.51.100.7"}
    with started(environment, *SERVE, port=port):
        with Strangers(port, **stranger) as strangers:
            wait_until(lambda: strangers.counts["200"] > FEW)
            # Who has failed that often leaves the next turn to others.
            colleague = log_in(port, "grace", "wrong", **{"X-Forwarded-For": "192.0.2.5"})
            wait_until(lambda: strangers.counts["200"] == 20)
            sleep(1)
        print(f"from one address: {strangers.counts}")
        assert strangers.counts["200"] == 20
        assert colleague == 200
        assert log_in(port, "ada", "summer2026", **stranger) == 429
        assert log_in(port, "ada", "summer2026", **{"X-Forwarded-For": "192.0.2.5"}) == 200
