"""propose_timetable on the command line: nothing is written without --apply, and then all or nothing."""

import json
from unittest.mock import patch

import pytest
import time_machine
from django.core.management import CommandError, call_command

from screenings.loading import load_timetable
from screenings.models import Festival, Hall, Screening, StatedWish, TermWeight
from screenings.scheduling import StaleChange, apply_proposal
from screenings.solver.api import propose
from tests import world
from tests.management.proposing import one_hall, places, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour(db: None) -> Festival:
    return one_hall()


def test_a_proposal_names_every_move_and_writes_nothing(harbour: Festival) -> None:
    before = places()
    lines = told().splitlines()

    assert places() == before
    assert [line[:2] for line in lines[:3]] == ["~ ", "+ ", "+ "]
    assert lines[0].startswith("~ Vagabond: Sat 10 Oct 20:30, Odeon, Hall 1 → ")
    assert "4 of 4" not in lines[3]
    assert lines[3] == "3 of 3 screenings have a place, 3 of them a new one. The rules find nothing."
    assert "  Most shows that start at once in one cinema: 1 → 1" in lines
    assert any(line.startswith("  Shows a day: 2 to 2 → ") for line in lines)
    assert lines[-1] == "Nothing was written. --apply writes it, --save NAME keeps it as a scenario."


def test_what_is_pinned_or_public_or_placed_stays_when_asked_to(harbour: Festival) -> None:
    Screening.objects.filter(film__title="Vagabond").update(starts_at=world.at("2026-10-10 23:30"))
    world.published(harbour)

    assert [line[2:6] for line in told("--keep-published").splitlines()[:2]] == ["Afte", "Jaws"]
    assert told("--keep-published").splitlines()[2].startswith("2 of 2 ")
    assert told("--unplaced").splitlines()[2].startswith("2 of 2 ")
    assert "Cléo:" not in told()


def test_several_processes_propose_the_same_every_time(harbour: Festival) -> None:
    first, again = (json.loads(told("--processes", "2", "--format", "json")) for _ in range(2))

    assert first == again
    assert (len(first["moves"]), first["unplaced"]) == (3, [])
    with pytest.raises(CommandError, match="at least one process"):
        told("--processes", "0")


def test_applying_writes_it_whole(harbour: Festival) -> None:
    answer = json.loads(told("--apply", "--format", "json"))

    assert answer["applied"] is True
    assert {move["title"]: move["to"]["starts_at"] for move in answer["moves"]} == {
        title: starts.astimezone(world.BERLIN).isoformat()  # type: ignore[attr-defined]
        for title, (_, starts) in places().items()
        if title != "Cléo"
    }
    assert answer["moves"][0]["from"] == {"hall": "Odeon, Hall 1", "starts_at": "2026-10-10T20:30:00+02:00"}
    assert (answer["unplaced"], answer["conflicts"]) == ([], [])
    assert answer["score"] == sum(term["points"] for term in answer["terms"])
    assert answer["search"]["steps"] == 1024
    assert all(starts for _, starts in places().values())


def test_broken_off_while_it_goes_public_it_says_that_it_was_written(harbour: Festival) -> None:
    command = "screenings.management.commands.propose_timetable.publish_and_report"
    with patch(command, side_effect=KeyboardInterrupt), pytest.raises(CommandError) as broken:
        told("--apply")
    assert str(broken.value) == "Broken off. Written to the working timetable."
    assert all(starts for _, starts in places().values())


@pytest.mark.parametrize(
    ("publishing", "last"),
    [
        ("as-saved", "Public now: Harbour Film Festival, publication 2."),
        ("after-review", "3 changes are not public yet: 2 added, 1 moved. Publish: publish --festival harbour"),
    ],
)
def test_what_was_applied_goes_public_as_after_any_other_save(harbour: Festival, publishing: str, last: str) -> None:
    Screening.objects.filter(film__title="Vagabond").update(starts_at=world.at("2026-10-10 23:30"))
    world.published(harbour)
    Festival.objects.update(publishing=publishing)
    Screening.objects.filter(film__title="Vagabond").update(starts_at=world.at("2026-10-10 20:30"))
    lines = told("--apply").splitlines()
    assert (lines[-1], "Written to the working timetable." in lines) == (last, True)
    assert harbour.publications.count() == (2 if publishing == "as-saved" else 1)


