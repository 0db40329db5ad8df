"""Scenarios in the admin: made, renamed, deleted, compared with the working timetable and taken over."""

from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from screenings.loading import load_preferences, load_timetable
from screenings.models import Festival, Origin, Publication, Scenario, Screening
from screenings.scheduling import copy_timetable
from screenings.solver.api import OBJECTIVE_TERMS, term_contributions
from screenings.timetable.placement import Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.what_if import Move
from tests.desk.forms import fields_of, said
from tests.pages import read
from tests.scenarios.pages import (
    CHANGED_SINCE,
    IN_BOTH,
    IN_SCENARIO,
    IN_TIMETABLE,
    act,
    address_of,
    counted,
    counts,
    groups,
    is_ticked,
    moves_in,
    scenarios_of,
    sections,
    ticks,
    verdict,
)
from tests.staff import member
from tests.world import SPRING, at, festival, film, hall, published, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    hall(harbour, "Hall 2")
    return screening(film(harbour), hall(harbour), "2026-10-10 20:00")


@pytest.fixture
def plan(evening: Screening) -> Scenario:
    """Cléo in the other hall an hour later, and Lola, who has no place yet, in hers."""
    of = evening.festival
    lola = screening(film(of, "Lola", runtime=60))
    moves = [
        Move(evening.uid, Placement(hall(of, "Hall 2").pk, at("2026-10-10 21:00"))),
        Move(lola.uid, Placement(evening.hall_id, at("2026-10-11 00:30"))),
    ]
    return copy_timetable(of, "Plan B", by=None, at=SPRING, moves=moves)


def place(row: Screening) -> tuple[str, str]:
    now = Screening.objects.get(pk=row.pk)
    return (now.hall.name, f"{now.starts_at:%d %H:%M}") if now.hall else ("", "")


def test_one_is_made_named_and_noted_and_a_name_is_given_once(desk: Client, evening: Screening) -> None:
    address = scenarios_of(evening.festival)
    made = desk.post(address, {"name": "  Plan  B ", "note": "With <b>guests</b>"})
    of = Scenario.objects.get()
    assert (of.name, of.note, of.origin, str(of.by)) == ("Plan B", "With <b>guests</b>", Origin.COPY, "ada")
    assert made.headers["Location"] == address_of(of)
    again = desk.post(address, {"name": "Plan B"})
    assert again.status_code == 422
    assert "There is a scenario “Plan B” already. Choose another name." in again.content.decode()
    assert "With &lt;b&gt;guests&lt;/b&gt;" in desk.get(address).content.decode()
    assert Scenario.objects.count() == 1


def test_one_click_gives_it_a_name_of_its_own(desk: Client, evening: Screening) -> None:
    for _ in range(2):
        desk.post(scenarios_of(evening.festival), {"do": "try"})
    first, second = Scenario.objects.order_by("pk")
    assert second.name in (f"{first.name} (2)", second.name)
    assert first.name.startswith("Copy of ")


def test_it_is_renamed_and_thrown_away_and_the_timetable_stays(desk: Client, plan: Scenario) -> None:
    edit, delete = (reverse(f"admin:scenario-{what}", args=[plan.festival_id, plan.pk]) for what in ("edit", "delete"))
    fields = fields_of(desk.get(edit))
    assert (fields["name"], fields["note"]) == ("Plan B", "")
    desk.post(edit, {"name": "Plan C", "note": "Better"})
    assert Scenario.objects.get().name == "Plan C"
    assert "It has moved 2 screenings" in desk.get(delete).content.decode()
    assert Scenario.objects.exists()
    assert said(desk.post(delete)) == ["Thrown away: “Plan C”. The working timetable stays as it is."]
    assert not Scenario.objects.exists()
    assert Screening.objects.count() == 2


def test_the_list_counts_what_each_has_moved(desk: Client, plan: Scenario) -> None:
    Screening.objects.filter(film__title="Cléo").update(starts_at=at("2026-10-10 19:00"))
    copy_timetable(plan.festival, "Plan C", by=None, at=SPRING)
    Screening.objects.filter(film__title="Cléo").update(starts_at=at("2026-10-10 18:00"))
    (table,) = read(desk.get(scenarios_of(plan.festival))).all("table", of_class="scenario-list")
    assert [(name, counts) for name, _origin, counts, *_rest in table.rows] == [
        ("Plan C", "0 and 1 moved in the timetable since"), ("Plan B", "2"),
    ]  # fmt: skip


