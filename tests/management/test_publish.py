"""The command that publishes: what it prints, what stops it, and who signs."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from screenings.models import Acknowledgement, Hall, Hold, Publication, Screening
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def odeon() -> Hall:
    """With one screening in it."""
    of = world.festival()
    hall = world.hall(of)
    world.screening(world.film(of, "Cléo"), hall, "2026-10-10 20:00")
    return hall


@pytest.fixture
def short_changeover(odeon: Hall) -> Screening:
    festival = world.changeovers_are_errors(odeon.venue.festival)
    return world.screening(world.film(festival, "Vagabond"), odeon, "2026-10-10 21:40")


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("publish", *arguments, stdout=out, no_color=True)
    return out.getvalue().splitlines()


SHORT = (
    "Odeon, Hall 1 needs 15 min between shows: Cléo ends Sat 10 Oct 21:30 and Vagabond starts Sat 10 Oct 21:40, "
    "5 min too early. Move one, or acknowledge it."
)
STOPPED = [
    "Nothing was published. 1 to be settled first:",
    f"- {SHORT}",
    'Those that may be acknowledged are, with: publish --acknowledge "the reason"',
    "To put on hold what blocks publishing and publish the rest: publish --hold-conflicts",
]


def test_it_says_what_became_public_and_then_that_nothing_has_changed(odeon: Hall) -> None:
    assert run() == [
        "Added: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1.",
        "Harbour Film Festival, publication 1 is public: 1 added.",
    ]
    assert run() == ["Nothing has changed since the last publication."]
    assert Publication.objects.count() == 1


def test_a_dry_run_writes_nothing(odeon: Hall) -> None:
    assert run("--dry-run") == [
        "Added: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1.",
        "Would be published: 1 added. Nothing was written.",
    ]
    assert not Publication.objects.exists()


def test_an_error_stops_it_until_it_is_acknowledged_with_a_reason(short_changeover: Screening) -> None:
    with pytest.raises(CommandError) as stopped:
        run()
    assert str(stopped.value).splitlines() == STOPPED
    with pytest.raises(CommandError, match="--acknowledge: This field cannot be blank"):
        run("--acknowledge", " ")
    assert not Acknowledgement.objects.exists()
    assert run("--dry-run", "--acknowledge", "One ticket for both")[-1].startswith("Would be published: 2 added.")
    assert not Acknowledgement.objects.exists()
    lines = run("--acknowledge", "One ticket for both", "--by", world_user())
    assert lines[0] == f"Acknowledged: {SHORT}"
    noted = Acknowledgement.objects.get()
    assert (noted.reason, noted.by) == ("One ticket for both", User.objects.get())


def test_a_double_booking_cannot_be_acknowledged_away(odeon: Hall) -> None:
    world.screening(world.film(odeon.venue.festival, "Vagabond"), odeon, "2026-10-10 21:00")
    with pytest.raises(CommandError, match="Odeon, Hall 1 is double-booked: Cléo ends") as stopped:
        run("--acknowledge", "So be it")
    assert "may be acknowledged" not in str(stopped.value)
    assert not Publication.objects.exists()
    assert not Acknowledgement.objects.exists()


def test_nothing_is_acknowledged_where_something_else_still_stops_it(short_changeover: Screening) -> None:
    world.screening(world.film(short_changeover.festival, "Le Bonheur"), short_changeover.hall, "2026-10-10 22:00")
    out = StringIO()
    with pytest.raises(CommandError, match="1 to be settled first"):
        call_command("publish", "--acknowledge", "One ticket for both", stdout=out, no_color=True)
    assert out.getvalue() == ""
    assert not Acknowledgement.objects.exists()


def world_user() -> str:
    return str(User.objects.create_user("ada").username)


def test_it_is_signed_and_bears_a_note(odeon: Hall) -> None:
    run("--by", world_user(), "--note", "The ferry\u0007 does not run.\r\nCome early.\u202e ")
    made = Publication.objects.get()
    assert (made.note, made.published_by) == ("The ferry does not run.\nCome early.", User.objects.get())


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--note", "caf\udce9"), "--note: This text holds a character that cannot be stored. Type it anew."),
        (("--note", "x" * 2001), "--note: A note to the public has 2000 characters at most; this one has 2001."),
        (("--by", "gr\udce9ce"), r"--by: nobody logs in as 'gr\udce9ce'. The names are in the admin, under Users."),
        (("--by", "grace"), "--by: nobody logs in as 'grace'. The names are in the admin, under Users."),
    ],
    ids=["unstorable", "too long", "unspeakable", "unknown"],
)
def test_bad_input_is_a_sentence(odeon: Hall, arguments: tuple[str, ...], problem: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert str(refused.value) == problem
    assert not Publication.objects.exists()


@pytest.mark.parametrize("note", ["", " \n ", "\u200b\u200b", "\u0000\u0007"[1:]])
def test_a_note_without_a_visible_character_is_none(odeon: Hall, note: str) -> None:
    run("--note", note)
    assert Publication.objects.get().note == ""


def test_each_festival_has_publications_of_its_own(odeon: Hall) -> None:
    other = world.festival("Haven Film Festival", slug="haven")
    with pytest.raises(CommandError, match="--festival"):
        run()
    assert run("--festival", "haven") == [
        "Haven Film Festival, publication 1 is public: no news, only settings, names, addresses, pictures or colours."
    ]
    run("--festival", "harbour")
    Screening.objects.update(sold_out=True)
    assert run("--festival", "haven") == ["Nothing has changed since the last publication."]
    assert [each.number for each in Publication.objects.filter(festival=other)] == [1]


def test_what_stands_in_the_way_is_held_and_the_rest_is_published(odeon: Hall) -> None:
    festival = odeon.venue.festival
    world.screening(world.film(festival, "Vagabond"), odeon, "2026-10-10 20:30")
    User.objects.create_user("ada")
    assert run("--hold-conflicts", "--dry-run") == [
        "Added: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1.",
        "Would be put on hold: Vagabond, Sat 10 Oct 20:30, Odeon, Hall 1",
        "Would be published: 1 added. Nothing was written.",
    ]
    assert not Hold.objects.exists()
    assert not Publication.objects.exists()
    assert run("--hold-conflicts", "--by", "ada") == [
        "On hold: Vagabond, Sat 10 Oct 20:30, Odeon, Hall 1",
        "Added: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1.",
        "Harbour Film Festival, publication 1 is public: 1 added.",
    ]
    hold = Hold.objects.get()
    assert (hold.reason, hold.by and hold.by.username) == ("It was blocking a publication", "ada")


def test_what_no_hold_resolves_is_said_and_nothing_is_held(odeon: Hall) -> None:
    world.screening(world.film(odeon.venue.festival, "Vagabond"), odeon, "2026-10-10 20:30")
    Hall.objects.update(shared=True)
    run()
    Hall.objects.update(shared=False)
    for arguments in ((), ("--dry-run",)):
        with pytest.raises(CommandError, match="1 to be settled first") as stopped:
            run("--hold-conflicts", *arguments)
        assert "--hold-conflicts" not in str(stopped.value)
    assert not Hold.objects.exists()


def test_what_is_acknowledged_at_the_same_time_is_not_held(odeon: Hall, short_changeover: Screening) -> None:
    for arguments in (("--dry-run",), ()):
        assert not [line for line in run("--hold-conflicts", "--acknowledge", "Known", *arguments) if "hold" in line]
    assert not Hold.objects.exists()


@pytest.fixture
def doubles(odeon: Hall) -> list[Screening]:
    """One screening entered four times, and another film in the same hall."""
    first = Screening.objects.get()
    others = [world.screening(first.film, odeon, "2026-10-10 20:00") for _ in range(3)]
    return [first, *others, world.screening(world.film(odeon.venue.festival, "Vagabond"), odeon, "2026-10-11 20:00")]


def test_the_ways_on_are_said_and_what_reads_alike_is_one_line(doubles: list[Screening]) -> None:
    with pytest.raises(CommandError) as stopped:
        run("--festival", "harbour")
    assert str(stopped.value).splitlines() == [
        "Nothing was published. 6 to be settled first:",
        "Odeon, Hall 1, Sat 10 Oct (6):",
        (
            "- Odeon, Hall 1 is double-booked: Cléo twice at Sat 10 Oct 20:00. "
            "Move one of them, or take it out. (6 times)"
        ),
        "To put on hold what blocks publishing and publish the rest: publish --festival harbour --hold-conflicts",
        "To keep one of those that are the same: publish --festival harbour --keep-one",
        (
            "If Odeon, Hall 1 is a foyer, an open-air ground or several screens: "
            'publish --festival harbour --share-hall "Odeon, Hall 1"'
        ),
    ]


KEPT = "Kept one of the 4: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1."


def test_one_is_kept_of_those_that_are_the_same(doubles: list[Screening]) -> None:
    assert run("--keep-one", "--dry-run")[::3] == [KEPT, "Would be published: 2 added. Nothing was written."]
    assert list(Screening.objects.order_by("pk")) == doubles
    assert run("--keep-one")[::3] == [KEPT, "Harbour Film Festival, publication 1 is public: 2 added."]
    assert list(Screening.objects.order_by("pk")) == [doubles[0], doubles[-1]]


def test_a_hall_is_marked_as_shared_by_the_name_that_is_printed(doubles: list[Screening]) -> None:
    assert run("--share-hall", "odeon, hall 1", "--dry-run")[-1] == (
        "Would be published: 5 added. Nothing was written."
    )
    assert not Hall.objects.get().shared
    assert run("--share-hall", "odeon, hall 1")[0] == "Marked as shared: Odeon, Hall 1."
    assert Hall.objects.get().shared
    assert Publication.objects.get().counts == {"added": 5}


def test_what_was_unblocked_is_not_where_something_else_still_stops_it(doubles: list[Screening], odeon: Hall) -> None:
    world.screening(world.film(odeon.venue.festival, "Le Bonheur"), odeon, "2026-10-11 20:30")
    with pytest.raises(CommandError, match="1 to be settled first"):
        run("--keep-one")
    assert Screening.objects.count() == 6
    with pytest.raises(CommandError) as unknown:
        run("--share-hall", "Hall 11")
    assert str(unknown.value).startswith('--share-hall: there is no hall "Hall 11".')


def test_of_two_that_are_the_same_the_public_one_is_kept(odeon: Hall) -> None:
    """Though it is the newer one."""
    older, festival = Screening.objects.get(), odeon.venue.festival
    older.hall, older.starts_at = None, None
    world.saved(older)
    public = world.screening(older.film, odeon, "2026-10-10 20:00")
    world.published(festival)
    older.hall, older.starts_at = odeon, public.starts_at
    world.saved(older)
    run("--keep-one")
    assert list(Screening.objects.all()) == [public]
