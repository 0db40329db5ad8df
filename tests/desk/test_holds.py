"""Holds at the desk: set and released by selection, by film and by section, and shown wherever one looks."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.importing.export_folder import export_programme
from screenings.loading import published_screenings
from screenings.models import Festival, Hold, Publication, PublishedScreening, Screening, Section
from screenings.scheduling import copy_timetable
from screenings.scheduling.holds import release
from tests import world
from tests.board.boards import board_of, cards_of, move
from tests.desk.forms import complaints, fields_of, form_of, said, send
from tests.desk.histories import on, restore_of, restored, told
from tests.desk.list_actions import ask, confirm, errors, lines
from tests.pages import listed, read
from tests.scenarios.pages import act
from tests.staff import staff_client
from tests.world import SPRING, at, on_hold

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 4, 2, 10, tzinfo=UTC)  # 12:00 in Berlin


@pytest.fixture
def shows(harbour: Festival) -> list[Screening]:
    """Two of Cléo, of which the first is public, and one of Vagabond in another section."""
    cleo = world.film(harbour, "Cléo", section=world.section(harbour, "Classics"))
    vagabond = world.film(harbour, "Vagabond", section=world.section(harbour, "New"))
    hall = world.hall(harbour)
    first = world.screening(cleo, hall, "2026-10-10 20:00")
    world.published(harbour)
    return [first, world.screening(cleo, hall, "2026-10-11 20:00"), world.screening(vagabond, hall, "2026-10-12 20:00")]


def commanded(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=StringIO(), no_color=True)
    return out.getvalue()


def held() -> set[str]:
    return {f"{row.film.title} {row.starts_at:%d}" for row in Screening.objects.on_hold().select_related("film")}


CHOSEN: dict[str, tuple[Callable[[list[Screening]], Iterable[Model]], set[str]]] = {
    "screenings": (lambda shows: shows[1:], {"Cléo 11", "Vagabond 12"}),
    "films": (lambda shows: [shows[0].film], {"Cléo 10", "Cléo 11"}),
    "sections": (lambda shows: Section.objects.filter(name="New"), {"Vagabond 12"}),
}


@pytest.mark.parametrize("what", CHOSEN)
def test_they_are_put_on_hold_and_released_by_what_is_ticked(desk: Client, shows: list[Screening], what: str) -> None:
    chosen, expected = CHOSEN[what]
    rows = list(chosen(shows))
    asked = ask(desk, "hold", rows)
    assert read(asked).field("Reason")["value"] == "Line-up not announced yet"
    shown = ask(desk, "hold", rows, reason="A rights question")
    assert not held()
    confirm(desk, shown)
    assert held() == expected
    assert set(Hold.objects.values_list("reason", "by__username")) == {("A rights question", "ada")}
    shown = ask(desk, "release", rows)
    assert held() == expected
    confirm(desk, shown)
    assert held() == set()


def test_the_page_before_says_what_the_public_keeps(desk: Client, shows: list[Screening]) -> None:
    shows[0].starts_at = world.at("2026-10-13 18:00")
    world.saved(shows[0])
    shown = ask(desk, "hold", shows[:2], reason="Rights")
    assert lines(shown) == [
        ("Cléo", "Sun 11 Oct 20:00 CEST to 21:30, Odeon, Hall 1", "On hold. The public does not see it yet."),
        ("Cléo", "Tue 13 Oct 18:00 CEST to 19:30, Odeon, Hall 1",
         "On hold. The public keeps: Sat 10 Oct 20:00, Odeon, Hall 1."),
    ]  # fmt: skip


def test_what_is_public_where_it_is_stays_so_in_a_few_words(desk: Client, shows: list[Screening]) -> None:
    assert lines(ask(desk, "hold", shows[:1], reason="Rights")) == [
        ("Cléo", "Sat 10 Oct 20:00 CEST to 21:30, Odeon, Hall 1", "On hold. The public keeps this time and place.")
    ]


def test_what_there_is_nothing_to_do_about_is_said(desk: Client, shows: list[Screening]) -> None:
    on_hold(shows[0])
    assert errors(ask(desk, "hold", shows[:1], reason="Rights")) == [
        "There is no screening among these that is not on hold already."
    ]
    assert errors(ask(desk, "release", shows[1:])) == ["None of these is on hold."]
    assert errors(ask(desk, "hold", shows[1:], reason="x" * 301))


def test_a_festival_that_publishes_as_saved_does_so_at_the_release(desk: Client, shows: list[Screening]) -> None:
    Festival.objects.update(publishing="as-saved")
    on_hold(*shows[1:])
    shown = ask(desk, "release", [shows[2]])
    assert said(confirm(desk, shown))[0] == "Released: Vagabond, Mon 12 Oct 20:00, Odeon, Hall 1."
    assert set(published_screenings(shows[0].festival)) == {shows[0].uid, shows[2].uid}


def test_a_form_that_is_saved_leaves_the_hold(desk: Client, shows: list[Screening]) -> None:
    on_hold(shows[0])
    page = desk.get(reverse("admin:screenings_screening_change", args=[shows[0].pk]))
    assert "On hold since Wed 1 Apr 14:00: The line-up is out on Thursday." in read(page).text
    offered = set(read(page).field("What to do with this screening").options)
    assert offered & {"Put on hold: the public keeps what was announced", "Release from hold"} == {"Release from hold"}
    assert offered & {"Cancel, with a public reason", "Take back the cancellation"} == {"Cancel, with a public reason"}
    send(desk, page.wsgi_request.path, starts_at_0="2026-10-14")
    assert held() == {"Cléo 14"}
    assert published_screenings(shows[0].festival)[shows[0].uid].starts_at == world.at("2026-10-10 20:00")


def test_the_list_shows_and_filters_them(desk: Client, shows: list[Screening]) -> None:
    with time_machine.travel(NOON, tick=False):
        confirm(desk, ask(desk, "hold", shows[2:], reason="Rights & wrongs"))
    address = reverse("admin:screenings_screening_changelist")
    assert len(listed(desk.get(address, {"hold": "no"}))) == 2
    (row,) = listed(desk.get(address, {"hold": "yes"}))
    assert "Vagabond On hold since Thu 2 Apr 12:00 by ada: Rights & wrongs" in row


def test_the_cards_of_the_board_show_them(desk: Client, shows: list[Screening]) -> None:
    with time_machine.travel(NOON, tick=False):
        confirm(desk, ask(desk, "hold", shows[2:], reason="Rights"))
    harbour = shows[0].festival
    (card,) = cards_of(read(desk.get(board_of(harbour, "2026-10-12"))))
    assert "On hold" in [mark.text for mark in card.all("span", of_class="mark")]
    assert "On hold since Thu 2 Apr 12:00 by ada: Rights" in card.items
    (card,) = cards_of(read(desk.get(board_of(harbour, "2026-10-11"))))
    assert "hold" not in card.text


def test_the_desk_and_the_review_show_them_with_what_the_public_keeps(desk: Client, shows: list[Screening]) -> None:
    harbour = shows[0].festival
    on_hold(shows[0], shows[2], reason="Rights")
    hold = "On hold since Wed 1 Apr 14:00: Rights"
    kept = "The public keeps: Sat 10 Oct 20:00, Odeon, Hall 1."
    with time_machine.travel(NOON, tick=False):
        assert read(desk.get(reverse("admin:index"))).section("For the public").items == [
            f"Cléo, Sat 10 Oct 20:00 CEST to 21:30, Odeon, Hall 1. {hold}",
            f"Vagabond, Mon 12 Oct 20:00 CEST to 21:30, Odeon, Hall 1. {hold}",
        ]
        review = read(desk.get(reverse("admin:publish-review", args=[harbour.pk])))
    assert review.section("On hold (2)").items == [
        f"Cléo, Sat 10 Oct 20:00 CEST to 21:30, Odeon, Hall 1. {kept} {hold} Release",
        f"Vagabond, Mon 12 Oct 20:00 CEST to 21:30, Odeon, Hall 1. The public does not see it yet. {hold} Release",
    ]


def test_one_is_released_from_the_review(desk: Client, shows: list[Screening]) -> None:
    on_hold(*shows[1:])
    page = read(desk.get(reverse("admin:publish-review", args=[shows[0].festival_id])))
    button = page.only("Release: Vagabond, Mon 12 Oct 20:00 CEST to 21:30, Odeon, Hall 1", "button")
    asked = desk.post(
        reverse("admin:screenings_screening_changelist"), {"action": "release", button["name"]: button["value"]}
    )
    confirm(desk, asked)
    assert held() == {"Cléo 11"}


@pytest.mark.parametrize(
    "permissions", [("view_screening",), ("view_screening", "annotate_screening"), ("view_film", "change_film")]
)
def test_nobody_holds_who_may_not_change_screenings(shows: list[Screening], permissions: tuple[str, ...]) -> None:
    client = staff_client("eve", permissions)
    row: Model = shows[0].film if "change_film" in permissions else shows[0]
    ask(client, "hold", [row], reason="Mischief", _do="1")
    assert held() == set()


@pytest.mark.parametrize("number", [1, 3])
def test_lists_and_pages_cost_the_same_for_one_and_for_three(desk: Client, shows: list[Screening], number: int) -> None:
    harbour = shows[0].festival
    addresses = (
        reverse("admin:screenings_screening_changelist"),
        reverse("admin:publish-review", args=[harbour.pk]),
        reverse("admin:index"),
        board_of(harbour, "2026-10-11"),
    )

    def queries() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as made:
                desk.get(address)
            found.append(len(made))
        return found

    on_hold(shows[1])
    queries()
    one = queries()
    on_hold(*shows[:number])
    assert queries() == one


def test_the_history_of_a_screening_tells_of_its_holds_and_brings_none_back(
    desk: Client, shows: list[Screening]
) -> None:
    row = shows[2]
    with on(1):
        send(desk, form_of(row), public_note="Come early.")
    with on(2):
        confirm(desk, ask(desk, "hold", [row], reason="Rights"))
    with on(3):
        answer = send(desk, form_of(row), public_note="Bring a coat.")
    assert said(answer)[-1] == "The published timetable stays as it is. Kept back, as on hold: Vagabond."
    told_of = [(by, lines) for by, _why, lines in told(row)]
    assert ("ada", [("Hold Rights, added", "", "")]) in told_of
    restored(desk, restore_of(row, "20260301T120000000000"))
    assert held() == {"Vagabond 12"}
    assert Screening.objects.get(pk=row.pk).public_note == "Come early."
    with on(4):
        confirm(desk, ask(desk, "release", [row]))
    assert ("ada", [("Hold Rights, deleted", "", "")]) in [(by, lines) for by, _why, lines in told(row)]
    restored(desk, restore_of(row, "20260303T120000000000"))
    assert held() == set()


def test_whatever_writes_the_timetable_releases_nothing_and_says_what_stays_held(
    desk: Client, shows: list[Screening], tmp_path: Path
) -> None:
    row, harbour = shows[0], shows[0].festival
    first = Publication.objects.get()
    on_hold(row)
    kept = "Kept back, as on hold: Cléo."

    def is_kept(answer: str) -> None:
        assert kept in answer
        assert held() == {f"Cléo {Screening.objects.get(pk=row.pk).starts_at:%d}"}
        assert published_screenings(harbour)[row.uid].starts_at == at("2026-10-10 20:00")

    scenario = copy_timetable(harbour, "Plan B", by=None, at=SPRING)
    scenario.places.filter(screening=row).update(starts_at=at("2026-10-13 20:00"))
    is_kept(" ".join(said(act(desk, scenario, "whole"))))
    shown = ask(desk, "restore", [first])
    assert "Kept back" not in " ".join(said(confirm(desk, shown)))  # it is where it was announced again
    Screening.objects.filter(pk=row.pk).update(ref="s1")
    export_programme(harbour, tmp_path)
    table = tmp_path / "screenings.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("2026-10-10T20:00", "2026-10-14T20:00"), encoding="utf-8"
    )
    is_kept(commanded("import_programme", str(tmp_path)))
    is_kept(" ".join(said(move(desk, Screening.objects.get(pk=row.pk), time="15:00", day="2026-10-15"))))


def saved(client: Client, row: Screening, fields: dict[str, str], **typed: str) -> HttpResponse:
    return client.post(form_of(row), {**fields, "_save": "1", **typed})


def test_what_was_released_meanwhile_does_not_become_public_unseen(desk: Client, harbour: Festival) -> None:
    row = world.screening(world.film(harbour), world.hall(harbour), "2026-10-10 18:00")
    world.published(harbour)
    on_hold(row)
    mine = fields_of(desk.get(form_of(row)))
    release([row])
    answer = saved(desk, row, mine, hall=str(world.hall(harbour, "Hall 2").pk))
    assert any("has been released since" in line for line in complaints(answer))
    assert [each.hall for each in PublishedScreening.objects.current(harbour)] == ["Hall 1"]

    again = fields_of(answer)
    assert again["hall"] == str(world.hall(harbour, "Hall 2").pk)
    assert saved(desk, row, again).status_code == 302
    assert [each.hall for each in PublishedScreening.objects.current(harbour)] == ["Hall 2"]


def test_a_form_of_what_is_still_on_hold_is_saved(desk: Client, harbour: Festival) -> None:
    row = world.screening(world.film(harbour), world.hall(harbour), "2026-10-10 18:00")
    world.published(harbour)
    on_hold(row)

    assert saved(desk, row, fields_of(desk.get(form_of(row))), notes="Line-up").status_code == 302