def test_an_applied_proposal_that_leaves_an_error_standing_stays_inside(harbour: Festival) -> None:
    Screening.objects.filter(film__title="Vagabond").update(starts_at=world.at("2026-10-10 23:30"))
    world.published(harbour)
    Festival.objects.update(publishing="as-saved")
    Screening.objects.filter(film__title="Vagabond").update(starts_at=world.at("2026-10-10 20:30"), pinned=True)
    answer = json.loads(told("--apply", "--format", "json"))
    assert answer["public"][0] == "Not public: these are to be settled first."
    assert answer["public"][1].startswith("- Odeon, Hall 1 is double-booked: Cléo ends Sat 10 Oct 21:30, but Vagabond")
    assert harbour.publications.count() == 1


def test_a_timetable_changed_meanwhile_is_left_as_it_is(harbour: Festival) -> None:
    programme = load_timetable(harbour).programme
    proposal = propose(programme, effort=lambda steps: steps / 512)
    Screening.objects.filter(film__title="Jaws").update(
        starts_at=world.at("2026-10-11 10:00"), hall=world.hall(harbour)
    )
    before = places()

    with pytest.raises(StaleChange, match="propose again"):
        apply_proposal(harbour, programme, proposal.moves, by=None, at=world.SPRING)
    assert places() == before


def test_what_was_taken_over_can_be_taken_back(harbour: Festival) -> None:
    before = places()
    told("--apply")
    applied = places()
    assert applied != before

    assert told("--undo").splitlines()[0] == "Taken back: 3 moves made together."
    assert places() == before
    with pytest.raises(CommandError, match="There is no move of yours left to take back"):
        told("--undo")


def test_nothing_is_taken_back_once_somebody_went_on_from_it(harbour: Festival) -> None:
    told("--apply")
    Screening.objects.filter(film__title="Jaws").update(hall=None, starts_at=None)
    changed = places()

    with pytest.raises(CommandError, match="somebody moved some of them since: Jaws, not placed yet"):
        told("--undo")
    assert places() == changed


def test_a_part_of_a_proposal_may_be_taken_over(harbour: Festival) -> None:
    programme = load_timetable(harbour).programme
    proposal = propose(programme, effort=lambda steps: steps / 512)
    apply_proposal(harbour, programme, proposal.moves[:1], by=None, at=world.SPRING)

    assert [title for title, (hall, _) in places().items() if hall is None] == ["Jaws"]


def test_one_that_cannot_be_placed_is_named(harbour: Festival) -> None:
    world.screening(world.film(harbour, "Marathon", runtime=1400))

    assert "? Marathon: no place found within " in told()


def test_it_says_why_and_what_would_help(harbour: Festival) -> None:
    """Open for five hours a day; each day but one is filled by what is pinned."""
    Screening.objects.all().delete()
    Festival.objects.update(ends_on=world.OPENING)
    odeon = world.hall(harbour)
    odeon.opening_hours.create(weekday=4, opens="18:00", closes="22:00")
    first = world.film(harbour, "Opening", runtime=100)
    world.screening(first, odeon, "2026-10-09 18:00", pinned=True)
    world.screening(world.film(harbour, "Second", runtime=130))
    lines = told().splitlines()

    free = "Odeon, Hall 1 has 140 min free for them"
    assert lines[:2] == [
        f"✗ Second: 1 screening takes 145 min with changeovers, and {free}, room for none at most",
        "    1 of them less, another hall, or at least 5 min more",
    ]
    assert lines[2].startswith("? Second: no place found within ")
    assert lines[3:5] == [
        "    of the festival's days in its halls: no free stretch in the hall is long enough (1×)",
        "    fits Fri 9 Oct 19:50 in Odeon, Hall 1, if its changeover were 10 min",
    ]


def test_what_is_impossible_is_said_before_the_search_and_not_searched_for(harbour: Festival) -> None:
    """The 35 mm hall is lost for good; the festival wants Jaws from 35 mm and minds."""
    Hall.objects.update(formats=["DCP"])
    harbour.rule_settings.create(code="hall-lacks-format", severity="error")
    Screening.objects.filter(film__title="Jaws").update(format="35 mm")
    lines = told().splitlines()

    assert lines[:3] == [
        "✗ Jaws: impossible, even in an empty house",
        "    of the festival's days in its halls: the hall does not show the format (12×)",
        "    fits Fri 9 Oct 17:00 in Odeon, Hall 1, if Odeon, Hall 1 showed 35 mm",
    ]
    assert "Jaws" not in "".join(lines[3:])
    data = json.loads(told("--format", "json"))
    assert [(one["kind"], one["severity"], one["sentences"][0]) for one in data["impossible"]] == [
        ("screening", "error", "Jaws: impossible, even in an empty house")
    ]


