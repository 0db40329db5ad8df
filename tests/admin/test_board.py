"""The board's page, and moving on it without a script."""

import json
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.models import BoardMove, Festival, Publication, Screening
from tests.admin.conftest import staff_client
from tests.admin.forms import fields_of, said
from tests.admin.test_roles import member
from tests.benchmarks.festivals import large_festival
from tests.world import at, festival, film, hall, published, screening, section

DAY = "2026-10-10"


def board_of(of: Festival, day: str = DAY, **query: Any) -> str:
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return reverse("admin:board-day", args=[of.pk, day]) + (f"?{pairs}" if pairs else "")


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    strand = section(harbour, "Competition", colour="#336699")
    row = screening(film(harbour, section=strand), hall(harbour, capacity=120), "2026-10-10 20:00", qa=20)
    hall(harbour, "Hall 2")
    return row


def move(client: Client, row: Screening, **typed: Any) -> HttpResponse:
    """Open the Move form, type, press Move."""
    page = client.get(board_of(row.festival, open=row.pk))
    fields = {name: value for name, value in fields_of(page).items() if name not in ("on", "q")}
    return client.post(reverse("admin:board-moves", args=[row.festival_id]), {**fields, "do": "move", **typed})


def start(row: Screening) -> Any:
    return Screening.objects.get(pk=row.pk).starts_at


def test_a_day_shows_its_halls_and_each_screening_where_it_runs(desk: Client, evening: Screening) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival), "2026-10-11 14:00")
    waiting = screening(film(evening.festival, "Lola", runtime=160))
    page = desk.get(board_of(evening.festival))
    deck = page.context["deck"]
    assert [(lane.hall.name, lane.facts) for lane in deck.lanes] == [
        ("Odeon, Hall 1", "120 seats, 15 min changeover"),
        ("Odeon, Hall 2", "15 min changeover"),
    ]
    (piece,) = deck.lanes[0].pieces
    # The day starts at 6 and the board at 9: 20:00 is line 132 of it, for 90 minutes and a Q&A of 20.
    assert (piece.pk, piece.times, piece.classes) == (
        evening.pk, "20:00–21:50", "r-132 l-22 n-0 w-1 of-competition",
    )  # fmt: skip
    assert piece.tail_classes == "r-154 l-3 n-0 w-1"
    assert [(tab.text, tab.count, tab.errors) for tab in deck.tabs[:3]] == [
        ("Fri 9 Oct", 0, 0), ("Sat 10 Oct", 1, 0), ("Sun 11 Oct", 1, 0),
    ]  # fmt: skip
    assert [(piece.pk, piece.reasons) for piece in deck.tray] == [(waiting.pk, ("Long: 160 min",))]
    text = page.content.decode()
    assert f'id="s-{other.pk}"' not in text
    assert "style=" not in text.partition('id="board"')[2]


