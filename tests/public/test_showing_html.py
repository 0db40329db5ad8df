"""What a page says of a screening, read as its reader finds it."""

from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse

from screenings.models import Festival
from screenings.public.showing_html import ShowingWriter
from screenings.text.clock import clock_shown
from screenings.timetable.values import CANCELLED, PublicScreening
from tests.pages import Element, read
from tests.public.crowd import HOSTILE
from tests.public.shown import shown
from tests.world import SPRING

BERLIN = Festival(slug="harbour", timezone="Europe/Berlin")
OURS = {
    "a", "bdi", "div", "i", "li", "ol", "p", "page", "s", "span", "strong", "table", "tbody", "td", "time", "tr", "ul",
}  # fmt: skip


def item(row: PublicScreening, of: ShowingWriter | None = None, **options: bool) -> Element:
    return read(HttpResponse(f"<ol>{(of or ShowingWriter(BERLIN)).list_item(row, **options)}</ol>"))


def table_row(row: PublicScreening, of: ShowingWriter | None = None, *, is_dated: bool = False) -> Element:
    written = (of or ShowingWriter(BERLIN)).table_row(row, is_dated=is_dated)
    return read(HttpResponse(f"<table><tbody>{written}</tbody></table>"))


def slot(row: PublicScreening, *, minutes: int = 120, at: datetime | None = None) -> Element:
    written = ShowingWriter(BERLIN, at).slot(row, steps=minutes // 5, minutes=minutes)
    return read(HttpResponse(f"<table><tbody><tr>{written}</tr></tbody></table>"))


def entry(row: PublicScreening) -> Element:
    return read(HttpResponse(f"<ul>{ShowingWriter(BERLIN).entry(row)}</ul>"))


def whole(**values: object) -> PublicScreening:
    """One of which there is everything to say."""
    return shown(**{
        "title": "Nightjar", "film_slug": "nightjar", "directors": ("Ada", "Ben"), "year": 1962, "section": "Shorts",
        "section_slug": "shorts", "qa": 20, "guests": ("Cleo",), "countries": ("FR",), "runtime": 90,
        "languages": ("fr",), "subtitles": ("en",), "format": "DCP", "access": ("sign",), "note": "Short.",
        "ticket_url": "https://tickets.example/?a=1&b=2", "price": "12 €",
        **values,
    })  # fmt: skip


def test_an_item_says_when_what_where_and_how() -> None:
    row = whole()
    found = item(row)
    assert found.text == (
        "14:00 to 16:00 Nightjar Ada, Ben, 1962 Odeon, Hall 1 French · English subtitles · DCP Sign language "
        "Q&A after the film with Cleo Short. Tickets for NightjarPrice: 12 € Calendar file of Nightjar "
        "☆ Add to my plan: Nightjar"
    )
    assert [link["href"] for link in found.all("a")] == [
        "/harbour/films/nightjar/", "/harbour/venues/odeon/", "https://tickets.example/?a=1&b=2",
        f"/harbour/screenings/{row.uid}.ics", f"/harbour/plan/star/screenings/{row.uid}/",
    ]  # fmt: skip
    assert [each["datetime"] for each in found.all("time")] == ["2026-04-01T14:00+02:00", "2026-04-01T16:00+02:00"]


def test_a_row_of_the_listing_has_five_cells() -> None:
    assert [cell.text for cell in table_row(whole()).all("td")] == [
        "14:00 to 16:00",
        "Nightjar Ada, Ben, 1962 Shorts",
        "Odeon, Hall 1",
        "France · 90 min French · English subtitles · DCP Sign language Q&A after the film with Cleo Short.",
        "Tickets for NightjarPrice: 12 € Calendar file of Nightjar ☆ Add to my plan: Nightjar",
    ]


def test_a_cell_of_the_timetable_is_as_wide_as_it_is_told() -> None:
    (cell,) = slot(whole()).all("td")
    assert (cell["colspan"], cell["class"].split()) == ("24", ["slot", "showing-confirmed", "of-shorts"])
    assert cell.text == (
        "14:00 to 16:00 Nightjar French · English subtitles Q&A, Sign language Shorts Short. ☆ Add to my plan: Nightjar"
    )
    assert not slot(whole()).all("svg")


def test_the_ground_of_a_short_one_is_as_long_as_it_lasts() -> None:
    row = whole(ends_at=SPRING + timedelta(minutes=18))
    found = slot(row, minutes=90)
    assert "is-short" in found.all("td")[0]["class"].split()
    assert [ground["width"] for ground in found.all("svg")] == ["20%"]


@pytest.mark.parametrize(
    ("minutes", "state"), [(-1, ""), (0, "is-on"), (119, "is-on"), (120, "is-over"), (600, "is-over")]
)
def test_a_cell_says_what_is_on_now_and_offers_no_star_for_what_is_over(minutes: int, state: str) -> None:
    found = slot(whole(), at=SPRING + timedelta(minutes=minutes))
    assert [name for name in found.all("td")[0]["class"].split() if name.startswith("is-")] == [state] * bool(state)
    assert found.text.startswith("On now: ") is (state == "is-on")
    assert bool(found.all("a", of_class="star")) is (state != "is-over")
    cancelled = slot(whole(status="cancelled"), at=SPRING + timedelta(minutes=minutes))
    assert "On now" not in cancelled.text


def test_a_line_of_the_overview_says_when_it_begins_and_what_it_is() -> None:
    assert entry(whole()).text == "14:00 Nightjar"
    assert entry(whole(timezone="Europe/London", sold_out=True)).text == "13:00 London time Nightjar Sold out"
    assert [link["href"] for link in entry(whole()).all("a")] == ["/harbour/films/nightjar/"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"qa": 0}, "With guests, Sign language"),
        ({"qa": 0, "guests": (), "access": ("captions", "relaxed")}, "Open captions, relaxed screening"),
        ({"qa": 20, "guests": (), "access": ()}, "Q&A"),
    ],
)
def test_a_cell_says_in_few_words_what_is_offered(values: dict[str, object], words: str) -> None:
    assert [part.text for part in slot(whole(**values)).all("p", of_class="slot-offers")] == [words]


