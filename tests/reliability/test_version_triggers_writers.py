"""Whoever writes, whatever they write: the tokens of those festivals are renewed, and of no other."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from screenings.models import (
    Credit,
    Festival,
    Film,
    FilmImage,
    FilmLink,
    Guest,
    Hall,
    Person,
    PressQuote,
    Role,
    Screening,
    TravelTime,
    Venue,
)
from screenings.reliability.version_triggers import RENEWS, TABLE
from tests import world
from tests.board.boards import move
from tests.desk.forms import send
from tests.desk.list_actions import ask, confirm
from tests.importing.run_import import run_import
from tests.importing.sample_programme import FILMS
from tests.loading.rich_festival import rich
from tests.reliability.tokens import renewed_by, tokens

pytestmark = pytest.mark.django_db(transaction=True)

MODELS: dict[str, type[Model]] = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
BOTH = {"working", "live"}


class Festivals(NamedTuple):
    """Two that have the same guests, and one that has nothing of theirs."""

    one: Festival
    two: Festival
    third: Festival


@pytest.fixture
def three() -> Festivals:
    made = Festivals(*(world.festival(slug=slug) for slug in ("one", "two", "three")))
    for festival in made[:2]:
        film = rich(festival).film
        world.saved(PressQuote(film=film, text="A walk.", source="The Paper"))
        world.saved(FilmLink(film=film, kind="trailer", label="Trailer", url="https://video.example/"))
        world.saved(FilmImage(film=film))
        Film.objects.filter(pk=film.pk).update(slug="cleo-in-the-park")
        world.published(festival)
    world.screening(world.film(made.third, directors=("Chantal Akerman",)), world.hall(made.third), "2026-10-10 20:00")
    world.published(made.third)
    return made


def test_a_row_of_any_table_renews_its_tokens_of_its_own_festival(three: Festivals) -> None:
    wrong = {}
    for table, renewal in RENEWS.items():
        row = MODELS[table]._default_manager.order_by("pk").first()
        assert row is not None, f"Make a row of {table} in tests/loading/rich_festival.py."

        def made_anew(row: Model = row) -> None:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk)._raw_delete("default")
                row.save_base(raw=True, force_insert=True)

        def touched(row: Model = row) -> None:
            type(row)._default_manager.filter(pk=row.pk).update(**{row._meta.pk.attname: row.pk})

        expected = [set(renewal.tokens), set(renewal.tokens) if table == Person._meta.db_table else set(), set()]
        # A festival that is made anew has no token that it had.
        writes = (touched,) if table == Festival._meta.db_table else (touched, made_anew)
        wrong |= {
            (table, write.__name__): found for write in writes if (found := renewed_by(write, *three)) != expected
        }
    assert wrong == {}


def test_a_row_that_goes_from_one_festivals_to_anothers_renews_both(three: Festivals) -> None:
    film = Film.objects.filter(festival=three.two).first()
    venue = Venue.objects.filter(festival=three.two).first()
    nobody = Guest.objects.get(festival=three.one, person__name="Nobody's Guest")
    assert renewed_by(lambda: FilmLink.objects.update(film=film), *three) == [{"live"}, {"live"}, set()]
    hall = world.hall(three.one, "Hall 9")
    assert renewed_by(lambda: Hall.objects.filter(pk=hall.pk).update(venue=venue), *three) == [
        BOTH, BOTH, set(),
    ]  # fmt: skip
    assert renewed_by(lambda: Guest.objects.filter(pk=nobody.pk).update(festival=three.third), *three) == [
        {"working"}, set(), {"working"},
    ]  # fmt: skip


def test_who_is_deleted_with_all_they_did_renews_every_festival_they_were_at(three: Festivals) -> None:
    def delete() -> None:
        person = Person.objects.get(name="Agnès Varda")
        with transaction.atomic():
            Credit.objects.filter(person=person).delete()
            Guest.objects.filter(person=person).delete()
            person.delete()

    assert renewed_by(delete, *three) == [BOTH, BOTH, set()]


def test_a_row_that_takes_others_with_it_renews_what_they_would(three: Festivals) -> None:
    spare = world.film(three.one, "Spare", directors=("Jacques Demy",))
    annexe = world.saved(Venue(festival=three.one, name="Annexe"))
    world.saved(TravelTime(origin=annexe, destination=world.hall(three.one).venue, minutes=5))
    world.saved(Credit(film=spare, person=world.person("Jacques Demy"), role=Role.CAST))
    assert renewed_by(spare.delete, *three) == [BOTH, set(), set()]
    assert renewed_by(annexe.delete, *three) == [BOTH, set(), set()]
    screening = Screening.objects.get(festival=three.one, film__title="Cléo")
    assert renewed_by(lambda: screening.guests.set([]), *three) == [{"working"}, set(), set()]
    assert renewed_by(screening.delete, *three) == [{"working"}, set(), set()]


def test_a_whole_table_is_emptied(three: Festivals) -> None:
    sql = "TRUNCATE {}" if connection.vendor == "postgresql" else "DELETE FROM {}"

    def empty(table: str) -> list[set[str]]:
        with connection.cursor() as cursor:
            return renewed_by(lambda: cursor.execute(sql.format(table)), *three)

    here = 3 if connection.vendor == "postgresql" else 2  # it says nothing of whose the rows were
    assert empty("screenings_filmlink") == [{"live"}] * here + [set()] * (3 - here)
    assert empty("screenings_print CASCADE" if here == 3 else "screenings_closure")[:2] == [{"working"}] * 2


def test_the_staffs_forms_lists_and_board(three: Festivals, desk: Client) -> None:
    row = Screening.objects.get(festival=three.one, film__title="Cléo")
    address = reverse("admin:screenings_screening_change", args=[row.pk])
    assert renewed_by(lambda: desk.get(address), *three) == [set()] * 3
    assert renewed_by(lambda: send(desk, address, public_note="Bring a coat."), *three)[0] == {"working"}
    action = {"minutes": "30"}
    shown = ask(desk, "move_by_minutes", [row], **action)
    assert renewed_by(lambda: confirm(desk, shown), *three) == [{"working"}, set(), set()]
    to = f"{world.hall(three.one).pk}"
    assert renewed_by(lambda: move(desk, row, hall=to, time="15:00"), *three) == [{"working"}, set(), set()]
    review = reverse("admin:publish-review", args=[three.one.pk])
    assert renewed_by(lambda: send(desk, review, "publish"), *three)[0] >= {"public"}


def test_an_import_and_not_its_preview(tmp_path: Path) -> None:
    run_import(tmp_path)
    festival, longer = Festival.objects.get(), FILMS.replace(",105,", ",110,")
    assert renewed_by(lambda: run_import(tmp_path, films=longer, dry_run=True), festival) == [set()]
    assert renewed_by(lambda: run_import(tmp_path, films=longer), festival) == [BOTH]


def test_fixtures_that_are_loaded_and_a_database_that_is_flushed(three: Festivals, tmp_path: Path) -> None:
    everything, screenings = tmp_path / "all.json", tmp_path / "screenings.json"
    call_command("dumpdata", "screenings", output=str(everything), verbosity=0)
    assert TABLE not in everything.read_text()
    rows = [row for row in json.loads(everything.read_text()) if row["model"] == "screenings.screening"]
    screenings.write_text(json.dumps([row for row in rows if row["fields"]["festival"] == three.one.pk]))

    def load() -> None:
        call_command("loaddata", str(screenings), verbosity=0)

    assert renewed_by(load, *three) == [{"working"}, set(), set()]
    before = [set(tokens(festival)[1:4]) for festival in three]
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", str(everything), verbosity=0)
    assert [before & set(tokens(festival)[1:4]) for before, festival in zip(before, three, strict=True)] == [set()] * 3
