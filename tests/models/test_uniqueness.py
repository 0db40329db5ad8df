"""What may be there once: the same on every database, and said in a sentence that names who has it."""

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from screenings.models import Credit, Festival, Film, Guest, Hall, Scenario, Screening, Section, Venue
from screenings.models.uniqueness import NameKeyField, UniqueWithMessage
from screenings.scheduling.scenarios import copy_timetable, free_scenario_name
from screenings.scheduling.screening_change import ChangeRefused
from tests import world
from tests.world import saved

NAMES = ("Café Z", "CAFÉ Z", "cafe\u0301 z", " Café  Z ")
# Made by the program alone: no form, table or board names them.
NOBODYS = {
    "publication_number_once", "published_once_at_a_time", "acknowledged_once", "search_one_at_a_time",
    "plan_margin_of_two_hours_at_most", "plan_address_once", "pick_of_a_film_or_a_screening", "pick_screening_once",
    "pick_film_once", "scenario_place_once", "former_address_of_one", "exported_version_once", "wish_stated_once",
    "wish_stated_once_for_a_section",
}  # fmt: skip


def constraints() -> Iterator[tuple[type[models.Model], models.BaseConstraint]]:
    for model in apps.get_app_config("screenings").get_models():
        if not model._meta.model_name.startswith("historical"):
            for constraint in model._meta.constraints:
                yield model, constraint


def test_every_constraint_says_in_a_sentence_what_is_wrong() -> None:
    mute = []
    for model, each in constraints():
        if each.name in NOBODYS or each.name.startswith("private_entry"):
            continue
        if isinstance(each, models.UniqueConstraint):
            says = each.says if isinstance(each, UniqueWithMessage) else ""
            assert not says or model._meta.get_field(each.on)
        else:
            says = str(each.violation_error_message)
        if not says.endswith(".") or "onstraint" in says:
            mute.append(each.name)
    assert mute == []


def complaint(row: models.Model) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    return refused.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_the_same_in_capitals_and_in_every_form_of_unicode(name: str) -> None:
    festival = world.festival()
    hall = world.hall(festival, "Café Z", venue="Café Z")
    section = world.section(festival, "Café Z")
    scenario = copy_timetable(festival, "Café Z", by=None, at=world.SPRING)

    assert complaint(Venue(festival=festival, name=name)) == {
        "name": ["There is the venue “Café Z” already. Choose another name."]
    }
    assert complaint(Hall(venue=hall.venue, name=name)) == {
        "name": ["This venue has the hall “Café Z” already. Choose another name."]
    }
    assert complaint(Section(festival=festival, name=name)) == {
        "name": ["There is the section “Café Z” already. Choose another name."]
    }
    with pytest.raises(ChangeRefused):
        copy_timetable(festival, name, by=None, at=world.SPRING)
    assert free_scenario_name(festival, "CAFÉ Z") == "CAFÉ Z (2)"
    for row in (
        Venue(festival=festival, name=name, slug="x"),
        Hall(venue=hall.venue, name=name, slug="x"),
        Section(festival=festival, name=name, slug="x"),
        Scenario(festival=festival, name=name, made_at=scenario.made_at),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row)._default_manager.bulk_create([row])
    section.full_clean()


@pytest.mark.django_db
def test_another_festival_and_another_letter_are_another_name() -> None:
    festival, other = world.festival(), world.festival("Other", slug="other")
    world.section(festival, "Café")
    for of, name in ((other, "CAFÉ"), (festival, "Cafe"), (festival, "Café 2")):
        saved(Section(festival=of, name=name))
    assert Section.objects.count() == 4


@pytest.mark.django_db
def test_the_key_follows_the_name_in_every_write() -> None:
    section = world.section(world.festival(), "Night")
    section.name = "Day"
    section.save()
    assert Section.objects.values_list("name_key", flat=True).get() == "day"
    Section.objects.all().delete()
    Section(pk=9, festival=section.festival, name="Raw", slug="raw").save_base(raw=True)
    assert Section.objects.values_list("name_key", flat=True).get() == "raw"


