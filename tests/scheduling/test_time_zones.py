"""A time zone is corrected: the hours that clocks show stay, or the moments, and nobody's evening moves unasked."""

from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.audit.restore import restore
from screenings.models import BoardMove, Festival, Guest, OpeningHours, Publication, Scenario, Screening
from screenings.scheduling import copy_timetable, plan_restore_publication
from screenings.timetable.days import same_wall_time
from tests import world
from tests.admin.reviews import shown_groups
from tests.desk.forms import complaints, fields_of, said, send
from tests.world import SPRING, at

pytestmark = pytest.mark.django_db
BERLIN, LONDON, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    return client


@pytest.fixture
def harbour() -> Festival:
    """Public as saved: Cléo at half past eleven in the evening of the first Saturday, by the clock of Berlin."""
    of = world.festival(publishing="as-saved")
    row = world.screening(world.film(of, "Cléo"), world.hall(of, ref="h1"), "2026-10-10 23:30", ref="s1")
    world.guest(of, arrives_at=at("2026-10-09 14:00"))
    copy_timetable(of, "Plan B", by=None, at=SPRING)
    user = User.objects.create_user("bea")
    values = {"festival": of, "by": user, "at": SPRING, "screening": row}
    BoardMove.objects.create(**values, after_hall=row.hall, after_starts_at=row.starts_at)
    world.published(of)
    return of


def form_of(row: Festival | Screening | object) -> str:
    return reverse(f"admin:screenings_{row._meta.model_name}_change", args=[row.pk])  # type: ignore[union-attr]  # a row


def answered(client: Client, asked: HttpResponse, address: str, **typed: str) -> HttpResponse:
    return client.post(address, {**fields_of(asked), "_save": "1", **typed})


def moments() -> set[datetime | None]:
    """Of everything that hangs on the clock of the hall."""
    place, move = Scenario.objects.get().places.get(), BoardMove.objects.get()
    return {Screening.objects.get().starts_at, place.starts_at, place.base_starts_at, move.after_starts_at}


def test_the_form_of_a_festival_asks_before_its_zone_moves_anything(desk: Client, harbour: Festival) -> None:
    asked = send(desk, form_of(harbour), timezone="America/New_York")
    assert " ".join(complaints(asked)) == (
        "Nothing is saved yet. This zone is the clock of 1 screening, 1 of them public, and 1 guest: "
        "choose what stays. "
        "“Cléo” is shown at Sat 10 Oct 23:30; were its moment kept, the clock would show Sat 10 Oct 17:30. "
        "It goes public as soon as it is saved."
    )
    assert fields_of(asked)["keep"] == "clocks", "the default is ticked"
    assert (Festival.objects.get().timezone, Publication.objects.count()) == ("Europe/Berlin", 1)
    assert moments() == {at("2026-10-10 23:30")}


def test_clocks_that_are_kept_show_the_same_hours_everywhere(desk: Client, harbour: Festival) -> None:
    address = form_of(harbour)
    done = answered(desk, send(desk, address, timezone="America/New_York"), address)
    assert done.status_code == 302
    assert said(done)[0] == (
        "The clocks go on showing what they show, at another moment: 1 screening, 1 of them public, and 1 guest."
    )
    assert moments() == {at("2026-10-10 23:30", NEW_YORK)}
    assert Guest.objects.get().arrives_at == at("2026-10-09 14:00", NEW_YORK)
    assert "23:30" in desk.get("/harbour/screenings/").content.decode()


def test_moments_that_are_kept_show_other_hours_and_the_review_shows_both(desk: Client, harbour: Festival) -> None:
    Festival.objects.update(publishing="after-review")
    address = form_of(harbour)
    answered(desk, send(desk, address, timezone="America/New_York"), address, keep="instants")
    assert moments() == {at("2026-10-10 23:30")}
    assert Guest.objects.get().arrives_at == at("2026-10-09 14:00")
    assert Publication.objects.count() == 1
    (group,) = shown_groups(desk.get(reverse("admin:publish-review", args=[harbour.pk]))).values()
    ((_title, lines),) = group
    assert lines == [
        ("start", "Sat 10 Oct 23:30 CEST", "Sat 10 Oct 17:30 EDT"),
        ("end", "Sun 11 Oct 01:00 CEST", "Sat 10 Oct 19:00 EDT"),
        ("time zone", "Europe/Berlin", "America/New_York"),
    ]


