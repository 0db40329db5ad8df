"""A secret screening tells where and when, and nothing at all that depends on its film."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.color import no_style
from django.db import connection
from django.test import Client

from screenings.loading import public_screening_from_row
from screenings.models import Festival, Film, FilmImage, PublishedScreening, Screening
from screenings.publishing import publish
from screenings.scheduling.restore_publication import plan_restore_publication
from screenings.sheets.loading import load_sheets
from screenings.timetable.values import PublicScreening
from tests import world
from tests.addresses import table, the_house
from tests.photos import photo
from tests.world import SPRING, at

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ONE_TIME = re.compile(rb'<input type="hidden" name="(?:csrfmiddlewaretoken|form_token)" value="\w+">')
BOTH = pytest.mark.parametrize("billing", ["secret", "tba"])
# Whatever of the two films, and of the screening as long as it is of one of them, could give it away.
TELLING = (
    "nightjar", "versteckt", "lupino", "finland", "finnish", "swedish", "heron", "fogbank", "kotiranta",
    "surprise guest", "surprise-guest", "70 mm", "1949", "97 min", "21:49", "214900", "t21:49", "01:49",
    "tickets.example", "bring a jacket", "33 minutes",
)  # fmt: skip
OWN = (
    "films/nightjar/", "films/nightjar.ics", "films/fogbank/", "people/ida-lupino/", "people/kotiranta/",
    "people/surprise-guest/", "sections/heron-prize/", "timetable/2026-10-12/", "screenings/?day=2026-10-12",
)  # fmt: skip


@pytest.fixture
def harbour(db: None) -> Festival:
    """One row of each kind is public, so that every address answers."""
    the_house()
    # It chooses its keys itself; PostgreSQL would give them once more.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_app_config("screenings").get_models()):
            cursor.execute(statement)
    return Festival.objects.get()


def nightjar(festival: Festival, **typed: Any) -> Screening:
    """Everything that a film and its showing can say: 20:00 to 21:49 would be 109 minutes."""
    section = world.section(festival, "Heron Prize", colour="#123456")
    part = world.film(festival, "Fogbank", directors=("Kotiranta",), runtime=43)
    film = world.programme(festival, "Nightjar", part, original_title="Versteckt", section=section, year=1949,
                           countries=["FI"], languages=("fi",), subtitles=("sv",), rating="Heron 12",
                           directors=("Ida Lupino",))  # fmt: skip
    image = SimpleUploadedFile("nightjar.jpg", photo())
    world.saved(FilmImage(film=film, file=image, caption="Nightjar", copyright="Heron"))
    row = world.screening(film, world.hall(festival), "2026-10-12 20:00", intro=33, qa=33, format="70 mm",
                          ticket_url="https://tickets.example/nightjar", public_note="Bring a jacket",
                          **typed)  # fmt: skip
    row.guests.add(world.guest(festival, "Surprise Guest"))
    return row


def answers(client: Client) -> dict[str, bytes]:
    """Every kind of public address, and those that would be the film's own."""
    kinds = (
        row.address for route, row in table().items() if not route.startswith("/admin/") and "{" not in row.address
    )
    found = {address: b"".join(client.get(address)) for address in (*kinds, *(f"/harbour/{own}" for own in OWN))}
    return {address: ONE_TIME.sub(b"", body) for address, body in found.items()}


def words_in(found: dict[str, bytes]) -> set[tuple[str, str]]:
    texts = {address: text.decode(errors="ignore").lower() for address, text in found.items()}
    return {(address, word) for address, text in texts.items() for word in TELLING if word in text}


def public(row: Screening) -> PublicScreening:
    return public_screening_from_row(PublishedScreening.objects.get(uid=row.uid, until__isnull=True))


@BOTH
def test_what_is_announced_as_secret_after_it_was_public_names_its_film_nowhere(
    client: Client, harbour: Festival, billing: str
) -> None:
    row = nightjar(harbour)
    publish(harbour, at=SPRING + HOUR)
    told = {word for _, word in words_in(answers(client))}
    assert {"nightjar", "tickets.example", "bring a jacket", "lupino", "21:49", "33 minutes"} <= told
    Screening.objects.filter(pk=row.pk).update(billing=billing)
    publish(harbour, at=SPRING + 2 * HOUR)
    assert words_in(answers(client)) == set()
    for name, value in (("q", "nightjar"), ("q", "lupino"), ("country", "FI"), ("language", "fi"), ("subtitles", "sv"),
                        ("section", "heron-prize")):  # fmt: skip
        assert client.get("/harbour/screenings.json", {name: value}).json()["screenings"] == [], (name, value)


