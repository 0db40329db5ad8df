"""Actions show what will happen, and then that happens and nothing else."""

import re
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.models import Festival, Film, Hall, Print, PublishedScreening, Screening
from tests.desk.forms import fields_of, said
from tests.desk.list_actions import ask, confirm, errors, lines, section, stands
from tests.pages import messages, read
from tests.staff import staff_client
from tests.world import festival, film, hall, published, saved, screening


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    """Public since publication 1."""
    row = screening(film(harbour, "Cléo"), hall(harbour), "2026-10-10 20:00")
    published(harbour)
    return row


def test_an_action_asks_first_and_changes_nothing(desk: Client, evening: Screening) -> None:
    asked = ask(desk, "move_by_minutes", [evening])
    assert asked.status_code == 200
    assert lines(asked) == []
    assert section(asked, "chosen") == "Chosen Cléo, Sat 10 Oct 20:00, Odeon, Hall 1"
    assert "Show what will happen" in asked.content.decode()
    shown = ask(desk, "move_by_minutes", [evening], minutes="30")
    assert lines(shown) == [
        ("Cléo", "Sat 10 Oct 20:00 CEST to 21:30, Odeon, Hall 1", "Sat 10 Oct 20:30 CEST to 22:00, Odeon, Hall 1")
    ]
    assert stands(evening) == ("Hall 1", "10 18:00")
    done = confirm(desk, shown)
    assert [strip_tags(line) for line in said(done)] == [
        "Moved: Cléo, Sat 10 Oct 20:30, Odeon, Hall 1.",
        "Public now, as publication 2: 1 moved.",
    ]
    assert stands(evening) == ("Hall 1", "10 18:30")
    assert PublishedScreening.objects.get(uid=evening.uid, until__isnull=True).sequence == 1


def test_a_screenings_own_page_offers_what_can_be_done_with_it(desk: Client, evening: Screening) -> None:
    page = desk.get(reverse("admin:screenings_screening_change", args=[evening.pk])).content.decode()
    tools = re.search(r'<li class="row-actions">.*?</li>', page, re.DOTALL)
    assert tools
    assert re.findall(r'<option value="(\w+)"', tools[0]) == [
        "repeat", "move_by_minutes", "move_to_day", "move_to_hall", "cancel", "hold",
    ]  # fmt: skip
    assert f'name="_selected_action" value="{evening.pk}"' in tools[0]
    reader = staff_client("grace", ["view_screening"])
    assert (
        "row-actions"
        not in reader.get(reverse("admin:screenings_screening_change", args=[evening.pk])).content.decode()
    )


def test_the_history_says_who_moved_what_from_where(desk: Client, evening: Screening) -> None:
    confirm(desk, ask(desk, "move_by_minutes", [evening], minutes="-15"))
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id) == ("ada", str(evening.pk))
    assert entry.get_change_message() == (
        "Moved: Sat 10 Oct 20:00 CEST to 21:30, Odeon, Hall 1 → Sat 10 Oct 19:45 CEST to 21:15, Odeon, Hall 1"
    )


def test_what_the_change_breaks_and_mends_is_said_before_it_is_made(desk: Client, evening: Screening) -> None:
    of = evening.festival
    late = screening(film(of, "Daguerréotypes", runtime=80), evening.hall, "2026-10-10 22:00")
    shown = ask(desk, "move_by_minutes", [late], minutes="-60")
    assert section(shown, "new-conflicts").startswith(
        "This breaks (1) Error. Odeon, Hall 1 is double-booked: Cléo ends"
    )
    assert section(shown, "resolved-conflicts") == ""
    confirm(desk, shown)
    shown = ask(desk, "move_to_hall", [late], hall=str(hall(of, "Hall 2").pk))
    assert section(shown, "new-conflicts") == ""
    assert section(shown, "resolved-conflicts").startswith("This resolves (1) Error. Odeon, Hall 1 is double-booked")


def test_what_was_not_on_the_screen_is_not_done(desk: Client, evening: Screening) -> None:
    shown = ask(desk, "move_by_minutes", [evening], minutes="30")
    other = confirm(desk, shown, minutes="45")
    assert messages(other) == ["Nothing was done yet: this is not what was on the screen. Look at it and confirm it."]
    assert lines(other)[0][2].startswith("Sat 10 Oct 20:45")
    assert stands(evening) == ("Hall 1", "10 18:00")
    # A colleague moves it while the page is open.
    Screening.objects.update(starts_at="2026-10-10T17:00Z")
    again = confirm(desk, shown)
    assert again.status_code == 200
    assert stands(evening) == ("Hall 1", "10 17:00")
    confirm(desk, again)
    assert stands(evening) == ("Hall 1", "10 17:30")


