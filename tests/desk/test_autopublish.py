"""After every save staff know what the public sees."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.models import Credit, Festival, Film, Person, Publication, PublishedScreening, Role, Screening
from screenings.publishing import publish_after_save
from tests.desk.forms import fields_of, form_of, said, send
from tests.staff import staff_client
from tests.world import film, guest, hall, published, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    """Public since publication 1."""
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    published(harbour)
    return row


def after_review(festival: Festival) -> None:
    Festival.objects.filter(pk=festival.pk).update(publishing="after-review")


def told(response: object) -> str:
    """The last message, without its links."""
    return strip_tags(said(response)[-1])  # type: ignore[arg-type]


def public_title_and_start(row: Screening) -> tuple[str, str]:
    now = PublishedScreening.objects.get(uid=row.uid, until__isnull=True)
    return now.title, f"{now.starts_at:%d %H:%M}"


def test_a_save_is_public_at_once_where_the_festival_publishes_as_saved(desk: Client, evening: Screening) -> None:
    answer = send(desk, form_of(evening), starts_at_1="21:00")
    assert told(answer) == "Public now, as publication 2: 1 moved."
    assert public_title_and_start(evening) == ("Cléo", "10 19:00")
    assert Publication.objects.get(number=2).published_by is not None


def test_a_save_that_changes_nothing_public_makes_no_publication(desk: Client, evening: Screening) -> None:
    answer = send(desk, form_of(evening), notes="Bring flowers")
    assert told(answer) == "The published timetable stays as it is."
    assert Publication.objects.count() == 1


def test_a_save_waits_and_is_counted_where_the_festival_reviews(desk: Client, evening: Screening) -> None:
    after_review(evening.festival)
    answer = send(desk, form_of(evening), starts_at_1="21:00")
    assert told(answer) == "1 change is not public yet: 1 moved. Review and publish"
    assert reverse("admin:publish-review", args=[evening.festival_id]) in said(answer)[-1]
    assert public_title_and_start(evening) == ("Cléo", "10 18:00")


def test_before_the_first_publication_nothing_goes_public_by_itself(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    answer = send(desk, form_of(row), starts_at_1="21:00")
    assert told(answer) == "Nothing of Harbour Film Festival is public yet. Review and publish"
    assert not Publication.objects.exists()


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_a_double_booking_is_saved_but_keeps_everything_inside_and_is_named(
    desk: Client, evening: Screening, button: str
) -> None:
    late = screening(film(evening.festival, "Daguerréotypes", runtime=80), evening.hall, "2026-10-10 22:00")
    published(evening.festival)
    answer = send(desk, form_of(late), button, starts_at_1="21:00")
    assert answer.status_code == 302
    assert told(answer).startswith("Nothing goes public: 1 error is blocking it.")
    brought = next(line for line in said(answer) if line.startswith("This brings"))
    assert brought.startswith(
        "This brings: Error: Odeon, Hall 1 is double-booked: Cléo ends Sat 10 Oct 21:30, but "
        "Daguerréotypes starts Sat 10 Oct 21:00, 30 min too early."
    )
    for row in (evening, late):
        assert form_of(row) in brought
    # What it is stands there once, and not again in what it means for the public.
    assert "".join(said(answer)).count("double-booked") == 1
    assert public_title_and_start(late) == ("Daguerréotypes", "10 20:00")
    assert Publication.objects.count() == 2
    # Every page of the admin says so until it is mended.
    for address in (reverse("admin:index"), reverse("admin:screenings_film_changelist"), form_of(evening)):
        notice = desk.get(address).content.decode()
        assert "Nothing of Harbour Film Festival goes public while this is blocking it" in notice
        assert "Odeon, Hall 1 is double-booked" in notice
    send(desk, form_of(late), starts_at_1="22:00")
    assert "is blocking it" not in desk.get(reverse("admin:index")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_save_loads_the_timetable_once_also_where_nothing_goes_public(desk: Client, evening: Screening) -> None:
    """What it breaks, and what of it goes public, is told of how it is now."""
    other = screening(film(evening.festival, "Vagabond"), evening.hall, "2026-10-11 20:00")

    def loads(**typed: str) -> int:
        desk.get(form_of(other))  # the notice of what stands in the way loads it too, and keeps its answer
        with CaptureQueriesContext(connection) as queries:
            send(desk, form_of(other), **typed)
        return sum('FROM "screenings_traveltime"' in query["sql"] for query in queries)

    assert loads(starts_at_1="21:00") == 1
    assert loads(starts_at_0="2026-10-10", starts_at_1="20:30") == 1
    assert Publication.objects.count() == 2, "the second is kept inside"


def test_the_notice_stays_away_where_the_festival_reviews_or_has_not_begun(desk: Client, harbour: Festival) -> None:
    for title in ("One", "Two"):
        screening(
            film(harbour, title), hall(harbour) if title == "One" else Screening.objects.get().hall, "2026-10-10 20:00"
        )
    assert "is blocking it" not in desk.get(reverse("admin:index")).content.decode()


def test_save_and_publish_publishes_at_once_where_the_festival_reviews(desk: Client, evening: Screening) -> None:
    after_review(evening.festival)
    assert 'value="Save and publish"' in desk.get(form_of(evening)).content.decode()
    answer = send(desk, form_of(evening), "_publish", starts_at_1="21:00")
    assert told(answer) == "Public now, as publication 2: 1 moved."
    assert public_title_and_start(evening) == ("Cléo", "10 19:00")


def test_save_and_publish_can_be_the_first_publication(desk: Client, harbour: Festival) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    answer = send(desk, form_of(row), "_publish")
    assert told(answer) == "Public now, as publication 1: 1 added."


def test_who_may_not_publish_has_no_such_button_and_gains_nothing_by_sending_it(evening: Screening) -> None:
    after_review(evening.festival)
    limited = staff_client("grace", ["view_screening", "change_screening", "view_film", "view_hall"])
    assert "Save and publish" not in limited.get(form_of(evening)).content.decode()
    answer = send(limited, form_of(evening), "_publish", starts_at_1="21:00")
    assert told(answer) == "1 change is not public yet: 1 moved."
    assert Publication.objects.count() == 1


def test_a_film_renamed_or_longer_is_public_too(desk: Client, evening: Screening) -> None:
    answer = send(desk, form_of(evening.film), title="Cléo from 5 to 7", runtime="95")
    assert told(answer) == "Public now, as publication 2: 1 retitled."
    assert public_title_and_start(evening)[0] == "Cléo from 5 to 7"


def test_an_inline_edit_is_public_once(desk: Client, evening: Screening) -> None:
    varda = Person.objects.create(name="Agnès Varda", slug="agnes-varda")
    added = {
        "credits-TOTAL_FORMS": "1",
        "credits-0-person": varda.pk,
        "credits-0-role": Role.DIRECTOR,
        "credits-0-order": "1",
        "credits-0-film": evening.film.pk,
    }
    answer = send(desk, form_of(evening.film), **added)
    assert told(answer) == "Public now, as publication 2: 1 changed."
    assert Credit.objects.get().film == evening.film
    # A person's new name changes every festival's calendars.
    answer = send(desk, form_of(varda), name="Agnès V.")
    assert told(answer) == "Public now, as publication 3: 1 changed."


def test_a_hall_a_venue_a_section_and_the_festival_go_public_as_well(desk: Client, evening: Screening) -> None:
    assert evening.hall is not None
    assert told(send(desk, form_of(evening.hall), name="Great Hall")) == "Public now, as publication 2: 1 changed."
    assert told(send(desk, form_of(evening.hall.venue), address="Quay 1")) == "Public now, as publication 3: 1 changed."
    answer = send(desk, form_of(evening.festival), name="Harbour Days")
    assert told(answer) == (
        "Public now, as publication 4: no news, only settings, names, addresses, pictures or colours."
    )


def test_a_deleted_guest_is_gone_from_the_calendar(desk: Client, evening: Screening) -> None:
    comes = guest(evening.festival)
    evening.guests.add(comes)
    published(evening.festival)
    answer = desk.post(reverse("admin:screenings_guest_delete", args=[comes.pk]), {"post": "yes"})
    assert told(answer) == "Public now, as publication 3: 1 changed."
    comes = guest(evening.festival)
    evening.guests.add(comes)
    publish_after_save(evening.festival, at=Publication.objects.first().published_at)  # type: ignore[union-attr]
    bulk = {"action": "delete_selected", "_selected_action": [comes.pk], "post": "yes"}
    answer = desk.post(reverse("admin:screenings_guest_changelist"), bulk)
    assert told(answer) == "Public now, as publication 5: 1 changed."


def test_a_published_screening_is_cancelled_and_not_deleted(desk: Client, evening: Screening) -> None:
    address = reverse("admin:screenings_screening_delete", args=[evening.pk])
    assert "cancelled, not deleted" in desk.get(address).content.decode()
    answer = desk.post(address, {"post": "yes"})
    assert strip_tags(said(answer)[0]).endswith("is published, so it was cancelled and not deleted.")
    assert told(answer) == "Public now, as publication 2: 1 cancelled."
    assert Screening.objects.get(pk=evening.pk).status == "cancelled"
    # Now that the public knows, the row may go; subscribers keep reading that it is cancelled.
    assert "cancelled, not deleted" not in desk.get(address).content.decode()
    desk.post(address, {"post": "yes"})
    assert not Screening.objects.filter(pk=evening.pk).exists()
    assert PublishedScreening.objects.get(uid=evening.uid, until__isnull=True).status == "cancelled"


def test_a_screening_nobody_was_promised_is_simply_deleted(desk: Client, evening: Screening) -> None:
    row = screening(film(evening.festival, "Draft"))
    answer = desk.post(reverse("admin:screenings_screening_delete", args=[row.pk]), {"post": "yes"})
    assert said(answer)[0] == "The screening “Draft, not placed yet” was deleted successfully."
    assert not Screening.objects.filter(pk=row.pk).exists()


def test_deleting_several_cancels_those_that_are_published(desk: Client, evening: Screening) -> None:
    draft = screening(film(evening.festival, "Draft"))
    chosen = {"action": "delete_selected", "_selected_action": [evening.pk, draft.pk]}
    address = reverse("admin:screenings_screening_changelist")
    asked = desk.post(address, chosen).content.decode()
    assert re.search(r"cancelled, not deleted.*?<li>Cléo, Sat 10 Oct 20:00, Odeon, Hall 1</li>", asked, re.DOTALL)
    answer = desk.post(address, {**chosen, "post": "yes"})
    assert said(answer)[0] == "Deleted: 1. Cancelled, because published: 1."
    assert told(answer) == "Public now, as publication 2: 1 cancelled."
    assert list(Screening.objects.values_list("pk", "status")) == [(evening.pk, "cancelled")]


def test_what_a_screening_needs_is_kept_and_the_page_says_why(desk: Client, evening: Screening) -> None:
    assert evening.hall is not None
    for row, needed_by in (
        (evening.film, "Screening: "),
        (evening.hall, "Screening: "),
        (evening.hall.venue, "Hall: "),
    ):
        address = reverse(f"admin:screenings_{row._meta.model_name}_delete", args=[row.pk])
        for page in (desk.get(address), desk.post(address, {"post": "yes"})):
            assert page.status_code == 200
            assert "would require deleting the following protected related objects" in page.content.decode()
            assert needed_by in strip_tags(page.content.decode())
    ticked = {"halls-0-DELETE": "on"}
    refused = send(desk, form_of(evening.hall.venue), **ticked)
    assert "would require deleting the following protected related objects" in refused.content.decode()
    assert Film.objects.filter(pk=evening.film_id).exists()


def test_a_publication_cannot_be_added_changed_or_deleted(desk: Client, evening: Screening) -> None:
    row = Publication.objects.get()
    shown = desk.get(reverse("admin:screenings_publication_change", args=[row.pk]))
    assert "Wed 1 Apr 14:00 CEST" in shown.content.decode()
    assert "note" not in fields_of(shown)
    for address in (
        reverse("admin:screenings_publication_add"),
        reverse("admin:screenings_publication_delete", args=[row.pk]),
        reverse("admin:screenings_publishedscreening_add"),
        reverse("admin:screenings_acknowledgement_add"),
    ):
        assert desk.get(address).status_code == 403
    assert desk.post(reverse("admin:screenings_publication_change", args=[row.pk]), {"note": "x"}).status_code == 403
