"""Who may open what: every route of the project has a row in addresses.txt, and every answer in it is right."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import resolve

from screenings.desk.site import DeskSite
from screenings.public.views import errors
from tests.addresses import ROLES, plain, routes, table, the_house, visitor


class _Undone(Exception):
    """Takes back what a request wrote."""


def answer(client: Client, verb: str, address: str) -> int:
    """The status; whatever was written is undone, and a session stays signed in."""
    method: Any = getattr(client, verb)
    status = 0
    cookies = client.cookies.copy()
    try:
        with transaction.atomic():
            status = method(address).status_code
            raise _Undone
    except _Undone:
        client.cookies = cookies
    return status


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    missing = sorted(set(routes()) - set(table()))
    assert not missing, f"add to tests/addresses.txt, then run this file again: {missing}"
    gone = sorted(set(table()) - set(routes()))
    assert not gone, f"take out of tests/addresses.txt: {gone}"


@contextmanager
def noting_writes() -> Iterator[list[str]]:
    """What else than a question is put to the database meanwhile."""
    wrote: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            wrote.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(note):
        yield wrote


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.django_db
def test_every_address_answers_each_role_as_the_table_says(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Some hundreds of pages of which only the status counts; that they render is their own tests' matter.
    monkeypatch.setattr(TemplateResponse, "rendered_content", "")
    monkeypatch.setattr(errors, "render", lambda _request, _template, _context, status: HttpResponse(status=status))
    monkeypatch.setattr(DeskSite, "each_context", lambda _site, _request: {})
    facts = the_house()
    client = visitor(role)
    column = ROLES.index(role)
    wrong = []
    for route, row in table().items():
        address = row.address.format(**facts)
        resolved = plain(resolve(address.partition("?")[0]).route)
        assert f"/{resolved}" == route, f"{address} is not of {route}"
        with noting_writes() as wrote:
            read = answer(client, "get", address)
        # Only a private calendar notes that it was fetched; else pages go on while nothing can be written.
        if wrote and "<slug:token>.ics" not in route:
            wrong.append(f"{route}: a GET writes {wrote}")
        found = read, answer(client, "post", address)
        if found != (row.reading[column], row.writing[column]):
            wrong.append(f"{route}: GET {found[0]}, POST {found[1]}")
    assert wrong == []
