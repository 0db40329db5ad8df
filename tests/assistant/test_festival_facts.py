"""A festival that a schedule describes is made from it; what it does not say is asked for."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from screenings.assistant.festival_facts import facts_of
from screenings.assistant.reading import read_file
from screenings.models import Festival, Hall, ImportMapping, Screening, Venue
from tests import world
from tests.assistant.test_calendars import EVENT, calendar
from tests.assistant.test_documents import CONFERENCE, HUB, SCHEDULE_XML

RUN = {"starts_on": "2024-10-04", "ends_on": "2024-10-04"}
HARBOUR = {"name": "Harbour", "slug": "harbour"}


def written(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def brought(path: Path, *args: str, **options: Any) -> str:
    out = StringIO()
    call_command("import_programme", str(path), "--mapping", "ours", *args, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_a_schedule_says_what_its_festival_is(tmp_path: Path) -> None:
    late = {"events": [{"title": "A", "date": "2024-10-05T00:30:00+02:00", "room": "Odeon 1"}]}
    named = "NAME:Harbour\nX-WR-CALNAME:harbour\nX-WR-TIMEZONE:Europe/Berlin\n"
    given = {
        "a.json": (CONFERENCE, {**HARBOUR, "timezone": "Europe/Berlin", **RUN, "ends_on": "2024-10-13"}),
        "b.json": (HUB, RUN),
        "c.json": (late, RUN),
        "d.xml": (SCHEDULE_XML, {**HARBOUR, **RUN}),
    }
    for name, (content, facts) in given.items():
        assert facts_of(read_file(written(tmp_path / name, content))) == facts
    path = calendar(tmp_path / "e.ics", EVENT, head=named)
    assert facts_of(read_file(path)) == {**HARBOUR, "timezone": "Europe/Berlin", **RUN}


@pytest.mark.django_db
def test_the_command_makes_the_festival_and_remembers_what_was_chosen_for_it(tmp_path: Path) -> None:
    path = written(tmp_path / "schedule.json", CONFERENCE)

    assert "would be: added 1 festival, 2 films, 2 halls and 2 screenings." in brought(path, "--dry-run")
    assert not Festival.objects.exists()
    brought(path)

    made = Festival.objects.get()
    assert (made.name, made.slug, made.timezone) == ("Harbour", "harbour", "Europe/Berlin")
    assert (made.starts_on, made.ends_on) == (date(2024, 10, 4), date(2024, 10, 13))
    assert Screening.objects.count() == 2
    assert ImportMapping.objects.get().festival == made
    assert "nothing changes" in brought(path)


@pytest.mark.django_db
def test_what_the_file_does_not_say_is_asked_for_and_given(tmp_path: Path) -> None:
    path = calendar(tmp_path / "plan.ics", EVENT.replace(" (OmU)", ""))

    with pytest.raises(CommandError) as refused:
        brought(path)
    assert str(refused.value).splitlines() == [
        "Nothing was written. 2 problems:",
        "plan.ics, name: it does not say this of the new festival. Add --new name='Harbour Film Festival'.",
        "plan.ics, timezone: it does not say this of the new festival. Add --new timezone='Europe/Berlin'.",
    ]
    brought(path, "--new", "name=Harbour", "--new", "timezone=Europe/Berlin", "--festival", "quay")

    assert [(each.name, each.slug) for each in Festival.objects.all()] == [("Harbour", "quay")]


@pytest.mark.django_db
def test_beside_a_festival_a_new_one_is_made_only_when_that_is_said(tmp_path: Path) -> None:
    world.festival("Other", slug="other")
    path = written(tmp_path / "schedule.json", CONFERENCE)

    with pytest.raises(CommandError, match=r'There is no festival "harbor"\.'):
        brought(path, "--festival", "harbor")
    with pytest.raises(CommandError, match=r'timezone: "Berlin"'):
        brought(path, "--festival", "harbour", "--new", "timezone=Berlin")
    with pytest.raises(CommandError, match=r'"zone" is none of name, timezone'):
        brought(path, "--new", "zone=Berlin")
    brought(path, "--festival", "harbour", "--new", "name=Harbour Film Festival")

    assert set(Festival.objects.values_list("name", flat=True)) == {"Other", "Harbour Film Festival"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["schedule.xml", "screenings.json", "screenings.ics"])
def test_our_own_exports_make_their_festival_elsewhere(client: Client, tmp_path: Path, name: str) -> None:
    of = world.festival(starts_on=date(2026, 10, 9), ends_on=date(2026, 10, 20))
    world.screening(world.film(of, "Flow"), world.hall(of), "2026-10-10 20:00")
    world.published(of)
    path = tmp_path / name
    path.write_bytes(client.get(f"/harbour/{name}").content)
    for model in (Screening, Hall, Venue, Festival):
        model._default_manager.all().delete()
    brought(path)

    made = Festival.objects.get()
    assert (made.name, made.timezone, made.starts_on) == ("Harbour Film Festival", "Europe/Berlin", date(2026, 10, 10))
    assert Screening.objects.get().film.title == "Flow"
