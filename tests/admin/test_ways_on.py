"""The ways on from what stops a publication: hold it and publish the rest, share the hall, keep one of two."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.loading import published_screenings
from screenings.models import Festival, Hall, Hold, Publication, Screening
from tests import world
from tests.desk.forms import fields_of, said
from tests.pages import read
from tests.staff import staff_client

pytestmark = pytest.mark.django_db
PUBLISH_THE_REST = "Publish the rest and hold this one"


def review_of(of: Festival) -> str:
    return reverse("admin:publish-review", args=[of.pk])


def show(of: Festival, title: str, starts: str) -> Screening:
    return world.screening(world.film(of, title), world.hall(of), f"2026-10-10 {starts}")


@pytest.fixture
def clash(harbour: Festival) -> list[Screening]:
    return [show(harbour, "Cléo", "20:00"), show(harbour, "Vagabond", "20:30"), show(harbour, "Le Bonheur", "10:00")]


def press(client: Client, of: Festival, name: str, **typed: str) -> HttpResponse:
    """Open the review, type, press the button of that name."""
    page = client.get(review_of(of))
    button = read(page).only(name, "button")
    typed = {"reason": fields_of(page).get("reason", ""), **typed}
    return client.post(review_of(of), {button["name"]: button["value"], **typed})


def test_the_rest_is_published_and_the_later_of_two_is_held(desk: Client, clash: list[Screening]) -> None:
    harbour = clash[0].festival
    ways = read(desk.get(review_of(harbour))).section("Ways on")
    assert "Vagabond, Sat 10 Oct 20:30, Odeon, Hall 1" in ways.items
    answer = press(desk, harbour, PUBLISH_THE_REST)
    assert said(answer) == [
        "On hold: 1 screening.",
        "Public now, as publication 1: 2 added. Kept back, as on hold: Vagabond.",
    ]
    assert set(published_screenings(harbour)) == {clash[0].uid, clash[2].uid}
    held = Hold.objects.get()
    assert (held.screening, held.reason, held.by and held.by.get_username()) == (
        clash[1], "It was blocking a publication", "ada",
    )  # fmt: skip
    page = read(desk.get(review_of(harbour)))
    assert "Ways on" not in page.headings
    assert "On hold (1)" in page.headings


def test_several_are_counted_on_the_button_and_the_reason_is_ones_own(desk: Client, clash: list[Screening]) -> None:
    harbour = clash[0].festival
    show(harbour, "Jacquot", "10:30")
    press(desk, harbour, "Publish the rest and hold these 2", reason="Until Monday")
    assert set(Hold.objects.values_list("reason", flat=True)) == {"Until Monday"}


def test_nothing_is_done_where_another_would_be_held_than_was_shown(desk: Client, clash: list[Screening]) -> None:
    harbour = clash[0].festival
    page = desk.get(review_of(harbour))
    button = read(page).only(PUBLISH_THE_REST, "button")
    clash[0].starts_at = world.at("2026-10-10 20:45")
    world.saved(clash[0])
    answer = desk.post(review_of(harbour), {button["name"]: button["value"], "reason": "Because"})
    assert said(answer) == ["The timetable has changed since you looked, so nothing was done. This is how it is now."]
    assert not Publication.objects.exists()
    assert not Hold.objects.exists()


@pytest.mark.parametrize("reason", ["", "x" * 301])
def test_a_reason_that_is_none_holds_and_publishes_nothing(desk: Client, clash: list[Screening], reason: str) -> None:
    press(desk, clash[0].festival, PUBLISH_THE_REST, reason=reason)
    assert not Publication.objects.exists()
    assert not Hold.objects.exists()


def test_a_hall_that_holds_several_is_marked_as_shared(desk: Client, clash: list[Screening]) -> None:
    harbour = clash[0].festival
    answer = press(desk, harbour, "Mark Odeon, Hall 1 as shared")
    assert said(answer)[0] == "Odeon, Hall 1 holds several shows at once from now on."
    assert Hall.objects.get().shared
    assert Hall.history.count() == 2  # type: ignore[attr-defined]  # the library's own
    assert "Ways on" not in read(desk.get(review_of(harbour))).headings


def test_one_is_kept_of_two_that_are_the_same_and_it_is_the_public_one(desk: Client, harbour: Festival) -> None:
    public = show(harbour, "Cléo", "20:00")
    world.published(harbour)
    later = world.screening(public.film, public.hall, "2026-10-10 20:00")
    answer = press(desk, harbour, "Keep one of the two: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1")
    assert said(answer)[0] == "Kept one of the two: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1."
    assert list(Screening.objects.all()) == [public]
    assert later.uid not in published_screenings(harbour)


def test_one_is_kept_of_four_that_are_the_same_with_one_button(desk: Client, harbour: Festival) -> None:
    oldest = show(harbour, "Cléo", "20:00")
    for _ in range(3):
        world.screening(oldest.film, oldest.hall, "2026-10-10 20:00")
    other = show(harbour, "Vagabond", "20:30")
    ways = read(desk.get(review_of(harbour))).section("Ways on")
    keep = "Keep one of the 4: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1"
    assert [name for name in ways.buttons if name.startswith("Keep one")] == [keep]
    answer = press(desk, harbour, keep)
    assert said(answer)[0] == "Kept one of the 4: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1."
    assert list(Screening.objects.order_by("pk")) == [oldest, other]


def test_the_same_film_at_another_time_is_no_double(desk: Client, clash: list[Screening]) -> None:
    clash[1].film = clash[0].film
    world.saved(clash[1])
    ways = read(desk.get(review_of(clash[0].festival))).section("Ways on")
    assert not [name for name in ways.buttons if name.startswith("Keep one")]


def test_an_error_of_what_is_public_already_is_said_to_be_beyond_a_hold(desk: Client, clash: list[Screening]) -> None:
    harbour = clash[0].festival
    Hall.objects.update(shared=True)
    world.published(harbour)
    Hall.objects.update(shared=False)
    ways = read(desk.get(review_of(harbour))).section("Ways on")
    assert "No hold gets past 1 of these errors" in ways.text


WITHOUT = {
    "Publish the rest and hold this one": {"add_publication", "change_screening"},
    "Mark Odeon, Hall 1 as shared": {"change_hall"},
    "Keep one of the two: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1": {"delete_screening"},
}


@pytest.mark.parametrize("name", WITHOUT)
def test_whoever_may_not_is_not_offered_it_and_is_refused(clash: list[Screening], desk: Client, name: str) -> None:
    harbour = clash[0].festival
    clash[1].film, clash[1].starts_at = clash[0].film, clash[0].starts_at
    world.saved(clash[1])
    button = read(desk.get(review_of(harbour))).only(name, "button")
    every = {"view_festival", *(permission for those in WITHOUT.values() for permission in those)}
    client = staff_client("eve", every - WITHOUT[name])
    assert name not in read(client.get(review_of(harbour))).buttons
    answer = client.post(review_of(harbour), {button["name"]: button["value"], "reason": "Mischief"})
    assert answer.status_code == 403
    assert (Screening.objects.count(), Hold.objects.count(), Hall.objects.filter(shared=True).count()) == (3, 0, 0)
