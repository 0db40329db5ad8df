"""Outages and faults are told in the language of the festival whose page was asked for, though no database is asked."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from screenings.models import Festival
from screenings.public.views import errors, timetable
from tests import world
from tests.pseudo_language import LANGUAGE, escaped
from tests.public.pages import Page

pytestmark = pytest.mark.django_db
PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"  # as browsers ask


def away(*arguments: object) -> None:
    raise OperationalError("connection refused")


def visited(client: Client, language: str) -> None:
    world.published(world.festival())
    Festival.objects.update(language=language)
    assert client.get("/harbour/").status_code == 200


def broken(*arguments: object) -> None:
    raise ZeroDivisionError


def test_an_outage_is_told_in_the_festivals_language(client: Client) -> None:
    visited(client, "nl")
    with connection.execute_wrapper(away):
        page = client.get("/harbour/films/", headers={"accept": PAGE})
        data = client.get("/harbour/films/", headers={"accept": "application/json"})
        missing = client.get("/harbour/a/b/c")
        elsewhere = client.get("/nowhere/films/", headers={"accept": PAGE})

    assert [answer.status_code for answer in (page, data, missing, elsewhere)] == [503, 503, 404, 503]
    assert '<html lang="nl">' in page.content.decode()
    assert "Op dit moment niet beschikbaar De database antwoordt op dit moment niet" in Page(page).text
    assert data.json()["message"].startswith("De database antwoordt op dit moment niet")
    assert '<html lang="nl">' in missing.content.decode()
    assert "Niet gevonden" in Page(missing).text
    assert '<html lang="en">' in elsewhere.content.decode()
    assert "Not available at the moment" in Page(elsewhere).text


def test_every_text_of_an_outage_and_of_a_fault_is_marked(
    client: Client, pseudo: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    visited(client, LANGUAGE)
    client.raise_request_exception = False
    with connection.execute_wrapper(away):
        asked = client.get("/harbour/films/", headers={"accept": PAGE})
        sent = client.post("/harbour/plan/", {"again": ""}, headers={"accept": PAGE})
    monkeypatch.setattr(timetable, "overview", broken)
    monkeypatch.setattr(timetable, "publication_index", broken)
    fault = client.get("/harbour/timetable/")
    monkeypatch.setattr(errors, "_festival", broken)
    worse = client.get("/harbour/timetable/")

    assert [answer.status_code for answer in (asked, sent, fault, worse)] == [503, 503, 500, 500]
    for answer in (asked, sent, fault, worse):
        assert f'<html lang="{LANGUAGE}">' in answer.content.decode()
        assert escaped(answer.content.decode().replace("Harbour Film Festival", "")) == []
