"""Who changed what, from what to what; and the way back."""

import ast
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.admin.publications import ReadOnly
from screenings.models import Credit, Festival, Film, FilmPart, Guest, Hall, Person, Publication, Screening, because
from screenings.models.history import RECORDED
from screenings.rerun import move_run
from screenings.timelines.timeline import concrete, timeline
from tests.admin.forms import said, send
from tests.admin.test_lists import queries
from tests.admin.test_roles import member
from tests.admin.test_wall_clock import form_of
from tests.world import BERLIN, film, guest, hall, person, programme, published, saved, screening, section

SCREENINGS = Path(__file__).parents[2] / "screenings"


def on(day: int, hour: int = 12) -> Any:
    return time_machine.travel(datetime(2026, 3, day, hour, tzinfo=UTC), tick=False)


def told(row: Any) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Who, why and the lines of each entry, newest first."""
    entries = timeline(row, BERLIN)
    return [(str(e.by or ""), e.why, [(line.what, line.old, line.new) for line in e.lines]) for e in entries]


def history_of(row: Any) -> str:
    return reverse(f"admin:screenings_{row._meta.model_name}_history", args=[row.pk])


def restore_of(row: Any, moment: str) -> str:
    return f"{reverse(f'admin:screenings_{row._meta.model_name}_restore', args=[row.pk])}?at={moment}"


def page_text(client: Client, address: str) -> str:
    return words_of(client.get(address))


def words_of(page: Any) -> str:
    return " ".join(strip_tags(page.content.decode().replace("<", " <")).split())


def restored(client: Client, address: str) -> Any:
    """Look at what would change, and confirm it."""
    shown = client.get(address)
    return client.post(address, {"seen": shown.context["seen"].mark})


def test_every_row_that_can_be_edited_has_a_history() -> None:
    ours = [(m, a) for m, a in admin.site._registry.items() if m._meta.app_label == "screenings"]
    edited = {concrete(model) for model, each in ours if not isinstance(each, ReadOnly)}
    edited |= {concrete(inline.model) for _model, each in ours for inline in each.inlines}
    # A plan is its visitor's own: nobody keeps a record of what was picked.
    assert {model.__name__ for model in edited} - {"Plan", "Pick"} <= {model.__name__ for model in RECORDED}


def test_a_history_says_who_changed_which_field_from_what_to_what(desk: Client, harbour: Festival) -> None:
    strand = section(harbour)
    row = film(harbour, "Cléo", directors=("Agnès Varda",))
    send(desk, form_of(row), title="Cléo from 5 to 7", section=strand.pk, countries=["FR"], genres="drama | musical")
    varda = row.credits.get()
    added = {
        "credits-0-role": "cast", "credits-TOTAL_FORMS": "2", "credits-1-person": person("Michel Legrand").pk,
        "credits-1-role": "composer", "credits-1-order": "3", "credits-1-film": row.pk,
    }  # fmt: skip
    send(desk, form_of(row), **added)
    assert told(row)[:2] == [
        ("ada", "", [
            ("Credit Agnès Varda, Cast: role", "Director", "Cast"),
            ("Credit Michel Legrand, Composer, added", "", ""),
        ]),
        ("ada", "", [
            ("Title", "Cléo", "Cléo from 5 to 7"),
            ("Section", "—", "Competition"),
            ("Genres", "—", "drama, musical"),
            ("Countries", "—", "France"),
        ]),
    ]  # fmt: skip
    text = page_text(desk, history_of(row))
    assert "Title Cléo Cléo from 5 to 7" in text
    assert "· ada" in text
    assert varda.pk == Credit.objects.get(role="cast").pk


def test_a_save_that_changes_nothing_leaves_no_entry(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    row.guests.add(guest(harbour))
    before = len(told(row))
    assert send(desk, form_of(row)).status_code == 302
    send(desk, form_of(row.film))
    assert (len(told(row)), len(told(row.film))) == (before, 1)


def test_a_screenings_history_tells_hall_time_and_guests(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    varda = guest(harbour)
    send(desk, form_of(row), hall=hall(harbour, "Hall 2").pk, starts_at_1="21:30", guests=[varda.pk], access=["sign"])
    assert told(row)[0] == ("ada", "", [
        ("Hall", "Odeon, Hall 1", "Odeon, Hall 2"),
        ("Starts", "Sat 10 Oct 20:00 CEST", "Sat 10 Oct 21:30 CEST"),
        ("Access", "—", "sign"),
        ("Guests", "—", "Agnès Varda"),
    ])  # fmt: skip
    send(desk, form_of(row), guests=[])
    assert told(row)[0][2] == [("Guests", "Agnès Varda", "—")]


def test_an_action_on_many_rows_is_in_the_history_of_each(desk: Client, harbour: Festival) -> None:
    rows = [screening(film(harbour, f"Film {n}"), hall(harbour), f"2026-10-1{n} 20:00") for n in range(3)]
    address = reverse("admin:screenings_screening_changelist")
    chosen = {"action": "move_by_minutes", "_selected_action": [row.pk for row in rows], "minutes": "30"}
    actions = dict(desk.get(address).context["action_form"].fields["action"].choices)
    name = next(each for each in actions if "minutes" in each)
    asked = desk.post(address, {**chosen, "action": name, "_show": "1"})
    desk.post(address, {**chosen, "action": name, "_do": "1", "seen": asked.context["outlook"].token})
    for row in rows:
        who, _why, lines = told(row)[0]
        assert (who, [line[0] for line in lines]) == ("ada", ["Starts"])


def test_what_is_deleted_with_others_is_recorded(desk: Client, harbour: Festival) -> None:
    rows = [guest(harbour, f"Guest {n}") for n in range(2)]
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], "post": "yes"}
    desk.post(reverse("admin:screenings_guest_changelist"), chosen)
    gone = Guest.history.filter(history_type="-")  # type: ignore[attr-defined]
    assert sorted((r.id, r.history_user.username) for r in gone) == [(row.pk, "ada") for row in rows]


def test_an_import_is_named_as_such(tmp_path: Path, demo: Festival) -> None:
    call_command("export_programme", tmp_path / "out", verbosity=0)
    for name, column, value in (("films.csv", "runtime", "77"), ("screenings.csv", "notes", "From the file")):
        lines = (tmp_path / "out" / name).read_text(encoding="utf-8-sig").splitlines()
        at, cells = lines[0].split(",").index(column), lines[1].split(",")
        cells[at] = value
        (tmp_path / "out" / name).write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]), encoding="utf-8")
    call_command("import_programme", tmp_path / "out", festival="strangers", verbosity=0)
    first, changed = Film.objects.get(runtime=77), Screening.objects.get(notes="From the file")
    was = str(first.history.last().runtime)  # type: ignore[attr-defined]
    assert told(first)[0] == ("", "import", [("Runtime", was, "77")])
    assert told(changed)[0] == ("", "import", [("Notes", "—", "From the file")])
    assert told(first)[-1][1] == "loaded from a file"


def test_a_run_that_is_moved_is_recorded_with_guests_and_all(harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    row.guests.add(guest(harbour))
    with because("moved", by=User.objects.create_user("grace")):
        move_run(harbour, days=7)
    assert told(row)[0] == ("grace", "moved", [("Starts", "Sat 10 Oct 20:00 CEST", "Sat 17 Oct 20:00 CEST")])


def test_a_festivals_rules_are_recorded_under_the_festival(harbour: Festival) -> None:
    proxy = next(each for each in Festival.__subclasses__() if each._meta.proxy).objects.get()
    proxy.repeats = "daypart"
    proxy.save()
    other = "on different days and at different times of the day"
    assert told(harbour)[0][2] == [("Repeats of a film", "on different days", other)]


def test_a_history_costs_the_same_for_one_entry_and_for_many(desk: Client, harbour: Festival) -> None:
    row = film(harbour, "Cléo", directors=("Agnès Varda",))
    send(desk, form_of(row), title="Cléo 3")
    one = queries(desk, history_of(row))
    for number in range(3):
        saved(Credit(film=row, person=person(f"Person {number}"), role="cast"))
        send(desk, form_of(row), title=f"Cléo {number}")
    assert (one, queries(desk, history_of(row))) == (14, 14)


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
    mark = desk.get(address).context["seen"].mark
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


def test_nothing_of_a_history_is_public(harbour: Festival) -> None:
    row = screening(film(harbour, "Secret working title"), hall(harbour), "2026-10-10 20:00", notes="Bribe the juror")
    Film.objects.get().save()
    row.film.title = "Cléo"
    row.film.save()
    published(harbour)
    visitor = Client()
    for address in (
        harbour.get_absolute_url(), row.film.get_absolute_url(), reverse("listing", args=["harbour"]),
        reverse("listing-feed", args=["harbour"]),
    ):  # fmt: skip
        page = visitor.get(address).content.decode()
        assert "working title" not in page
        assert "juror" not in page
    assert visitor.get(history_of(row)).status_code == 302
    assert Publication.objects.count() == 1


def test_no_module_writes_many_recorded_rows_past_their_history() -> None:
    """Raw bulk writes are for rows without a history: publications, acknowledgements, plans, moves on the board."""
    agreed = {"publishing.py", "models/history.py", "admin/plans.py", "scheduling/board.py"}
    found = set()
    for path in SCREENINGS.rglob("*.py"):
        name = path.relative_to(SCREENINGS).as_posix()
        if name.startswith(("migrations/", "timetable/", "feeds/")) or name in agreed:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                bulk = node.func.attr in ("bulk_create", "bulk_update")
                update = node.func.attr == "update" and node.keywords and not node.args
                if bulk or update:
                    found.add(f"{name}, line {node.lineno}")
    assert found == set(), "use create_all() and update_all() of screenings.models.history"


def test_halls_of_a_venue_and_hours_of_a_hall_are_told_with_them(desk: Client, harbour: Festival) -> None:
    place = hall(harbour, capacity=100)
    send(desk, form_of(place), capacity="120")
    assert told(place.venue)[0] == ("ada", "", [("Hall Hall 1: capacity", "100", "120")])
    assert told(place)[0] == ("ada", "", [("Capacity", "100", "120")])
    assert Hall.objects.get().capacity == 120
