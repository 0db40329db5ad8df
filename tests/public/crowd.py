"""A festival whose every text is hostile, and the public pages that show it."""

from datetime import timedelta

from screenings.models import Credit, Festival, FilmImage, FilmLink, PressQuote, Role, Screening, Venue
from screenings.publishing import publish
from tests import world
from tests.world import SPRING, saved

HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</title></textarea></style></noscript><svg onload=alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "{{ festival.pk }}{% load static %}${7*7}",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "--><!-- ]]> <![CDATA[",
    "javascript:alert(1)",
    "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u2066x",
    "x" * 100,
)  # fmt: skip


def crowd(text: str) -> Festival:
    """A festival with `text` in every field a visitor gets to see; its addresses do not depend on it."""
    festival = world.festival(text, tagline=text, about=text)
    venue = saved(
        Venue(festival=festival, name=text, slug="cinema", address=text, city=text, phone=text[:60], access_notes=text)
    )
    hall = saved(venue.halls.model(venue=venue, name=text, slug="hall", capacity=3))
    section = world.section(festival, text, slug="section", about=text)
    guest = saved(
        world.Guest(festival=festival, person=world.person(text, slug="person", biography=text, filmography=(text,)))
    )
    film = world.film(
        festival, text, slug="film", original_title=f"{text}!", section=section, genres=(text,), countries=["FR"],
        languages=("fr",), subtitles=("en",), synopsis=text, companies=(text,), distributor=text, based_on=text,
        rating=text[:40], minimum_age=6, content_notes=text, premiere="world", year=1999,
    )  # fmt: skip
    for role in (Role.DIRECTOR, Role.CAST):
        saved(Credit(film=film, person=guest.person, role=role, character=text))
    saved(PressQuote(film=film, text=text, source=text, url="https://paper.example/?a=1&b=2"))
    saved(FilmLink(film=film, kind="trailer", label=text, url="https://video.example/"))
    saved(FilmImage(film=film, caption=text, copyright=text))
    programme = world.programme(festival, text, film, slug="programme", section=section)
    saved(FilmLink(film=film, kind="conversation", label=text, leads_to=programme))
    first = world.screening(film, hall, "2026-10-10 20:00", public_note=text, ticket_url="https://t.example/?a=1&b=2")
    first.guests.add(guest)
    world.screening(programme, hall, "2026-10-11 20:00", public_note=text)
    world.screening(film, hall, "2026-10-12 20:00", billing="secret", public_title=text)
    world.published(festival)
    Screening.objects.filter(pk=first.pk).update(starts_at=world.at("2026-10-13 20:00"))
    publish(festival, at=SPRING + timedelta(days=1))
    return festival


PAGES = (
    "", "screenings/", "screenings/?venue=cinema&section=section&day=2026-10-13", "screenings/?sort=title", "films/",
    "films/film/", "films/programme/", "venues/", "venues/cinema/", "sections/", "sections/section/", "people/",
    "people/person/", "films/?section=section&country=FR",
    "timetable/", "timetable/2026-10-13/", "timetable/overview/", "changes/",
    "embed/", "embed/?venue=cinema&section=section",
)  # fmt: skip