def test_what_runs_after_midnight_lies_on_the_evening_before(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-11 00:30")
    assert f'id="s-{row.pk}"' in desk.get(board_of(harbour)).content.decode()
    assert f'id="s-{row.pk}"' not in desk.get(board_of(harbour, "2026-10-11")).content.decode()


def test_halls_stand_in_the_order_in_which_one_counts_them(desk: Client, harbour: Festival) -> None:
    for name in ("Screen 10", "Screen 2"):
        hall(harbour, name)
    hall(harbour, "Screen 1", "Kino 9")
    hall(harbour, "Annexe", order=1)
    lanes = desk.get(board_of(harbour)).context["deck"].lanes
    assert [lane.hall.name for lane in lanes] == [
        "Kino 9, Screen 1", "Odeon, Screen 2", "Odeon, Screen 10", "Odeon, Annexe",
    ]  # fmt: skip


def test_the_hours_are_marked_also_where_a_festival_day_begins_at_half_past(desk: Client) -> None:
    of = festival(day_starts_at="06:30")
    screening(film(of), hall(of), "2026-10-10 07:00")
    deck = desk.get(board_of(of)).context["deck"]
    assert (deck.first, deck.hours[0].text, deck.hours[0].classes) == (0, "07:00", "r-6")
    assert deck.classes.endswith(" past-6")


def test_a_secret_and_an_unannounced_film_are_marked_and_named(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00", billing="secret", public_title="Surprise")
    screening(film(harbour, "Lola"), billing="tba", public_title="TBA")
    deck = desk.get(board_of(harbour)).context["deck"]
    assert [(piece.title, piece.marks) for piece in (*deck.lanes[0].pieces, *deck.tray)] == [
        (row.film.title, ("Secret title",)), ("Lola", ("To be announced",)),
    ]  # fmt: skip


def test_conflicts_stand_on_the_card_in_words_worst_first(desk: Client, evening: Screening) -> None:
    screening(evening.film, hall(evening.festival), "2026-10-10 21:00")
    (first, second) = desk.get(board_of(evening.festival)).context["deck"].lanes[0].pieces
    assert "has-error" in first.classes
    assert [word.sign for word in first.words] == ["Error", "Notice"]
    assert first.words[0].sentence.startswith("Odeon, Hall 1 is double-booked: Cléo ends Sat 10 Oct 21:50")
    assert (first.classes.split()[2], second.classes.split()[2]) == ("n-0", "n-1")


def test_the_tray_is_searched(desk: Client, harbour: Festival) -> None:
    for title in ("Les Glaneurs", "Vagabond"):
        screening(film(harbour, title))
    page = desk.get(board_of(harbour, q="GLANEURS"))
    assert [piece.title for piece in page.context["deck"].tray] == ["Les Glaneurs"]


def test_the_move_form_moves_and_says_what_became_public(desk: Client, evening: Screening) -> None:
    published(evening.festival)
    page = move(desk, evening, hall=hall(evening.festival, "Hall 2").pk, day="2026-10-11", time="18:30")
    assert page.status_code == 302
    assert page.url == board_of(evening.festival, "2026-10-11", open=evening.pk)  # type: ignore[attr-defined]
    assert said(page) == [
        "Moved: Cléo, Sun 11 Oct 18:30, Odeon, Hall 2.",
        "Public now, as publication 2: 1 moved.",
    ]
    assert start(evening) == at("2026-10-11 18:30")


def test_the_move_form_reaches_the_small_hours_and_the_tray(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="00:30")
    assert start(evening) == at("2026-10-11 00:30")
    assert said(move(desk, evening, hall=""))[0] == "Moved: Cléo, not placed yet."
    assert start(evening) is None
    move(desk, evening, hall=hall(evening.festival).pk, time="20:00")
    assert start(evening) == at("2026-10-10 20:00")


def test_what_is_there_already_is_no_move_to_take_back(desk: Client, evening: Screening) -> None:
    assert said(move(desk, evening)) == [
        "It is there already: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1. Nothing was changed."
    ]
    assert not BoardMove.objects.exists()


def test_after_midnight_it_is_said_whose_night_it_is(desk: Client, evening: Screening) -> None:
    assert said(move(desk, evening, time="00:30"))[0] == (
        "Moved: Cléo, Sun 11 Oct 00:30 (night of Sat 10 Oct), Odeon, Hall 1."
    )


def test_a_clash_is_allowed_and_told_in_words(desk: Client, evening: Screening) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival, "Hall 2"), "2026-10-10 20:00")
    answer = move(desk, other, hall=evening.hall_id, time="20:05")
    assert start(other) == at("2026-10-10 20:05")
    assert said(answer)[1] == (
        "There it breaks something. Odeon, Hall 1 is double-booked: Cléo ends Sat 10 Oct 21:50, but Vagabond starts "
        "Sat 10 Oct 20:05, 105 min too early. Move one of them."
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"time": "25:00"}, "Write the time as 20:00"),
        ({"time": ""}, "Write the time as 20:00."),
        ({"hall": "999"}, "999 is not one of the available choices"),
        ({"day": ""}, "Choose a day."),
        ({"seen": ""}, "This field is required."),
    ],
)
def test_what_is_no_place_is_said_beside_the_form(
    desk: Client, evening: Screening, typed: dict[str, str], sentence: str
) -> None:
    page = move(desk, evening, **typed)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert start(evening) == at("2026-10-10 20:00")


def test_a_time_the_clock_shows_twice_is_asked_about(desk: Client, evening: Screening) -> None:
    Festival.objects.update(ends_on="2026-10-30")
    page = move(desk, evening, day="2026-10-24", time="02:30")
    assert "First or second 02:30?" in page.content.decode()
    again = {**fields_of(page), "do": "move", "which": "second"}
    desk.post(reverse("admin:board-moves", args=[evening.festival_id]), again)
    assert f"{start(evening):%d %H:%M}" == "25 01:30"


