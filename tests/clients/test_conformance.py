"""The feed conformance programs that lie beside the project, on the demo and on three real programmes.

Their oracle is made from the working timetable's rows, not from what the feed says.
"""

import json
from collections.abc import Callable
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from screenings.models import Festival, Screening, Venue
from screenings.public.serving.feed_response import FEED_CACHE
from screenings.publishing import preview_publication, publish
from screenings.scheduling.acknowledgements import acknowledge
from screenings.sheets.private_addresses import make_address, private_calendar_address, secret_token
from tests.clients.conformance import CONFORM, HOME, LIFECYCLE, SHARED, conforms
from tests.world import SPRING

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CONFORM.exists(), reason="the conformance programs are not beside this project"),
    pytest.mark.skipif(not (HOME / "venv").exists(), reason=f"{CONFORM.parent}/setup.sh has not been run"),
]


def demo() -> Festival:
    call_command("loaddata", "demo", verbosity=0)
    return Festival.objects.get()


def programme(name: str) -> Callable[[], Festival]:
    def load() -> Festival:
        call_command("import_programme", str(SHARED / "programmes" / name), verbosity=0)
        return Festival.objects.get()

    load.__name__ = name
    return load


def public(festival: Festival) -> None:
    """Published, with what is wrong in the real world settled as its staff would: acknowledged, or moved away."""
    while overlaps := [c for c in preview_publication(festival, at=SPRING).blocking if not c.acknowledgeable]:
        Screening.objects.filter(uid=overlaps[0].uids[1]).update(hall=None, starts_at=None)
    acknowledge(festival, preview_publication(festival, at=SPRING).blocking, reason="As it was.", by=None, at=SPRING)
    publish(festival, at=SPRING)
    FEED_CACHE.clear()


def oracle(festival: Festival, cancelled: frozenset[str] = frozenset()) -> list[dict[str, str]]:
    """What every calendar must show. `cancelled`: the uids that were taken out since."""
    rows = []
    for row in Screening.objects.of(festival).placed().exclude(audience="private").for_timetable():
        assert row.starts_at
        title = {"title": row.film.title, "secret": "Secret screening", "tba": "To be announced"}[row.billing]
        off = row.status == "cancelled" or str(row.uid) in cancelled
        shown = row.public_title if row.billing != "title" and row.public_title else title
        mark = "Cancelled: " if off else "Sold out: " if row.sold_out else ""
        press = "Press & industry: " if row.audience == "press" else ""
        # The length would tell which film it is.
        length = row.length if row.billing == "title" else festival.default_runtime
        end = row.starts_at + timedelta(minutes=length)
        rows.append(
            {
                "uid": str(row.uid),
                "summary": f"{mark}{press}{shown}",
                "start": row.starts_at.astimezone(UTC).isoformat(),
                "end": end.astimezone(UTC).isoformat(),
                "status": "CANCELLED" if off else "TENTATIVE" if row.billing == "tba" else "CONFIRMED",
            }
        )
    return rows


FESTIVALS = (demo, *map(programme, ("goteborg-2026", "hkiff-2026", "sitges-2024")))


@pytest.mark.parametrize("load", FESTIVALS, ids=lambda load: load.__name__)
def test_every_calendar_program_shows_what_the_database_says(
    load: Callable[[], Festival], live_server: LiveServer, tmp_path: Path
) -> None:
    festival = load()
    Festival.objects.update(site_url=live_server.url)
    festival.refresh_from_db()
    public(festival)
    path = tmp_path / "oracle.json"
    path.write_text(json.dumps(oracle(festival)))
    conforms(str(CONFORM), f"{live_server.url}/{festival.slug}/screenings.ics", "--oracle", str(path))


def test_every_calendar_program_reads_a_private_calendar(live_server: LiveServer, tmp_path: Path) -> None:
    """All of a cinema, one of its screenings for the jury alone; the oracle reads the working timetable."""
    festival = demo()
    Festival.objects.update(site_url=live_server.url)
    festival.refresh_from_db()
    venue = Venue.objects.filter(festival=festival).order_by("pk")[0]
    for row in Screening.objects.placed().filter(hall__venue=venue).exclude(billing="title"):
        row.billing = "title"  # the house reads the real title, and nothing is settled less for it
        row.save()
    jury = Screening.objects.planned().placed().filter(hall__venue=venue)[0]
    jury.audience = "private"
    jury.save()
    public(festival)
    address = make_address(festival, venue, given_to="The booth", by=None, at=SPRING)
    rows = []
    for row in Screening.objects.placed().filter(hall__venue=venue).for_timetable():
        assert row.starts_at
        assert row.hall
        marks = ("Cancelled" if row.status == "cancelled" else "", row.hall.name, {
            "press": "Press & industry", "private": "Private", "public": "",
        }[row.audience])  # fmt: skip
        rows.append(
            {
                "uid": str(row.uid),
                "summary": ": ".join((*filter(None, marks), row.film.title)),
                "start": row.starts_at.isoformat(),
                "end": (row.starts_at + timedelta(minutes=row.length)).isoformat(),
                "status": "CANCELLED" if row.status == "cancelled" else "CONFIRMED",
            }
        )
    assert len(rows) > 5
    path = tmp_path / "oracle.json"
    path.write_text(json.dumps(rows))
    conforms(str(CONFORM), private_calendar_address(address.calendar, secret_token(address)), "--oracle", str(path))


def test_subscribers_see_what_was_moved_cancelled_and_taken_out(tmp_path: Path) -> None:
    festival = demo()
    public(festival)
    before, after, expected = tmp_path / "before.ics", tmp_path / "after.ics", tmp_path / "expected.json"
    before.write_bytes(_feed(festival))
    moved, cancelled, gone = Screening.objects.planned().placed().filter(billing="title", audience="public")[:3]
    assert moved.starts_at
    Screening.objects.filter(pk=moved.pk).update(starts_at=moved.starts_at - timedelta(minutes=5))
    Screening.objects.filter(pk=cancelled.pk).update(status="cancelled")
    expected.write_text(json.dumps(oracle(festival, frozenset({str(gone.uid)}))))
    gone.delete()
    acknowledge(festival, preview_publication(festival, at=SPRING).blocking, reason="For the test.", by=None, at=SPRING)
    publish(festival, at=SPRING + timedelta(days=1))
    after.write_bytes(_feed(festival))
    conforms(str(LIFECYCLE), str(before), str(after), "--expect", str(expected))


def _feed(festival: Festival) -> bytes:
    FEED_CACHE.clear()
    response = Client(headers={"host": "127.0.0.1"}).get(f"/{festival.slug}/screenings.ics")
    assert response.status_code == 200
    return bytes(response.content)
