"""Former addresses as files: what leads on from the site leads on from them."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from screenings.models import Festival, Film, Person, Venue
from screenings.publishing import publish
from tests import world
from tests.management.exporting import export, rich
from tests.world import SPRING


@pytest.mark.django_db(transaction=True)
def test_former_addresses_lead_where_they_lead_on_the_site(
    exports: None, tmp_path: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    festival = rich()
    world.published(festival)
    before = export(tmp_path / "site")
    Film.objects.filter(slug="film-1").update(slug="film-one")
    festival.sections.update(slug="renamed")
    Venue.objects.update(slug="renamed-cinema")
    Person.objects.filter(name="Director 2").update(slug="renamed-person")
    Festival.objects.update(slug="port")
    publish(Festival.objects.get(), at=SPRING + timedelta(days=3))
    capsys.readouterr()
    now = export(tmp_path / "site")
    assert capsys.readouterr().err == ""
    led, same = set(), set()
    for name in before:
        if "/theme-" in name or "/card-" in name:
            continue  # named for what they hold, and asked for by the pages of that moment alone
        path = "/" + name.removesuffix("index.html")
        if name in ("index.html", "404.html") or not name.startswith("harbour/"):
            continue
        answer = client.get(path)
        if answer.status_code == 302 and path.endswith("/"):
            page, to = now[name].decode(), answer.headers["Location"]
            assert f'<link rel="canonical" href="https://harbour.example{to}">' in page
            assert f'content="0; url={to}"' in page
            assert f"{to[1:]}index.html" in now, to
            led.add(path)
        elif answer.status_code in (200, 302):
            answer = client.get(path, follow=True)
            assert now[name] == answer.getvalue(), path
            same.add(path)
    assert {"/harbour/", "/harbour/films/film-1/", "/harbour/people/director-2/", "/harbour/venues/"} <= led
    assert {"/harbour/screenings.ics", "/harbour/films/film-1.ics", "/harbour/programme.json"} <= same
    assert any(path.startswith("/harbour/venues/") and path.count("/") == 4 for path in same), "a hall's calendar"
    assert "<link rel" in now["port/films/film-1/index.html"].decode()
    assert export(tmp_path / "site") == now
    assert "0 files written" in capsys.readouterr().out