def test_a_move_on_stale_ground_is_refused_with_what_changed(desk: Client, evening: Screening) -> None:
    page = desk.get(board_of(evening.festival, open=evening.pk))
    Screening.objects.update(starts_at=at("2026-10-12 18:00"))
    answer = desk.post(
        reverse("admin:board-moves", args=[evening.festival_id]), {**fields_of(page), "do": "move", "time": "15:00"}
    )
    assert said(answer) == [
        "Somebody else moved this meanwhile: Cléo, Mon 12 Oct 18:00, Odeon, Hall 1. Nothing was changed; look again."
    ]
    assert start(evening) == at("2026-10-12 18:00")


def test_a_move_is_taken_back_and_done_again_by_two_buttons(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="15:00")
    for act, words, hour in (("undo", "Taken back", "20:00"), ("redo", "Done again", "15:00")):
        page = desk.get(board_of(evening.festival))
        assert [bool(known) for _name, _label, known in page.context["takes"]] == [act == "undo", act == "redo"]
        answer = desk.post(reverse("admin:board-moves", args=[evening.festival_id]), {"do": act, "on": DAY})
        assert said(answer)[0] == f"{words}: Cléo, Sat 10 Oct {hour}, Odeon, Hall 1."
        assert start(evening) == at(f"2026-10-10 {hour}")


def test_a_script_is_answered_in_json(desk: Client, evening: Screening) -> None:
    sent = {
        "do": "move", "screening": evening.pk, "seen": f"{evening.hall_id}@20261010T180000", "hall": evening.hall_id,
        "day": DAY, "line": 114,
    }  # fmt: skip
    address = reverse("admin:board-moves", args=[evening.festival_id])
    answer = desk.post(address, sent, headers={"accept": "application/json"})
    assert json.loads(answer.content) == {
        "moved": True,
        "said": [
            {"level": "success", "html": "Moved: Cléo, Sat 10 Oct 15:30, Odeon, Hall 1."},
            {
                "level": "info",
                "html": "Nothing of Harbour Film Festival is public yet. "
                f'<a href="{reverse("admin:publish-review", args=[evening.festival_id])}">Review and publish</a>',
            },
        ],
    }
    again = desk.post(address, sent, headers={"accept": "application/json"})
    assert json.loads(again.content)["moved"] is False
    wrong = desk.post(address, {**sent, "hall": "999"}, headers={"accept": "application/json"})
    assert json.loads(wrong.content)["said"][0]["level"] == "error"
    assert BoardMove.objects.count() == 1


def test_who_may_only_look_sees_no_form_and_moves_nothing(evening: Screening) -> None:
    viewer = member("programmer")
    page = viewer.get(board_of(evening.festival, open=evening.pk))
    assert page.status_code == 200
    assert 'method="post"' not in page.content.decode().partition('id="board"')[2]
    assert "data-movable" not in page.content.decode()
    answer = viewer.post(reverse("admin:board-moves", args=[evening.festival_id]), {"do": "undo"})
    assert answer.status_code == 403
    assert staff_client("eve", ["view_film"]).get(board_of(evening.festival)).status_code == 403


def test_the_scheduler_moves_and_nothing_goes_public_before_the_first_publication(evening: Screening) -> None:
    move(member("scheduler"), evening, time="15:00")
    assert start(evening) == at("2026-10-10 15:00")
    assert not Publication.objects.exists()


