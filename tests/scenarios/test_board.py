"""The board of a scenario: the same page on other ground, of which the working timetable knows nothing."""

import json
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.models import BoardMove, Festival, Publication, Scenario, ScenarioPlace, Screening
from screenings.scheduling import copy_timetable
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests.benchmarks.festivals import large_festival
from tests.board.boards import cards_of, days_of, halls_of, mini_cards_of, undo_and_redo, version_of
from tests.desk.forms import fields_of, said
from tests.pages import read
from tests.staff import member, staff_client
from tests.world import SPRING, at, festival, film, hall, published, screening

DAY = "2026-10-10"


def of(plan: Scenario, what: str = "", *args: Any) -> str:
    name = "-".join(filter(None, ("admin:scenario-board", what)))
    return reverse(name, args=[plan.festival_id, plan.pk, *args])


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    hall(harbour, "Hall 2")
    return screening(film(harbour), hall(harbour), "2026-10-10 20:00")


@pytest.fixture
def plan(evening: Screening) -> Scenario:
    """As published; Cléo in the other hall an hour later."""
    published(evening.festival)
    moves = [Move(evening.uid, Placement(hall(evening.festival, "Hall 2").pk, at("2026-10-10 21:00")))]
    return copy_timetable(evening.festival, "Plan <B>", by=None, at=SPRING, moves=moves)


def move(client: Client, plan: Scenario, row: Screening, **typed: Any) -> HttpResponse:
    page = client.get(of(plan, "day", DAY) + f"?open={row.pk}")
    fields = {name: value for name, value in fields_of(page).items() if name not in ("on", "q")}
    return client.post(of(plan, "moves"), {**fields, "do": "move", **typed})


def start(plan: Scenario, row: Screening) -> Any:
    return ScenarioPlace.objects.get(scenario=plan, screening=row).starts_at


def test_it_shows_where_the_scenario_has_them_and_where_they_are_now(
    desk: Client, plan: Scenario, evening: Screening
) -> None:
    page = desk.get(of(plan, "day", DAY))
    one, two = halls_of(page)
    (card,) = cards_of(two)
    assert cards_of(one) == []
    # 20:00 is line 132 of a board that begins at 9: there it is now, for 90 minutes.
    traces = [
        [(part.text, part["class"]) for part in each.all("i") if part.text.startswith("Now:")] for each in (one, two)
    ]
    assert traces == [[("Now: Cléo", "original-position r-132 l-18")], []]
    assert (card.all("a")[0].name, card.items) == (
        "Cléo, 21:00–22:30, Odeon, Hall 2", ["Moved Now: Sat 10 Oct 20:00, Odeon, Hall 1"],
    )  # fmt: skip
    assert "is-moved" in card["class"].split()
    text = page.content.decode()
    assert "Scenario “Plan &lt;B&gt;”" in text
    assert "Nothing here is in the working timetable." in text
    assert reverse("admin:board-moves", args=[plan.festival_id]) not in text
    of_the_timetable = desk.get(reverse("admin:board-day", args=[plan.festival_id, DAY]))
    (card,) = cards_of(halls_of(of_the_timetable)[0])
    assert (card.all("a")[0].name, card.items) == ("Cléo, 20:00–21:30, Odeon, Hall 1", [])
    assert "Now:" not in card.text
    assert "Nothing here is in the working timetable." not in of_the_timetable.content.decode()


def test_what_is_moved_there_is_moved_nowhere_else_and_nothing_goes_public(
    desk: Client, plan: Scenario, evening: Screening
) -> None:
    answer = move(desk, plan, evening, day="2026-10-11", time="18:30")
    assert answer.headers["Location"] == of(plan, "day", "2026-10-11") + f"?open={evening.pk}"
    assert said(answer) == ["Moved: Cléo, Sun 11 Oct 18:30, Odeon, Hall 2."]
    assert start(plan, evening) == at("2026-10-11 18:30")
    evening.refresh_from_db()
    assert evening.starts_at == at("2026-10-10 20:00")
    assert Publication.objects.count() == 1
    assert not LogEntry.objects.exists()
    assert evening.history.count() == 1  # type: ignore[attr-defined]  # the history's own