@BOTH
def test_nothing_public_changes_whatever_film_a_secret_screening_is_of(
    client: Client, harbour: Festival, billing: str
) -> None:
    row = nightjar(harbour, billing=billing)
    publish(harbour, at=SPRING + HOUR)
    before = answers(client)
    other = world.film(harbour, "Another", runtime=213, languages=("ja",), countries=["JP"], directors=("Ozu",))
    row.guests.clear()
    row.film, row.intro, row.qa, row.stated_length, row.format = other, 0, 45, 260, ""
    row.ticket_url, row.public_note, row.subtitles = "", "", ("is",)
    world.saved(row)
    assert publish(harbour, at=SPRING + 2 * HOUR).publication is None
    assert answers(client) == before


@BOTH
def test_a_secret_ends_after_the_length_that_the_festival_assumes(harbour: Festival, billing: str) -> None:
    row = nightjar(harbour, billing=billing)
    publish(harbour, at=SPRING + HOUR)
    assert public(row).ends_at == at("2026-10-12 20:00") + timedelta(minutes=harbour.default_runtime)


def test_a_secret_does_not_seem_to_reach_into_what_follows_in_its_hall(harbour: Festival) -> None:
    Festival.objects.update(default_runtime=180)
    row = nightjar(harbour, billing="secret")
    world.screening(Film.objects.get(title="Cléo"), world.hall(harbour), "2026-10-12 22:15")
    publish(harbour, at=SPRING + HOUR)
    assert public(row).ends_at == at("2026-10-12 22:15")


def test_no_change_of_before_tells_the_end_the_link_or_the_note_of_what_is_secret_now(
    client: Client, harbour: Festival
) -> None:
    row = nightjar(harbour)
    publish(harbour, at=SPRING + HOUR)
    Screening.objects.filter(pk=row.pk).update(
        qa=20, public_note="With the director", ticket_url="https://t.example/gem"
    )
    publish(harbour, at=SPRING + 2 * HOUR)
    assert "It ends at 21:36 instead of 21:49." in client.get("/harbour/changes/").content.decode()
    Screening.objects.filter(pk=row.pk).update(billing="secret")
    publish(harbour, at=SPRING + 3 * HOUR)
    told = client.get("/harbour/changes/").content.decode() + client.get("/harbour/changes.atom").content.decode()
    assert [word for word in ("ends at", "With the director", "ticket link", "21:49", "21:36") if word in told] == []


@pytest.mark.parametrize("taken_out", [{"audience": "private"}, {"hall": None, "starts_at": None}])
def test_made_secret_and_taken_out_at_once_it_is_cancelled_without_its_name(
    client: Client, harbour: Festival, taken_out: dict[str, Any]
) -> None:
    row = nightjar(harbour)
    publish(harbour, at=SPRING + HOUR)
    Screening.objects.filter(pk=row.pk).update(billing="secret", **taken_out)
    publish(harbour, at=SPRING + 2 * HOUR)
    assert (public(row).title, public(row).status, public(row).ticket_url) == ("Secret screening", "cancelled", "")
    assert "Nightjar" not in client.get("/harbour/changes/").content.decode()


def test_a_field_that_somebody_adds_is_withheld_unless_it_is_named(harbour: Festival) -> None:
    """What is public of every secret is this, and no more."""
    row = nightjar(harbour, billing="secret")
    publish(harbour, at=SPRING + HOUR)
    told = public(row)
    defaults = PublicScreening(told.uid, "", "", told.starts_at, told.ends_at, "", told.day, "", "", "", "")
    differing = {name for name in PublicScreening.__slots__ if getattr(told, name) != getattr(defaults, name)}
    told_of_all = {"status", "title", "timezone", "venue", "venue_slug", "hall", "hall_slug"}
    assert differing == told_of_all | {"end_is_estimated"}, "which is so of every secret, so it tells nothing"


def test_the_house_reads_how_long_a_secret_really_is(harbour: Festival) -> None:
    row = nightjar(harbour, billing="secret")
    publish(harbour, at=SPRING + HOUR)
    (settled,) = [each for each in load_sheets(harbour).calendar_shows if each.show.uid == row.uid]
    show = settled.show
    assert (show.title, show.intro, show.qa, show.note) == ("Nightjar", 33, 33, "Bring a jacket")
    assert (show.start, show.end) == (at("2026-10-12 20:00"), at("2026-10-12 21:49"))


def test_restoring_a_publication_keeps_the_note_that_the_public_was_not_told(harbour: Festival) -> None:
    row = nightjar(harbour, billing="secret")
    first = publish(harbour, at=SPRING + HOUR).publication
    assert first is not None
    Screening.objects.filter(pk=row.pk).update(starts_at=at("2026-10-12 22:00"))
    (step,) = plan_restore_publication(first).changes
    assert (step.after.starts_at, step.after.public_note) == (at("2026-10-12 20:00"), "Bring a jacket")