@pytest.mark.parametrize("day", ["nonsense", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_what_is_no_day_is_not_found(desk: Client, harbour: Festival, day: str) -> None:
    assert desk.get(reverse("admin:board-day", args=[harbour.pk, day])).status_code == 404


def test_the_pulse_changes_with_every_change_and_is_304_until_then(desk: Client, evening: Screening) -> None:
    address = reverse("admin:board-pulse", args=[evening.festival_id])
    first = desk.get(address)
    assert json.loads(first.content)["version"] == desk.get(board_of(evening.festival)).context["version"]
    assert desk.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    for change in ({"pinned": True}, {"qa": 30}, {"starts_at": at("2026-10-10 19:00")}, {"status": "cancelled"}):
        Screening.objects.update(**change)
        now = desk.get(address, headers={"if-none-match": first["ETag"]})
        assert now.status_code == 200
        first = now


def test_free_places_come_with_the_reasons_of_the_others(desk: Client, evening: Screening) -> None:
    moved = screening(film(evening.festival, "Vagabond", runtime=60))
    answer = desk.get(reverse("admin:board-places", args=[evening.festival_id, DAY, moved.pk])).json()
    one, two = (hall(evening.festival, name).pk for name in ("Hall 1", "Hall 2"))
    # Lines of five minutes from 06:00: 60 minutes before 20:00 less 15 of changeover, and so on.
    assert answer["halls"][str(two)] == [[0, 288, "off", []]]
    assert answer["halls"][str(one)] == [
        [0, 154, "off", []], [154, 157, "error", [0]], [157, 190, "error", [1]], [190, 193, "error", [0]],
        [193, 288, "off", []],
    ]  # fmt: skip
    assert answer["reasons"] == ["Too little changeover: Cléo 20:00–21:50", "Double-booked: Cléo 20:00–21:50"]
    assert desk.get(reverse("admin:board-places", args=[evening.festival_id, DAY, 999])).status_code == 404


def test_the_colours_are_those_of_the_working_timetable(desk: Client, evening: Screening) -> None:
    answer = desk.get(reverse("admin:board-colours", args=[evening.festival_id]))
    assert answer["Content-Type"] == "text/css"
    assert ".of-competition{" in answer.content.decode()


def test_a_time_the_clock_skips_is_refused_with_the_way_out(desk: Client, evening: Screening) -> None:
    Festival.objects.update(starts_on="2026-03-20", ends_on="2026-10-20")
    page = move(desk, evening, day="2026-03-28", time="02:30")
    assert page.status_code == 422
    assert "the clock jumps forward that night; write 2026-03-29T03:30." in page.content.decode()


@pytest.mark.parametrize(("count", "on_the_day"), [(40, 5), (1000, 125)])
def test_opening_a_day_takes_twelve_queries_at_any_size(count: int, on_the_day: int, db: None) -> None:
    """1,000 screenings are 25 halls here; twelve with those that say who asks and what they may."""
    of = large_festival(count, shows_a_hall=40)
    client = member("scheduler")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(board_of(of))
    assert page.status_code == 200
    assert len(queries) == 12, [query["sql"][:90] for query in queries]
    assert sum(len(lane.pieces) for lane in page.context["deck"].lanes) == on_the_day


@pytest.mark.parametrize(("count", "halls"), [(40, 1), (1000, 25)])
def test_the_whole_festival_is_days_by_halls_in_as_few_queries(count: int, halls: int, db: None) -> None:
    of = large_festival(count, shows_a_hall=40)
    client = member("scheduler")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("admin:board-overview", args=[of.pk]))
    assert len(queries) <= 12
    rows = page.context["rows"]
    assert [(row.tab.text, len(row.cells), row.tab.count) for row in rows[:2]] == [
        ("Fri 9 Oct", halls, 5 * halls), ("Sat 10 Oct", halls, 5 * halls),
    ]  # fmt: skip
    assert sum(len(cell.slips) for row in rows for cell in row.cells) == count


def test_a_card_of_the_whole_festival_names_its_hour_section_and_trouble(desk: Client, evening: Screening) -> None:
    screening(evening.film, hall(evening.festival), "2026-10-10 21:00")
    page = desk.get(reverse("admin:board-overview", args=[evening.festival_id]))
    slips = page.context["rows"][1].cells[0].slips
    assert [(slip.spoken, slip.sign) for slip in slips] == [
        ("20:00 Cléo, Competition, error", "!"), ("21:00 Cléo, Competition, error", "!"),
    ]  # fmt: skip
    assert board_of(evening.festival, open=evening.pk) in page.content.decode()


def test_every_page_of_the_admin_leads_to_the_newest_editions_board(desk: Client, harbour: Festival) -> None:
    festival("Next Year", slug="next", starts_on="2027-10-09", ends_on="2027-10-20")
    newest = reverse("admin:newest-board")
    assert newest in desk.get(reverse("admin:index")).content.decode()
    assert desk.get(newest).headers["Location"] == reverse("admin:board", args=[Festival.objects.get(slug="next").pk])
    Festival.objects.all().delete()
    assert desk.get(newest).headers["Location"] == reverse("admin:screenings_festival_changelist")
