"""To acknowledge: it holds through every edit that is none of its business, and two people at once lose nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from screenings.models import (
    Acknowledgement,
    Festival,
    Film,
    Hall,
    Person,
    Print,
    RuleSetting,
    Screening,
    Section,
    Venue,
)
from screenings.scheduling.acknowledgements import acknowledge
from screenings.scheduling.conflict_status import load_conflict_statuses
from tests.desk.forms import said
from tests.pages import read
from tests.staff import staff_client
from tests.world import festival, film, guest, hall, on_hold, published, saved, screening, section

AT = datetime(2026, 4, 1, 12, tzinfo=UTC)
HOSTILE = '<script>alert("1")</script> =HYPERLINK("x") \u202eevil & "so" on'


@pytest.fixture
def trouble(db: None) -> Festival:
    """Something of nearly every rule."""
    of = festival()
    strand = section(of, colour="#204060")
    films = [
        film(of, title, directors=("Agnès Varda",), section=strand, countries=["FR"], premiere="world", rating="FSK 6")
        for title in ("Cléo", "Vagabond")
    ]
    copy = saved(Print(film=films[0], format="35 mm", available_until="2026-10-09"))
    who = guest(of, departs_at=datetime(2026, 10, 10, 18, 30, tzinfo=UTC))
    small = hall(of, formats=["DCP"], capacity=50)
    first = screening(films[0], small, "2026-10-10 20:00", print=copy, expected_audience=60, stated_length=80)
    second = screening(films[1], small, "2026-10-10 21:25")
    third = screening(films[0], hall(of, "Quay", "Pier"), "2026-10-10 20:30", print=copy)
    screening(films[1], hall(of, "Quay", "Pier"), "2026-10-09 20:30", audience="press")
    for row in (first, second, third):
        row.guests.add(who)
    return of


def acknowledged(of: Festival) -> list[tuple[str, bool]]:
    found = load_conflict_statuses(Festival.objects.get(pk=of.pk)).statuses
    return [(standing.conflict.code, standing.is_acknowledged) for standing in found]


def acknowledge_all(of: Festival) -> list[tuple[str, bool]]:
    found = [standing.conflict for standing in load_conflict_statuses(of).statuses]
    acknowledge(of, [each for each in found if each.acknowledgeable], reason="Known.", by=None, at=AT)
    known = acknowledged(of)
    assert len({code for code, _known in known}) >= 10
    assert all(is_known for _code, is_known in known)
    return known


def another_showing(of: Festival) -> None:
    screening(film(of, "Le Bonheur", runtime=60), hall(of, "Hall 2"), "2026-10-12 20:00")


UNRELATED: dict[str, Callable[[Festival], object]] = {
    "a film's title": lambda of: Film.objects.filter(title="Cléo").update(title="Cléo de 5 à 7"),
    "a hall's name": lambda of: Hall.objects.filter(name="Hall 1").update(name="Grand"),
    "a venue's name": lambda of: Venue.objects.filter(name="Pier").update(name="The Pier"),
    "a person's name": lambda of: Person.objects.update(name="A. Varda"),
    "a section's name": lambda of: Section.objects.update(name="Main"),
    "the festival's name": lambda of: Festival.objects.update(name="Harbour"),
    "a print's label": lambda of: Print.objects.update(label="restored"),
    "notes, tickets and access": lambda of: Screening.objects.update(notes="x", sold_out=True, access=["captions"]),
    "a pin": lambda of: Screening.objects.update(pinned=True),
    "another showing": another_showing,
    "a hall nobody uses": lambda of: hall(of, "Hall 9", formats=["35 mm"], changeover=90),
    "another film's runtime": lambda of: film(of, "Le Bonheur", runtime=60),
    "a rule that is stricter": lambda of: saved(RuleSetting(festival=of, code="repeat-too-close", severity="error")),
    "an earlier arrival of a guest": lambda of: of.guests.update(arrives_at=datetime(2026, 10, 9, 6, tzinfo=UTC)),
    "another language": lambda of: Film.objects.update(languages=["fr"]),
}


@pytest.mark.parametrize("edit", UNRELATED)
def test_it_holds_through_edits_that_are_none_of_its_business(trouble: Festival, edit: str) -> None:
    known = acknowledge_all(trouble)
    UNRELATED[edit](trouble)
    assert acknowledged(trouble) == known
    assert load_conflict_statuses(Festival.objects.get(pk=trouble.pk)).lapsed == ()


def move(minutes: int) -> None:
    row = Screening.objects.get(film__title="Cléo", hall__name="Hall 1")
    assert row.starts_at
    Screening.objects.filter(pk=row.pk).update(starts_at=row.starts_at + timedelta(minutes=minutes))


FACTS: dict[str, tuple[Callable[[], object], set[str]]] = {
    "a minute later": (
        lambda: move(1),
        {
            "changeover-too-short",
            "print-in-two-places",
            "guest-in-two-places",
            "guest-away",
            "repeat-too-close",
            "late-for-children",
        },
    ),
    "fewer seats": (lambda: Hall.objects.filter(name="Hall 1").update(capacity=49), {"hall-too-small"}),
    "another stated length": (
        lambda: Screening.objects.filter(stated_length=80).update(stated_length=81),
        {"runtime-mismatch", "changeover-too-short", "guest-in-two-places", "late-for-children"},
    ),
    "a longer changeover": (lambda: Hall.objects.filter(name="Hall 1").update(changeover=16), {"changeover-too-short"}),
    "an earlier hour for children": (
        lambda: Festival.objects.update(children_until=time(20, 30)),
        {"late-for-children"},
    ),
}


@pytest.mark.parametrize("change", FACTS)
def test_it_lapses_with_a_fact_it_was_given_for(trouble: Festival, change: str) -> None:
    acknowledge_all(trouble)
    act, codes = FACTS[change]
    act()
    found = load_conflict_statuses(Festival.objects.get(pk=trouble.pk)).statuses
    assert codes <= {standing.conflict.code for standing in found if not standing.is_acknowledged}
    if change == "fewer seats":
        assert {standing.conflict.code for standing in found if not standing.is_acknowledged} == codes


def page_of(of: Festival) -> str:
    return reverse("admin:conflicts", args=[of.pk])


def seat(of: Festival) -> str:
    """The mark of the hall that is too small."""
    (found,) = (each.conflict for each in load_conflict_statuses(of).statuses if each.conflict.code == "hall-too-small")
    return found.fingerprint


def test_of_two_who_acknowledge_at_once_the_first_keeps_reason_and_name(desk: Client, trouble: Festival) -> None:
    rights = ["view_festivalrules", "view_screening", "add_acknowledgement"]
    desk.post(page_of(trouble), {"conflict": [seat(trouble)], "reason": "We turn them away."})
    answer = staff_client("bob", rights).post(page_of(trouble), {"conflict": [seat(trouble)], "reason": "No idea."})
    assert said(answer)[0].startswith("Acknowledged already, which stands: We turn them away. (ada, ")
    (conflict,) = (
        each.conflict for each in load_conflict_statuses(trouble).statuses if each.conflict.fingerprint == seat(trouble)
    )
    acknowledge(trouble, [conflict], reason="Raced.", by=None, at=AT)
    row = Acknowledgement.objects.get()
    assert (row.reason, row.by and row.by.username) == ("We turn them away.", "ada")


def test_a_hostile_reason_is_shown_as_text(desk: Client, trouble: Festival) -> None:
    desk.post(page_of(trouble), {"conflict": [seat(trouble)], "reason": HOSTILE})
    text = desk.get(page_of(trouble)).content.decode()
    assert "<script>alert(" not in text
    assert "&lt;script&gt;alert(" in text
    assert "\u202e" not in text
    answer = desk.post(page_of(trouble), {"conflict": [seat(trouble)], "reason": "x" * 10_000})
    assert answer.status_code == 302
    assert Acknowledgement.objects.get().reason.startswith("<script>")


def test_what_has_lapsed_is_told_by_its_rule_and_forgotten_all_at_once(desk: Client, trouble: Festival) -> None:
    acknowledge_all(trouble)
    number = Acknowledgement.objects.count()
    hold = [RuleSetting(festival=trouble, code=code, severity="off") for code in ("hall-too-small", "guest-away")]
    RuleSetting.objects.bulk_create(hold)
    text = desk.get(page_of(trouble)).content.decode()
    assert "Hall too small: Known. (the command line, " in text
    assert "hall-too-small:" not in text
    answer = desk.post(page_of(trouble), {"withdraw": "lapsed"})
    assert said(answer)[0] == "Withdrawn."
    left = [code for code, is_known in acknowledged(trouble) if is_known]
    assert 0 < Acknowledgement.objects.count() == len(left) < number


def test_a_long_list_of_what_has_lapsed_is_cut(desk: Client, trouble: Festival) -> None:
    rows = [
        Acknowledgement(festival=trouble, code="hall-busy", fingerprint=f"{n:032x}", reason=f"No. {n}", at=AT)
        for n in range(30)
    ]
    Acknowledgement.objects.bulk_create(rows)
    page = desk.get(page_of(trouble))
    (lapsed,) = (part for part in read(page).all("section") if part["aria-labelledby"] == "lapsed")
    assert (len(lapsed.items), lapsed.items[-1]) == (21, "And 10 more.")


def found_of(of: Festival) -> list[tuple[str, set[str], bool, bool]]:
    statuses = load_conflict_statuses(of).statuses
    by_uid = {row.uid: row.film.title for row in Screening.objects.select_related("film")}
    return [
        (each.conflict.code, {by_uid[uid] for uid in each.conflict.uids}, each.is_in_outcome, each.blocks)
        for each in statuses
        if each.conflict.code == "hall-busy"
    ]


def test_what_is_on_hold_clashes_where_it_was_announced_and_stops_nothing_where_it_is(desk: Client) -> None:
    of = festival()
    first, second, third = (screening(film(of, title), hall(of), f"2026-10-1{day} 20:00")
                            for day, title in enumerate(("Cléo", "Vagabond", "Le Bonheur")))  # fmt: skip
    published(of)
    on_hold(first)
    first.starts_at, third.starts_at = second.starts_at, first.starts_at
    saved(first)
    saved(third)
    assert found_of(of) == [
        ("hall-busy", {"Cléo", "Vagabond"}, False, False),
        ("hall-busy", {"Cléo", "Le Bonheur"}, True, True),
    ]
    page = read(desk.get(reverse("admin:conflicts", args=[of.pk])))
    assert page.text.count("It stops nothing: what is on hold stays as it was announced.") == 1
    assert "Release it, or move Le Bonheur." in page.text