@pytest.mark.django_db
def test_an_id_somebody_has_is_refused_with_who_has_it() -> None:
    festival = world.festival()
    film = world.film(festival, ref="1")
    hall = world.hall(festival, ref="1")
    world.screening(film, hall, "2026-10-10 20:00", ref="1")
    other = saved(Venue(festival=festival, name="Pier"))

    assert complaint(Film(festival=festival, title="Beta", ref="1")) == {
        "ref": ["“Cléo” has the id 1 already. Give each its own."]
    }
    assert complaint(Hall(venue=other, name="Deck", ref="1")) == {
        "ref": ["“Odeon, Hall 1” has the id 1 already. Give each its own."]
    }
    assert complaint(Screening(festival=festival, film=film, ref="1")) == {
        "ref": ["“Cléo, Sat 10 Oct 20:00, Odeon, Hall 1” has the id 1 already. Give each its own."]
    }
    saved(Film(festival=world.festival("Other", slug="other"), title="Beta", ref="1"))


@pytest.mark.django_db
def test_what_is_there_twice_is_said_by_its_name() -> None:
    festival = world.festival()
    film = world.film(festival, directors=("Agnès Varda",))
    guest = world.guest(festival)
    credit = film.credits.get()

    assert complaint(Guest(festival=festival, person=guest.person)) == {
        "person": ["Agnès Varda is a guest of this festival already. Change that entry."]
    }
    assert complaint(Credit(film=film, person=credit.person, role="director")) == {
        "person": ["Agnès Varda is credited for this already. Choose another role or character."]
    }
    assert complaint(Film(festival=festival, title="x", slug="cleo")) == {
        "slug": ["Cléo has this address already. Choose another."]
    }
    twin = Festival.objects.get()
    twin.pk, twin._state.adding = None, True
    assert complaint(twin) == {"slug": ["Another festival has this address already. Choose another."]}


@pytest.mark.django_db
def test_names_that_were_two_become_two_names_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    migration = importlib.import_module("screenings.migrations.0028_names_once")
    rows = [(1, 7, "Night"), (2, 7, "NIGHT"), (3, 7, "night (2)"), (4, 8, "Night"), (5, 7, "Nıght")]
    written: dict[int, dict[str, str]] = {}

    migration.fill_keys(_Apps(rows, written), None)

    assert {pk: values["name"] for pk, values in written.items()} == {
        1: "Night", 2: "NIGHT (3)", 3: "night (2)", 4: "Night", 5: "Nıght",
    }  # fmt: skip
    assert (
        "“NIGHT” is called as another one is, but for its capitals: it is “NIGHT (3)” now." in capsys.readouterr().out
    )


class _Apps:
    """Sections alone, as the migration reads and writes them: this database's own constraint would refuse them."""

    def __init__(self, rows: list[tuple[int, int, str]], written: dict[int, dict[str, str]]) -> None:
        self.rows, self.written = rows, written

    def get_model(self, _app: str, name: str) -> Any:
        return _Model(self.rows if name == "Section" else [], self.written)


class _Model:
    _meta = Section._meta

    def __init__(self, rows: list[tuple[int, int, str]], written: dict[int, dict[str, str]]) -> None:
        self.objects, self.rows, self.written = self, rows, written

    def order_by(self, _name: str) -> "_Model":
        return self

    def values_list(self, *_names: str) -> list[tuple[int, int, str]]:
        return self.rows

    def filter(self, pk: int) -> "_Model":
        self.pk = pk
        return self

    def update(self, **values: str) -> None:
        self.written[self.pk] = values


def test_every_name_that_is_unique_is_so_by_its_key() -> None:
    keyed = {model.__name__ for model, each in constraints() if "name_key" in getattr(each, "fields", ())}
    has_key = {
        model.__name__ for model, _ in constraints() if any(isinstance(f, NameKeyField) for f in model._meta.fields)
    }
    assert keyed == has_key == {"Section", "Venue", "Hall", "Scenario"}
