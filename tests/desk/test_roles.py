"""Six groups come with the database; some write a few fields of a screening and nothing else."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection
from django.urls import reverse

from screenings.models import Festival, OpeningHours, Publication, Screening, TravelTime
from tests.desk.forms import fields_of, form_of, said, send
from tests.staff import member
from tests.world import film, guest, hall, published, screening


def rights(group: str) -> set[str]:
    """What it may do beside reading."""
    found = Group.objects.get(name=group).permissions.values_list("codename", flat=True)
    return {name for name in found if not name.startswith("view_")}


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00", notes="Row 1 is kept")
    row.guests.add(guest(harbour))
    return row


@pytest.mark.django_db
def test_a_fresh_database_has_the_six_groups() -> None:
    house = {"add_privateaddress", "change_privateaddress"}
    assert rights("front of house") == {"annotate_screening", "admit_screening", *house}
    assert rights("guest office") == {
        "add_guest",
        "change_guest",
        "delete_guest",
        "add_person",
        "invite_screening",
        *house,
    }
    assert rights("scheduler") == {
        "add_screening", "change_screening", "delete_screening", "add_publication", "add_acknowledgement",
        "add_scenario", "change_scenario", "delete_scenario", "change_festivalwishes",
        *house, *(f"{verb}_{row}" for row in ("termweight", "placementwish", "placementorder")
          for verb in ("add", "change", "delete")),
    }  # fmt: skip
    models = ("film", "filmpart", "filmimage", "filmlink", "pressquote", "print", "person", "credit", "section")
    assert rights("programmer") == {"request_screening"} | {
        f"{verb}_{model}" for model in models for verb in ("add", "change", "delete")
    }
    assert rights("technician") == {"add_hall", "change_hall"} | {
        f"{verb}_{model}" for model in ("openinghours", "closure", "traveltime") for verb in ("add", "change", "delete")
    }
    assert rights("reader") == set()


@pytest.mark.django_db
def test_a_group_that_was_there_before_keeps_what_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    # What it does to a historical app it does here to the real one, which later tests need whole.
    app = apps.get_app_config("screenings")
    monkeypatch.setattr(app, "models_module", app.models_module)
    group = Group.objects.get(name="scheduler")
    extra = Group.objects.get(name="guest office").permissions.get(codename="change_guest")
    group.permissions.set([extra])
    migration = importlib.import_module("screenings.migrations.0001_squashed_0045")
    monkeypatch.setattr(migration, "GROUPS", {"scheduler": migration.GROUPS["scheduler"]})  # others name what has gone
    migration.make_groups(apps, SimpleNamespace(connection=connection))
    assert {"change_guest", "change_screening"} <= rights("scheduler")


def test_the_front_of_house_types_access_and_notes_and_reads_the_rest(evening: Screening) -> None:
    house = member("front of house")
    shown = house.get(form_of(evening))
    page = shown.content.decode()
    assert set(fields_of(shown)) <= {"access", "notes", "sold_out", "standby", "_seen", "form_token"}
    for text in ("Cléo", "Odeon, Hall 1", "20:00 CEST", "Agnès Varda", "Planned"):
        assert text in page, text
    answer = send(house, form_of(evening), access=["captions"], notes="Row 2 is kept")
    assert answer.status_code == 302, answer.content.decode()
    evening.refresh_from_db()
    assert (evening.access, evening.notes) == (("captions",), "Row 2 is kept")


def test_whatever_else_the_front_of_house_sends_is_not_written(evening: Screening) -> None:
    house = member("front of house")
    sent = {
        "hall": "", "starts_at_0": "2026-10-11", "starts_at_1": "09:00", "status": "cancelled", "guests": [],
        "intro": "10", "film": str(film(evening.festival, "Daguerréotypes").pk), "public_note": "Cancelled",
    }  # fmt: skip
    answer = send(house, form_of(evening), notes="Row 2", **sent)
    assert answer.status_code == 302
    before = Screening.objects.filter(pk=evening.pk).values().get()
    evening.notes = "Row 2"
    assert before == {name: getattr(evening, name) for name in before}
    assert evening.guests.count() == 1


def test_the_front_of_house_can_note_even_where_something_else_of_the_screening_is_wrong(evening: Screening) -> None:
    Festival.objects.update(ends_on="2026-10-09")
    answer = send(member("front of house"), form_of(evening), notes="Doors at seven")
    assert answer.status_code == 302
    assert Screening.objects.get().notes == "Doors at seven"


def test_the_front_of_house_is_offered_no_action_and_no_deletion(evening: Screening) -> None:
    house = member("front of house")
    address = reverse("admin:screenings_screening_changelist")
    assert "action" not in fields_of(house.get(address))
    for action in ("delete_selected", "move_by_minutes"):
        house.post(address, {"action": action, "_selected_action": [evening.pk], "post": "yes"})
    assert Screening.objects.filter(pk=evening.pk).exists()


def test_the_scheduler_publishes(evening: Screening) -> None:
    answer = send(member("scheduler"), form_of(evening), "_publish", starts_at_1="21:00")
    assert said(answer)[-1] == "Public now, as publication 1: 1 added."
    assert Publication.objects.get().published_by == User.objects.get(username="scheduler")


# What each may write of a screening, beside the scheduler, who may write all of it.
WRITES: dict[str, set[str]] = {
    "front of house": {"access", "notes", "sold_out", "standby"},
    "guest office": {"guests"},
    "programmer": set(),
    "technician": set(),
    "reader": set(),
}


@pytest.mark.parametrize("role", WRITES)
def test_a_role_writes_its_own_fields_of_a_screening_and_no_other(role: str, evening: Screening) -> None:
    published(evening.festival)
    other = guest(evening.festival, "Jacques Demy")
    sent = {
        "access": "captions", "notes": "Row 2", "sold_out": "on", "standby": "on", "guests": [str(other.pk)],
        "status": "cancelled", "intro": "10", "public_note": "Cancelled", "pinned": "on", "starts_at_1": "09:00",
    }  # fmt: skip
    client = member(role)
    shown = client.get(form_of(evening))
    assert set(fields_of(shown)) - {"_seen", "form_token"} <= WRITES[role]
    answer = client.post(form_of(evening), {**fields_of(shown), **sent})
    assert answer.status_code == (302 if WRITES[role] else 403)
    before = {"access": (), "notes": "Row 1 is kept", "sold_out": False, "standby": False, "guests": ["Agnès Varda"]}
    after = {"access": ("captions",), "notes": "Row 2", "sold_out": True, "standby": True, "guests": ["Jacques Demy"]}
    now = Screening.objects.get()
    guests = [str(each) for each in now.guests.all()]
    assert {
        "access": now.access,
        "notes": now.notes,
        "sold_out": now.sold_out,
        "standby": now.standby,
        "guests": guests,
    } == {name: (after if name in WRITES[role] else before)[name] for name in before}
    unchanged = (now.status, now.intro, now.public_note, now.pinned, now.starts_at)
    assert unchanged == ("planned", 0, "", False, evening.starts_at)


@pytest.mark.parametrize(
    ("role", "is_allowed"), [("technician", True), ("reader", False), ("guest office", False), ("scheduler", False)]
)
def test_technicians_set_changeovers_and_hours_and_nobody_else_does(
    role: str, is_allowed: bool, evening: Screening
) -> None:
    client, place = member(role), hall(evening.festival)
    typed = fields_of(client.get(form_of(place)))
    hours = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "0-weekday": "0", "0-opens": "10:00", "0-closes": "23:00"}
    typed |= {f"opening_hours-{name}": value for name, value in hours.items()}
    answer = client.post(form_of(place), {**typed, "changeover": "25"})
    assert answer.status_code == (302 if is_allowed else 403), answer.content.decode()
    place.refresh_from_db()
    assert (place.changeover == 25, OpeningHours.objects.exists()) == (is_allowed, is_allowed)


def test_technicians_write_travel_times_and_leave_venues_and_screenings_alone(evening: Screening) -> None:
    client = member("technician")
    here, there = hall(evening.festival).venue, hall(evening.festival, "Hall 1", "Gloria").venue
    ways = {"origin": str(here.pk), "destination": str(there.pk), "minutes": "20"}
    assert send(client, reverse("admin:screenings_traveltime_add"), **ways).status_code == 302
    assert TravelTime.objects.get().minutes == 20
    for row in (here, evening, evening.film, evening.festival):
        assert client.post(form_of(row), {}).status_code == 403, row
        assert client.get(reverse(f"admin:screenings_{row._meta.model_name}_add")).status_code == 403, row


@pytest.mark.parametrize("role", ["reader", "technician"])
def test_readers_and_technicians_see_no_guests_and_publish_nothing(role: str, evening: Screening) -> None:
    client = member(role)
    assert client.get(reverse("admin:screenings_guest_changelist")).status_code == 403
    review = reverse("admin:publish-review", args=[evening.festival_id])
    assert client.get(review).status_code == 200
    assert client.post(review, {"seen": "x"}).status_code == 403
    assert client.get(reverse("admin:board", args=[evening.festival_id])).status_code == 200


def test_who_only_reads_changes_nothing(evening: Screening) -> None:
    published(evening.festival)
    for group in ("programmer", "technician", "reader"):
        assert member(group).post(form_of(evening), {"notes": "x"}).status_code == 403
    assert Screening.objects.get().notes == "Row 1 is kept"