def test_each_ground_takes_back_its_own(desk: Client, plan: Scenario, evening: Screening) -> None:
    move(desk, plan, evening, time="22:00")
    other = copy_timetable(plan.festival, "Plan C", by=None, at=SPRING)
    for address in (reverse("admin:board-day", args=[plan.festival_id, DAY]), of(other, "day", DAY)):
        assert undo_and_redo(desk.get(address)) == [("Undo", False), ("Redo", False)]
    for act, hour in (("undo", "21:00"), ("redo", "22:00")):
        desk.post(of(plan, "moves"), {"do": act, "on": DAY})
        assert start(plan, evening) == at(f"2026-10-10 {hour}")
    plan.delete()
    assert not BoardMove.objects.exists()


def test_a_move_on_stale_ground_is_refused_with_where_the_scenario_has_it(
    desk: Client, plan: Scenario, evening: Screening
) -> None:
    fields = fields_of(desk.get(of(plan, "day", DAY) + f"?open={evening.pk}"))
    # What happens in the working timetable is none of its business.
    Screening.objects.update(starts_at=at("2026-10-12 18:00"))
    desk.post(of(plan, "moves"), {**fields, "do": "move", "time": "22:00"})
    answer = desk.post(of(plan, "moves"), {**fields, "do": "move", "time": "23:00"})
    assert said(answer)[-1] == (
        "Somebody else moved this meanwhile: Cléo, Sat 10 Oct 22:00, Odeon, Hall 2. Nothing was changed; look again."
    )
    assert start(plan, evening) == at("2026-10-10 22:00")


def test_what_came_later_is_moved_there_too(desk: Client, plan: Scenario) -> None:
    late = screening(film(plan.festival, "Lola"), hall(plan.festival), "2026-10-10 12:00")
    move(desk, plan, late, time="15:00")
    place = ScenarioPlace.objects.get(screening=late)
    assert (place.title, place.starts_at, place.base_starts_at) == (
        "Lola", at("2026-10-10 15:00"), at("2026-10-10 12:00"),
    )  # fmt: skip
    desk.post(of(plan, "moves"), {"do": "undo", "on": DAY})
    assert start(plan, late) == at("2026-10-10 12:00")


@pytest.mark.parametrize(
    ("changed", "sentence"), [({"pinned": True}, "is pinned"), ({"status": "cancelled"}, "cancel")]
)
def test_what_is_pinned_or_cancelled_stays(
    desk: Client, plan: Scenario, evening: Screening, changed: dict[str, Any], sentence: str
) -> None:
    fields = fields_of(desk.get(of(plan, "day", DAY) + f"?open={evening.pk}"))
    Screening.objects.update(**changed)
    assert sentence in said(desk.post(of(plan, "moves"), {**fields, "do": "move", "time": "22:00"}))[0]
    assert start(plan, evening) == at("2026-10-10 21:00")


def test_its_pulse_changes_with_the_scenario_and_with_the_timetable(
    desk: Client, plan: Scenario, evening: Screening
) -> None:
    def pulse() -> str:
        version: str = json.loads(desk.get(of(plan, "pulse")).content)["version"]
        assert version == version_of(desk.get(of(plan)))
        return version

    seen = [pulse()]
    for change in (
        lambda: ScenarioPlace.objects.update(starts_at=at("2026-10-10 22:00")),
        lambda: Screening.objects.update(qa=10),
    ):
        change()
        seen.append(pulse())
    assert len(set(seen)) == 3
    known = {"if-none-match": f'"{seen[-1]}"'}
    assert desk.get(of(plan, "pulse"), headers=known).status_code == 304