def test_the_page_says_each_move_by_the_halls_clock_and_what_it_means(desk: Client, plan: Scenario) -> None:
    vagabond = screening(film(plan.festival, "Vagabond"), hall(plan.festival, "Hall 2"), "2026-10-10 21:30")
    page = desk.get(address_of(plan))
    (section,) = sections(page).values()
    assert [(move.facts["Now"], move.facts["In the scenario"], is_ticked(move)) for move in moves_in(section)] == [
        ("Sat 10 Oct 20:00, Odeon, Hall 1", "Sat 10 Oct 21:00, Odeon, Hall 2", True),
        ("the tray", "Sun 11 Oct 00:30 (night of Sat 10 Oct), Odeon, Hall 1", True),
    ]
    cleo, lola = moves_in(section)
    assert cleo.items[0].startswith("Error. Odeon, Hall 2 is double-booked: Cléo ends")
    assert not [heading for heading in lola.headings if heading.startswith("On its own it breaks")]
    assert counts(page)["Screenings without a place"] == (1, 0)
    weights = {term.unit[:1].upper() + term.unit[1:]: term.weight for term in OBJECTIVE_TERMS}
    gained = sum(weights[unit] * (now - then) for unit, (now, then) in counts(page).items())
    assert gained > 100
    assert verdict(page) == f"Better, by as much as {gained / 4:.0f} premieres outside the evening."
    assert "point" not in read(page).section("If all moves that only the scenario has made are taken over").text
    assert place(vagabond) == ("Hall 2", "10 19:30")


def test_moves_are_told_apart_by_who_has_made_them(desk: Client, plan: Scenario) -> None:
    of = plan.festival
    both, timetable, gone = (screening(film(of, title), hall(of), "2026-10-12 12:00") for title in ("Boy", "Tea", "Go"))
    of_all = copy_timetable(
        of, "Plan C", by=None, at=SPRING, moves=[Move(both.uid, Placement(both.hall_id, at("2026-10-13 12:00")))]
    )
    Screening.objects.filter(pk__in=(both.pk, timetable.pk)).update(starts_at=at("2026-10-14 12:00"))
    gone.delete()
    page = desk.get(address_of(of_all))
    assert groups(page) == {IN_BOTH: ["Boy"], IN_TIMETABLE: ["Tea"]}
    assert ticks(page) == [False, False]
    deleted = [line for line in read(page).section(CHANGED_SINCE).items if "the scenario had it" in line]
    go = "Go: the scenario had it in Mon 12 Oct 12:00, Odeon, Hall 1"
    assert deleted == [f"1 deleted: a scenario does not bring it back. {go}", go]
    (tea,) = moves_in(sections(page)[IN_TIMETABLE])
    assert tea.facts == {
        "Now": "Wed 14 Oct 12:00, Odeon, Hall 1", "As before, in the scenario": "Mon 12 Oct 12:00, Odeon, Hall 1",
    }  # fmt: skip
    button = tea.only("Take over Tea alone", "button")
    assert said(desk.post(address_of(of_all), {button["name"]: button["value"]}))[0] == (
        "Taken over: Tea, Mon 12 Oct 12:00, Odeon, Hall 1. It can be taken back here, and on the board."
    )


def test_what_is_pinned_cancelled_or_in_a_deleted_hall_is_named_and_not_takeable(
    desk: Client, plan: Scenario, evening: Screening
) -> None:
    Screening.objects.filter(pk=evening.pk).update(pinned=True)
    Screening.objects.filter(film__title="Lola").update(status="cancelled")
    (section,) = sections(desk.get(address_of(plan))).values()
    assert [[told.text for told in move.all("p")] for move in moves_in(section)] == [
        ["It is pinned. Unpin it first, on its card or on its own page."],
        ["It is cancelled. Take the cancellation back first, on its card or on its own page."],
    ]
    Screening.objects.update(pinned=False, status="planned")
    hall(plan.festival, "Hall 2").delete()
    (section,) = sections(desk.get(address_of(plan))).values()
    in_the_way = [move for move in moves_in(section) if "disabled" in move.all("input")[0]]
    assert [(move.facts["In the scenario"], is_ticked(move)) for move in in_the_way] == [
        ("a hall that has been deleted since", False)
    ]
    act(desk, plan, "whole")
    assert place(evening) == ("Hall 1", "10 18:00")


