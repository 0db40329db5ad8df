"""The look: a festival's colours, legible, under a name that changes with them, and of public sections only."""

import re

import pytest
from django.test import Client

from screenings.models import Festival, Section, Typeface
from screenings.publishing import publish
from screenings.templatetags.looks import theme_address
from tests import world

pytestmark = pytest.mark.django_db


def address(client: Client, path: str = "") -> str:
    found = re.search(r'href="([^"]*/theme-[^"]*)"', client.get(f"/harbour/{path}").content.decode())
    assert found
    return found[1]


def test_every_page_reads_the_theme_and_it_may_be_kept_for_good(client: Client) -> None:
    world.festival(colour="#ffe600")
    response = client.get(address(client))
    assert (response.status_code, response["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    css = response.content.decode()
    assert "--ground:#ffe600;--ink:#000000;--wash:#ffffff;" in css
    # Yellow on white cannot be read; on the dark page it can.
    assert re.search(r"--accent:light-dark\(#[0-7]\w{5},#ffe600\)", css)


def test_another_colour_has_another_address_at_once_and_the_old_one_is_not_kept(client: Client) -> None:
    festival = world.festival()
    old = address(client)
    Festival.objects.filter(pk=festival.pk).update(colour="#00ff00")
    assert address(client) != old
    answer = client.get(old)
    assert answer["Cache-Control"] == "no-cache"
    assert "#00ff00" in answer.content.decode()


def test_a_pair_of_typefaces_is_of_the_devices_own(client: Client) -> None:
    festival = world.festival()
    assert "--display" not in client.get(address(client)).content.decode()
    for typeface in Typeface.values[1:]:
        Festival.objects.filter(pk=festival.pk).update(typeface=typeface)
        css = client.get(address(client)).content.decode()
        assert "--display:" in css
        assert "url(" not in css
        assert "@" not in css


def test_sections_have_a_colour_and_a_shape_once_they_are_public(client: Client) -> None:
    festival = world.festival()
    hall = world.hall(festival)
    galas, focus = world.section(festival, "Galas", colour="#123456"), world.section(festival, "Focus")
    world.section(festival, "Secret prize", colour="#abcdef")
    world.screening(world.film(festival, "One", section=galas), hall, "2026-10-10 20:00")
    assert ".of-" not in client.get(address(client)).content.decode()
    world.published(festival)
    css = client.get(address(client)).content.decode()
    assert re.findall(r"^\.of-([-\w]+)\{", css, re.MULTILINE) == ["galas"]
    assert "--section-ground:#123456;" in css
    world.screening(world.film(festival, "Two", section=focus), hall, "2026-10-11 20:00")
    publish(festival, at=world.at("2026-05-01 12:00"))
    css = client.get(address(client)).content.decode()
    shapes = dict(re.findall(r"^\.of-([-\w]+)\{.*--shape:([^}]*)\}", css, re.MULTILINE))
    assert set(shapes) == {"focus", "galas"}
    assert len(set(shapes.values())) == 2


def test_a_section_without_a_colour_takes_the_festivals(client: Client) -> None:
    festival = world.festival(colour="#0b6e4f")
    world.screening(world.film(festival, section=world.section(festival)), world.hall(festival), "2026-10-10 20:00")
    # As sections were that came in before each was given one.
    Section.objects.update(colour="")
    world.published(festival)
    assert client.get(address(client)).content.decode().count("ground:#0b6e4f;") == 2
    Section.objects.update(colour="#112233")
    # Not published yet.
    assert "#112233" not in client.get(theme_address(festival, festival.publications.first())).content.decode()
