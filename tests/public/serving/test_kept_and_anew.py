"""Each kind of public page, each kind of write, each slot of time: what is kept is what would be made anew."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from screenings.importing.importer import import_programme
from screenings.loading.versions import VersionedValues
from screenings.models import Festival, Film, FilmImage, Screening
from screenings.public.serving import pages
from screenings.public.serving.cache import ResponseCache
from screenings.publishing import publish
from tests import world
from tests.board.boards import move
from tests.desk.forms import form_of, send
from tests.photos import photo
from tests.public.crowd import PAGES
from tests.world import at

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FEEDS = ("screenings.ics", "screenings.json", "screenings.csv", "schedule.xml", "changes.atom")
ADDRESSES = ("/", "/sitemap.xml", *(f"/harbour/{path}" for path in (*PAGES, *FEEDS)))
BEFORE = at("2026-10-13 19:59")
# The next film begins, it ends, and the festival's day turns.
SLOTS = {"begins": at("2026-10-13 20:00"), "ends": at("2026-10-13 21:30"), "next day": at("2026-10-14 06:00")}


class House(NamedTuple):
    """A festival that publishes as saved, somebody at its desk, and a folder for what is handed in."""

    festival: Festival
    film: Film
    row: Screening
    desk: Client
    folder: Path


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEFORE, tick=False) as clock:
        yield clock


@pytest.fixture
def house(clock: time_machine.Traveller, tmp_path: Path, desk: Client) -> House:
    """A page of each kind, at the addresses of `PAGES`; the last screening is on the 15th."""
    festival = world.festival(publishing="live")
    hall = world.hall(festival, "Hall", "Cinema")
    world.hall(festival, "Hall 2", "Cinema")
    section = world.section(festival, "Section", colour="#336699")
    guest = world.guest(festival, "Person")
    film = world.film(festival, "Film", ref="f1", section=section, directors=("Person",), synopsis="A walk.")
    programme = world.programme(festival, "Programme", film, section=section)
    row = world.screening(film, hall, "2026-10-13 20:00", public_note="With the director.")
    row.guests.add(guest)
    world.screening(programme, hall, "2026-10-15 18:00")
    world.published(festival)
    return House(festival, film, row, desk, tmp_path)


def by_form(house: House, number: int) -> None:
    assert send(house.desk, form_of(house.film), title=f"Film {number}").status_code == 302


def on_the_board(house: House, number: int) -> None:
    last = Screening.objects.get(film__title="Programme")
    last.refresh_from_db()
    assert move(house.desk, last, time=f"{12 + number}:00", day="2026-10-15").status_code == 302


def publication(house: House, number: int) -> None:
    Screening.objects.filter(pk=house.row.pk).update(public_note=f"Note {number}")
    assert publish(house.festival, at=timezone.now()).publication


def by_import(house: House, number: int) -> None:
    (house.folder / "films.csv").write_text(f"id,title,year\nf1,Film,{1990 + number}\n", encoding="utf-8")
    assert import_programme(house.folder, festival_slug="harbour").written
    publish(house.festival, at=timezone.now())


def in_bulk(house: House, number: int) -> None:
    Film.objects.update(synopsis=f"Synopsis {number}")


def by_sql(house: House, number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE screenings_venue SET access_notes = %s", [f"{number} steps"])


def a_picture(house: House, number: int) -> None:
    upload = SimpleUploadedFile("still.jpg", photo(colour=(10 * number, 0, 0)), "image/jpeg")
    have = FilmImage.objects.count()
    fields = {"images-TOTAL_FORMS": f"{have + 1}", f"images-{have}-file": upload, f"images-{have}-caption": f"{number}"}
    fields |= {f"images-{have}-order": "0", f"images-{have}-kind": "still"}
    fields |= {f"images-{have}-focus_x": "50", f"images-{have}-focus_y": "50"}
    assert send(house.desk, form_of(house.film), **fields).status_code == 302
    assert FilmImage.objects.count() == have + 1


def settings_of_the_festival(house: House, number: int) -> None:
    """Its name, and when its day begins: at six, as ever, in the end."""
    answer = send(house.desk, form_of(house.festival), name=f"Festival {number}", tagline=f"Tagline {number}")
    assert answer.status_code == 302


# Each with pages that it changes.
WRITES: dict[Callable[[House, int], None], tuple[str, ...]] = {
    by_form: ("films/film/", "films/", "screenings/", "screenings.ics", "changes/", "changes.atom", "people/person/"),
    on_the_board: ("screenings/", "changes/", "schedule.xml", "", "films/programme/", "venues/cinema/"),
    publication: ("screenings/", "screenings.json", "sections/section/", "timetable/2026-10-13/"),
    by_import: ("films/film/", "screenings.json"),
    in_bulk: ("films/film/",),
    by_sql: ("venues/cinema/",),
    a_picture: ("films/film/",),
    settings_of_the_festival: ("", "screenings/", "venues/", "films/", "changes/", "timetable/"),
}


def shown() -> dict[str, bytes]:
    found = {}
    for address in ADDRESSES:
        answer = Client().get(address)
        assert answer.status_code in (200, 302), address
        found[address] = answer.content or answer["Location"].encode()
    return found


def shown_anew() -> dict[str, bytes]:
    """After this process has forgotten all that it has ever kept: whatever of ours remembers anything."""
    for name, module in list(sys.modules.items()):
        if name.startswith("screenings.") and not name.startswith("screenings.fingerprints"):
            for value in vars(module).values():
                if isinstance(value, ResponseCache | VersionedValues):
                    value.clear()
                elif hasattr(value, "cache_clear"):
                    value.cache_clear()
    return shown()


def different(these: dict[str, bytes], those: dict[str, bytes]) -> set[str]:
    return {address for address in ADDRESSES if these[address] != those[address]}


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__.strip("_"))
def test_whatever_is_written_at_whatever_time_a_kept_page_is_what_it_would_be_anew(
    house: House, clock: time_machine.Traveller, write: Callable[[House, int], None]
) -> None:
    changed: set[str] = set()
    for number, moment in enumerate((BEFORE, *SLOTS.values()), 1):
        before = shown()
        clock.move_to(moment)
        write(house, number)
        kept, anew = shown(), shown_anew()
        assert different(kept, anew) == set(), moment
        changed |= different(kept, before)
    assert {f"/harbour/{path}" for path in WRITES[write]} - changed == set()


@pytest.mark.parametrize("slot", SLOTS)
def test_while_nothing_is_written_a_page_lives_until_the_next_film_begins_or_ends_or_the_day_turns(
    house: House, clock: time_machine.Traveller, slot: str
) -> None:
    clock.move_to(SLOTS[slot] - timedelta(seconds=1))
    before, made = shown(), pages.PAGE_CACHE.build_count
    assert (shown(), pages.PAGE_CACHE.build_count) == (before, made)
    clock.move_to(SLOTS[slot])
    kept = shown()
    assert different(kept, shown_anew()) == set()
    assert "/harbour/" in different(kept, before)


def test_a_page_that_was_being_made_when_a_film_began_is_kept_for_neither_time(
    house: House, clock: time_machine.Traveller
) -> None:
    """Two servers would else give other bytes the same name."""

    def begin_meanwhile(execute: Any, sql: str, *rest: Any) -> Any:
        if 'FROM "screenings_festival"' in sql:  # the view's own first query, after what names the page was read
            clock.move_to(SLOTS["begins"])
        return execute(sql, *rest)

    early = Client().get("/harbour/")
    pages.PAGE_CACHE.clear()
    with connection.execute_wrapper(begin_meanwhile):
        late = Client().get("/harbour/")
    assert late.content != early.content
    assert late.headers.get("ETag") != early["ETag"]
    clock.move_to(BEFORE)
    assert different(shown(), shown_anew()) == set()


def test_without_looking_at_the_tokens_pages_are_stale(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    for name in ("version_at", "versions_up_to"):
        monkeypatch.setattr(pages, name, lru_cache(getattr(pages, name)))
    shown()
    in_bulk(house, 1)
    assert "/harbour/films/film/" in different(shown(), shown_anew())


def test_without_looking_at_the_clock_pages_are_stale(
    house: House, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(pages, "_slot", lambda *_: None)
    shown()
    clock.move_to(SLOTS["begins"])
    assert "/harbour/" in different(shown(), shown_anew())
