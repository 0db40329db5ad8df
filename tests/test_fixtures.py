"""The demo festival of fixtures/demo.json, held against the facts and against the rules it must keep."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.test import Client

from screenings.loading import load_timetable
from screenings.models import Festival, Film, Guest, OpeningHours, Person, Print, Publication, Screening, Venue
from screenings.publishing import publish
from screenings.timetable.conflicts import Severity
from screenings.timetable.rules import find_conflicts
from tests.pages import read

FIXTURE = Path(__file__).parents[1] / "fixtures" / "demo.json"
PACIFIC = ZoneInfo("America/Los_Angeles")

pytestmark = pytest.mark.django_db


def rows() -> list[dict[str, Any]]:
    return list(json.loads(FIXTURE.read_text(encoding="utf-8")))


def placed(festival: Festival) -> list[Screening]:
    return list(Screening.objects.of(festival).placed().planned().order_by("starts_at"))


def local(screening: Screening) -> datetime:
    assert screening.starts_at is not None
    return screening.starts_at.astimezone(PACIFIC)


def span(screening: Screening) -> tuple[datetime, datetime]:
    assert screening.starts_at is not None
    assert screening.ends_at is not None
    return screening.starts_at, screening.ends_at


def test_every_row_is_one_a_form_would_accept(demo: Festival) -> None:
    labels = {row["model"] for row in rows()}
    for label in labels:
        for instance in apps.get_model(label).objects.all():
            instance.full_clean()


def test_loading_it_twice_changes_nothing(demo: Festival) -> None:
    def everything() -> str:
        return "".join(
            serializers.serialize("json", model.objects.order_by("pk"))
            for model in apps.get_app_config("screenings").get_models()
        )

    before = everything()
    call_command("loaddata", "demo", verbosity=0)

    assert everything() == before


def test_what_saving_derives_is_in_the_file(demo: Festival) -> None:
    """loaddata does not call save(), so the file has to hold the keys."""
    loaded = {film.pk: (film.sort_title, film.search_text) for film in Film.objects.all()}
    names = {person.pk: person.sort_key for person in Person.objects.all()}
    for row in (*Film.objects.all(), *Person.objects.all()):
        row.save()

    assert loaded == {film.pk: (film.sort_title, film.search_text) for film in Film.objects.all()}
    assert names == {person.pk: person.sort_key for person in Person.objects.all()}


def test_no_publication_is_in_the_file() -> None:
    assert not {row["model"] for row in rows()} & {"screenings.publication", "screenings.publishedscreening"}


def test_every_screening_has_a_fixed_uid_of_its_own() -> None:
    uids = [UUID(row["fields"]["uid"]) for row in rows() if row["model"] == "screenings.screening"]

    assert len(uids) == len(set(uids)) >= 30
    assert {uid.version for uid in uids} == {4}


def test_the_run_is_that_of_october_2024_in_the_three_cinemas(demo: Festival) -> None:
    assert (demo.starts_on, demo.ends_on, demo.timezone) == (date(2024, 10, 9), date(2024, 10, 20), PACIFIC.key)
    assert [(v.name, v.address_line, v.zone) for v in Venue.objects.filter(festival=demo)] == [
        ("AMC Century City", "10250 Santa Monica Boulevard, Los Angeles", PACIFIC),
        ("Landmark Sunset", "8000 Sunset Boulevard, Los Angeles", PACIFIC),
        ("Monica Film Center", "1332 2nd Street, Santa Monica", PACIFIC),
    ]
    days = {demo.calendar.day_of(s.starts_at) for s in placed(demo) if s.starts_at}
    assert days == {date(2024, 10, 9) + timedelta(days=n) for n in range(12)}


def test_the_festival_says_what_is_illustrative(demo: Festival) -> None:
    assert "times, halls, capacities" in demo.about
    assert "prints, guests" in demo.about
    assert demo.about.rstrip().endswith("are illustrative.")


def test_every_kind_of_screening_is_there(demo: Festival) -> None:
    screenings = Screening.objects.of(demo)
    kinds = {
        "placed": screenings.placed().count() >= 30,
        "unplaced": screenings.unplaced().count() == 2,
        "past midnight": any(local(s).time() == time(0, 30) for s in placed(demo)),
        "press": screenings.filter(audience="press").exists(),
        "private": screenings.filter(audience="private").exists(),
        "with a guest": screenings.filter(qa__gt=0, guests__isnull=False).exists(),
        "cancelled": [bool(s.public_note) for s in screenings.cancelled()] == [True],
        "to be announced": screenings.filter(billing="tba").count() == 1,
        "secret": screenings.filter(billing="secret").count() == 1,
        "sold out": screenings.filter(sold_out=True).exists(),
        "standby": screenings.filter(standby=True, sold_out=True).exists(),
        "in another language": screenings.filter(subtitles__has="es").exists(),
    }

    assert [kind for kind, there in kinds.items() if not there] == []
    assert {code for s in screenings for code in s.access} == {"captions", "description", "sign", "relaxed"}


def test_the_double_bill_is_made_of_its_parts(demo: Festival) -> None:
    bill = Film.objects.with_parts().get(festival=demo, kind="programme")

    assert [link.part.title for link in bill.film_parts.all()] == ["Weekend", "45 Years"]
    assert (bill.runtime, bill.running_time.minutes, bill.running_time.is_known) == (None, 97 + 20 + 95, True)


def test_a_length_nobody_knows_stays_unknown(demo: Festival) -> None:
    film = Film.objects.get(festival=demo, title="Aftersun")

    assert (film.runtime, film.running_time.is_known, film.running_time.minutes) == (None, False, demo.default_runtime)


def test_the_film_in_the_middle_is_told_in_full(demo: Festival) -> None:
    film = Film.objects.get(slug="all-of-us-strangers")

    assert (film.title, film.year, film.runtime, film.genres) == (
        "All of Us Strangers",
        2023,
        105,
        ("Fantasy", "Drama"),
    )
    assert ([c.code for c in film.countries], film.languages) == (["GB"], ("en",))
    assert film.companies == ("Blueprint Pictures",)
    assert film.distributor == "The Walt Disney Company Benelux / Searchlight Pictures"
    assert film.based_on == "Strangers (1987), a novel by Taichi Yamada"
    assert [(c.role, c.person.name, c.character) for c in film.credits.select_related("person")] == [
        ("director", "Andrew Haigh", ""),
        ("writer", "Andrew Haigh", ""),
        ("author", "Taichi Yamada", ""),
        ("cast", "Andrew Scott", "Adam"),
        ("cast", "Paul Mescal", "Harry"),
        ("cast", "Claire Foy", "Adam's mother"),
        ("cast", "Jamie Bell", "Adam's father"),
        ("composer", "Emilie Levienaise-Farrouch", ""),
        ("camera", "Jamie Ramsay", ""),
        ("editor", "Jonathan Alberts", ""),
        ("producer", "Graham Broadbent", ""),
        ("producer", "Peter Czernin", ""),
        ("producer", "Sarah Harvey", ""),
    ]
    assert [(quote.text, quote.source) for quote in film.quotes.all()] == [
        ("a thing of beauty, heartfelt and unforgettable", "The Hollywood Reporter"),
        (
            "the sort of cinematic balm that not only touches your soul but takes up prime real estate",
            "USA Today",
        ),
        ("Andrew Scott and Paul Mescal break your heart in Andrew Haigh's sublime masterpiece.", "TheWrap"),
    ]
    assert [(link.kind, link.label) for link in film.links.all()] == [
        ("trailer", "Trailer"),
        ("stream", "Hulu"),
        ("conversation", "Andrew Haigh, Paul Mescal, Andrew Scott, Claire Foy and Jamie Bell with Dave Karger"),
    ]
    assert {image.copyright for image in film.images.all()} == {
        "© Searchlight Pictures, 2023. Photograph by Chris Harris"
    }
    assert all(image.caption and not image.file for image in film.images.all())
    assert film.synopsis
    assert film.content_notes


SHOWN = {
    "films/all-of-us-strangers/": (
        "All of Us Strangers", "2023 · United Kingdom · Fantasy, Drama · 105 min", "Directed by Andrew Haigh",
        "Screenplay Andrew Haigh", "Based on Strangers (1987), a novel by Taichi Yamada", "Dialogue English",
        "Andrew Scott as Adam", "Paul Mescal as Harry", "Claire Foy as Adam's mother", "Jamie Bell as Adam's father",
        "Composer Emilie Levienaise-Farrouch", "Director of photography Jamie Ramsay", "Editor Jonathan Alberts",
        "Producer Graham Broadbent Peter Czernin Sarah Harvey", "Production Blueprint Pictures",
        "Distributor The Walt Disney Company Benelux / Searchlight Pictures",
        "In cinemas in the United States from December 2023, and in January and February 2024", "Streams on Hulu",
        "Filmed conversation Andrew Haigh, Paul Mescal, Andrew Scott, Claire Foy and Jamie Bell with Dave Karger",
        "a thing of beauty, heartfelt and unforgettable The Hollywood Reporter",
        "not only touches your soul but takes up prime real estate USA Today",
        "break your heart in Andrew Haigh's sublime masterpiece. TheWrap",
        "© Searchlight Pictures, 2023. Photograph by Chris Harris", "London tower block", "outside Croydon",
        "car crash", "childhood is the director's own", "Listed by Film Fest Gent, 9 to 20 October 2024",
    ),
    "films/all-of-us-strangers-the-conversation/": ("Accompanies All of Us Strangers", "Dave Karger"),
    "films/weekend/": ("2011", "Directed by Andrew Haigh", "Shown at Film Fest Gent in 2011"),
    "films/45-years/": ("2015", "Directed by Andrew Haigh", "Shown at Film Fest Gent in 2015"),
    "films/a-ghost-story/": ("2017", "Directed by David Lowery"),
    "films/aftersun/": ("2022", "Directed by Charlotte Wells"),
    "films/the-banshees-of-inisherin/": ("2022", "Directed by Martin McDonagh"),
    "venues/": (
        "8000 Sunset Boulevard, Los Angeles", "10250 Santa Monica Boulevard, Los Angeles",
        "1332 2nd Street, Santa Monica",
    ),
    "": ("9 October 2024 to 20 October 2024", "All times are Los Angeles time", "are illustrative"),
}  # fmt: skip


@pytest.mark.parametrize("path", SHOWN)
def test_every_fact_stands_on_its_page(published_demo: Festival, client: Client, path: str) -> None:
    page = read(client.get(f"/strangers/{path}")).text
    assert [fact for fact in SHOWN[path] if fact not in page] == []


def test_no_rule_is_broken_beyond_a_notice(demo: Festival) -> None:
    """A film twice a day and two British ones at once are what a festival in three cinemas lives with."""
    assert find_conflicts(load_timetable(demo).programme, at_least=Severity.WARNING) == ()


def test_no_hall_holds_two_screenings_nor_starts_one_before_it_is_cleared(demo: Festival) -> None:
    clashes = [
        (str(one), str(two))
        for one, two in combinations(placed(demo), 2)
        if one.hall_id == two.hall_id and two.starts_at and one.hall_free_at and two.starts_at < one.hall_free_at
    ]

    assert clashes == []


def test_no_print_and_no_guest_is_in_two_places(demo: Festival) -> None:
    """Half an hour and more between two cinemas."""
    clashes = []
    for one, two in combinations(placed(demo), 2):
        shared = (one.print_id and one.print_id == two.print_id) or set(one.guests.all()) & set(two.guests.all())
        if shared and one.hall != two.hall and span(two)[0] < span(one)[1] + timedelta(minutes=45):
            clashes.append((str(one), str(two)))

    assert clashes == []


def test_guests_and_prints_are_there_when_they_are_needed(demo: Festival) -> None:
    for screening in placed(demo):
        start, end = span(screening)
        for guest in Guest.objects.filter(screenings=screening):
            assert guest.arrives_at is not None
            assert guest.departs_at is not None
            assert guest.arrives_at <= start < end <= guest.departs_at, str(screening)
        copy = Print.objects.filter(screenings=screening).first()
        if copy is not None:
            assert copy.available_from is not None
            assert copy.available_until is not None
            assert copy.available_from <= local(screening).date() <= copy.available_until, str(screening)
            assert screening.hall is not None
            assert copy.format in screening.hall.formats, str(screening)


def openings(hours: OpeningHours, day: date) -> Iterator[tuple[datetime, datetime]]:
    if day.weekday() == hours.weekday:
        opens = datetime.combine(day, hours.opens, PACIFIC)
        closes = datetime.combine(day, hours.closes, PACIFIC)
        yield opens, closes if closes > opens else closes + timedelta(days=1)


def test_every_screening_lies_within_the_hall_s_opening_hours(demo: Festival) -> None:
    for screening in placed(demo):
        start, end = span(screening)
        day = local(screening).date()
        found = [
            opening
            for hours in OpeningHours.objects.filter(hall=screening.hall_id)
            for near in (day, day - timedelta(days=1))
            for opening in openings(hours, near)
            if opening[0] <= start and end <= opening[1]
        ]
        assert found, str(screening)


def test_no_film_is_shown_twice_at_the_same_hour(demo: Festival) -> None:
    starts = Counter((s.film_id, s.starts_at) for s in placed(demo))

    assert max(starts.values()) == 1


def test_it_can_be_published_at_once(demo: Festival) -> None:
    made = publish(demo, at=datetime(2024, 7, 1, tzinfo=UTC))

    rows = Screening.objects.of(demo).placed().exclude(audience="private")
    kinds = {row.uid: "cancelled" if row.status == "cancelled" else "added" for row in rows}
    assert {change.uid: change.kind for change in made.changes} == kinds
    assert Publication.objects.count() == 1