def test_a_repair_moves_only_what_is_in_trouble(harbour: Festival) -> None:
    lines = told("--repair", "--apply").splitlines()

    assert [line[:10] for line in lines[:1]] == ["~ Vagabond"]
    assert places()["Aftersun"] == (None, None)
    assert "The rules find nothing." in lines[1]


def test_stopping_it_writes_nothing(harbour: Festival) -> None:
    before = places()
    target = "screenings.management.commands.propose_timetable.solve"
    with patch(target, side_effect=KeyboardInterrupt), pytest.raises(CommandError, match="Nothing was written"):
        told("--apply")
    assert places() == before


@pytest.mark.parametrize("arguments", [("--steps", "-1"), ("--seconds", "0")])
def test_a_search_needs_some_effort(harbour: Festival, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="more than 0"):
        call_command("propose_timetable", *arguments)


def test_a_proposal_may_be_kept_as_a_scenario(harbour: Festival) -> None:
    before = places()
    assert told("--save", "Plan B").splitlines()[-1] == (
        "Kept as the scenario “Plan B”; the working timetable is as it was."
    )
    assert places() == before
    scenario = harbour.scenarios.get()
    moved = [each.screening.film.title for each in scenario.places.all() if each.starts_at != each.base_starts_at]
    assert (scenario.name, scenario.origin, sorted(moved)) == ("Plan B", "proposal", ["Aftersun", "Jaws", "Vagabond"])
    with pytest.raises(CommandError, match="“Plan B” already"):
        told("--save", "Plan B")
    with pytest.raises(CommandError, match="visible"):
        told("--save", "\u200b")


@time_machine.travel(world.at("2026-10-12 15:00"), tick=False)
def test_while_the_festival_runs_what_has_begun_stays_and_nothing_is_put_into_the_past(harbour: Festival) -> None:
    before = places()
    lines = told("--apply").splitlines()

    assert [line[2:6] for line in lines[:2]] == ["Afte", "Jaws"]
    assert places()["Vagabond"] == before["Vagabond"]
    for title in ("Aftersun", "Jaws"):
        starts_at = Screening.objects.get(film__title=title).starts_at
        assert starts_at is not None
        assert starts_at >= world.at("2026-10-12 15:00")


def test_a_wish_is_gone_by_and_counted_beside_those_that_are_stated(harbour: Festival) -> None:
    world.film(harbour, "Barton Fink", section=world.section(harbour, "Gala"))
    StatedWish.objects.create(festival=harbour, name="fewer-at-once")
    lines = told("--wish", "not-so-late", "--wish", "weekends:gala").splitlines()
    kept = lines[lines.index("How far the wishes are kept, now and then:") + 1 :][:3]
    assert kept == [
        "  Fewer starts at once: 0 → 0 screenings that start in the minute of another in the same cinema",
        "  Not so late: 0 → 0 screenings that start at ten in the evening or later, but for midnight sections",
        "  Gala on weekends: 0 → 0 screenings on other days",
    ]


@pytest.mark.parametrize("wish", ["magic", "weekends", "not-so-late:Gala", "weekends:Elsewhere"])
def test_a_wish_there_is_not_is_refused_with_those_there_are(harbour: Festival, wish: str) -> None:
    world.section(harbour, "Gala")
    with pytest.raises(CommandError, match=r"weekends:SECTION|Known: Gala"):
        told("--wish", wish)


def test_a_preset_s_weights_replace_the_festival_s_own(harbour: Festival) -> None:
    world.saved(TermWeight(festival=harbour, name="clashes", weight=7))

    def weights(*options: str) -> dict[str, int]:
        answer = json.loads(told("--format", "json", *options))
        return {term["name"]: term["weight"] for term in answer["terms"]}

    own, children = weights(), weights("--preset", "children")
    assert (own["clashes"], own["after-five"]) == (7, 0)
    assert (children["clashes"], children["after-five"]) == (2, 6)