def test_taking_over_publishes_once_and_is_taken_back_from_the_page(
    desk: Client, plan: Scenario, evening: Screening
) -> None:
    published(plan.festival)
    answer = act(desk, plan, "ticked")
    assert said(answer) == [
        "Taken over: 2 moves. It can be taken back here, and on the board.",
        "Public now, as publication 2: 1 added, 1 moved.",
    ]
    assert place(evening) == ("Hall 2", "10 19:00")
    page = desk.get(address_of(plan))
    assert groups(page) == {}
    assert "The working timetable stands as this scenario has it." in read(page).text
    batch = fields_of(page)["batch"]
    assert said(desk.post(address_of(plan), {"do": "back", "batch": batch}))[0] == "Taken back: 2 moves."
    assert place(evening) == ("Hall 1", "10 18:00")
    assert "no move of yours" in said(desk.post(address_of(plan), {"do": "back", "batch": batch}))[-1]
    assert Publication.objects.count() == 3


def test_what_was_taken_back_is_taken_over_again_from_the_page_until_it_has_moved(
    desk: Client, plan: Scenario, evening: Screening
) -> None:
    act(desk, plan, "whole")
    batch = fields_of(desk.get(address_of(plan)))["batch"]
    desk.post(address_of(plan), {"do": "back", "batch": batch})
    steps = [form.text for form in read(desk.get(address_of(plan))).all("form", of_class="last")]
    assert steps == ["Taken back in the working timetable: 2 moves made together. Do it again"]
    again = desk.post(address_of(plan), {"do": "again", "batch": batch})
    assert said(again)[0] == "Done again: 2 moves."
    assert place(evening) == ("Hall 2", "10 19:00")
    assert "There is nothing to do again." in said(desk.post(address_of(plan), {"do": "again", "batch": batch}))[-1]

    desk.post(address_of(plan), {"do": "back", "batch": batch})
    Screening.objects.filter(pk=evening.pk).update(starts_at=at("2026-10-10 14:00"))
    refused = said(desk.post(address_of(plan), {"do": "again", "batch": batch}))[-1]
    assert "Your 2 moves cannot be done again together: somebody moved some of them since" in refused
    assert place(evening) == ("Hall 1", "10 12:00")
    assert member("reader").post(address_of(plan), {"do": "again", "batch": batch}).status_code == 403


def test_what_is_foretold_of_all_of_them_is_what_the_rules_say_afterwards(desk: Client, harbour: Festival) -> None:
    halls, dice = [hall(harbour, f"Hall {n}", capacity=40 * n) for n in (1, 2, 3)], Random(12)
    film_of = [film(harbour, f"Film {n}", directors=("Agnès Varda",), expected_audience=90) for n in range(4)]
    starts = [at(f"2026-10-{day} {hour}:00") for day in (10, 11) for hour in (12, 14, 16, 20)]
    rows = [screening(dice.choice(film_of), dice.choice(halls), dice.choice(starts)) for _ in range(16)]
    moves = [Move(row.uid, Placement(dice.choice(halls).pk, dice.choice(starts))) for row in rows[:12]]
    made = copy_timetable(harbour, "Plan B", by=None, at=SPRING, moves=moves)
    before = find_conflicts(load_timetable(harbour).programme)
    told = desk.get(address_of(made))
    act(desk, made, "whole")
    after = find_conflicts(load_timetable(harbour).programme)
    known = [{conflict.subject for conflict in found} for found in (before, after)]
    number_new, number_resolved = len(known[1] - known[0]), len(known[0] - known[1])
    headings = [heading for heading in read(told).headings if heading.startswith("It ")]
    assert headings == [f"It breaks {number_new}", f"It resolves {number_resolved}"]
    assert number_new > 5
    terms = term_contributions(load_timetable(harbour).programme, after, load_preferences(harbour))
    worth = {term.term.unit[:1].upper() + term.term.unit[1:]: term.amount for term in terms if term.weight}
    assert {unit: then for unit, (_now, then) in counts(told).items() if then} == {
        unit: amount for unit, amount in worth.items() if amount
    }
    assert "Scenario as it stands" not in read(told).text


