"""Fifty who never finish their request, or never read the answer; and a stop while somebody waits for theirs."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from time import sleep

import pytest

from tests.faults.conftest import Environment
from tests.faults.servers import SERVE, TOKEN, asked, free_port, started

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGE = "/strangers/screenings/"
HOST = "Host: 127.0.0.1\r\n"
HEAD = f"GET {PAGE} HTTP/1.1\r\n{HOST}"
READING = f"{HEAD}Cookie: a=b\r\n\r\n"
# Without a token it would be refused unread.
FORM = (
    f"POST /admin/login/ HTTP/1.1\r\n{HOST}Cookie: csrftoken={TOKEN}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nusername=a"
)


@contextmanager
def held(port: int, begun: str) -> Iterator[None]:
    with ExitStack() as stack:
        for _ in range(50):
            each = stack.enter_context(socket.socket())
            each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            each.connect(("127.0.0.1", port))
            each.sendall(begun.encode())
        sleep(1)
        yield


@pytest.mark.parametrize("begun", [HEAD, READING], ids=["the head", "reading"])
def test_fifty_slow_visitors_keep_nobody_waiting(demo_environment: Environment, begun: str) -> None:
    port = free_port()
    with started(demo_environment, *SERVE, port=port), held(port, begun):
        assert [asked(port, PAGE)[0] for _ in range(20)] == [200] * 20


def test_slow_forms_are_the_proxys_to_hold_back(demo_environment: Environment) -> None:
    """The control, and why docs/deploy.md has nginx hand a request on when it has it whole."""
    port = free_port()
    with started(demo_environment, *SERVE, port=port), ThreadPoolExecutor(1) as pool:
        with held(port, FORM):
            waiting = pool.submit(asked, port, PAGE)
            sleep(3)
            assert not waiting.done()
        assert waiting.result()[0] == 200


def test_a_stop_lets_the_request_in_hand_finish(demo_environment: Environment) -> None:
    port = free_port()
    form = f"username=ada&password=wrong&csrfmiddlewaretoken={TOKEN}"
    head = FORM.partition("Content-Length")[0]
    with (
        started(demo_environment, *SERVE, port=port) as server,
        socket.create_connection(("127.0.0.1", port)) as person,
    ):
        person.sendall(f"{head}Content-Length: {len(form)}\r\nConnection: close\r\n\r\n{form[:9]}".encode())
        sleep(1)
        server.terminate()
        sleep(1)
        person.sendall(form[9:].encode())
        person.settimeout(30)
        answer = b"".join(iter(lambda: person.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert answer.rstrip().endswith(b"</html>")
        assert server.wait(30) == 0