def test_a_venues_own_zone_moves_its_own_and_the_festivals_only_those_without(desk: Client, harbour: Festival) -> None:
    away = world.hall(harbour, "Quay", "Pier", timezone="Europe/London")
    row = world.screening(world.film(harbour, "Vagabond"), away, "2026-10-11 20:00")
    hours = OpeningHours.objects.create(hall=away, weekday=6)
    address = form_of(away.venue)
    answered(desk, send(desk, address, timezone="America/New_York"), address)
    row.refresh_from_db()
    assert row.starts_at == at("2026-10-11 20:00", NEW_YORK)
    assert OpeningHours.objects.get().opens == hours.opens, "what a clock shows is kept as such"
    assert moments_of_cleo() == at("2026-10-10 23:30")
    address = form_of(harbour)
    answered(desk, send(desk, address, timezone="Europe/London"), address)
    row.refresh_from_db()
    assert row.starts_at == at("2026-10-11 20:00", NEW_YORK)
    assert moments_of_cleo() == at("2026-10-10 23:30", LONDON)


def moments_of_cleo() -> datetime | None:
    return Screening.objects.get(film__title="Cléo").starts_at


def test_who_has_nothing_on_that_clock_is_not_asked(desk: Client) -> None:
    of = world.festival()
    world.screening(world.film(of), world.hall(of, timezone="Europe/Berlin"), "2026-10-10 20:00")
    assert send(desk, form_of(of), timezone="America/New_York").status_code == 302
    assert Screening.objects.get().starts_at == at("2026-10-10 20:00")


def test_an_hour_that_the_new_clock_jumps_over_or_shows_twice_is_named_with_what_becomes_of_it(desk: Client) -> None:
    of = world.festival(starts_on=date(2026, 3, 20), ends_on=date(2026, 11, 10))
    film, hall = world.film(of, "Cléo"), world.hall(of)
    spring, autumn = (world.screening(film, hall, day) for day in ("2026-03-29 01:30", "2026-10-25 01:30"))
    address = form_of(of)
    asked = send(desk, address, timezone="Europe/London")
    assert complaints(asked)[0].endswith(
        "The new clock jumps over these hours that night: “Cléo”, Sun 29 Mar 01:30 becomes Sun 29 Mar 02:30. "
        "The new clock shows these hours twice that night, and the first is taken: “Cléo”, Sun 25 Oct 01:30."
    )
    answered(desk, asked, address)
    found = [Screening.objects.get(pk=row.pk).starts_at for row in (spring, autumn)]
    assert found == [datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("moment", "old", "new", "expected"),
    [
        ("2026-10-25 01:30+00:00", BERLIN, ZoneInfo("Europe/Rome"), "2026-10-25 01:30+00:00"),
        ("2026-10-25 01:30+00:00", BERLIN, NEW_YORK, "2026-10-25 06:30+00:00"),
        ("2026-10-25 01:30+00:00", LONDON, NEW_YORK, "2026-10-25 05:30+00:00"),
    ],
)
def test_a_clock_shows_the_same_hour_in_another_zone(moment: str, old: ZoneInfo, new: ZoneInfo, expected: str) -> None:
    assert same_wall_time(datetime.fromisoformat(moment), old, new) == datetime.fromisoformat(expected)


def imported(folder: Path, *options: str) -> list[str]:
    out = StringIO()
    call_command("import_programme", str(folder), "--festival", "harbour", *options, stdout=out, no_color=True)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("states_starts", [False, True])