def test_the_boards_undo_takes_the_whole_of_it_back(desk: Client, plan: Scenario, evening: Screening) -> None:
    act(desk, plan, "whole")
    moves = reverse("admin:board-moves", args=[plan.festival_id])
    assert "Taken back: 2 moves made together." in said(desk.post(moves, {"do": "undo", "on": "2026-10-10"}))
    assert place(evening) == ("Hall 1", "10 18:00")


def test_what_was_moved_meanwhile_is_refused_with_where_it_is(desk: Client, plan: Scenario, evening: Screening) -> None:
    fields = fields_of(desk.get(address_of(plan)))
    Screening.objects.filter(pk=evening.pk).update(starts_at=at("2026-10-12 12:00"))
    for sent in ({"do": "ticked", "take": fields["take"]}, {"do": "whole", "all": fields["all"]}):
        assert said(desk.post(address_of(plan), sent))[-1] == (
            "This was changed since you looked: in the timetable it is now Cléo, Mon 12 Oct 12:00, Odeon, Hall 1. "
            "Nothing was taken over; look again."
        )
    assert groups(desk.get(address_of(plan))) == {IN_SCENARIO: ["Lola"], IN_BOTH: ["Cléo"]}


def test_what_the_ticked_would_do_together_is_shown_and_nothing_is_written(
    desk: Client, plan: Scenario, evening: Screening
) -> None:
    seen = fields_of(desk.get(address_of(plan)))["take"]
    page = desk.post(address_of(plan), {"do": "look", "take": seen[:1]})
    assert "If the 1 ticked is taken over" in read(page).headings
    assert (counted(page), ticks(page)) == ((1, 2, 0), [True, False])
    assert place(evening) == ("Hall 1", "10 18:00")


def test_differences_are_narrowed_and_sorted(desk: Client, plan: Scenario) -> None:
    def shown(**query: Any) -> list[str]:
        return [title for titles in groups(desk.get(address_of(plan, **query))).values() for title in titles]

    assert shown() == ["Cléo", "Lola"]
    assert shown(q="LOLA") == ["Lola"]
    assert shown(hall=hall(plan.festival, "Hall 2").pk) == ["Cléo"]
    assert shown(day="2026-10-10", order="hall") == ["Lola", "Cléo"]
    assert shown(kind="both") == []
    assert shown(kind="nonsense") == ["Cléo", "Lola"]


def test_who_may_look_sees_it_and_takes_nothing_over(plan: Scenario, evening: Screening) -> None:
    viewer = member("programmer")
    page = viewer.get(address_of(plan))
    assert 'name="take"' not in page.content.decode()
    assert viewer.post(address_of(plan), {"do": "whole"}).status_code == 403
    assert viewer.post(scenarios_of(plan.festival), {"do": "try"}).status_code == 403


def test_a_scenario_is_found_below_its_own_festival_alone(desk: Client, plan: Scenario) -> None:
    elsewhere = festival("Elsewhere", slug="elsewhere")
    assert desk.get(reverse("admin:scenario", args=[elsewhere.pk, plan.pk])).status_code == 404
    assert desk.get(reverse("admin:scenario", args=[plan.festival_id, 10**30])).status_code == 404
    assert desk.get(reverse("admin:scenario", args=[elsewhere.pk + 1, 10**6])).status_code == 404


@pytest.mark.parametrize("what", ["scenario", "scenario-edit", "scenario-delete", "scenario-board"])
def test_one_that_was_thrown_away_meanwhile_leads_to_the_list(desk: Client, plan: Scenario, what: str) -> None:
    address = reverse(f"admin:{what}", args=[plan.festival_id, plan.pk])
    plan.delete()
    for answer in (desk.get(address), desk.post(address, {"do": "update"})):
        assert answer.headers["Location"] == scenarios_of(plan.festival)
        assert said(answer)[-1] == ("That scenario no longer exists: it was deleted, on its own or with its search.")
    board = reverse("admin:scenario-board", args=[plan.festival_id, 10**6])
    assert desk.get(f"{board}pulse/").status_code == 404
    asked = {"accept": "application/json"}
    assert desk.post(f"{board}moves/", {"do": "undo"}, headers=asked).status_code == 404


def test_one_without_a_name_is_told_what_to_do(desk: Client, evening: Screening) -> None:
    answer = desk.post(scenarios_of(evening.festival), {"name": " "})
    assert (answer.status_code, "Give it a name, such as “Plan B”." in answer.content.decode()) == (422, True)
