"""Every fact that a rule asks for is edited in the admin, and the rule follows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from screenings.models import (
    Credit,
    Festival,
    Film,
    Guest,
    Hall,
    Person,
    Print,
    RuleSetting,
    Screening,
    Section,
    Venue,
)
from screenings.scheduling.conflict_status import load_conflict_statuses
from tests.desk.forms import send
from tests.world import festival, film, guest, hall, person, saved, screening, section


@pytest.fixture
def harbour(db: None) -> Festival:
    """Cléo on a Saturday evening with its print and its guest, and Vagabond an hour later at the Pier. All is well."""
    of = festival(publishing="after-review")
    cleo = film(of, "Cléo", directors=("Agnès Varda",))
    copy = saved(Print(film=cleo, format="DCP"))
    row = screening(cleo, hall(of), "2026-10-10 20:00", print=copy)
    row.guests.add(guest(of))
    later = screening(film(of, "Vagabond"), hall(of, "Quay", venue="Pier"), "2026-10-10 21:50")
    later.guests.add(guest_of(of))
    screening(film(of, "Le Bonheur"), hall(of), "2026-10-10 22:00")
    return of


def guest_of(of: Festival) -> Guest:
    return Guest.objects.get(festival=of)


def found(of: Festival) -> list[str]:
    return [standing.conflict.code for standing in load_conflict_statuses(Festival.objects.get(pk=of.pk)).statuses]


def change_of(row: Model) -> str:
    return reverse(f"admin:screenings_{row._meta.model_name}_change", args=[row.pk])


def cleo() -> Film:
    return Film.objects.get(title="Cléo")


def odeon() -> Hall:
    return Hall.objects.get(name="Hall 1")


FACTS: list[tuple[str, Callable[[], Model], dict[str, Any], str]] = [
    ("changeover", odeon, {"changeover": "45"}, "changeover-too-short"),
    (
        "opening hours",
        odeon,
        {
            "opening_hours-TOTAL_FORMS": "1", "opening_hours-0-weekday": "5", "opening_hours-0-opens": "21:00",
            "opening_hours-0-closes": "02:00",
        },
        "hall-closed",
    ),
    (
        "closures by day",
        odeon,
        {
            "closures-TOTAL_FORMS": "1", "closures-0-first_day": "2026-10-10", "closures-0-last_day": "2026-10-10",
            "closures-0-reason": "Painters",
        },
        "hall-closed",
    ),
    ("a hall's formats", odeon, {"formats": "35 mm"}, "hall-lacks-format"),
    ("capacity", odeon, {"capacity": "80"}, "hall-too-small"),
    ("a print's days", Print.objects.get, {"available_from": "2026-10-11"}, "print-unavailable"),
    ("an arrival", Guest.objects.get, {"arrives_at_0": "2026-10-10", "arrives_at_1": "20:30"}, "guest-away"),
    ("a departure", Guest.objects.get, {"departs_at_0": "2026-10-10", "departs_at_1": "21:00"}, "guest-away"),
    ("a stated age", cleo, {"minimum_age": "6"}, "late-for-children"),
    ("a rating", cleo, {"rating": "FSK 6"}, "late-for-children"),
    ("an embargo", cleo, {"embargo_until": "2026-10-12"}, "premiere-order"),
    ("a film's expected audience", cleo, {"expected_audience": "500"}, "hall-too-small"),
    (
        "a screening's expected audience",
        lambda: Screening.objects.get(film__title="Cléo"),
        {"expected_audience": "500"},
        "hall-too-small",
    ),
    ("the festival's days", Festival.objects.get, {"starts_on": "2026-10-11"}, "outside-festival"),
    (
        "a stated length",
        lambda: Screening.objects.get(film__title="Cléo"),
        {"stated_length": "80"},
        "runtime-mismatch",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("row", "typed", "code"), [each[1:] for each in FACTS], ids=[each[0] for each in FACTS])
def test_a_fact_is_typed_in_its_form_and_the_rule_follows(
    desk: Client, harbour: Festival, row: Callable[[], Model], typed: dict[str, Any], code: str
) -> None:
    capacity = 80 if code != "hall-too-small" or "capacity" not in typed else None
    Hall.objects.update(capacity=capacity)
    if "capacity" in typed:
        Film.objects.update(expected_audience=100)
    assert found(harbour) == []
    answer = send(desk, change_of(row()), **typed)
    assert answer.status_code == 302
    assert set(found(harbour)) == {code}


def test_a_way_is_stated_in_its_form_and_the_rule_follows(desk: Client, harbour: Festival) -> None:
    venues = {venue.name: venue.pk for venue in Venue.objects.all()}
    assert found(harbour) == []
    typed = {"origin": venues["Odeon"], "destination": venues["Pier"], "minutes": "30", "by": "by ferry"}
    assert send(desk, reverse("admin:screenings_traveltime_add"), **typed).status_code == 302
    assert found(harbour) == ["guest-in-two-places"]


def row_of(title: str) -> Callable[[], Model]:
    return lambda: Screening.objects.get(film__title=title, audience="public")


def titled(title: str) -> Callable[[], Model]:
    return lambda: Film.objects.get(title=title)


def unknown_length(of: Festival) -> None:
    Film.objects.filter(title="Cléo").update(runtime=None)


def only_dcp(of: Festival) -> None:
    Hall.objects.update(formats=["DCP"])


def a_rival(of: Festival) -> None:
    """Le Bonheur runs while Vagabond does, which has nothing in common with it yet."""
    rival = Film.objects.get(title="Le Bonheur")
    rival.section, rival.countries = section(of, colour="#204060"), ["FR"]
    rival.save()
    saved(Credit(film=rival, person=person("Jacques Demy"), role="director"))


def a_rival_for_whom_countries_count(of: Festival) -> None:
    a_rival(of)
    Festival.objects.update(clashes=["country"])


def a_day_before(audience: str) -> Callable[[Festival], None]:
    def prepare(of: Festival) -> None:
        if audience == "private":
            Film.objects.filter(title="Cléo").update(premiere="world")
        screening(cleo(), hall(of), "2026-10-09 20:00", audience=audience)

    return prepare


def at_the_odeon(of: Festival) -> None:
    Venue.objects.filter(name="Odeon").update(latitude="52.52", longitude="13.405")


def nothing(of: Festival) -> None:
    """The fact is all it takes."""


def director() -> dict[str, Any]:
    who = Person.objects.get(name="Jacques Demy").pk
    return {
        "credits-TOTAL_FORMS": "1", "credits-0-person": who, "credits-0-role": "director", "credits-0-order": "0",
    }  # fmt: skip


MORE: dict[str, tuple[Callable[[Festival], None], Callable[[], Model], Callable[[], dict[str, Any]], str]] = {
    "default changeover": (nothing, Festival.objects.get, lambda: {"default_changeover": "45"}, "changeover-too-short"),
    "default runtime": (
        unknown_length,
        Festival.objects.get,
        lambda: {"default_runtime": "110"},
        "changeover-too-short",
    ),
    "runtime": (nothing, cleo, lambda: {"runtime": "110"}, "changeover-too-short"),
    "introduction": (nothing, row_of("Cléo"), lambda: {"intro": "20"}, "changeover-too-short"),
    "Q&A": (nothing, row_of("Cléo"), lambda: {"qa": "20"}, "changeover-too-short"),
    "a screening's format": (only_dcp, row_of("Vagabond"), lambda: {"format": "35 mm"}, "hall-lacks-format"),
    "a print's format": (only_dcp, Print.objects.get, lambda: {"format": "35 mm"}, "hall-lacks-format"),
    "section": (a_rival, titled("Vagabond"), lambda: {"section": Section.objects.get().pk}, "audience-clash"),
    "country": (a_rival_for_whom_countries_count, titled("Vagabond"), lambda: {"countries": ["FR"]}, "audience-clash"),
    "credits": (a_rival, titled("Vagabond"), director, "audience-clash"),
    "coordinates": (
        at_the_odeon,
        lambda: Venue.objects.get(name="Pier"),
        lambda: {"latitude": "52.565", "longitude": "13.405"},
        "guest-in-two-places",
    ),
    "guests": (
        nothing,
        row_of("Le Bonheur"),
        lambda: {"guests": [guest_of(Festival.objects.get()).pk]},
        "guest-in-two-places",
    ),
    "premiere": (a_day_before("press"), cleo, lambda: {"premiere": "world"}, "premiere-order"),
    "audience": (
        a_day_before("private"),
        lambda: Screening.objects.get(audience="private"),
        lambda: {"audience": "press"},
        "premiere-order",
    ),
}


@pytest.mark.parametrize("fact", MORE)
def test_so_is_every_fact_that_takes_another_beside_it(desk: Client, harbour: Festival, fact: str) -> None:
    prepare, row, typed, code = MORE[fact]
    prepare(harbour)
    assert found(harbour) == []
    answer = send(desk, change_of(row()), **typed())
    assert answer.status_code == 302
    assert set(found(harbour)) == {code}


def test_a_hall_that_holds_several_and_a_screening_that_is_cancelled_are_in_nobodys_way(
    desk: Client, harbour: Festival
) -> None:
    screening(film(harbour, "Lola"), odeon(), "2026-10-10 21:00")
    assert set(found(harbour)) == {"hall-busy"}
    assert send(desk, change_of(odeon()), shared="on").status_code == 302
    assert found(harbour) == []
    Hall.objects.update(shared=False)
    assert send(desk, change_of(row_of("Lola")()), status="cancelled").status_code == 302
    assert found(harbour) == []


def test_the_setting_of_a_rule_that_is_no_more_counts_for_nothing(desk: Client, harbour: Festival) -> None:
    """As rows of `tight-travel` are left behind by earlier versions."""
    RuleSetting.objects.create(festival=harbour, code="tight-travel", severity="error")
    for name in ("changelist", "change"):
        address = reverse(f"admin:screenings_festivalrules_{name}", args=[harbour.pk] if name == "change" else [])
        page = desk.get(address)
        assert (page.status_code, "tight" in page.content.decode()) == (200, False)
    assert send(desk, address, rule_hall_busy="warning").status_code == 302
    assert found(harbour) == []
    assert [row.code for row in harbour.rule_settings.all()] == ["hall-busy", "tight-travel"]