def test_an_import_keeps_the_clocks_and_says_so(harbour: Festival, tmp_path: Path, states_starts: bool) -> None:
    """Also of what the tables do not name; what they state is compared with what the clock shows."""
    (tmp_path / "festival.toml").write_text('timezone = "America/New_York"\n')
    if states_starts:
        (tmp_path / "screenings.csv").write_text("id,film,hall,start\ns1,1,h1,2026-10-10T23:30\n")
        harbour.films.update(ref="1")
    told = imported(tmp_path, "--dry-run")
    assert '~ festival harbour "Harbour Film Festival": timezone "Europe/Berlin" → "America/New_York"' in told
    assert [line for line in told if line.startswith(("~", "Note"))][1:] == [
        "Note: The clocks go on showing what they show, at another moment: 1 screening, 1 of them public, and 1 guest.",
        "Note: for the other of the two, import with --keep instants instead.",
    ]
    assert moments() == {at("2026-10-10 23:30")}
    assert "Note: for the other of the two, import with --keep instants instead." in imported(tmp_path)
    assert moments() == {at("2026-10-10 23:30", NEW_YORK)}
    assert Guest.objects.get().arrives_at == at("2026-10-09 14:00", NEW_YORK)
    again = imported(tmp_path)
    assert (moments(), "nothing changes" in again[0]) == ({at("2026-10-10 23:30", NEW_YORK)}, True)


def test_an_import_may_keep_the_moments(harbour: Festival, tmp_path: Path) -> None:
    (tmp_path / "festival.toml").write_text('timezone = "America/New_York"\n')
    assert imported(tmp_path, "--keep", "instants")[2:4] == [
        "Note: The moments stay, and the clocks show other hours: 1 screening, 1 of them public, and 1 guest.",
        "Note: “Cléo” is shown at Sat 10 Oct 23:30; were its moment kept, the clock would show Sat 10 Oct 17:30.",
    ]
    assert moments() == {at("2026-10-10 23:30")}


def test_a_hall_that_an_import_puts_into_a_venue_of_another_zone_keeps_its_hours(
    harbour: Festival, tmp_path: Path
) -> None:
    (tmp_path / "halls.csv").write_text("id,venue,hall,timezone\nh1,Pier,Hall 1,America/New_York\n")
    world.hall(harbour, "Hall 2")
    imported(tmp_path)
    assert Screening.objects.get().hall.venue.name == "Pier"  # type: ignore[union-attr]  # placed
    assert moments() == {at("2026-10-10 23:30", NEW_YORK)}
    assert Guest.objects.get().arrives_at == at("2026-10-09 14:00"), "the festival's own clock is as it was"


@pytest.mark.parametrize(("keep", "start"), [("clocks", "23:30"), ("instants", "17:30")])
def test_the_preview_of_an_import_asks_too(desk: Client, harbour: Festival, keep: str, start: str) -> None:
    table = SimpleUploadedFile("halls.csv", b"id,venue,hall,timezone\nh1,Odeon,Hall 1,America/New_York\n")
    shown = desk.post(reverse("admin:screenings_venue_import"), {"festival": harbour.pk, "file": table})
    assert "This zone is the clock of 1 screening, 1 of them public: choose what stays." in shown.content.decode()
    assert fields_of(shown)["keep"] == "clocks"
    desk.post(reverse("admin:screenings_venue_process_import"), {**fields_of(shown), "keep": keep})
    assert moments() == {at(f"2026-10-10 {start}", NEW_YORK)}


def test_an_earlier_publication_comes_back_with_the_hours_that_were_public(desk: Client, harbour: Festival) -> None:
    first = Publication.objects.get()
    address = form_of(harbour)
    answered(desk, send(desk, address, timezone="America/New_York"), address)
    Screening.objects.update(starts_at=at("2026-10-10 18:00", NEW_YORK))
    first = Publication.objects.get(pk=first.pk)
    (step,) = plan_restore_publication(first).changes
    assert step.after.starts_at == at("2026-10-10 23:30", NEW_YORK)


def test_an_earlier_state_of_a_screening_comes_back_at_the_hour_its_clock_showed(
    desk: Client, harbour: Festival
) -> None:
    row = Screening.objects.get()
    before = datetime.now(UTC)
    row.starts_at = at("2026-10-10 18:00")
    world.saved(row)
    address = form_of(harbour)
    answered(desk, send(desk, address, timezone="America/New_York"), address)
    row = Screening.objects.get()
    assert row.starts_at == at("2026-10-10 18:00", NEW_YORK)
    restore(row, at=before, why="as it was")
    assert moments_of_cleo() == at("2026-10-10 23:30", NEW_YORK)