def test_another_day_asks_first_or_second_on_the_october_night(desk: Client, harbour: Festival) -> None:
    Festival.objects.update(ends_on=date(2026, 11, 10))
    row = screening(film(harbour), hall(harbour), "2026-10-11 02:30")
    asked = ask(desk, "move_to_day", [row], day="2026-10-24")
    assert errors(asked) == ["The clock of Europe/Berlin shows Sun 25 Oct 02:30 twice. First or second 02:30?"]
    assert "the second 02:30 (CET, UTC+01:00)" in asked.content.decode()
    shown = ask(desk, "move_to_day", [row], day="2026-10-24", which="second")
    assert lines(shown)[0][2] == "Sun 25 Oct 02:30 CET to 04:00, Odeon, Hall 1"
    confirm(desk, shown)
    assert stands(row) == ("Hall 1", "25 01:30")


def test_another_hall_of_the_same_festival_is_chosen(desk: Client, evening: Screening) -> None:
    other = hall(evening.festival, "Hall 2")
    foreign = hall(festival("Else", slug="else"))
    asked = ask(desk, "move_to_hall", [evening])
    offered = [words for words, key in read(asked).field("Hall").options.items() if key]
    assert offered == ["Odeon, Hall 1", "Odeon, Hall 2"]
    refused = ask(desk, "move_to_hall", [evening], hall=str(foreign.pk))
    assert len(errors(refused)) == 1
    confirm(desk, ask(desk, "move_to_hall", [evening], hall=str(other.pk)))
    assert stands(evening) == ("Hall 2", "10 18:00")


def test_two_swap_their_places(desk: Client, evening: Screening) -> None:
    late = screening(film(evening.festival, "Daguerréotypes"), hall(evening.festival, "Hall 2"), "2026-10-11 22:00")
    assert errors(ask(desk, "swap", [evening])) == ["Choose two screenings to swap, no more and no fewer."]
    shown = ask(desk, "swap", [evening, late])
    assert [line[2] for line in lines(shown)] == [
        "Sun 11 Oct 22:00 CEST to 23:30, Odeon, Hall 2",
        "Sat 10 Oct 20:00 CEST to 21:30, Odeon, Hall 1",
    ]
    assert said(confirm(desk, shown))[0] == "Swapped: 2 screenings."
    assert (stands(evening), stands(late)) == (("Hall 2", "11 20:00"), ("Hall 1", "10 18:00"))


def test_a_cancellation_and_its_end_are_public_with_their_reasons(desk: Client, evening: Screening) -> None:
    shown = ask(desk, "cancel", [evening], reason="The print is late.")
    assert lines(shown)[0][2] == "Sat 10 Oct 20:00 CEST to 21:30, Odeon, Hall 1, cancelled. “The print is late.”"
    assert strip_tags(said(confirm(desk, shown))[-1]) == "Public now, as publication 2: 1 cancelled."
    now = PublishedScreening.objects.get(uid=evening.uid, until__isnull=True)
    assert (now.status, now.note) == ("cancelled", "The print is late.")
    assert errors(ask(desk, "cancel", [evening], reason="Again")) == [
        "“Cléo, Sat 10 Oct 20:00, Odeon, Hall 1” is cancelled already. Leave it out."
    ]
    done = confirm(desk, ask(desk, "restore", [evening], reason="The print has come."))
    assert strip_tags(said(done)[-1]) == "Public now, as publication 3: 1 restored."
    now = PublishedScreening.objects.get(uid=evening.uid, until__isnull=True)
    assert (now.status, now.note) == ("confirmed", "The print has come.")


def test_repeats_wait_for_a_place(desk: Client, evening: Screening) -> None:
    shown = ask(desk, "repeat", [evening], times="3")
    assert lines(shown)[0][2] == "stays; 3 more, not placed yet"
    assert said(confirm(desk, shown))[0] == "Made: 3 screenings that wait for a place."
    assert Screening.objects.unplaced().filter(film=evening.film).count() == 3
    assert LogEntry.objects.filter(action_flag=1).count() == 3


