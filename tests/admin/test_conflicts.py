"""The page of conflicts: what it shows, what it lets staff say, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.models import Acknowledgement, Festival, Publication, Screening, Section
from screenings.scheduling.acknowledgements import acknowledge
from screenings.scheduling.conflict_status import load_conflict_statuses
from tests.admin.conflict_pages import CHANGEOVER, DOUBLE, REPEAT, page_of, rules_of, sentence, shown
from tests.desk.forms import said
from tests.pages import read
from tests.staff import staff_client
from tests.world import SPRING, film, hall, published, screening, section


def double_booked(of: Festival) -> None:
    third = hall(of, "Hall 3")
    screening(film(of, "Le Bonheur"), third, "2026-10-11 20:00")
    screening(film(of, "Daguerréotypes"), third, "2026-10-11 21:00")


def mark(of: Festival, code: str) -> str:
    (found,) = (s.conflict.fingerprint for s in load_conflict_statuses(of).statuses if s.conflict.code == code)
    return found


def test_every_conflict_stands_in_its_group_the_severest_first(desk: Client, evening: Festival) -> None:
    double_booked(evening)
    page = desk.get(page_of(evening))
    assert shown(page) == {
        "Error: Two shows in one hall": [DOUBLE],
        "Warning: Too little changeover": [CHANGEOVER],
        "Notice: Repeat too close": [REPEAT],
    }
    text = page.content.decode()
    for row in Screening.objects.filter(festival=evening):
        assert reverse("admin:screenings_screening_change", args=[row.pk]) in text
    assert reverse("admin:screenings_hall_change", args=[hall(evening).pk]) in text
    assert rules_of(evening) in text
    assert text.count('type="checkbox" name="conflict"') == 2
    assert text.count("It can only be mended.") == 1


def doubles(of: Festival) -> None:
    """Four that begin at once in one hall, which are six pairs, and two on the day before in another."""
    for number in range(4):
        screening(film(of, f"Film {number}"), hall(of, "Hall 10"), "2026-10-12 20:00")
    for number in range(2):
        screening(film(of, f"Short {number}"), hall(of, "Hall 9"), "2026-10-11 20:00")


def test_a_long_list_is_headed_by_hall_and_day_with_how_many_are_there(desk: Client, evening: Festival) -> None:
    doubles(evening)
    page = read(desk.get(page_of(evening, "?rule=hall-busy")))
    assert [heading for heading in page.headings if heading.startswith("Odeon")] == [
        "Odeon, Hall 9, Sun 11 Oct (1)", "Odeon, Hall 10, Mon 12 Oct (6)",
    ]  # fmt: skip
    (section,) = (part for part in page.all("section") if part["aria-labelledby"].startswith("group-"))
    sentences = [sentence(item) for item in section.all("li")]
    assert len(sentences) == 7
    assert sentences[0].startswith("Odeon, Hall 9 is double-booked: ")
    assert all(sentence.startswith("Odeon, Hall 10 is double-booked: ") for sentence in sentences[1:])
    review = read(desk.get(reverse("admin:publish-review", args=[evening.pk]))).section("Blocking (7)")
    assert [heading for heading in review.headings if heading.startswith("Odeon")] == [
        "Odeon, Hall 9, Sun 11 Oct (1)", "Odeon, Hall 10, Mon 12 Oct (6)",
    ]  # fmt: skip


def test_each_leads_to_its_last_screening_on_the_board(desk: Client, evening: Festival) -> None:
    later = Screening.objects.get(film__title="Vagabond")
    address = f"{reverse('admin:board-day', args=[evening.pk, '2026-10-10'])}?open={later.pk}"
    assert f'"{address}#opened"' in desk.get(page_of(evening, "?rule=changeover-too-short")).content.decode()
    assert 'id="opened"' in desk.get(address).content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?severity=notice", [REPEAT]),
        ("?rule=hall-busy", [DOUBLE]),
        ("?day=2026-10-11", [DOUBLE]),
        ("?day=2026-10-10&severity=warning", [CHANGEOVER]),
        ("?acknowledged=yes", []),
        ("?acknowledged=no", [DOUBLE, CHANGEOVER, REPEAT]),
        ("?severity=awful", [DOUBLE, CHANGEOVER, REPEAT]),
        ("?page=99", [DOUBLE, CHANGEOVER, REPEAT]),
    ],
)
def test_a_filter_leaves_what_fits_it(desk: Client, evening: Festival, query: str, expected: list[str]) -> None:
    double_booked(evening)
    page = desk.get(page_of(evening, query))
    assert [sentence for group in shown(page).values() for sentence in group] == expected


def test_a_hall_is_a_filter_for_what_concerns_it(desk: Client, evening: Festival) -> None:
    second = hall(evening, "Hall 2")
    assert shown(desk.get(page_of(evening, f"?hall={second.pk}"))) == {"Notice: Repeat too close": [REPEAT]}


def test_what_is_ticked_is_acknowledged_with_reason_name_and_time(desk: Client, evening: Festival) -> None:
    published_before = Publication.objects.count()
    answer = desk.post(
        page_of(evening),
        {"conflict": [mark(evening, "changeover-too-short")], "reason": "The same team stays.", "acknowledge": ""},
    )
    assert said(answer)[0] == "Acknowledged: 1, until the facts change."
    row = Acknowledgement.objects.get()
    assert (row.code, row.reason, row.by.username) == ("changeover-too-short", "The same team stays.", "ada")  # type: ignore[union-attr]
    text = desk.get(page_of(evening)).content.decode()
    assert "The same team stays. (ada, " in text
    assert shown(desk.get(page_of(evening, "?acknowledged=yes"))) == {"Warning: Too little changeover": [CHANGEOVER]}
    assert Publication.objects.count() == published_before


def test_an_acknowledgement_lapses_when_a_fact_changes_and_can_be_withdrawn(desk: Client, evening: Festival) -> None:
    first = mark(evening, "changeover-too-short")
    desk.post(page_of(evening), {"conflict": [first], "reason": "Known.", "acknowledge": ""})
    later = Screening.objects.get(film__title="Vagabond")
    assert later.starts_at is not None
    Screening.objects.filter(pk=later.pk).update(starts_at=later.starts_at + timedelta(minutes=1))
    page = desk.get(page_of(evening))
    text = read(page).text
    assert "Acknowledged: Known." not in text
    assert "or not looked for (1) Too little changeover: Known. (ada, " in text
    Screening.objects.filter(pk=later.pk).update(starts_at=later.starts_at)
    assert said(desk.post(page_of(evening), {"withdraw": first}))[0] == "Withdrawn."
    assert not Acknowledgement.objects.exists()
    again = desk.post(page_of(evening), {"withdraw": first})
    assert said(again)[-2] == "That was withdrawn already, or had lapsed."


def of_the_competition(of: Festival, count: int, start: str = "2026-10-12 20:00", **facts: Any) -> list[Screening]:
    """So many films of one section at one time, each in a hall of its own."""
    strand = Section.objects.filter(festival=of).first() or section(of)
    taken = Screening.objects.of(of).count()
    return [
        screening(film(of, f"Film {number}", section=strand, **facts), hall(of, f"Hall {number}"), start)
        for number in range(taken + 10, taken + 10 + count)
    ]


def test_a_dozen_films_of_a_director_at_one_time_are_one_line_with_ten_links(desk: Client, evening: Festival) -> None:
    of_the_competition(evening, 12, directors=("Agnès Varda",))
    page = desk.get(page_of(evening, "?rule=audience-clash"))
    ((sentence,),) = shown(page).values()
    assert sentence.startswith("12 screenings run at the same time, from Mon 12 Oct 20:00 to Mon 12 Oct 21:30: Film ")
    assert sentence.endswith(" and 9 more; they share the director Agnès Varda.")
    (item,) = (part for part in read(page).all("li") if "12 screenings" in part.text)
    assert sum(link.text.startswith("Film ") for link in item.all("a")) == 10


def test_who_knows_of_two_is_asked_again_when_a_third_joins_or_leaves(evening: Festival) -> None:
    first, _second = of_the_competition(evening, 2)
    other, _another = of_the_competition(evening, 2, "2026-10-13 20:00")

    def known() -> list[tuple[int, bool]]:
        statuses = load_conflict_statuses(evening).statuses
        return [(len(s.conflict.uids), s.is_acknowledged) for s in statuses if s.conflict.code == "audience-clash"]

    def acknowledge_clashes() -> None:
        found = [s.conflict for s in load_conflict_statuses(evening).statuses if not s.is_acknowledged]
        acknowledge(evening, found, reason="Known.", by=None, at=SPRING)

    acknowledge_clashes()
    assert known() == [(2, True), (2, True)]
    (third,) = of_the_competition(evening, 1)
    assert known() == [(3, False), (2, True)]
    acknowledge_clashes()
    assert known() == [(3, True), (2, True)]
    Screening.objects.filter(pk=other.pk).update(starts_at=other.starts_at + timedelta(minutes=5))
    assert known() == [(3, True), (2, False)]
    Screening.objects.filter(pk=first.pk).update(starts_at=first.starts_at + timedelta(minutes=5))
    assert known()[0] == (3, False)
    Screening.objects.filter(pk=first.pk).update(starts_at=first.starts_at)
    Screening.objects.filter(pk=third.pk).delete()
    assert known()[0] == (2, True), "as when it was acknowledged"


def test_the_public_sees_what_waited_once_the_last_error_is_acknowledged(desk: Client, evening: Festival) -> None:
    hall(evening).__class__.objects.update(changeover=0)
    published(evening)
    hall(evening).__class__.objects.update(changeover=15)
    Screening.objects.update(sold_out=True)
    answer = desk.post(page_of(evening), {"conflict": [mark(evening, "changeover-too-short")], "reason": "Known."})
    assert said(answer) == [
        "Acknowledged: 1, until the facts change.",
        "Public now, as publication 2: 3 changed.",
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({}, "Nothing was acknowledged. Tick what you accept; this is how things stand now."),
        ({"conflict": "unknown"}, "Nothing was acknowledged. Tick what you accept; this is how things stand now."),
    ],
)
def test_nothing_is_acknowledged_that_is_not_there(
    desk: Client, evening: Festival, typed: dict[str, str], expected: str
) -> None:
    assert said(desk.post(page_of(evening), {"reason": "Known.", **typed}))[0] == expected


def test_a_double_booking_cannot_be_acknowledged(desk: Client, evening: Festival) -> None:
    double_booked(evening)
    (double,) = (s.conflict for s in load_conflict_statuses(evening).statuses if not s.conflict.acknowledgeable)
    desk.post(page_of(evening), {"conflict": [double.fingerprint], "reason": "Known."})
    assert not Acknowledgement.objects.exists()


def test_without_a_reason_nothing_is_acknowledged(desk: Client, evening: Festival) -> None:
    answer = desk.post(page_of(evening), {"conflict": [mark(evening, "changeover-too-short")], "reason": " "})
    assert said(answer)[0] == "Reason: This field cannot be blank."
    assert not Acknowledgement.objects.exists()


def test_who_may_not_acknowledge_is_not_offered_it(evening: Festival) -> None:
    reader = staff_client("eve", ["view_festivalrules", "view_screening"])
    text = reader.get(page_of(evening)).content.decode()
    assert CHANGEOVER in text
    assert "We know, because" not in text
    assert reader.post(page_of(evening), {"conflict": "x", "reason": "y"}).status_code == 403
    assert staff_client("bob", ["view_film"]).get(page_of(evening)).status_code == 403


def test_a_festival_that_is_not_there_is_not_found(desk: Client, evening: Festival) -> None:
    for number in ("999", "x", "9" * 30):
        assert desk.get(f"/admin/screenings/festivalrules/{number}/conflicts/").status_code == 404


def test_the_page_costs_the_same_for_one_conflict_as_for_many(desk: Client, evening: Festival) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(page_of(evening))
        return len(queries)

    few = cost()
    double_booked(evening)
    for number in range(3):
        screening(film(evening, f"Short {number}"), hall(evening, "Hall 3"), "2026-10-11 21:10")
    assert len(load_conflict_statuses(evening).statuses) > 8
    assert cost() == few
