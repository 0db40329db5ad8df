"""By what the cards of a board can be told apart."""

from django.test import Client

from screenings.models import Festival
from tests.board.boards import board_of, cards_of, halls_of
from tests.pages import read
from tests.world import film, hall, screening, section


def test_there_is_a_list_for_what_there_are_two_of(desk: Client, harbour: Festival) -> None:
    strand = section(harbour, "Competition")
    row = screening(film(harbour, section=strand), hall(harbour), "2026-10-10 20:00", audience="press")
    page = desk.get(board_of(harbour))
    assert not {"Venue", "Section", "Audience"} & {label.text for label in read(page).all("label")}
    (card,) = cards_of(halls_of(page)[0])
    assert card["data-of"] == f"{row.film_id} competition press"
    lux = hall(harbour, "Lux 1", "Lux")
    screening(film(harbour, "Lola", section=section(harbour, "Animation")), lux, "2026-10-10 20:00")
    page = read(desk.get(board_of(harbour)))
    options = {label: list(page.field(label).options.items()) for label in ("Venue", "Section", "Audience")}
    assert options == {
        "Venue": [("All", ""), ("Lux", str(lux.venue_id)), ("Odeon", str(hall(harbour).venue_id))],
        "Section": [("All", ""), ("Animation", "animation"), ("Competition", "competition")],
        "Audience": [("All", ""), ("Public", "public"), ("Press", "press")],
    }
