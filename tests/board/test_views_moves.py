"""Moving on the board without a script, and as a script is answered."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import BoardMove, Festival, Publication, Screening
from tests.board.boards import DAY, an_evening, board_of, cards_of, halls_of, move, start, undo_and_redo
from tests.desk.forms import fields_of, said
from tests.pages import read
from tests.staff import member, staff_client
from tests.world import at, film, hall, published, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    return an_evening(harbour)


def test_where_it_is_live_the_move_form_moves_and_says_what_became_public(desk: Client, evening: Screening) -> None:
    published(evening.festival)
    Festival.objects.update(publishing="live")
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
        "This breaks something. Odeon, Hall 1 is double-booked: Cléo ends Sat 10 Oct 21:50, but Vagabond starts "
        "Sat 10 Oct 20:05, 105 min too early. Move one of them."
    )


def test_among_many_of_a_section_it_is_told_what_concerns_the_one_that_was_moved(
    desk: Client, evening: Screening
) -> None:
    """That the others overlap as before is no news."""
    of, strand = evening.festival, evening.film.section
    for number, begin in ((3, "20:00"), (4, "20:30"), (5, "21:30")):
        screening(film(of, f"Film {number}", section=strand), hall(of, f"Hall {number}"), f"{DAY} {begin}")
    (card,) = cards_of(halls_of(desk.get(board_of(of)))[-1])
    (words,) = card.items
    assert words == (
        "Notice Clashes with Cléo (Sat 10 Oct 20:00, Odeon, Hall 1) and Film 4 (Sat 10 Oct 20:30, Odeon, Hall 4); "
        "they share the section Competition."
    )
    assert said(move(desk, evening, time="12:00"))[1] == "That resolves 1 conflict."
    assert said(move(desk, evening, time="20:15"))[1] == (
        "Worth knowing: Clashes with Film 3 (Sat 10 Oct 20:00, Odeon, Hall 3), Film 4 (Sat 10 Oct 20:30, Odeon, "
        "Hall 4) and Film 5 (Sat 10 Oct 21:30, Odeon, Hall 5); they share the section Competition."
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"time": "31:00"}, "Write the time as 20:00 or 8 pm, or with an offset as 01:30-07:00."),
        ({"time": ""}, "Write the time as 20:00 or 8 pm."),
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


def test_a_time_the_clock_skips_is_refused_with_the_way_out(desk: Client, evening: Screening) -> None:
    Festival.objects.update(starts_on="2026-03-20", ends_on="2026-10-20")
    page = move(desk, evening, day="2026-03-28", time="02:30")
    assert page.status_code == 422
    assert (
        "02:30 does not exist that night in Europe/Berlin: the clock jumps from 01:59 to 03:00. "
        "Write 01:59 or earlier, or 03:00 or later."
    ) in page.content.decode()


def test_an_offset_at_which_the_clock_does_not_stand_is_refused(desk: Client, evening: Screening) -> None:
    page = move(desk, evening, day="2026-10-11", time="18:00-07:00")
    assert page.status_code == 422
    assert "the clock of Europe/Berlin stands at +02:00, not -07:00. Leave the offset out." in page.content.decode()
    assert start(evening) == at("2026-10-10 20:00")


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
        assert [is_live for _name, is_live in undo_and_redo(page)] == [act == "undo", act == "redo"]
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
    data = json.loads(answer.content)
    page, version = data.pop("page"), data.pop("version")
    assert f'data-version="{version}"' in page
    assert f'id="s-{evening.pk}"' in page
    assert data == {
        "moved": True,
        "breaks": [],
        "resolves": [],
        "publication": None,
        "public_changes": {},
        "messages": [
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
    assert json.loads(wrong.content)["messages"][0]["level"] == "error"
    assert BoardMove.objects.count() == 1


def test_a_scripts_request_that_arrives_twice_takes_back_one_move(desk: Client, evening: Screening) -> None:
    for hour in ("21:00", "22:00"):
        move(desk, evening, time=hour)
    address = reverse("admin:board-moves", args=[evening.festival_id])

    def undo(token: str) -> HttpResponse:
        return desk.post(address, {"do": "undo", "form_token": token}, headers={"accept": "application/json"})

    first, repeated = undo("a gesture"), undo("a gesture")
    assert json.loads(first.content)["moved"] is True
    told = json.loads(first.content)
    assert "data-version" in told.pop("page")  # a page that is kept would soon be old
    assert (json.loads(repeated.content), repeated["Content-Type"]) == (told, "application/json")
    assert start(evening) == at("2026-10-10 21:00")
    assert json.loads(undo("the next gesture").content)["moved"] is True
    assert start(evening) == at("2026-10-10 20:00")


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


def test_an_open_card_is_pinned_and_unpinned_where_it_is(desk: Client, evening: Screening) -> None:
    """What is pinned no form moves; its card says so, and the search leaves it (tests/solver)."""
    address = board_of(evening.festival, open=evening.pk)

    def press(name: str) -> HttpResponse:
        form = next(form for form in read(desk.get(address)).by_id("opened").all("form") if name in form.text)
        fields = {part["name"]: part["value"] for part in form.all("input")}
        (button,) = form.all("button")
        return desk.post(form["action"], {**fields, button["name"]: button["value"]})

    answer = press("Pin here")
    assert answer.status_code == 302
    assert answer.url == address  # type: ignore[attr-defined]
    assert said(answer) == ["Pinned: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1."]
    opened = read(desk.get(address)).by_id("opened")
    assert "Move" not in opened.buttons
    assert "Pinned: neither people nor searches move it." in opened.text
    assert said(press("Unpin")) == ["Unpinned: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1."]
    assert "Move" in read(desk.get(address)).by_id("opened").buttons


def test_a_pin_in_place_is_answered_with_the_board_and_refused_to_who_may_only_look(
    desk: Client, evening: Screening
) -> None:
    fields = {"do": "pin", "screening": evening.pk, "on": DAY, "page": "day", "opened": evening.pk, "form_token": "1"}
    moves = reverse("admin:board-moves", args=[evening.festival_id])
    assert staff_client("reader", ["view_screening"]).post(moves, fields).status_code == 403
    assert not Screening.objects.filter(pinned=True).exists()
    data = json.loads(desk.post(moves, fields, headers={"accept": "application/json"}).content)
    assert [message["html"] for message in data["messages"]] == ["Pinned: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1."]
    assert "Unpin" in data["page"]
    assert Screening.objects.get().pinned
    lying = screening(film(evening.festival, "Lola"))
    data = json.loads(
        desk.post(
            moves, {**fields, "screening": lying.pk, "form_token": "2"}, headers={"accept": "application/json"}
        ).content
    )
    assert "Put it on the board first, then pin it." in data["messages"][0]["html"]
    assert not Screening.objects.get(pk=lying.pk).pinned


def test_what_a_search_goes_by_is_stated_beside_the_board(desk: Client, evening: Screening) -> None:
    address = board_of(evening.festival)
    panel = read(desk.get(address)).by_id("wishes-panel")
    assert panel.all("summary")[0].text == "What a search goes by 0"
    form = next(form for form in panel.all("form") if form.text == "Not so late")
    (button,) = form.all("button")
    fields = {part["name"]: part["value"] for part in form.all("input")}
    answer = desk.post(form["action"], {**fields, button["name"]: button["value"]})
    assert answer["Location"] == address
    assert said(answer)[-1] == "Wished for: Not so late. The next search goes by it."
    panel = read(desk.get(address)).by_id("wishes-panel")
    assert panel.all("summary")[0].text == "What a search goes by 1"
    assert "Not so late" in panel.all("li")[0].text
    looking = read(staff_client("reader", ["view_screening"]).get(address))
    assert not [part for part in looking.all("details") if part["id"] == "wishes-panel"]
