"""The review page: what would change, what stands in the way, and a button that publishes just what was seen."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.admin.publication_diff import publication_preview_token
from screenings.models import Acknowledgement, Festival, Publication, RuleSetting, Screening
from screenings.publishing import preview_publication
from tests.admin.reviews import shown_groups
from tests.desk.forms import SENT_TWICE, fields_of, form_of, said, shown_messages
from tests.pages import read
from tests.staff import staff_client
from tests.world import SPRING, changeovers_are_errors, festival, film, hall, published, saved, screening


@pytest.fixture
def harbour(db: None) -> Festival:
    return changeovers_are_errors(festival(publishing="after-review"))


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    """Public since publication 1, with a second show in the hall well after it."""
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    screening(film(harbour, "Vagabond"), row.hall, "2026-10-10 22:30")
    published(harbour)
    return row


def review_of(of: Festival) -> str:
    return reverse("admin:publish-review", args=[of.pk])


def token_of(of: Festival) -> str:
    """What the form would send, had it a button."""
    return publication_preview_token(preview_publication(of, at=SPRING))


def press_publish(client: Client, of: Festival, **typed: Any) -> HttpResponse:
    page = client.get(review_of(of))
    return client.post(review_of(of), {**fields_of(page), **typed})


def test_the_first_publication_lists_everything_as_added_and_is_a_decision(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    page = desk.get(review_of(harbour))
    assert shown_groups(page) == {"Added": [("Cléo", [])]}
    text = page.content.decode()
    assert "Nothing is public yet. The first publication makes all of this public: 1 added." in text
    assert "Sat 10 Oct 20:00, Odeon, Hall 1" in text
    assert form_of(row) in text
    answer = press_publish(desk, harbour, note="The programme is out.")
    assert said(answer) == ["Public now, as publication 1: 1 added."]
    made = Publication.objects.get()
    assert (made.note, made.published_by.username) == ("The programme is out.", "ada")  # type: ignore[union-attr]
    assert "Nothing has changed since." in desk.get(review_of(harbour)).content.decode()


def test_old_and_new_stand_side_by_side_grouped_by_what_happened(desk: Client, evening: Screening) -> None:
    of = evening.festival
    cancelled, renamed, noted, gone = (
        screening(film(of, title), hall(of, f"Hall {title}"), f"2026-10-11 18:0{number}")
        for number, title in enumerate("ABCD")
    )
    published(of)
    assert evening.starts_at is not None
    Screening.objects.filter(pk=evening.pk).update(starts_at=evening.starts_at.replace(hour=19))
    Screening.objects.filter(pk=cancelled.pk).update(status="cancelled", public_note="The print is late.")
    renamed.film.title = "B, restored"
    saved(renamed.film)
    Screening.objects.filter(pk=noted.pk).update(sold_out=True, access=("captions",))
    gone.delete()
    screening(film(of, "E"), hall(of, "Hall E"), "2026-10-11 18:00")
    assert shown_groups(desk.get(review_of(of))) == {
        "Added": [("E", [])],
        "Moved": [
            (
                "Cléo",
                [("start", "Sat 10 Oct 20:00", "Sat 10 Oct 21:00"), ("end", "Sat 10 Oct 21:30", "Sat 10 Oct 22:30")],
            )
        ],
        "Cancelled": [
            ("A", [("status", "confirmed", "cancelled"), ("note", "—", "The print is late.")]),
            ("D", [("status", "confirmed", "cancelled")]),
        ],
        "Retitled": [("B, restored", [("title", "B", "B, restored")])],
        "Changed otherwise": [("C", [("access", "—", "captions"), ("tickets", "available", "sold out")])],
    }


def test_a_second_click_publishes_nothing_twice(desk: Client, harbour: Festival) -> None:
    screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    seen = fields_of(desk.get(review_of(harbour)))
    desk.post(review_of(harbour), seen)
    again = desk.post(review_of(harbour), seen)
    assert shown_messages(desk, again) == [SENT_TWICE, "Public now, as publication 1: 1 added."]
    another_rendering = {name: value for name, value in seen.items() if name != "form_token"}
    assert said(desk.post(review_of(harbour), another_rendering))[-1] == "This is public already, as publication 1."
    assert Publication.objects.count() == 1


def test_what_changed_since_it_was_looked_at_is_shown_again_instead(desk: Client, evening: Screening) -> None:
    Screening.objects.filter(pk=evening.pk).update(sold_out=True)
    seen = fields_of(desk.get(review_of(evening.festival)))
    Screening.objects.filter(pk=evening.pk).update(status="cancelled")
    answer = desk.post(review_of(evening.festival), {**seen, "note": "The ferry does not run."})
    assert said(answer) == [
        "The timetable has changed since you looked, so nothing was published. This is the difference now."
    ]
    assert Publication.objects.count() == 1
    assert list(shown_groups(answer)) == ["Cancelled"]
    assert fields_of(answer)["note"] == "The ferry does not run."
    assert said(desk.post(review_of(evening.festival), fields_of(answer)))[-1].startswith(
        "Public now, as publication 2"
    )
    assert Publication.objects.get(number=2).note == "The ferry does not run."


def test_a_note_that_is_too_long_comes_back_with_what_is_wrong(desk: Client, evening: Screening) -> None:
    Screening.objects.filter(pk=evening.pk).update(sold_out=True)
    answer = press_publish(desk, evening.festival, note="é" * 2001)
    assert "A note to the public has 2000 characters at most; this one has 2001." in answer.content.decode()
    assert fields_of(answer)["note"] == "é" * 2001
    assert Publication.objects.count() == 1


def test_a_double_booking_is_named_and_leaves_no_button(desk: Client, evening: Screening) -> None:
    later = Screening.objects.get(film__title="Vagabond")
    Screening.objects.filter(pk=later.pk).update(starts_at=evening.starts_at)
    page = desk.get(review_of(evening.festival))
    text = page.content.decode()
    assert "Odeon, Hall 1 is double-booked" in text
    assert form_of(evening) in text
    assert form_of(later) in text
    assert 'value="Publish"' not in text
    assert 'name="acknowledge"' not in text
    forced = desk.post(review_of(evening.festival), {"seen": token_of(evening.festival), "note": ""})
    assert said(forced)[-1].startswith("Nothing goes public: 1 error is blocking it.")
    assert Publication.objects.count() == 1


def test_a_short_changeover_can_be_acknowledged_with_a_reason_until_its_facts_change(
    desk: Client, evening: Screening
) -> None:
    of = evening.festival
    later = Screening.objects.get(film__title="Vagabond")
    Screening.objects.filter(pk=later.pk).update(starts_at=evening.ends_at)
    page = desk.get(review_of(of))
    [tick] = [box for box in read(page).section("Blocking (1)").all("input") if box["name"] == "conflict"]
    sent = {"acknowledge": "ticked", "conflict": tick["value"], "reason": "One ticket for both"}
    assert said(desk.post(review_of(of), {**sent, "reason": " "})) == ["Reason: This field cannot be blank."]
    assert said(desk.post(review_of(of), {**sent, "reason": "x" * 400}))[-1].startswith(
        "Reason: Ensure this value has at"
    )
    assert said(desk.post(review_of(of), {**sent, "conflict": "0"}))[-1].startswith("Nothing was acknowledged.")
    answer = desk.post(review_of(of), sent)
    assert said(answer)[-2] == "Acknowledged: 1, until the facts change."
    noted = Acknowledgement.objects.get()
    assert (noted.reason, noted.by.username) == ("One ticket for both", "ada")  # type: ignore[union-attr]
    page = desk.get(review_of(of))
    assert [line for line in read(page).headings if line.startswith("Blocking")] == []
    assert len(read(page).section("Acknowledged").items) == 1
    assert said(press_publish(desk, of))[-1] == "Public now, as publication 2: 1 moved."
    type(later.film).objects.filter(pk=evening.film_id).update(runtime=89)
    assert "Blocking (1)" in read(desk.get(review_of(of))).headings


def test_acknowledging_lets_a_festival_that_publishes_as_saved_catch_up(desk: Client, evening: Screening) -> None:
    of = evening.festival
    Festival.objects.filter(pk=of.pk).update(publishing="as-saved")
    later = Screening.objects.get(film__title="Vagabond")
    Screening.objects.filter(pk=later.pk).update(starts_at=evening.ends_at)
    answer = desk.post(review_of(of), {"acknowledge": "all", "reason": "One ticket for both"})
    assert said(answer) == ["Acknowledged: 1, until the facts change.", "Public now, as publication 2: 1 moved."]


@pytest.mark.parametrize(
    ("permissions", "seen", "publishes", "acknowledges"),
    [
        ([], 403, 403, 403),
        (["view_festival"], 200, 403, 403),
        (["view_festival", "add_publication"], 200, 302, 403),
        (["view_festival", "add_acknowledgement"], 200, 403, 302),
    ],
)
def test_who_may_see_publish_and_acknowledge(
    evening: Screening, permissions: list[str], seen: int, publishes: int, acknowledges: int
) -> None:
    client, address = staff_client("grace", permissions), review_of(evening.festival)
    assert client.get(address).status_code == seen
    assert client.post(address, {"seen": "x"}).status_code == publishes
    assert client.post(address, {"acknowledge": "all", "reason": "So be it"}).status_code == acknowledges
    assert Publication.objects.count() == 1


def test_strangers_are_asked_to_sign_in_and_a_wrong_number_is_not_found(desk: Client, harbour: Festival) -> None:
    assert Client().get(review_of(harbour)).status_code == 302
    for number in ("0", "99999999999999999999", "x", "-1"):
        assert desk.get(f"/admin/screenings/festival/{number}/review/").status_code == 404


def test_a_form_of_another_site_publishes_nothing(harbour: Festival) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        staff_client("grace", ["view_festival", "add_publication"]).get(review_of(harbour)).wsgi_request.user
    )
    assert client.post(review_of(harbour), {"seen": "x"}).status_code == 403


def test_the_page_costs_the_same_queries_for_one_change_and_for_twenty(
    desk: Client, harbour: Festival, django_assert_num_queries: Any
) -> None:
    screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    with django_assert_num_queries(14):
        desk.get(review_of(harbour))
    for number in range(20):
        screening(film(harbour, f"Film {number}"), hall(harbour, f"Room {number}"), "2026-10-10 20:00")
    with django_assert_num_queries(14):
        desk.get(review_of(harbour))


def test_the_milder_conflicts_it_would_carry_stand_beside_the_differences(desk: Client, evening: Screening) -> None:
    again = screening(evening.film, hall(evening.festival, "Hall 2"), "2026-10-10 10:00")
    text = desk.get(review_of(evening.festival)).content.decode()
    assert "It would also include (1)" in text
    assert "<b>Notice.</b> Cléo is shown twice on one day: Sat 10 Oct 10:00 in Odeon, Hall 2" in text
    assert reverse("admin:conflicts", args=[evening.festival.pk]) in text
    assert shown_groups(desk.get(review_of(evening.festival))) == {"Added": [("Cléo", [])]}
    Screening.objects.filter(pk=again.pk).update(status="cancelled")
    assert "It would also include" not in desk.get(review_of(evening.festival)).content.decode()


def test_an_unacknowledged_error_stops_the_page_the_button_and_the_command_alike(
    desk: Client, evening: Screening
) -> None:
    later = Screening.objects.get(film__title="Vagabond")
    Screening.objects.filter(pk=later.pk).update(starts_at=evening.ends_at)
    page = desk.get(review_of(evening.festival))
    assert 'value="Publish"' not in page.content.decode()
    desk.post(review_of(evening.festival), {"seen": token_of(evening.festival), "note": ""})
    typed = {**fields_of(desk.get(form_of(later))), "sold_out": "on", "_publish": "1"}
    assert any(line.startswith("Nothing goes public") for line in said(desk.post(form_of(later), typed)))
    with pytest.raises(CommandError, match="Nothing was published"):
        call_command("publish")
    with pytest.raises(SystemExit, match="1"):
        call_command("conflicts", stdout=StringIO())
    assert Publication.objects.count() == 1


def test_what_was_reviewed_is_worked_out_once_to_be_published(desk: Client, evening: Screening) -> None:
    screening(film(evening.festival, "Lola"), evening.hall, "2026-10-11 20:00")
    seen = fields_of(desk.get(review_of(evening.festival)))
    with CaptureQueriesContext(connection) as asked:
        desk.post(review_of(evening.festival), seen)
    assert Publication.objects.filter(festival=evening.festival).count() == 2
    read_from = [sql for query in asked if 'FROM "screenings_film"' in (sql := query["sql"])]
    assert len(read_from) == len(set(read_from)), "the films were read, and read again"
    assert read_from


def test_what_stops_nothing_is_one_line_for_each_rule(desk: Client, evening: Screening) -> None:
    RuleSetting.objects.update(severity="warning")
    for number in range(3):
        place = hall(evening.festival, f"Screen {number}", changeover=60)
        screening(film(evening.festival, f"First {number}"), place, "2026-10-11 18:00")
        screening(film(evening.festival, f"Second {number}"), place, "2026-10-11 20:00")
    part = read(desk.get(review_of(evening.festival))).by_id("content-main")
    (group,) = [each for each in part.all("details") if "Too little changeover" in each.text]
    assert group.all("summary")[0].text == "Warning. Too little changeover (3)"
    assert sorted(line.text.split(":")[0] for line in group.all("li")) == [
        f"Odeon, Screen {number} needs 60 min between shows" for number in range(3)
    ]


def test_a_long_list_is_folded_so_that_the_button_is_in_sight(desk: Client, evening: Screening) -> None:
    for number in range(51):
        screening(
            film(evening.festival, f"Film {number}"), hall(evening.festival, f"Hall {number}"), "2026-10-11 20:00"
        )
    page = read(desk.get(review_of(evening.festival)))
    (folded,) = page.all("details")
    assert folded.all("summary")[0].text == "Show all 51"
    assert len(folded.all("tbody")) == 51
    Screening.objects.of(evening.festival).filter(film__title="Film 50").delete()
    page = read(desk.get(review_of(evening.festival)))
    assert not page.all("details")
    assert len(page.section("Added (50)").all("tbody")) == 50


def test_pairs_that_read_the_same_are_one_line_with_their_number(desk: Client, evening: Screening) -> None:
    of_all = film(evening.festival, "Jaws")
    rows = [screening(of_all, evening.hall, "2026-10-11 20:00") for _ in range(4)]
    (line,) = read(desk.get(review_of(evening.festival))).section("Blocking (6)").all("li")
    assert "Jaws twice at Sun 11 Oct 20:00. Move one of them, or take it out. (6 times)" in line.text
    addresses = [reverse("admin:screenings_screening_change", args=[row.pk]) for row in rows]
    assert sorted(address for _words, address in line.links) == sorted(addresses)