def test_its_free_places_are_those_between_the_scenarios_own(desk: Client, plan: Scenario, evening: Screening) -> None:
    other = screening(film(plan.festival, "Vagabond", runtime=60))
    answer = desk.get(of(plan, "places", DAY, other.pk)).json()
    one, two = (hall(plan.festival, name).pk for name in ("Hall 1", "Hall 2"))
    assert answer["halls"][str(one)] == [[0, 288, "off", []]]
    levels = [level for _first, _last, level, _why in answer["halls"][str(two)]]
    assert levels == ["off", "warning", "error", "warning", "off"]
    assert "Now: Sat 10 Oct 21:00, Odeon, Hall 2. 90 min" in read(desk.get(of(plan, "advice", evening.pk))).text


def test_it_says_how_many_the_timetable_has_moved_since_and_leads_to_where_they_come_in(
    desk: Client, plan: Scenario
) -> None:
    lola = screening(film(plan.festival, "Lola"), hall(plan.festival), "2026-10-11 12:00")
    made = copy_timetable(plan.festival, "Plan C", by=None, at=SPRING)
    way = f'{reverse("admin:scenario", args=[plan.festival_id, made.pk])}#since">1 moved in the timetable since</a>'
    for moved in (False, True):
        if moved:
            Screening.objects.filter(pk=lola.pk).update(starts_at=at("2026-10-11 13:00"))
        for address in (of(made, "day", DAY), of(made, "overview")):
            assert (way in desk.get(address).content.decode()) == moved
    assert "moved in the timetable since" not in desk.get(of(plan, "day", DAY)).content.decode()


def test_the_whole_festival_says_of_each_whether_it_was_moved(desk: Client, plan: Scenario) -> None:
    saturday = days_of(desk.get(of(plan, "overview")))[1]
    assert [card.name for card in mini_cards_of(saturday)] == [
        "21:00 Cléo. Moved. Now: Sat 10 Oct 20:00, Odeon, Hall 1"
    ]


def test_one_click_on_the_board_leads_to_a_copy_of_the_same_day(desk: Client, evening: Screening) -> None:
    answer = desk.post(reverse("admin:scenarios", args=[evening.festival_id]), {"do": "try", "on": "2026-10-11"})
    assert answer.headers["Location"] == of(Scenario.objects.get(), "day", "2026-10-11")
    wrong = desk.post(reverse("admin:scenarios", args=[evening.festival_id]), {"do": "try", "on": "nonsense"})
    assert wrong.status_code == 404
    assert Scenario.objects.count() == 1


def test_who_may_change_screenings_alone_moves_nothing_in_it(plan: Scenario, evening: Screening) -> None:
    for client in (member("programmer"), staff_client("eve", ["change_screening", "view_scenario"])):
        page = client.get(of(plan, "day", DAY) + f"?open={evening.pk}")
        assert page.status_code == 200
        assert "data-movable" not in page.content.decode()
        assert client.post(of(plan, "moves"), {"do": "undo"}).status_code == 403
    assert staff_client("bob", ["change_screening"]).get(of(plan)).status_code == 403


def test_it_is_found_below_its_own_festival_alone(desk: Client, plan: Scenario) -> None:
    elsewhere = festival("Elsewhere", slug="elsewhere")
    for what in ("scenario-board", "scenario-board-pulse", "scenario-board-overview", "scenario-board-moves"):
        assert desk.get(reverse(f"admin:{what}", args=[elsewhere.pk, plan.pk])).status_code == 404


@pytest.mark.parametrize("count", [40, 1000])
def test_opening_a_day_takes_one_query_more_than_the_board(count: int, db: None) -> None:
    made = copy_timetable(large_festival(count, shows_a_hall=40), "Plan B", by=None, at=SPRING)
    client = member("scheduler")
    for address in (of(made, "day", DAY), of(made, "overview")):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        assert len(queries) <= 16, [query["sql"][:90] for query in queries]
