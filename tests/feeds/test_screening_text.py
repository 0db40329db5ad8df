from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from screenings.feeds.screening_text import description, location, moved_from_sentence, summary
from screenings.timetable.values import CANCELLED, TENTATIVE
from tests.feeds.cast import STRANGERS, at


def test_a_description_tells_the_film_the_evening_and_the_links() -> None:
    assert description(STRANGERS) == (
        "Year: 2023\n"
        "Directed by: Andrew Haigh\n"
        "Country: United Kingdom\n"
        "Running time: 105 minutes\n"
        "Language: English\n"
        "Subtitles: Spanish, Traditional Chinese\n"
        "Format: DCP\n"
        "Section: Gala\n"
        "\n"
        "Introduction: 5 minutes\n"
        "Q&A after the film: 25 minutes\n"
        "Guests: Andrew Haigh, Andrew Scott\n"
        "Access: open captions\n"
        "\n"
        "Tickets: https://tickets.example/buy?show=1&lang=en\n"
        "More: https://festival.example/sunset-2024/films/all-of-us-strangers/"
    )


def bare(**changes: Any) -> str:
    """The description of a screening of which nothing is known but what `changes` says."""
    empty: dict[str, Any] = {
        name: type(getattr(STRANGERS, name))()
        for name in (
            "film_slug", "film_url", "original_title", "intro", "qa", "section", "directors", "guests", "countries",
            "languages", "subtitles", "format", "access", "ticket_url",
        )
    }  # fmt: skip
    return description(replace(STRANGERS, **{**empty, "year": None, "runtime": None, **changes}))


def test_nothing_known_is_nothing_said() -> None:
    assert bare() == ""


def test_an_unknown_running_time_is_said_where_the_end_rests_on_it_and_only_of_a_film_that_is_named() -> None:
    assert bare(film_slug="weekend") == "", "somebody has stated when it ends"
    open_end = "Running time: not known yet, so the end is an estimate"
    assert bare(film_slug="weekend", end_is_estimated=True) == open_end
    assert bare(end_is_estimated=True) == "End: an estimate"
    assert bare(film_slug="weekend", runtime=0) == "Running time: 0 minutes"


def test_the_original_title_takes_the_year_along_and_is_not_the_title_again() -> None:
    assert bare(original_title="Éternité", year=2016) == "Original title: Éternité (2016)"
    assert bare(original_title="Éternité") == "Original title: Éternité"
    assert bare(original_title=STRANGERS.title, year=2023) == "Year: 2023"


def test_the_parts_of_a_programme_are_numbered() -> None:
    assert bare(parts=("Weekend", "45 Years")) == "The programme:\n1. Weekend\n2. 45 Years"


def test_silent_films_and_unknown_codes_are_worded() -> None:
    assert bare(languages=("zxx",)) == "Language: no dialogue"
    assert bare(languages=("fr", "pt-BR", "xx-nowhere", "fr")) == "Languages: French, Brazilian Portuguese, xx-nowhere"
    assert bare(countries=("BE", "ZZZ")) == "Countries: Belgium, ZZZ"


def test_what_changed_comes_first() -> None:
    assert bare(status=CANCELLED, sold_out=True) == "Cancelled: this screening does not take place."
    assert bare(status=TENTATIVE) == "Not settled yet: film, time or place may still change."
    assert bare(sold_out=True) == "Sold out."
    assert bare(standby=True) == "Standby: whoever has no ticket may queue at the door."
    assert bare(sold_out=True, standby=True) == "Sold out; whoever has no ticket may queue at the door."
    assert bare(price="€12", ticket_url="https://t.example/1") == "Price: €12\nTickets: https://t.example/1"
    assert bare(status=CANCELLED, price="€12", standby=True) == "Cancelled: this screening does not take place."
    assert bare(audience="press") == "For press and industry, with accreditation."
    assert bare(audience="private") == "A private screening, by invitation."


def test_a_cancelled_screening_sells_no_tickets() -> None:
    assert "Tickets" not in description(replace(STRANGERS, status=CANCELLED))


def test_a_move_names_the_old_time_on_the_venues_clock_and_the_old_hall() -> None:
    moved = replace(STRANGERS, moved_from_starts_at=at("2024-10-09T21:00:00-07:00"), moved_from_hall="Hall 2")
    assert moved_from_sentence(moved) == "Moved. It was announced for: Wednesday 9 October 2024, 21:00, Hall 2."
    assert moved_from_sentence(replace(moved, moved_from_starts_at=None)) == "Moved. It was announced for: Hall 2."
    assert moved_from_sentence(STRANGERS) == ""


def test_a_show_after_midnight_names_the_evening_it_belongs_to() -> None:
    late = bare(starts_at=at("2024-10-13T00:30:00-07:00"), day=date(2024, 10, 12))
    assert late == "After midnight: part of the programme of Saturday 12 October."


def test_a_note_keeps_its_paragraphs_and_loses_its_controls() -> None:
    assert bare(note="One.\r\n\r\nTwo\x00 \x07 three.\u2028Four.") == "One.\n\nTwo three.\nFour."


def test_a_cinema_of_one_hall_is_named_once() -> None:
    assert location(STRANGERS) == "Hall 1, Landmark Sunset, 8000 Sunset Boulevard, Los Angeles"
    assert location(replace(STRANGERS, hall="LANDMARK Sunset")) == "Landmark Sunset, 8000 Sunset Boulevard, Los Angeles"
    assert location(replace(STRANGERS, hall="", venue="", address="")) == ""


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({}, "All of Us Strangers"),
        ({"sold_out": True}, "Sold out: All of Us Strangers"),
        ({"audience": "press"}, "Press & industry: All of Us Strangers"),
        ({"audience": "press", "sold_out": True}, "Sold out: Press & industry: All of Us Strangers"),
        ({"status": CANCELLED, "sold_out": True}, "Cancelled: All of Us Strangers"),
        ({"status": CANCELLED, "audience": "press"}, "Cancelled: Press & industry: All of Us Strangers"),
        ({"standby": True}, "All of Us Strangers"),
    ],
)
def test_a_summary_says_first_what_one_has_to_know_before_going(facts: dict[str, Any], shown: str) -> None:
    assert summary(replace(STRANGERS, **facts)) == shown


def test_a_summary_is_one_clean_line() -> None:
    assert summary(replace(STRANGERS, title=" A\r\ntitle\u2028of \x00 two\ud800 ")) == "A title of two\ufffd"
    assert summary(replace(STRANGERS, title="\x00")) == "Screening"
