"""The board's page: what stands where, and what it costs to open."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.models import Festival, Screening
from tests.benchmarks.festivals import large_festival
from tests.board.boards import DAY, an_evening, board_of, cards_of, days_of, halls_of, mini_cards_of, version_of
from tests.pages import read
from tests.staff import member
from tests.world import at, festival, film, hall, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    return an_evening(harbour)


def test_a_day_shows_its_halls_and_each_screening_where_it_runs(desk: Client, evening: Screening) -> None:
    other = screening(film(evening.festival, "Vagabond"), hall(evening.festival), "2026-10-11 14:00")
    waiting = screening(film(evening.festival, "Lola", runtime=160))
    page = desk.get(board_of(evening.festival))
    halls = halls_of(page)
    assert [[part.text for part in each.all("h2")[0].all("span")] for each in halls] == [
        ["Odeon, Hall 1", "120 seats, 15 min changeover"],
        ["Odeon, Hall 2", "15 min changeover"],
    ]
    (card,) = cards_of(halls[0])
    # The day starts at 6 and the board at 9: 20:00 is line 132 of it, for 90 minutes and a Q&A of 20.
    assert (card["id"], card.all("span", of_class="when")[0].text, card["class"]) == (
        f"s-{evening.pk}", "20:00–21:50", "card r-132 l-22 n-0 w-1 of-competition",
    )  # fmt: skip
    assert [tail["class"] for tail in halls[0].all("i", of_class="tail")] == ["tail r-154 l-3 n-0 w-1"]
    # Those with errors would say so.
    days = [words for words, _way in read(page).only("Days", "nav").links]
    assert days[:5] == ["Whole festival", "Sheets of this day", "Fri 9 Oct 0", "Sat 10 Oct 1", "Sun 11 Oct 1"]
    tray = read(page).section("Tray 1")
    assert [(card["id"], card.items) for card in cards_of(tray)] == [(f"s-{waiting.pk}", ["Long: 160 min"])]
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
    assert [each.all("h2")[0].all("span")[0].text for each in halls_of(desk.get(board_of(harbour)))] == [
        "Kino 9, Screen 1", "Odeon, Screen 2", "Odeon, Screen 10", "Odeon, Annexe",
    ]  # fmt: skip


def test_a_cinema_stands_once_over_its_halls(desk: Client, harbour: Festival) -> None:
    for name, venue in (("Lux 2", "Lux"), ("Lux 1", "Lux"), ("Odeon", "Odeon")):
        hall(harbour, name, venue)
    page = read(desk.get(board_of(harbour)))
    cinemas = page.all("div", of_class="venue")
    assert [each.all("p", of_class="venue-name")[0].text for each in cinemas] == ["Lux", "Odeon"]
    names = [[head.all("span")[0].text for head in each.all("h2", of_class="head")] for each in cinemas]
    assert names == [["Lux 1", "Lux 2"], ["Odeon"]]


def test_the_hours_are_marked_also_where_a_festival_day_begins_at_half_past(desk: Client) -> None:
    of = festival(day_starts_at="06:30")
    screening(film(of), hall(of), "2026-10-10 07:00")
    page = read(desk.get(board_of(of)))
    assert [part["data-first"] for part in page.all("div") if "data-first" in part] == ["0"]
    first = page.all("span", of_class="hour-mark")[0]
    assert (first.text, first["class"]) == ("07:00", "hour-mark r-6")
    (sheet,) = (part for part in page.all() if part["role"] == "region")
    assert sheet["class"].endswith(" past-6")


def test_a_secret_and_an_unannounced_film_are_marked_and_named(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00", billing="secret", public_title="Surprise")
    screening(film(harbour, "Lola"), billing="tba", public_title="TBA")
    page = desk.get(board_of(harbour))
    cards = (*cards_of(halls_of(page)[0]), *cards_of(read(page).section("Tray 1")))
    assert [(card.all("b")[0].text, [mark.text for mark in card.all("span", of_class="mark")]) for card in cards] == [
        (row.film.title, ["Secret title"]), ("Lola", ["To be announced"]),
    ]  # fmt: skip


def test_conflicts_stand_on_the_card_in_words_worst_first(desk: Client, evening: Screening) -> None:
    screening(evening.film, hall(evening.festival), "2026-10-10 21:00")
    (first, second) = cards_of(halls_of(desk.get(board_of(evening.festival)))[0])
    assert "has-error" in first["class"].split()
    assert [line.partition(" ")[0] for line in first.items] == ["Error", "Notice"]
    assert first.items[0].startswith("Error Odeon, Hall 1 is double-booked: Cléo ends Sat 10 Oct 21:50")
    assert (first["class"].split()[3], second["class"].split()[3]) == ("n-0", "n-1")


def test_the_tray_is_searched(desk: Client, harbour: Festival) -> None:
    for title in ("Les Glaneurs", "Vagabond"):
        screening(film(harbour, title))
    tray = read(desk.get(board_of(harbour, q="GLANEURS"))).section("Tray 1")
    assert [card.all("b")[0].text for card in cards_of(tray)] == ["Les Glaneurs"]


@pytest.mark.parametrize("day", ["nonsense", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_what_is_no_day_is_not_found(desk: Client, harbour: Festival, day: str) -> None:
    assert desk.get(reverse("admin:board-day", args=[harbour.pk, day])).status_code == 404


def test_the_pulse_changes_with_every_change_and_is_304_until_then(desk: Client, evening: Screening) -> None:
    address = reverse("admin:board-pulse", args=[evening.festival_id])
    first = desk.get(address)
    assert json.loads(first.content)["version"] == version_of(desk.get(board_of(evening.festival)))
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
        [0, 154, "off", []], [154, 157, "warning", [0]], [157, 190, "error", [1]], [190, 193, "warning", [0]],
        [193, 288, "off", []],
    ]  # fmt: skip
    assert answer["reasons"] == ["Too little changeover: Cléo 20:00–21:50", "Double-booked: Cléo 20:00–21:50"]
    assert desk.get(reverse("admin:board-places", args=[evening.festival_id, DAY, 999])).status_code == 404


def test_the_colours_are_those_of_the_working_timetable(desk: Client, evening: Screening) -> None:
    answer = desk.get(reverse("admin:board-colours", args=[evening.festival_id]))
    assert answer["Content-Type"] == "text/css"
    assert ".of-competition{" in answer.content.decode()


@pytest.mark.parametrize(("count", "on_the_day"), [(40, 5), (1000, 125)])
def test_opening_a_day_takes_seventeen_queries_at_any_size(count: int, on_the_day: int, db: None) -> None:
    """1,000 screenings are 25 halls here; with those that say who asks and what they may, and three for what a search
    goes by.
    """
    of = large_festival(count, shows_a_hall=40)
    client = member("scheduler")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(board_of(of))
    assert page.status_code == 200
    assert len(queries) == 16, [query["sql"][:90] for query in queries]
    assert sum(len(cards_of(each)) for each in halls_of(page)) == on_the_day


@pytest.mark.parametrize(("count", "halls"), [(40, 1), (1000, 25)])
def test_the_whole_festival_is_days_by_halls_in_as_few_queries(count: int, halls: int, db: None) -> None:
    of = large_festival(count, shows_a_hall=40)
    client = member("scheduler")
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("admin:board-overview", args=[of.pk]))
    assert len(queries) <= 14
    days = days_of(page)
    named = [(day.all("th")[0], len(day.all("td"))) for day in days[:2]]
    assert [(name.all("a")[0].text, cells, name.all("span", of_class="count")[0].text) for name, cells in named] == [
        ("Fri 9 Oct", halls, str(5 * halls)), ("Sat 10 Oct", halls, str(5 * halls)),
    ]  # fmt: skip
    assert sum(len(mini_cards_of(day)) for day in days) == count


def test_a_card_of_the_whole_festival_names_its_hour_section_and_trouble(desk: Client, evening: Screening) -> None:
    screening(evening.film, hall(evening.festival), "2026-10-10 21:00")
    page = desk.get(reverse("admin:board-overview", args=[evening.festival_id]))
    in_the_first_hall = days_of(page)[1].all("td")[0].all("a")
    assert [(card.name, card.text) for card in in_the_first_hall] == [
        ("20:00 Cléo, Competition, error", "!20:00 Cléo"), ("21:00 Cléo, Competition, error", "!21:00 Cléo"),
    ]  # fmt: skip
    assert board_of(evening.festival, open=evening.pk) in page.content.decode()


def test_every_page_of_the_admin_leads_to_the_board_of_the_edition_worked_on(desk: Client, harbour: Festival) -> None:
    festival("Next Year", slug="next", starts_on="2027-10-09", ends_on="2027-10-20")
    working = reverse("admin:working-board")
    assert working in desk.get(reverse("admin:index")).content.decode()
    assert desk.get(working).headers["Location"] == reverse("admin:board", args=[Festival.objects.get(slug="next").pk])
    Festival.objects.all().delete()
    assert desk.get(working).headers["Location"] == reverse("admin:screenings_festival_changelist")


def test_a_special_months_later_is_one_more_tab_after_the_days_of_the_run(desk: Client, evening: Screening) -> None:
    special = screening(film(evening.festival, "Encore"), hall(evening.festival), "2027-02-14 20:00")
    page = desk.get(board_of(evening.festival, "2027-02-14"))
    days = [words for words, _way in read(page).only("Days", "nav").links]
    assert days[-3:] == ["Mon 19 Oct 0", "Tue 20 Oct 0", "Sun 14 Feb 1"]
    assert f'id="s-{special.pk}"' in page.content.decode()


def test_the_whole_festival_says_what_is_pinned_and_how_that_looks(desk: Client, harbour: Festival) -> None:
    evening, key = an_evening(harbour), "A double frame is a pin."
    address = reverse("admin:board-overview", args=[harbour.pk])
    assert key not in read(desk.get(address)).text
    Screening.objects.filter(pk=evening.pk).update(pinned=True)
    page = desk.get(address)
    assert key in read(page).text
    assert [card["aria-label"].split(",")[2:3] for day in days_of(page) for card in mini_cards_of(day)] == [[" pinned"]]