@pytest.mark.parametrize(
    ("action", "typed"),
    [
        ("move_by_minutes", {"minutes": "half an hour"}),
        ("move_by_minutes", {"minutes": "0"}),
        ("move_by_minutes", {"minutes": "99999"}),
        ("move_by_minutes", {"minutes": "\x00"}),
        ("move_to_day", {"day": "9999-12-31"}),
        ("move_to_day", {"day": "31.12.2026"}),
        ("move_to_day", {"day": "2026-10-12", "which": "third"}),
        ("move_to_hall", {"hall": "9" * 30}),
        ("move_to_hall", {"hall": ""}),
        ("cancel", {"reason": "x" * 301}),
        ("cancel", {"reason": "a\x00b"}),
        ("repeat", {"times": "0"}),
        ("repeat", {"times": "21"}),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_happens(
    action: str, typed: dict[str, str], desk: Client, evening: Screening
) -> None:
    shown = ask(desk, action, [evening], **typed)
    assert shown.status_code == 200
    assert errors(shown)
    assert lines(shown) == []
    assert confirm(desk, shown, seen="x").status_code == 200
    assert list(Screening.objects.values_list("starts_at", "status")) == [(evening.starts_at, "planned")]


def test_who_may_not_change_screenings_has_no_such_action(evening: Screening) -> None:
    reader = staff_client("grace", ["view_screening", "change_film"])
    page = reader.get(reverse("admin:screenings_screening_changelist")).content.decode()
    assert "move_by_minutes" not in page
    ask(reader, "cancel", [evening], reason="No")
    changer = staff_client("joan", ["view_screening", "change_screening"])
    page = changer.get(reverse("admin:screenings_screening_changelist")).content.decode()
    assert 'value="cancel"' in page
    assert 'value="repeat"' not in page
    assert Screening.objects.get().status == "planned"


def test_screenings_of_two_festivals_are_not_moved_together(desk: Client, evening: Screening) -> None:
    other = festival("Else", slug="else")
    row = screening(film(other), hall(other), "2026-10-10 20:00")
    assert errors(ask(desk, "move_by_minutes", [evening, row], minutes="5")) == ["Choose screenings of one festival."]


def test_what_will_happen_costs_the_same_for_one_screening_and_for_three(desk: Client, harbour: Festival) -> None:
    rows = [screening(film(harbour, f"Film {n}"), hall(harbour), f"2026-10-1{n} 20:00") for n in (1, 2, 3)]
    for row in rows:
        row.print = saved(Print(film=row.film))
        row.save()
    other = hall(harbour, "Hall 2")

    def cost(some: list[Screening]) -> int:
        ask(desk, "move_to_hall", some, hall=str(other.pk))
        with CaptureQueriesContext(connection) as captured:
            shown = ask(desk, "move_to_hall", some, hall=str(other.pk))
        assert len(lines(shown)) == len(some)
        return len(captured)

    assert cost(rows[:1]) == cost(rows)


def test_a_film_is_duplicated_and_the_page_says_with_what(desk: Client, harbour: Festival) -> None:
    row = film(harbour, "Cléo", directors=("Agnès Varda", "A. N. Other"))
    shown = ask(desk, "duplicate", [row])
    assert lines(shown) == [("Cléo", "stays", "“Cléo (copy)” too, with 2 credits; no prints, no screenings")]
    assert said(confirm(desk, shown))[0] == "Made: Cléo (copy)."
    copy = Film.objects.exclude(pk=row.pk).get()
    assert LogEntry.objects.get().object_id == str(copy.pk)


def test_an_edition_without_a_year_in_its_name_gets_one(desk: Client, harbour: Festival) -> None:
    typed = fields_of(ask(desk, "next_edition", [harbour]))
    assert (typed["name"], typed["slug"]) == ("Harbour Film Festival 2027", "harbour-2027")


def test_next_years_edition_is_suggested_shown_and_made(desk: Client, harbour: Festival) -> None:
    Festival.objects.update(name="Harbour 2026", slug="harbour-2026")
    hall(harbour)
    asked = ask(desk, "next_edition", [harbour])
    typed = fields_of(asked)
    assert (typed["name"], typed["slug"], typed["starts_on"]) == ("Harbour 2027", "harbour-2027", "2027-10-08")
    shown = ask(desk, "next_edition", [harbour], **{name: typed[name] for name in ("name", "slug", "starts_on")})
    assert lines(shown)[:2] == [
        ("The run", "Fri 2026-10-09 to Tue 2026-10-20", "Fri 2027-10-08 to Tue 2027-10-19"),
        ("Its house", "1 venues, 1 halls", "the same in Harbour 2027, with all settings"),
    ]
    assert not Festival.objects.filter(slug="harbour-2027").exists()
    assert said(confirm(desk, shown))[0].startswith("Made: Harbour 2027.")
    assert Hall.objects.filter(venue__festival__slug="harbour-2027").count() == 1
    taken = ask(desk, "next_edition", [harbour], name="Again", slug="harbour-2027", starts_on="2027-10-08")
    assert errors(taken) == ["Another festival has this address already. Choose another."]
    both = ask(desk, "next_edition", Festival.objects.all(), name="Again", slug="again", starts_on="2027-10-08")
    assert errors(both) == ["Choose one festival."]
