"""Who changed what, from what to what; and the way back."""

import ast
from pathlib import Path

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from screenings.admin.publications import ReadOnlyAdmin
from screenings.audit.timeline import concrete_model
from screenings.models import Credit, Festival, Film, Guest, Hall, Publication, Screening, change_reason
from screenings.models.history import HISTORY_MODELS
from screenings.scheduling.shift_dates import shift_festival
from tests.desk.costs import queries
from tests.desk.forms import fields_of, form_of, send
from tests.desk.histories import history_of, page_text, told
from tests.pages import read
from tests.world import film, guest, hall, person, published, saved, screening, section

SCREENINGS = Path(__file__).parents[2] / "screenings"


def test_every_row_that_can_be_edited_has_a_history() -> None:
    ours = [(m, a) for m, a in admin.site._registry.items() if m._meta.app_label == "screenings"]
    edited = {concrete_model(model) for model, each in ours if not isinstance(each, ReadOnlyAdmin)}
    edited |= {concrete_model(inline.model) for _model, each in ours for inline in each.inlines}
    # A plan is its visitor's own: nobody keeps a record of what was picked.
    assert {model.__name__ for model in edited} - {"Plan", "Pick"} <= {model.__name__ for model in HISTORY_MODELS}


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
    actions = read(desk.get(address)).field("Action").options
    name = next(each for each in actions.values() if "minutes" in each)
    asked = desk.post(address, {**chosen, "action": name, "_show": "1"})
    desk.post(address, {**chosen, "action": name, "_do": "1", "seen": fields_of(asked)["seen"]})
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
    with change_reason("moved", by=User.objects.create_user("grace")):
        shift_festival(harbour, days=7)
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
    assert (one, queries(desk, history_of(row))) == (15, 15)


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
    """Raw bulk writes are for rows without a history: publications, plans, moves, scenarios, searches and the like."""
    agreed = {
        "publishing/writing.py",
        "publishing/announcing.py",
        "publishing/pausing.py",
        "importing/changeset.py",  # guests of a screening, before its history looks at them
        "scheduling/acknowledgements.py",
        "desk/autopublish.py",
        "models/history.py",
        "scheduling/undo.py",
        "scheduling/rebase_scenario.py",
    }
    agreed |= {"scheduling/target.py", "scheduling/scenarios.py", "scheduling/time_zones.py"}
    agreed |= {"scheduling/announced_starts.py", "importing/plan_acknowledgements.py", "importing/exported_versions.py"}
    agreed |= {"scheduling/pins.py", "audit/steps.py", "plans/actions.py"}
    agreed |= {f"proposals/{name}.py" for name in ("searches", "run_search", "views_run")}
    agreed |= {f"sheets/{name}.py" for name in ("private_addresses", "private_calendars")}
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
    assert found == set(), "use create_with_history() and update_with_history() of screenings.models.history"


def test_halls_of_a_venue_and_hours_of_a_hall_are_told_with_them(desk: Client, harbour: Festival) -> None:
    place = hall(harbour, capacity=100)
    send(desk, form_of(place), capacity="120")
    assert told(place.venue)[0] == ("ada", "", [("Hall Hall 1: capacity", "100", "120")])
    assert told(place)[0] == ("ada", "", [("Capacity", "100", "120")])
    assert Hall.objects.get().capacity == 120
