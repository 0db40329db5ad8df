"""Rows that were one thing become one row, and are two again when that is undone."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.core import serializers
from django.db.models import Model

from screenings.importing.export_folder import export_programme
from screenings.importing.importer import import_programme
from screenings.loading import published_screenings
from screenings.models import (
    Credit,
    ExportedVersion,
    Festival,
    Film,
    FilmLink,
    FormerAddress,
    Guest,
    Hall,
    Merge,
    Person,
    PlacementOrder,
    Print,
    Role,
    Screening,
    TravelTime,
    Venue,
)
from screenings.publishing import publish
from screenings.scheduling import ChangeRefused
from screenings.scheduling.merging import count_related, merge, undo_merge
from screenings.sheets.private_addresses import find_address, make_address, secret_token
from tests import world
from tests.loading.rich_festival import rich
from tests.world import SPRING, saved

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(hours=1)
# What a merge itself leaves behind, and what notes every write.
NOT_COMPARED = {"Merge", "LogEntry"}


class Pair(NamedTuple):
    kept: Any
    merged: Any


def everything() -> dict[str, list[Any]]:
    """Every row of ours but histories, by model, to be compared."""
    models = [
        model
        for model in apps.get_app_config("screenings").get_models(include_auto_created=True)
        if not model.__name__.startswith("Historical") and model.__name__ not in NOT_COMPARED
    ]
    # A many-to-many row is the pair that it joins.
    return {model.__name__: sorted(map(_content, model._base_manager.all()), key=str) for model in models}


def _content(row: Model) -> Any:
    (data,) = json.loads(serializers.serialize("json", [row]))
    return data["fields"] if row._meta.auto_created else data


@pytest.fixture
def festival() -> Festival:
    made = world.festival()
    rich(made)
    return made


def people(of: Festival) -> Pair:
    """Each has a credit and a visit the other has too, and the second what the first has not."""
    kept, merged = world.person("Agnès Varda"), saved(Person(name="Agnes Varda", website="https://varda.example/"))
    film = Film.objects.get(title="Cléo")
    saved(Credit(film=film, person=merged, role=Role.DIRECTOR))
    saved(Credit(film=film, person=merged, role=Role.WRITER))
    Screening.objects.filter(film=film).first().guests.add(saved(Guest(festival=of, person=merged)))
    return Pair(kept, merged)


def films(of: Festival) -> Pair:
    kept, merged = (
        Film.objects.get(title="Cléo"),
        world.film(of, "Cleo from 5 to 7", directors=("Agnès Varda",), year=1962),
    )
    saved(Print(film=merged, format="35 mm"))
    world.screening(merged, world.hall(of), "2026-10-14 20:00")
    return Pair(kept, merged)


def venues(of: Festival) -> Pair:
    """Both have a Hall 1; the way from the one to the other becomes none."""
    return Pair(Venue.objects.get(name="Odeon"), Venue.objects.get(name="Gloria"))


def halls(of: Festival) -> Pair:
    return Pair(Hall.objects.get(venue__name="Odeon"), Hall.objects.get(venue__name="Gloria"))


@pytest.mark.parametrize("make", [people, films, venues, halls])
def test_what_is_undone_is_as_it_was_to_the_last_row(festival: Festival, make: Callable[[Festival], Pair]) -> None:
    pair = make(festival)
    before = everything()
    done = merge(pair.kept, pair.merged, at=SPRING)
    assert not type(pair.merged)._base_manager.filter(pk=pair.merged.pk).exists()
    assert everything() != before
    assert undo_merge(done, at=LATER) == pair.merged
    assert everything() == before
    assert Merge.objects.get().undone_at == LATER


def test_a_person_takes_credits_and_visits_and_is_found_at_both_addresses(festival: Festival) -> None:
    pair = people(festival)
    merge(pair.kept, pair.merged, at=SPRING)
    kept = Person.objects.get(pk=pair.kept.pk)
    assert sorted(kept.credits.values_list("film__title", "role")) == [("Cléo", "director"), ("Cléo", "writer")]
    assert kept.visits.count() == 1
    assert [str(guest) for guest in Screening.objects.get(guests__person=kept).guests.all()].count("Agnès Varda") == 1
    assert kept.website == "https://varda.example/"
    assert FormerAddress.objects.get(slug=pair.merged.slug).person == kept


def test_a_film_takes_showings_prints_and_what_it_did_not_say(festival: Festival) -> None:
    pair = films(festival)
    shows, prints = pair.kept.screenings.count(), pair.kept.prints.count()
    merge(pair.kept, pair.merged, at=SPRING)
    kept = Film.objects.get(pk=pair.kept.pk)
    assert (kept.screenings.count(), kept.prints.count(), kept.year) == (shows + 1, prints + 1, 1962)
    assert kept.credits.filter(person__name="Agnès Varda", role="director").count() == 1
    assert kept.title == "Cléo"


def test_what_was_of_the_two_of_them_is_gone_and_comes_back(festival: Festival, tmp_path: Path) -> None:
    """A link from the one to the other, and that the one comes after the other."""
    pair = films(festival)
    third = world.film(festival, "Third")
    saved(FilmLink(film=pair.merged, kind="conversation", label="Talk", leads_to=pair.kept))
    saved(FilmLink(film=pair.kept, kind="conversation", label="Other", leads_to=third))
    saved(PlacementOrder(festival=festival, first_film=pair.kept, then_film=pair.merged))
    saved(PlacementOrder(festival=festival, first_film=pair.merged, then_film=third))
    before = everything()
    done = merge(pair.kept, pair.merged, at=SPRING)
    assert [str(link.label) for link in pair.kept.links.all()] == ["Other"]
    assert [(each.first_film, each.then_film) for each in festival.placement_orders.all()] == [(pair.kept, third)]
    export_programme(festival, tmp_path)
    assert list(import_programme(tmp_path).diff.lines()) == []
    ExportedVersion.objects.all().delete()
    undo_merge(done, at=LATER)
    assert everything() == before


def test_a_cinema_takes_its_halls_and_those_of_one_name_become_one(festival: Festival) -> None:
    pair = venues(festival)
    world.hall(festival, "Small", venue="Gloria")
    merge(pair.kept, pair.merged, at=SPRING)
    assert sorted(pair.kept.halls.values_list("name", flat=True)) == ["Hall 1", "Small"]
    assert not TravelTime.objects.exists()
    assert set(FormerAddress.objects.values_list("slug", flat=True)) == {"gloria", "gloria.hall-1", "gloria.small"}
    assert not Screening.objects.filter(hall__venue=pair.merged.pk).exists()


def test_an_address_is_noted_once_however_often_the_two_are_merged(festival: Festival, tmp_path: Path) -> None:
    """Or no import would take the export."""
    gloria = Venue.objects.get(name="Gloria")
    small, odeon = world.hall(festival, "Small", venue="Gloria"), Venue.objects.get(name="Odeon")
    kept = world.hall(festival, "Studio", venue="Odeon")
    done = merge(odeon, gloria, at=SPRING)
    undo_merge(done, at=LATER)
    assert FormerAddress.objects.filter(slug="gloria.small").count() == 1  # of the hall's moves there and back
    merge(kept, Hall.objects.get(pk=small.pk), at=LATER)
    assert FormerAddress.objects.filter(slug="gloria.small").get().hall == kept
    export_programme(festival, tmp_path)
    assert list(import_programme(tmp_path).diff.lines()) == []


def test_halls_of_one_address_and_two_names_stay_two(festival: Festival) -> None:
    pair = venues(festival)
    Hall.objects.filter(venue=pair.merged).update(name="Red Hall", name_key="red hall")
    merge(pair.kept, pair.merged, at=SPRING)
    assert sorted(pair.kept.halls.values_list("name", flat=True)) == ["Hall 1", "Red Hall"]
    assert len(set(pair.kept.halls.values_list("slug", flat=True))) == 2


def test_a_private_calendar_goes_on_at_its_secret_address(festival: Festival) -> None:
    pair = halls(festival)
    tokens = [secret_token(make_address(festival, hall, given_to="The booth", by=None, at=SPRING)) for hall in pair]
    merge(pair.kept, pair.merged, at=SPRING)
    for token in tokens:
        address = find_address(festival.slug, token)
        assert address is not None
        assert address.calendar.hall == pair.kept


def test_what_moved_on_since_stays_where_it_is(festival: Festival) -> None:
    pair = films(festival)
    other = world.film(festival, "Another")
    moved = pair.merged.screenings.get()
    done = merge(pair.kept, pair.merged, at=SPRING)
    Screening.objects.filter(pk=moved.pk).update(film=other)
    undo_merge(done, at=LATER)
    assert Screening.objects.get(pk=moved.pk).film == other
    assert Film.objects.get(pk=pair.merged.pk).prints.count() == 1


def test_refused_and_then_nothing_was_done(festival: Festival) -> None:
    pair = films(festival)
    programme = Film.objects.get(title="Shorts")
    second = world.festival("Other", slug="other")
    before = everything()
    for one, other in ((programme, programme.parts.first()), (pair.kept, world_film := world.film(second, "Cléo"))):
        with pytest.raises(ChangeRefused):
            merge(one, other, at=SPRING)
    world_film.delete()
    assert everything() == before
    done = merge(pair.kept, pair.merged, at=SPRING)
    world.film(festival, "Taken", slug=pair.merged.slug)
    before = everything()
    with pytest.raises(ChangeRefused, match="“Taken” has the name or the address"):
        undo_merge(done, at=LATER)
    assert everything() == before
    Film.objects.filter(title="Taken").delete()
    undo_merge(done, at=LATER)
    with pytest.raises(ChangeRefused, match="undone already"):
        undo_merge(done, at=LATER)


def test_a_chain_leads_on_and_is_undone_from_its_end(festival: Festival) -> None:
    first, second, third = (world.film(festival, title) for title in ("Night Train", "The Night Train", "Night Trains"))
    earlier = merge(second, first, at=SPRING)
    later = merge(third, second, at=SPRING)
    assert set(third.former_addresses.values_list("slug", flat=True)) == {"night-train", "the-night-train"}
    before = everything()
    with pytest.raises(ChangeRefused, match="The Night Train was merged into Night Trains since"):
        undo_merge(earlier, at=LATER)
    assert everything() == before
    undo_merge(later, at=LATER)
    undo_merge(earlier, at=LATER)
    assert Film.objects.filter(title__contains="Night Train").count() == 3


def test_of_two_who_merge_the_same_the_second_is_told(festival: Festival) -> None:
    pair = films(festival)
    merge(pair.kept, Film.objects.get(pk=pair.merged.pk), at=SPRING)
    before = everything()
    for kept, merged in ((pair.kept, pair.merged), (pair.merged, pair.kept)):
        with pytest.raises(ChangeRefused, match="is gone: somebody has merged or deleted it"):
            merge(kept, merged, at=LATER)
    assert everything() == before


def test_what_would_go_along_is_counted(festival: Festival) -> None:
    pair = people(festival)
    assert count_related(pair.merged) == {"credits": 2, "guest": 1}


def test_what_is_on_hold_stays_public_under_the_names_of_what_was_kept(festival: Festival) -> None:
    """Its film, its hall and its guest are merged, and the timetable has it with none of them any more."""
    row = Screening.objects.get(film__title="Cléo")
    hall = world.hall(festival, "Hall 9", row.hall.venue.name)  # type: ignore[union-attr]  # it has one
    other, who = world.film(festival, "Cleo"), world.person("Agnes Varda")
    saved(Guest(festival=festival, person=who))
    row.film, row.hall = other, hall
    row.print = None
    saved(row)
    row.guests.set(Guest.objects.filter(person=who))
    world.published(festival)
    told = published_screenings(festival)[row.uid]
    world.on_hold(row)
    row.film, row.hall, row.starts_at = world.film(festival, "Vagabond"), None, None
    saved(row)
    row.guests.clear()
    done = [
        merge(Film.objects.get(title="Cléo"), other, at=LATER),
        merge(Hall.objects.get(name="Hall 1", venue=hall.venue), hall, at=LATER),
        merge(world.person("Agnès Varda"), who, at=LATER),
    ]
    publish(festival, at=LATER)
    now = published_screenings(festival)[row.uid]
    assert (now.title, now.hall, now.guests, now.starts_at) == ("Cléo", "Hall 1", ("Agnès Varda",), told.starts_at)
    for each in reversed(done):
        undo_merge(each, at=LATER)
    publish(festival, at=LATER + timedelta(days=1))
    again = published_screenings(festival)[row.uid]
    assert (again.title, again.hall, again.guests) == ("Cleo", "Hall 9", ("Agnes Varda",))
