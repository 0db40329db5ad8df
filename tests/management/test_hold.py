"""The commands that put screenings on hold and release them, by film, section, name or all of them."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from screenings.models import Festival, Hold, Screening
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def shows(harbour: Festival) -> list[Screening]:
    cleo = world.film(harbour, "Cléo", slug="cleo", section=world.section(harbour, "Classics", slug="classics"))
    vagabond = world.film(harbour, "Vagabond", slug="vagabond", section=world.section(harbour, "New", slug="new"))
    hall = world.hall(harbour)
    return [
        world.screening(cleo, hall, "2026-10-10 20:00", ref="s1"),
        world.screening(cleo, hall, "2026-10-11 20:00", ref="s2"),
        world.screening(vagabond, hall, "2026-10-12 20:00", ref="s3"),
    ]


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command(*arguments, stdout=out, no_color=True)
    return out.getvalue().splitlines()


def held() -> list[str]:
    return list(Screening.objects.on_hold().order_by("pk").values_list("ref", flat=True))


def test_a_film_is_held_and_released_and_both_are_signed(shows: list[Screening]) -> None:
    User.objects.create_user("ada")
    assert run("hold", "--film", "cleo", "--reason", "Rights", "--by", "ada") == [
        "On hold: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1",
        "On hold: Cléo, Sun 11 Oct 20:00, Odeon, Hall 1",
        "On hold: new screenings of Cléo",
        "1 change is not public yet: 1 added. Publish: publish --festival harbour",
        "Kept back, as on hold: Cléo.",
    ]
    assert set(Hold.objects.values_list("reason", "by__username")) == {("Rights", "ada")}
    assert run("hold", "--screening", "s1", "--screening", str(shows[2].uid))[:2] == [
        "On hold: Vagabond, Mon 12 Oct 20:00, Odeon, Hall 1",
        "On hold already: 1.",
    ]
    assert run("release", "--all", "--by", "ada")[:3] == [
        "Released: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1",
        "Released: Cléo, Sun 11 Oct 20:00, Odeon, Hall 1",
        "Released: Vagabond, Mon 12 Oct 20:00, Odeon, Hall 1",
    ]
    history = Hold.history.order_by("history_id").values_list("history_type", "history_user__username")  # type: ignore[attr-defined]  # the library's own
    assert set(history) == {("+", "ada"), ("+", None), ("-", "ada")}
    assert run("release", "--section", "new")[0] == "None of these is on hold."


def test_a_section_is_held_as_its_line_up_is_not_out(shows: list[Screening]) -> None:
    run("hold", "--section", "classics")
    assert held() == ["s1", "s2"]
    assert set(Hold.objects.values_list("reason", flat=True)) == {"Line-up not announced yet"}


def test_a_festival_that_publishes_as_saved_publishes_what_is_released(shows: list[Screening]) -> None:
    festival = shows[0].festival
    run("hold", "--film", "cleo")
    world.published(festival)
    Festival.objects.update(publishing="as-saved")
    assert run("release", "--screening", "s1") == [
        "Released: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1",
        "Added: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1.",
        "Public now: Harbour Film Festival, publication 2.",
        "Kept back, as on hold: Cléo.",
    ]


REFUSED = {
    (): "Say which screenings: --film, --section, --screening or --all.",
    ("--film", "nobody"): "--film: there is no 'nobody'. Known: cleo, vagabond.",
    ("--section", "late"): "--section: there is no 'late'. Known: classics, new.",
    ("--screening", "s9"): "--screening: Harbour Film Festival has no screening 's9'. Give its uid, or its own id.",
    ("--screening", ""): "--screening: Harbour Film Festival has no screening ''. Give its uid, or its own id.",
    ("--all", "--reason", " "): "--reason: ",
    ("--all", "--by", "eve"): "--by: nobody logs in as 'eve'.",
}


@pytest.mark.parametrize("arguments", REFUSED)
def test_what_cannot_be_meant_is_refused_and_says_what_there_is(
    shows: list[Screening], arguments: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError) as refused:
        run("hold", *arguments)
    assert str(refused.value).startswith(REFUSED[arguments])
    assert held() == []
