"""Holds: what staff edit of a screening on hold stays inside until it is released, and what may not wait does not."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from screenings.loading import published_screenings
from screenings.models import AnnouncedScreening, Festival, Film, Hall, Hold, Print, Screening
from screenings.publishing import PublishingBlocked, preview_publication, publish
from screenings.scheduling.holds import release
from screenings.timetable.values import PublicScreening
from tests import world
from tests.world import SPRING, at, on_hold

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=1)
MUCH_LATER = LATER + timedelta(days=1)


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    """Public with something in every column, and then on hold."""
    row = world.screening(
        world.film(harbour, "Cléo"), world.hall(harbour), "2026-10-10 20:00",
        intro=5, qa=15, stated_length=120, format="35 mm", subtitles=("de",), audience="press",
        public_title="A walk", public_note="Bring a coat.", access=("captions",), ticket_url="https://tickets.example/1",
    )  # fmt: skip
    row.guests.add(world.guest(harbour, "Agnès Varda"))
    world.published(harbour)
    on_hold(row)
    return row


def public(row: Screening) -> PublicScreening:
    return published_screenings(row.festival)[row.uid]


def another_print(row: Screening) -> dict[str, Any]:
    return {"print": world.saved(Print(film=row.film, format="70 mm")), "format": ""}


KEPT_BACK: dict[str, Callable[[Screening], dict[str, Any]]] = {
    "film": lambda row: {"film": world.film(row.festival, "Vagabond", runtime=105)},
    "hall": lambda row: {"hall": world.hall(row.festival, "Hall 2")},
    "start": lambda row: {"starts_at": at("2026-10-11 18:00")},
    "no place": lambda row: {"hall": None, "starts_at": None},
    "stated length": lambda row: {"stated_length": 200},
    "no stated length": lambda row: {"stated_length": None},
    "introduction": lambda row: {"intro": 30},
    "Q&A": lambda row: {"qa": 45},
    "print": another_print,
    "format": lambda row: {"format": "DCP"},
    "subtitles": lambda row: {"subtitles": ("fr", "en")},
    "public title": lambda row: {"public_title": "A run"},
    "note": lambda row: {"public_note": "With a surprise guest."},
    "audience": lambda row: {"audience": "public"},
}


def edited(row: Screening, **values: Any) -> Screening:
    for name, value in values.items():
        setattr(row, name, value)
    return world.saved(row)


@pytest.mark.parametrize("what", KEPT_BACK)
def test_its_own_facts_stay_public_until_it_is_released(evening: Screening, what: str) -> None:
    told = public(evening)
    edited(evening, **KEPT_BACK[what](evening))
    assert preview_publication(evening.festival, at=LATER).is_empty
    assert publish(evening.festival, at=LATER).publication is None
    assert public(evening) == told
    release([evening])
    publish(evening.festival, at=MUCH_LATER)
    # Its own title is shown in place of a film that is not named.
    assert (public(evening) == told) == (what == "public title")


def test_who_comes_stays_too(evening: Screening) -> None:
    evening.guests.set([world.guest(evening.festival, "Chantal Akerman")])
    assert publish(evening.festival, at=LATER).publication is None
    release([evening])
    publish(evening.festival, at=MUCH_LATER)
    assert public(evening).guests == ("Chantal Akerman",)


def test_a_secret_is_not_given_away(harbour: Festival) -> None:
    row = world.screening(world.film(harbour, "Cléo"), world.hall(harbour), "2026-10-10 20:00", billing="secret")
    world.published(harbour)
    on_hold(row)
    edited(row, billing="title")
    assert publish(harbour, at=LATER).publication is None
    assert public(row).title == "Secret screening"


PASSING: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "cancelled": (
        {"status": "cancelled", "public_note": "The print is lost."},
        {"status": "cancelled", "note": "The print is lost."},
    ),
    "private": ({"audience": "private"}, {"status": "cancelled"}),
    "secret": ({"billing": "secret", "public_title": "Hush"}, {"title": "Hush", "film_slug": "", "guests": ()}),
    "to be announced": ({"billing": "tba", "public_title": ""}, {"title": "To be announced", "status": "tentative"}),
    "sold out": ({"sold_out": True}, {"sold_out": True}),
    "standby": ({"standby": True, "price": "€9"}, {"standby": True, "price": "€9"}),
    "ticket link": ({"ticket_url": "https://tickets.example/2"}, {"ticket_url": "https://tickets.example/2"}),
    "access": ({"access": ("sign",)}, {"access": ("sign",)}),
}


@pytest.mark.parametrize("what", PASSING)
def test_what_may_not_wait_passes_the_hold_and_nothing_with_it(evening: Screening, what: str) -> None:
    told = public(evening)
    values, shown = PASSING[what]
    edited(evening, starts_at=at("2026-10-12 10:00"), hall=world.hall(evening.festival, "Hall 2"), qa=60, **values)
    publish(evening.festival, at=LATER)
    now = public(evening)
    assert {name: getattr(now, name) for name in shown} == shown
    assert (now.starts_at, now.hall_slug, now.moved_from_starts_at) == (told.starts_at, told.hall_slug, None)
    assert Hold.objects.count() == 1


def test_deleting_it_passes_the_hold(evening: Screening) -> None:
    uid, festival = evening.uid, evening.festival
    evening.delete()
    publish(festival, at=LATER)
    assert published_screenings(festival)[uid].is_cancelled


def test_taking_a_cancellation_back_waits_for_the_release(evening: Screening) -> None:
    release([evening])
    edited(evening, status="cancelled")
    publish(evening.festival, at=LATER)
    on_hold(evening)
    edited(evening, status="planned")
    assert publish(evening.festival, at=MUCH_LATER).publication is None
    assert public(evening).is_cancelled


def test_what_was_taken_out_stays_out_while_it_is_on_hold(evening: Screening) -> None:
    release([evening])
    edited(evening, hall=None, starts_at=None)
    publish(evening.festival, at=LATER)
    on_hold(evening)
    edited(evening, hall=world.hall(evening.festival), starts_at=at("2026-10-10 20:00"))
    assert publish(evening.festival, at=MUCH_LATER).publication is None
    assert public(evening).is_cancelled


def test_what_was_deleted_and_comes_back_is_on_hold_as_it_was(evening: Screening) -> None:
    values = {field.attname: getattr(evening, field.attname) for field in Screening._meta.fields}
    evening.delete()
    publish(evening.festival, at=LATER)
    back = world.saved(Screening(**values))
    assert publish(evening.festival, at=MUCH_LATER).publication is None
    assert public(back).is_cancelled
    assert back.hold.reason == "The line-up is out on Thursday."


def test_shared_names_follow_at_once(evening: Screening) -> None:
    edited(evening, starts_at=at("2026-10-12 10:00"), stated_length=None)
    Film.objects.filter(pk=evening.film_id).update(title="Cléo from 5 to 7", runtime=200)
    Hall.objects.filter(pk=evening.hall_id).update(name="Great Hall", slug="great")
    publish(evening.festival, at=LATER)
    now = public(evening)
    assert (now.title, now.hall, now.hall_slug, now.runtime) == ("Cléo from 5 to 7", "Great Hall", "odeon.great", 200)
    assert (now.starts_at, now.ends_at) == (at("2026-10-10 20:00"), at("2026-10-10 22:00"))


def test_a_length_that_nobody_stated_follows_the_film(harbour: Festival) -> None:
    row = world.screening(world.film(harbour, runtime=90), world.hall(harbour), "2026-10-10 20:00", qa=10)
    world.published(harbour)
    on_hold(row)
    edited(row, stated_length=300)
    Film.objects.update(runtime=100)
    publish(harbour, at=LATER)
    assert public(row).ends_at == at("2026-10-10 21:50")


def test_a_screening_on_hold_that_never_was_public_is_in_no_page_feed_or_change(
    harbour: Festival, client: Client
) -> None:
    hidden = world.screening(world.film(harbour, "Mumword"), world.hall(harbour), "2026-10-10 20:00")
    world.screening(world.film(harbour, "Cléo"), world.hall(harbour), "2026-10-11 20:00")
    on_hold(hidden)
    assert world.published(harbour).counts == {"added": 1}
    edited(hidden, starts_at=at("2026-10-10 21:00"))
    assert publish(harbour, at=LATER).publication is None
    paths = (
        "", "screenings/", "screenings.ics", "screenings.json", "screenings.csv", "timetable/", "timetable/2026-10-10/",
        "changes/", "changes.atom", "schedule.xml", "venues/odeon/", "venues/odeon.ics",
    )  # fmt: skip
    for path in paths:
        text = client.get(f"/harbour/{path}").content.decode()
        assert "Mumword" not in text, path
        assert str(hidden.uid) not in text, path
    assert "20:00" not in client.get("/harbour/timetable/2026-10-10/").content.decode()
    release([hidden])
    publish(harbour, at=LATER)
    assert "Mumword" in client.get("/harbour/screenings.ics").content.decode()


@pytest.mark.django_db(transaction=True)  # the exported site ends each of its requests
def test_the_whole_site_says_nothing_of_a_film_that_is_on_hold_until_it_is_released(
    harbour: Festival, tmp_path: Path
) -> None:
    """Every page, feed and share image that there is, and the names of their files."""
    strand = world.section(harbour, "Mumsection")
    film = world.film(harbour, "Mumword", section=strand, directors=("Mumdirector",), countries=["IS"])
    hidden = world.screening(film, world.hall(harbour, "Hall 7", "Mumcinema"), "2026-10-10 20:00")
    hidden.guests.add(world.guest(harbour, "Mumguest"))
    world.screening(world.film(harbour, "Cléo"), world.hall(harbour), "2026-10-11 20:00")
    on_hold(hidden)
    publish(harbour, at=SPRING)

    def told(name: str) -> set[str]:
        call_command("export_site", str(tmp_path / name), stdout=StringIO())
        files = [file for file in (tmp_path / name).rglob("*") if file.is_file() and file.suffix not in (".gz", ".br")]
        texts = [str(file.relative_to(tmp_path)).encode() + file.read_bytes() for file in files]
        words = ("Cléo", "Mumword", "mumword", "Mumdirector", "Mumguest", str(hidden.uid))
        return {word for word in words if any(word.encode() in text for text in texts)}

    assert told("before") == {"Cléo"}
    release([hidden])
    publish(harbour, at=LATER)
    assert told("after") == {"Cléo", "Mumword", "mumword", "Mumdirector", "Mumguest", str(hidden.uid)}


def test_a_clash_of_what_is_on_hold_stops_nothing_and_one_with_where_it_was_announced_does(evening: Screening) -> None:
    other = world.screening(world.film(evening.festival, "Vagabond"), evening.hall, "2026-10-11 20:00")
    edited(evening, starts_at=at("2026-10-11 20:30"))
    assert publish(evening.festival, at=LATER).publication is not None
    edited(other, starts_at=at("2026-10-10 20:30"))
    edited(evening, starts_at=at("2026-10-14 20:30"))
    with pytest.raises(PublishingBlocked) as stopped:
        publish(evening.festival, at=MUCH_LATER)
    assert [set(conflict.uids) for conflict in stopped.value.conflicts] == [{evening.uid, other.uid}]
    assert Hold.objects.count() == 1
    assert public(other).starts_at == at("2026-10-11 20:00")


def test_a_hall_whose_address_changed_never_holds_two(evening: Screening) -> None:
    """The row of before, had it been kept, would be in a hall that is called otherwise by now."""
    Hall.objects.filter(pk=evening.hall_id).update(slug="great")
    world.screening(world.film(evening.festival, "Vagabond"), Hall.objects.get(pk=evening.hall_id), "2026-10-10 20:30")
    with pytest.raises(PublishingBlocked):
        publish(evening.festival, at=LATER)


def test_a_publication_that_is_stopped_or_rolled_back_changes_no_hold(evening: Screening) -> None:
    before = list(Hold.objects.values()), list(AnnouncedScreening.objects.values())
    world.screening(world.film(evening.festival, "Vagabond"), evening.hall, "2026-10-10 20:30")
    with pytest.raises(PublishingBlocked):
        publish(evening.festival, at=LATER)
    assert (list(Hold.objects.values()), list(AnnouncedScreening.objects.values())) == before


def test_a_hall_that_was_deleted_by_hand_is_no_place_to_keep(evening: Screening) -> None:
    hall = evening.hall
    assert hall is not None
    edited(evening, hall=world.hall(evening.festival, "Hall 2"))
    Hall.objects.filter(pk=hall.pk)._raw_delete("default")
    publish(evening.festival, at=LATER)
    assert public(evening).is_cancelled


def test_each_publication_announces_what_is_not_on_hold_and_forgets_what_it_takes_out(harbour: Festival) -> None:
    rows = [
        world.screening(world.film(harbour, f"Film {n}"), world.hall(harbour), f"2026-10-1{n} 20:00") for n in "123"
    ]
    world.published(harbour)
    on_hold(rows[0])
    edited(rows[0], qa=10)
    edited(rows[1], qa=20)
    edited(rows[2], audience="private")
    publish(harbour, at=LATER)
    told = dict(AnnouncedScreening.objects.values_list("screening", "qa"))
    assert told == {rows[0].uid: 0, rows[1].uid: 20}


@pytest.mark.parametrize("number", [1, 3])
def test_holds_cost_a_publication_one_query_however_many_they_are(harbour: Festival, number: int) -> None:
    film, hall = world.film(harbour), world.hall(harbour)
    rows = [world.screening(film, hall, f"2026-10-{10 + day} 20:00") for day in range(4)]
    world.published(harbour)

    def queries(qa: int) -> int:
        Screening.objects.update(qa=qa)
        with CaptureQueriesContext(connection) as made:
            publish(harbour, at=LATER + timedelta(days=qa))
        return len(made)

    free = queries(5)
    on_hold(*rows[:number])
    assert queries(10) == free + 1
