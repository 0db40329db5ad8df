"""A film or a screening as it was at an earlier moment, after a look at what that changes."""

import pytest
from django.test import Client
from django.utils.translation import override

from screenings.audit.restore import CannotRestore, preview_restore
from screenings.models import Credit, Festival, Film, FilmPart, Person
from tests.desk.forms import fields_of, form_of, said, send
from tests.desk.histories import history_of, on, page_text, restore_of, restored, told, words_of
from tests.pseudo_language import LANGUAGE, accented, spoken
from tests.staff import member
from tests.world import at, film, guest, hall, person, programme, published, saved, screening, section


def test_a_film_is_restored_with_its_credits_and_parts(desk: Client, harbour: Festival) -> None:
    with on(1):
        one, two = film(harbour, "One"), film(harbour, "Two")
        shorts = programme(harbour, "Shorts", one, two, synopsis="Two films.")
        saved(Credit(film=shorts, person=person("Agnès Varda"), role="director"))
        published_before = screening(shorts, hall(harbour), "2026-10-10 20:00")
        published(harbour)
    with on(2):
        shorts.film_parts.get(part=two).delete()
        Credit.objects.get().delete()
        saved(FilmPart(programme=shorts, part=film(harbour, "Three"), order=5))
        send(desk, form_of(shorts), title="Long films", synopsis="")
    shown = page_text(desk, restore_of(shorts, "20260301T120000000000"))
    for line in (
        "Credit Agnès Varda, Director deleted there again", "Film part Three there deleted",
        "Film part Two deleted there again", "Synopsis — Two films.", "Title Long films Shorts",
    ):  # fmt: skip
        assert line in shown, line
    assert Film.objects.get(pk=shorts.pk).title == "Long films"
    with on(3):
        answer = restored(desk, restore_of(shorts, "20260301T120000000000"))
    assert said(answer)[0] == "“Shorts” is as it was on Sun 1 Mar 13:00 CET."
    assert said(answer)[1].startswith("Public now, as publication 3: 1 retitled")
    shorts = Film.objects.get(pk=shorts.pk)
    assert (shorts.title, shorts.synopsis) == ("Shorts", "Two films.")
    assert [str(link.part) for link in shorts.film_parts.all()] == ["One", "Two"]
    assert [str(credit.person) for credit in shorts.credits.all()] == ["Agnès Varda"]
    who, why, lines = told(shorts)[0]
    assert (who, why) == ("ada", "restored as of Sun 1 Mar 13:00 CET")
    assert ("Title", "Long films", "Shorts") in lines
    assert published_before.film == shorts
    # There and back again.
    with on(4):
        restored(desk, restore_of(shorts, "20260302T120000000000"))
    assert [str(link.part) for link in shorts.film_parts.all()] == ["One", "Three"]


def test_a_screening_is_restored_with_its_guests(desk: Client, harbour: Festival) -> None:
    with on(1):
        row = screening(film(harbour), hall(harbour), "2026-10-10 20:00", notes="Flowers")
        row.guests.add(guest(harbour))
        uid = row.uid
    with on(2):
        send(desk, form_of(row), starts_at_1="22:00", guests=[], notes="", status="cancelled")
    restored(desk, restore_of(row, "20260301T120000000000"))
    row.refresh_from_db()
    assert (f"{row.starts_at:%H:%M}", row.notes, row.status, row.uid) == ("18:00", "Flowers", "planned", uid)
    assert [str(each) for each in row.guests.all()] == ["Agnès Varda"]


def test_what_is_gone_for_good_is_said_and_left_out(desk: Client, harbour: Festival) -> None:
    with on(1):
        strand = section(harbour)
        row = film(harbour, "Cléo", section=strand, directors=("Agnès Varda", "Corinne Marchand"))
    with on(2):
        send(desk, form_of(row), section="", title="Cléo 2")
        row.credits.get(person__name="Agnès Varda").delete()
        Person.objects.get(name="Agnès Varda").delete()
        strand.delete()
    shown = page_text(desk, restore_of(row, "20260301T120000000000"))
    assert "This cannot come back: Credit person" in shown
    assert "Section: deleted since" in shown
    restored(desk, restore_of(row, "20260301T120000000000"))
    row.refresh_from_db()
    assert (row.title, row.section, row.credits.count()) == ("Cléo", None, 1)


def test_what_the_rules_of_a_film_forbid_is_not_restored(desk: Client, harbour: Festival) -> None:
    with on(1):
        row = film(harbour, "Cléo")
    with on(2):
        send(desk, form_of(row), slug="cleo-2", title="Cléo 2")
        film(harbour, "Cléo", slug="cleo")
    answer = restored(desk, restore_of(row, "20260301T120000000000"))
    assert said(answer)[0].startswith("Nothing was restored. ")
    assert Film.objects.get(pk=row.pk).title == "Cléo 2"


def test_what_changed_since_it_was_looked_at_is_shown_again(desk: Client, harbour: Festival) -> None:
    with on(1):
        row = film(harbour, "Cléo")
    with on(2):
        send(desk, form_of(row), title="Cléo 2")
    address = restore_of(row, "20260301T120000000000")
    mark = fields_of(desk.get(address))["seen"]
    send(desk, form_of(row), synopsis="A new one")
    answer = desk.post(address, {"seen": mark})
    assert answer.status_code == 200
    assert "Synopsis A new one —" in words_of(answer)
    assert Film.objects.get().title == "Cléo 2"


@pytest.mark.parametrize("moment", ["", "x", "20260301", "20260301T120000000000"])
def test_a_moment_before_the_film_or_no_moment_restores_nothing(moment: str, desk: Client, harbour: Festival) -> None:
    with on(5):
        row = film(harbour, "Cléo")
    assert desk.get(restore_of(row, moment)).status_code == (302 if len(moment) > 8 else 404)


def test_the_front_of_house_reads_the_history_and_restores_nothing(harbour: Festival) -> None:
    with on(1):
        row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    house = member("front of house")
    with on(2):
        send(house, form_of(row), notes="Doors at seven")
    page = house.get(history_of(row)).content.decode()
    assert "Doors at seven" in page
    assert "Restore this state" not in page
    for answer in (house.get(restore_of(row, "20260301T120000000000")), house.post(restore_of(row, "x"))):
        assert answer.status_code == 403


def test_what_a_restoration_says_is_marked_for_translation(harbour: Festival, monkeypatch: pytest.MonkeyPatch) -> None:
    with on(1):
        one, two, strand = film(harbour, "One"), film(harbour, "Two"), section(harbour)
        shorts = programme(harbour, "Shorts", one, section=strand)
    with on(2):
        shorts.film_parts.get(part=one).delete()
        saved(FilmPart(programme=shorts, part=two, order=5))
        Film.objects.filter(pk=shorts.pk).update(section=None)
        strand.delete()
    shorts.refresh_from_db()
    spoken(monkeypatch)
    with override(LANGUAGE):
        preview = preview_restore(shorts, at=at("2026-03-01 13:00"), zone=harbour.zone)
        with pytest.raises(CannotRestore) as stopped:
            preview_restore(shorts, at=at("2026-01-01 13:00"), zone=harbour.zone)
    parts = {(line.old, line.new) for line in preview.lines if line.what.startswith("Film part")}
    there, deleted, again = accented("there"), accented("deleted"), accented("there again")
    assert parts == {(there, deleted), (deleted, again)}
    assert preview.left_out == (accented("%(name)s: deleted since") % {"name": "Section"},)
    assert str(stopped.value) == accented("It was not there at that moment, or its history does not reach so far back.")
