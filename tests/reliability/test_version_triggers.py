"""Every write renews the tokens of what it changed, whoever writes, and nothing else does."""

from collections.abc import Callable
from io import StringIO
from typing import NamedTuple

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F

from screenings.loading.versions import FestivalVersion, version_of
from screenings.models import Festival, Film, Person, PublishedScreening, Screening
from screenings.reliability import version_triggers
from screenings.reliability.version_triggers import RENEWS, Renewal
from tests import world
from tests.reliability.tokens import renewed, tokens

pytestmark = pytest.mark.django_db(transaction=True)


class Programme(NamedTuple):
    festival: Festival
    other: Festival
    screening: Screening

    def version(self) -> FestivalVersion:
        return tokens(self.festival)


@pytest.fixture
def programme() -> Programme:
    festival = world.festival()
    screening = world.screening(world.film(festival, "Cléo"), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    return Programme(festival, world.festival(slug="other"), screening)


@pytest.mark.parametrize(
    ("write", "names"),
    [
        (lambda p: p.screening.save(), {"working"}),
        (lambda p: Screening.objects.filter(pk=p.screening.pk).update(qa=F("qa") + 5), {"working"}),
        (lambda p: Screening.objects.filter(pk=p.screening.pk)._raw_delete("default"), {"working"}),
        (lambda p: Film.objects.update(synopsis="A walk."), {"working", "live"}),
        (lambda p: p.screening.film.links.create(url="https://example.org", label="Trailer"), {"live"}),
        (lambda p: p.screening.hall.save(), {"working", "live"}),
        (lambda p: Festival.objects.filter(pk=p.festival.pk).update(name="Autumn"), {"working", "live"}),
        (lambda p: PublishedScreening.objects.update(title="Cléo de 5 à 7"), {"public"}),
        (lambda p: Person.objects.create(name="Nobody's"), set()),
        (lambda p: world.film(p.other, "Vagabond"), set()),
        (lambda p: connection.cursor().execute("UPDATE screenings_screening SET public_note = 'x'"), {"working"}),
    ],
    ids=[
        "save", "bulk update", "raw delete", "film", "link", "hall", "festival", "published", "person", "other", "sql",
    ],
)  # fmt: skip
def test_a_write_renews_what_it_changes(
    programme: Programme, write: Callable[[Programme], object], names: set[str]
) -> None:
    before = programme.version()
    write(programme)
    assert renewed(before, programme.version()) == names


def test_a_transaction_that_is_rolled_back_renews_nothing(programme: Programme) -> None:
    before = programme.version()
    with transaction.atomic():
        programme.screening.save()
        transaction.set_rollback(True)
    assert programme.version() == before


def test_while_a_table_of_a_later_migration_is_not_there_the_triggers_wait_for_it_and_check_says_so(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later:
        later.setitem(RENEWS, "screenings_later", Renewal(("working",), "SELECT written.festival_id"))
        version_triggers._statements.cache_clear()
        version_triggers.remove(connection)
        call_command("migrate", "screenings", verbosity=0, skip_checks=True)  # nothing is left to do, and it installs
        assert version_of(programme.festival.pk) is None
        assert "screenings.W011" in {each.id for each in run_checks(databases=["default"])}
    version_triggers._statements.cache_clear()
    call_command("migrate", "screenings", verbosity=0, skip_checks=True)
    assert version_of(programme.festival.pk) is not None
    assert version_triggers.missing(connection) == []


def test_triggers_that_are_lost_are_missed_and_come_back(programme: Programme) -> None:
    assert version_triggers.missing(connection) == []
    version_triggers.remove(connection)
    assert version_of(programme.festival.pk) is None  # so that nothing is kept
    (warning,) = (each for each in run_checks(databases=["default"]) if each.id == "screenings.W011")
    assert warning.hint == "festival migrate puts them in."
    at_start = StringIO()
    with pytest.raises(CommandError, match="99999 is no port"):
        call_command("serve", port=99999, skip_checks=False, stderr=at_start)
    assert "screenings.W011" in at_start.getvalue()
    version_triggers.install(connection)
    before = programme.version()
    programme.screening.save()
    assert renewed(before, programme.version()) == {"working"}
    assert [each for each in run_checks(databases=["default"]) if each.id == "screenings.W011"] == []