def test_what_is_not_known_is_not_said() -> None:
    row = shown()
    assert item(row).text == (
        "14:00 to 16:00 Nightjar Odeon, Hall 1 Calendar file of Nightjar ☆ Add to my plan: Nightjar"
    )
    links = [link.text for link in item(row).all("a")]
    assert links == ["Odeon, Hall 1", "Calendar file of Nightjar", "☆ Add to my plan: Nightjar"]
    assert slot(row).text == "14:00 to 16:00 Nightjar ☆ Add to my plan: Nightjar"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"qa": 20, "guests": ()}, "Q&A after the film Short."),
        ({"qa": 0, "guests": ("Ada", "Ben")}, "With Ada, Ben"),
        ({"sold_out": True}, "Ticket page for Nightjar"),
        ({"sold_out": True, "standby": True}, "Standby for Nightjar"),
        ({"end_is_estimated": True}, "14:00 to about 16:00"),
        ({"moved_from_hall": "Hall 2"}, "Before: Hall 2"),
        ({"moved_from_starts_at": SPRING - timedelta(hours=3)}, "Before: Wed 1 Apr, 11:00"),
        (
            {"moved_from_starts_at": SPRING - timedelta(days=1), "moved_from_hall": "Hall 2"},
            "Before: Tue 31 Mar, 14:00, Hall 2",
        ),
        ({"timezone": "Europe/London"}, "13:00 to 15:00 London time"),
        # After midnight it is another date than the day it is listed under.
        ({"starts_at": SPRING + timedelta(hours=11), "ends_at": SPRING + timedelta(hours=12)}, "Thu 2 Apr, 01:00 to"),
    ],
)
def test_what_is_special_is_said(values: dict[str, object], words: str) -> None:
    for found in (item(whole(**values)), table_row(whole(**values))):
        assert words in found.text
        assert words not in item(whole()).text


def test_the_date_is_said_where_the_page_does_not() -> None:
    assert item(whole(), is_dated=True).text.startswith("Wed 1 Apr, 14:00 to 16:00")
    assert table_row(whole(), is_dated=True).text.startswith("Wed 1 Apr, 14:00 to 16:00")


def test_a_page_of_a_film_or_of_a_venue_does_not_say_it_again() -> None:
    assert "Ada" not in item(whole(), is_untitled=True).text
    assert item(whole(), at_venue=True).all("p", of_class="place") == []
    (place,) = item(whole(), at_venue=True, has_several_halls=True).all("p", of_class="place")
    assert place.text == "Hall 1"


def test_of_what_is_cancelled_no_ticket_and_no_price_is_offered() -> None:
    found = item(whole(status=CANCELLED))
    assert "Cancelled" in found.text
    assert "Ticket" not in found.text
    assert "12 €" not in found.text
    assert "my plan" not in found.text


def test_of_what_has_ended_no_ticket_no_price_and_no_star_is_offered() -> None:
    row = whole()
    before, after = (ShowingWriter(BERLIN, row.ends_at - timedelta(minutes=1)), ShowingWriter(BERLIN, row.ends_at))
    offers = ("Ticket", "12 €", "my plan")
    assert [words for words in offers if words in item(row, before).text] == list(offers)
    for found in (item(row, after), table_row(row, after)):
        assert [words for words in offers if words in found.text] == []
        assert "Calendar file" in found.text


def test_times_are_written_on_the_festivals_clock() -> None:
    with clock_shown("12"):
        assert item(whole()).text.startswith("2:00 pm to 4:00 pm")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_part_of_the_page(text: str) -> None:
    names = ("title", "venue", "hall", "section", "note", "price", "format", "moved_from_hall", "ticket_url")
    row = whole(**dict.fromkeys(names, text), directors=(text, text), guests=(text,))
    for found in (item(row), item(row, at_venue=True, has_several_halls=True), table_row(row), slot(row), entry(row)):
        assert {part.tag for part in found.walk()} <= OURS
        assert {name for part in found.walk() for name in part.attributes} <= {
            "class", "href", "rel", "datetime", "dir", "title", "colspan", "role", "aria-hidden", "data-star",
        }  # fmt: skip
        (title, *_) = [part for part in found.all("bdi") if part.words() == text]
        assert title.words() == text
    assert [link["href"] for link in item(row).all("a", of_class="tickets")] == [text]
    assert slot(row).all("p", of_class="note")[0]["title"] == text
