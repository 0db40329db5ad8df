"""After a move only the cards that it changed travel, and with them the page is what the server would send whole."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Screening
from screenings.templatetags import board_cards
from tests.staff import member
from tests.world import at, film, hall, screening

pytestmark = pytest.mark.django_db
DAY = "2026-10-10"
CARD = re.compile(r'<article class="card.*?</article>(?:\s*<i class="tail[^>]*></i>)?', re.DOTALL)
MINI_CARD = re.compile(r'<a class="mini-card.*?</a>', re.DOTALL)
LEFT_OUT = re.compile(r'<i data-same="s-(\d+)( t-\d+)?"></i>')


@pytest.fixture
def busy(harbour: Festival) -> list[Screening]:
    """Four in two halls with changeovers, and one in the tray."""
    odeon = hall(harbour, changeover=15)
    other = hall(harbour, "Hall 2", changeover=0)
    return [
        screening(film(harbour, "Cléo"), odeon, f"{DAY} 18:00"),
        screening(film(harbour, "Night"), odeon, f"{DAY} 21:00"),
        screening(film(harbour, "Late"), other, f"{DAY} 19:00"),
        screening(film(harbour, "Fog & Sea"), other, "2026-10-11 19:00"),
        screening(film(harbour, "Unplaced"), None, None),
    ]


def address_of(festival: Festival, page: str) -> str:
    name, args = ("board-day", [festival.pk, DAY]) if page == "day" else ("board-overview", [festival.pk])
    return reverse(f"admin:{name}", args=args)


def board(client: Client, festival: Festival, page: str) -> str:
    return client.get(address_of(festival, page)).content.decode()


def moved(client: Client, row: Screening, page: str, known: str, hour: int) -> str:
    fields = {
        "do": "move", "screening": row.pk, "seen": row.placement.version_token, "hall": row.hall_id, "day": DAY,
        "line": (hour - 6) * 12, "on": DAY, "page": page, "known": known, "form_token": f"{page} {hour}",
    }  # fmt: skip
    address = reverse("admin:board-moves", args=[row.festival_id])
    return str(json.loads(client.post(address, fields, headers={"accept": "application/json"}).content)["page"])


def shown(page: str, pattern: re.Pattern[str]) -> dict[str, str]:
    found = {match[0] for match in pattern.finditer(page)}
    return {re.findall(r'id="s-(\d+)"', text)[0]: text for text in found}


def tags(page: str) -> str:
    return " ".join(re.findall(r'data-tag="([^"]*)"', page))


@pytest.mark.parametrize(("page", "pattern", "known"), [("day", CARD, 4), ("overview", MINI_CARD, 4)])
def test_a_move_sends_what_it_changed_and_leaves_out_the_rest(
    desk: Client, busy: list[Screening], page: str, pattern: re.Pattern[str], known: int
) -> None:
    festival, row = busy[0].festival, busy[0]
    before = board(desk, festival, page)
    had = shown(before, pattern)
    assert len(had) == known
    answer = moved(desk, row, page, tags(before), 15)
    assert set(shown(answer, pattern)) == {str(row.pk)}
    assert {match[1] for match in LEFT_OUT.finditer(answer)} == set(had) - {str(row.pk)}
    after = shown(board(desk, festival, page), pattern)
    filled = LEFT_OUT.sub(lambda match: had[match[1]], answer)
    assert shown(filled, pattern) == after
    assert after[str(row.pk)] != had[str(row.pk)]
    assert all(f' t-{pk}"' in answer for pk, text in had.items() if 'class="tail' in text and pk != str(row.pk))


@pytest.mark.parametrize(("page", "pattern"), [("day", CARD), ("overview", MINI_CARD)])
def test_of_somebody_elses_move_only_what_it_changed_travels_also_to_who_may_not_move(
    busy: list[Screening], page: str, pattern: re.Pattern[str]
) -> None:
    festival, row = busy[0].festival, busy[0]
    reader = member("front of house")
    before = board(reader, festival, page)
    Screening.objects.filter(pk=row.pk).update(starts_at=at(f"{DAY} 15:00"))
    answer = reader.post(address_of(festival, page), {"known": tags(before)}).content.decode()
    assert set(shown(answer, pattern)) == {str(row.pk)}
    had = shown(before, pattern)
    assert shown(LEFT_OUT.sub(lambda match: had[match[1]], answer), pattern) == shown(
        board(reader, festival, page), pattern
    )
    assert answer.lstrip().startswith('<div id="board"'), "no more of the page than the board"


def test_a_page_that_says_nothing_of_what_it_has_gets_every_card(desk: Client, busy: list[Screening]) -> None:
    for hour, known in ((14, ""), (15, "of another server")):
        busy[0].refresh_from_db()
        answer = moved(desk, busy[0], "day", known, hour)
        assert len(shown(answer, CARD)) == 4
        assert "data-same" not in answer


def test_a_card_is_written_again_with_whatever_it_shows(desk: Client, busy: list[Screening]) -> None:
    before = shown(board(desk, busy[0].festival, "day"), CARD)
    again = board_cards._card_text.cache_info().misses
    assert shown(board(desk, busy[0].festival, "day"), CARD) == before
    assert board_cards._card_text.cache_info().misses == again
    busy[0].film.title = "<Cléo>"
    busy[0].film.save()
    Screening.objects.filter(pk=busy[1].pk).update(pinned=True)
    after = shown(board(desk, busy[0].festival, "day"), CARD)
    changed = {pk for pk in before if before[pk] != after[pk]}
    assert changed == {str(busy[0].pk), str(busy[1].pk)}
    assert "&lt;Cléo&gt;" in after[str(busy[0].pk)]
    assert "Pinned" in after[str(busy[1].pk)]


def test_who_may_not_move_gets_cards_of_their_own(desk: Client, busy: list[Screening]) -> None:
    festival, viewer = busy[0].festival, member("programmer")
    for _ in range(2):
        assert "data-movable" in board(desk, festival, "day")
        assert "data-movable" not in board(viewer, festival, "day")
