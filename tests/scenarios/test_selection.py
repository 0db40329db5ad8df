"""Ticks on a scenario's page: over all its pages, by day and by hall, and whatever it is narrowed to."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from screenings.models import Festival, Scenario, Screening
from screenings.scenarios import views as scenario_page
from screenings.scheduling import copy_timetable
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Move
from tests.desk.forms import fields_of, said
from tests.pages import read
from tests.scenarios.pages import IN_SCENARIO, address_of, counted, groups, is_ticked, moves_in, sections, title_of
from tests.staff import member
from tests.world import SPRING, at, festival, film, hall, screening

DAYS = ("2026-10-10", "2026-10-11")


@pytest.fixture
def plan(harbour: Festival) -> Scenario:
    """A, B and C go to Saturday's Hall 2, D and E to Sunday's Hall 1."""
    places = dict.fromkeys("ABC", (hall(harbour, "Hall 2"), DAYS[0])) | dict.fromkeys("DE", (hall(harbour), DAYS[1]))
    moves = []
    for number, (title, (where, day)) in enumerate(places.items()):
        row = screening(film(harbour, title), hall(harbour, f"Hall {3 + number}"), "2026-10-09 20:00")
        moves.append(Move(row.uid, Placement(where.pk, at(f"{day} {10 + 2 * number}:00"))))
    return copy_timetable(harbour, "Plan B", by=None, at=SPRING, moves=moves)


def press(client: Client, seen: HttpResponse, button: str, value: str, **typed: Any) -> HttpResponse:
    """A button of a page that is open, with the page as it is but for what is typed."""
    address = seen.wsgi_request.get_full_path()
    return client.post(address, {**fields_of(seen), button: value, **typed})


def ticked(page: HttpResponse) -> tuple[str, int]:
    """The titles ticked on the page, and how many are ticked beside."""
    shown = [move for part in sections(page).values() for move in moves_in(part)]
    titles = sorted(title_of(move) for move in shown if is_ticked(move))
    number, _of, hidden = counted(page)
    assert len(titles) + hidden == number
    return "".join(titles), hidden


def moved() -> str:
    rows = Screening.objects.exclude(starts_at=at("2026-10-09 20:00")).select_related("film")
    return "".join(sorted(row.film.title for row in rows))


def test_they_are_laid_out_by_day_and_by_hall(desk: Client, plan: Scenario) -> None:
    def shown_groups(order: str) -> list[tuple[str, str]]:
        (section,) = sections(desk.get(address_of(plan, order=order))).values()
        names = [name.text for name in section.all("summary")] or [""]
        return list(zip(names, [told.text for told in section.all("span") if "ticked" in told.text], strict=True))

    assert shown_groups("") == [("Sat 10 Oct 3", "3 of 3 ticked"), ("Sun 11 Oct 2", "2 of 2 ticked")]
    assert shown_groups("now") == [("Fri 9 Oct 5", "5 of 5 ticked")]
    assert shown_groups("hall") == [("Odeon, Hall 1 2", "2 of 2 ticked"), ("Odeon, Hall 2 3", "3 of 3 ticked")]
    assert shown_groups("title") == [("", "5 of 5 ticked")]


def test_a_day_and_a_hall_are_ticked_and_unticked_as_a_whole(desk: Client, plan: Scenario) -> None:
    page = press(desk, desk.get(address_of(plan)), "untick", "copy:2026-10-10")
    assert ticked(page) == ("DE", 0)
    assert counted(press(desk, page, "untick", "copy")) == (0, 5, 0)
    page = press(desk, page, "do", "look", order="hall")
    page = press(desk, page, "tick", f"copy:{hall(plan.festival, 'Hall 2').pk}")
    assert ticked(page) == ("ABCDE", 0)
    assert ticked(press(desk, page, "untick", "copy:nonsense")) == ("ABCDE", 0)
    assert moved() == ""


def test_what_is_narrowed_away_stays_ticked_and_counts_where_it_is_said(desk: Client, plan: Scenario) -> None:
    page = press(desk, desk.get(address_of(plan)), "untick", "copy:2026-10-11")
    page = press(desk, page, "do", "look", day=DAYS[1])
    assert ticked(page) == ("", 3)
    text = page.content.decode()
    assert "3 of 5 ticked, 3 of them not shown." in text
    assert "… and the 3 not shown" in text
    page = press(desk, page, "tick", "copy:2026-10-11")
    assert ticked(page) == ("DE", 3)
    answer = press(desk, page, "do", "here")
    assert "Taken over: 2 moves." in said(answer)[0]
    assert answer.headers["Location"] == address_of(plan, day=DAYS[1])
    assert moved() == "DE"
    press(desk, page, "do", "here")
    assert moved() == "DE"


def test_the_ticked_of_all_pages_are_taken_over_in_one_step(
    desk: Client, plan: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenario_page, "DIFFERENCES_PER_PAGE", 2)
    first = desk.get(address_of(plan))
    assert ticked(first) == ("AB", 3)
    assert "Page 1 of 3, 5 differences" in read(first).text
    first_take = fields_of(first)["take"]
    second = press(desk, first, "page", "2", take=first_take[:1])
    assert ticked(second) == ("CD", 2)
    assert "Page 2 of 3, 5 differences" in read(second).text
    # A day that goes on on another page is ticked there too.
    assert ticked(press(desk, second, "untick", "copy:2026-10-10")) == ("", 2)
    assert "data-whole" not in second.content.decode().partition('data-group="copy:2026-10-10"')[2][:20]
    assert "Taken over: 4 moves." in said(press(desk, second, "do", "ticked"))[0]
    assert moved() == "ACDE"


def test_the_two_hours_of_a_dst_night_and_another_zone_lie_on_their_own_festival_day(desk: Client, db: None) -> None:
    """02:30 comes twice in Berlin on 25 October: both belong to the evening before, as does 22:30 in London."""
    of = festival(ends_on=date(2026, 10, 26))
    odeon, curzon = hall(of), hall(of, "Screen 1", "Curzon", timezone="Europe/London")
    rows = [screening(film(of, title), odeon, f"2026-10-2{day} 20:00") for title, day in (("A", 1), ("B", 2), ("C", 3))]
    starts = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1)] + [
        datetime(2026, 10, 24, 21, 30, tzinfo=UTC)
    ]
    moves = [
        Move(row.uid, Placement(where.pk, at))
        for row, where, at in zip(rows, (odeon, odeon, curzon), starts, strict=True)
    ]
    plan = copy_timetable(of, "Plan B", by=None, at=SPRING, moves=moves)
    page = desk.get(address_of(plan))
    ((group,),) = (section.all("details") for section in sections(page).values())
    assert group.all("summary")[0].text == "Sat 24 Oct 3"
    assert [move.facts["In the scenario"] for move in moves_in(group)] == [
        "Sat 24 Oct 22:30 (clock of Europe/London), Curzon, Screen 1",
        "Sun 25 Oct 02:30 CEST (night of Sat 24 Oct), Odeon, Hall 1",
        "Sun 25 Oct 02:30 CET (night of Sat 24 Oct), Odeon, Hall 1",
    ]
    press(desk, page, "do", "ticked")
    assert [Screening.objects.get(pk=row.pk).starts_at for row in rows] == starts


def test_what_is_in_the_way_is_never_ticked(desk: Client, plan: Scenario) -> None:
    page = desk.get(address_of(plan))
    Screening.objects.filter(film__title="A").update(pinned=True)
    page = press(desk, page, "tick", "copy")
    assert ticked(page) == ("BCDE", 0)
    assert "Taken over: 4 moves." in said(press(desk, page, "do", "ticked"))[0]


@pytest.mark.parametrize("token", ["x", "1~", f"{10**30}~tray~tray"])
def test_what_no_page_has_written_is_refused_and_the_page_comes_back(desk: Client, plan: Scenario, token: str) -> None:
    for fields in ({"take": token}, {"hidden": token}):
        answer = desk.post(address_of(plan), {"do": "look", **fields})
        assert answer.status_code == 302
        assert said(answer)[-1] == "That move cannot be read. Load the page again."


def test_of_many_it_is_not_said_what_each_alone_would_do(
    desk: Client, plan: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenario_page, "MAX_ROWS_WITH_EFFECT", 2)
    page = desk.get(address_of(plan))
    (section,) = sections(page).values()
    assert {"On its own it" in move.text for move in moves_in(section)} == {False}
    assert "is said where at most 2 are shown" in page.content.decode()
    assert ["open" in group for group in section.all("details")] == [False, False]
    (opened,) = sections(press(desk, page, "untick", "copy:2026-10-10")).values()
    assert ["open" in group for group in opened.all("details")] == [True, False]
    (section,) = sections(desk.get(address_of(plan, day=DAYS[1]))).values()
    assert ["On its own it" in move.text for move in moves_in(section)] == [True, True]


def test_who_may_only_look_narrows_and_has_no_ticks(plan: Scenario) -> None:
    page = member("programmer").get(address_of(plan, day=DAYS[1], page="9"))
    text = page.content.decode()
    assert '<form method="get" id="moves">' in text
    assert 'name="take"' not in text
    assert groups(page) == {IN_SCENARIO: ["D", "E"]}
