"""The page for load balancers."""

import errno
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

pytestmark = pytest.mark.django_db


def test_it_says_ok_with_one_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Content-Type"] == "text/plain"
    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response


def test_a_head_request_is_answered_and_a_post_is_not(client: Client) -> None:
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_a_database_that_does_not_answer_is_a_503(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    def away(execute: Callable[..., Any], *args: Any) -> Any:
        raise OperationalError("connection refused")

    with connection.execute_wrapper(away), caplog.at_level(logging.WARNING):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (503, b"the database does not answer\n")
    assert "no-store" in response["Cache-Control"]
    assert "connection refused" in caplog.text
    assert b"connection refused" not in response.content
    assert client.get("/healthz").status_code == 200


def test_a_database_without_its_tables_is_a_503(client: Client) -> None:
    def unmade(execute: Callable[..., Any], *args: Any) -> Any:
        raise ProgrammingError("no such table")

    with connection.execute_wrapper(unmade):
        assert client.get("/healthz").status_code == 503


def test_a_disk_without_room_is_a_503_that_says_which(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "not" / "there" / "yet"
    assert client.get("/healthz").content == b"ok\n"
    with patch(
        "screenings.reliability.disk_space.TemporaryFile", side_effect=OSError(errno.ENOSPC, "No space left on device")
    ):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"the disk of the uploads is full\n")
    for code in (errno.EROFS, errno.EACCES, errno.ESTALE):
        with patch("screenings.reliability.disk_space.TemporaryFile", side_effect=OSError(code, "")):
            assert client.get("/healthz").content == b"the disk of the uploads accepts no changes\n"


def test_looking_for_room_leaves_no_file(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    assert client.get("/healthz").status_code == 200
    assert list(tmp_path.iterdir()) == []


def test_it_is_asked_over_plain_http_behind_the_proxy(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/admin/login/").status_code == 301
