"""Where things stand, on the board's bar and on every staff page, and the buttons that go on from there."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Festival, Publication, Screening
from tests.board.boards import DAY, an_evening, board_of, move, start
from tests.desk.forms import fields_of, form_of, said, send
from tests.pages import Element, read
from tests.staff import member
from tests.world import at, published


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    """Public since publication 1."""
    row = an_evening(harbour)
    published(harbour)
    return row


def bar_of(page: HttpResponse) -> Element:
    (bar,) = read(page).all("div", of_class="public-state")
    return bar


def offered(part: Element) -> list[str]:
    """The words of its links and buttons, in their order."""
    return [each.text for each in part.all("a", "button")]


def text_of(bar: Element) -> str:
    (line,) = bar.all("p")
    return line.text


def press(client: Client, page: HttpResponse, **typed: str) -> HttpResponse:
    """One of the buttons of the bar or of the line."""
    of = Festival.objects.get()
    hidden = {field["name"]: field["value"] for field in read(page).all("input") if field["name"] in ("seen", "next")}
    return client.post(reverse("admin:publishing", args=[of.pk]), {**hidden, **typed})


def is_paused() -> bool:
    return Festival.objects.get().is_paused


def test_as_saved_the_bar_says_what_a_move_will_do_and_then_what_waits(desk: Client, evening: Screening) -> None:
    bar = bar_of(desk.get(board_of(evening.festival)))
    assert text_of(bar) == "The first move here pauses publishing, so that you can try things."
    assert offered(bar) == ["Go live"]
    assert said(move(desk, evening, time="21:00"))[-1].startswith(
        "Publishing is paused, so that you can try things. 1 change is not public yet: 1 moved."
    )
    for address in (board_of(evening.festival), reverse("admin:board-overview", args=[evening.festival_id])):
        bar = bar_of(desk.get(address))
        assert text_of(bar).startswith("1 change not public. Publishing has been paused since ")
        assert text_of(bar).endswith("when ada moved something on the board.")
        assert offered(bar) == ["Review", "Publish", "Put back", "Publish and go live"]


@pytest.mark.parametrize(
    ("publishing", "words", "buttons"),
    [
        ("after-review", "1 change not public.", ["Review", "Publish"]),
        ("live", "Live: each move here is public at once.", ["Stop live"]),
    ],
)
def test_the_other_ways_of_publishing_are_said_as_well(
    desk: Client, evening: Screening, publishing: str, words: str, buttons: list[str]
) -> None:
    Festival.objects.update(publishing=publishing)
    move(desk, evening, time="21:00")
    bar = bar_of(desk.get(board_of(evening.festival)))
    assert (text_of(bar), offered(bar)) == (words, buttons)


def test_before_the_first_publication_the_bar_leads_to_the_review(desk: Client, harbour: Festival) -> None:
    an_evening(harbour)
    bar = bar_of(desk.get(board_of(harbour)))
    assert (text_of(bar), offered(bar)) == ("Nothing is public yet.", ["Review"])


def test_publish_on_the_bar_publishes_what_waits_and_leads_back(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    answer = press(desk, desk.get(board_of(evening.festival)), do="publish")
    assert (answer.status_code, answer["Location"]) == (302, board_of(evening.festival))
    assert said(answer) == ["Public now, as publication 2: 1 moved."]
    assert not is_paused()
    bar = bar_of(desk.get(board_of(evening.festival)))
    assert text_of(bar) == "The first move here pauses publishing, so that you can try things."


def test_what_was_not_on_the_screen_is_not_published(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    page = desk.get(board_of(evening.festival))
    move(desk, evening, time="22:00")
    answer = press(desk, page, do="publish")
    assert answer["Location"] == reverse("admin:publish-review", args=[evening.festival_id])
    assert said(answer)[-1] == "This has changed since you looked, so nothing was published. It now reads like this."
    assert (is_paused(), Publication.objects.count()) == (True, 1)


def test_live_is_a_switch_on_the_board(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    answer = press(desk, desk.get(board_of(evening.festival)), do="live")
    assert said(answer) == [
        "Live: from now on each move on the board is public at once.",
        "Public now, as publication 2: 1 moved.",
    ]
    assert said(move(desk, evening, time="22:00"))[-1] == "Public now, as publication 3: 1 moved."
    press(desk, desk.get(board_of(evening.festival)), do="as-saved")
    move(desk, evening, time="23:00")
    assert (is_paused(), Publication.objects.count()) == (True, 3)


def test_every_staff_page_says_since_when_and_leads_on(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    send(desk, form_of(evening.film), title="Cléo from 5 to 7")
    for address in (reverse("admin:index"), form_of(evening)):
        page = desk.get(address)
        (line,) = read(page).all("div", of_class="pause-notice")
        assert line.text.startswith("Harbour Film Festival: Publishing has been paused since ")
        assert offered(line) == ["Review", "Publish", "Put back"]
    answer = press(desk, page, do="publish")
    assert answer["Location"] == form_of(evening)
    assert said(answer)[0].startswith("Public now, as publication 2: ")
    assert not read(desk.get(reverse("admin:index"))).all("div", of_class="pause-notice")


def test_who_may_not_publish_is_offered_nothing_of_it(desk: Client, evening: Screening) -> None:
    move(desk, evening, time="21:00")
    reader = member("programmer")
    for page in (reader.get(board_of(evening.festival)), reader.get(reverse("admin:index"))):
        assert "Publishing has been paused since" in page.content.decode()
        assert 'value="publish"' not in page.content.decode()
        assert "Put back" not in page.content.decode()
    assert reader.post(reverse("admin:publishing", args=[evening.festival_id]), {"do": "publish"}).status_code == 403


def test_an_address_elsewhere_is_no_way_back(desk: Client, evening: Screening) -> None:
    answer = press(desk, desk.get(board_of(evening.festival)), do="live", next="https://evil.example/")
    assert answer["Location"] == reverse("admin:board", args=[evening.festival_id])


def test_an_open_board_hears_of_a_publication_made_elsewhere(desk: Client, evening: Screening) -> None:
    pulse = reverse("admin:board-pulse", args=[evening.festival_id])
    move(desk, evening, time="21:00")
    before = desk.get(pulse).content
    press(desk, desk.get(board_of(evening.festival)), do="publish")
    assert desk.get(pulse).content != before


def test_lifting_a_public_card_off_the_wall_asks_first(desk: Client, evening: Screening) -> None:
    page = move(desk, evening, hall="")
    assert page.status_code == 422
    assert "“Cléo” is public. Without a place it is told to the public as cancelled" in read(page).text
    assert start(evening) == at("2026-10-10 20:00")
    answer = desk.post(
        reverse("admin:board-moves", args=[evening.festival_id]), {**fields_of(page), "do": "move", "lift": "on"}
    )
    assert said(answer)[0] == "Moved: Cléo, not placed yet."


def test_a_script_is_given_the_question(desk: Client, evening: Screening) -> None:
    sent = {"do": "move", "screening": evening.pk, "seen": evening.placement.version_token, "hall": "", "on": DAY}
    address = reverse("admin:board-moves", args=[evening.festival_id])
    headers = {"accept": "application/json"}
    asked = desk.post(address, sent, headers=headers).json()  # type: ignore[attr-defined]
    assert (asked["moved"], asked["asks"], start(evening)) == (False, True, at("2026-10-10 20:00"))
    assert "data-lift>Take it off the wall</button>" in asked["messages"][0]["html"]
    done = desk.post(address, {**sent, "lift": "on"}, headers=headers).json()  # type: ignore[attr-defined]
    assert (done["moved"], "asks" in done) == (True, False)
