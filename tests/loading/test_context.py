"""Rows become the values the rules look at: each fact, the format of a programme's print, a fixed number of queries."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from screenings.loading import load_timetable
from screenings.models import Closure, Festival, OpeningHours, Print, RuleSetting, Screening, TravelTime, Venue
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleFilm, RuleGuest, RuleHall, RuleLimits, RulePrint
from screenings.timetable.rules import find_conflicts
from screenings.timetable.travel import Travel
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from tests.world import festival, film, guest, hall, programme, saved, screening, section

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour() -> Festival:
    return festival()


def loaded(of: Festival) -> Programme:
    return load_timetable(Festival.objects.get(pk=of.pk)).programme


def codes(of: Festival) -> list[str]:
    return [conflict.code for conflict in find_conflicts(loaded(of))]


def test_a_hall_brings_its_hours_formats_changeover_and_the_clock_of_its_venue(harbour: Festival) -> None:
    usual = hall(harbour)
    made = hall(
        harbour, "Pier", "Quay", timezone="Europe/London", capacity=80, changeover=0, formats=["35 mm"], shared=True
    )
    saved(OpeningHours(hall=made, weekday=5, opens=time(10), closes=time(1)))
    saved(Closure(hall=made, first_day=date(2026, 10, 10), last_day=date(2026, 10, 11)))
    halls = loaded(harbour).context.halls
    assert halls[usual.pk] == RuleHall(usual.pk, "Odeon, Hall 1", usual.venue_id, ZoneInfo("Europe/Berlin"), 15)
    assert halls[made.pk] == RuleHall(
        id=made.pk,
        name="Quay, Pier",
        venue=made.venue_id,
        zone=ZoneInfo("Europe/London"),
        changeover=0,
        capacity=80,
        formats=("35 mm",),
        shared=True,
        openings=(Opening(5, time(10), time(1)),),
        closures=((date(2026, 10, 10), date(2026, 10, 11)),),
    )


def test_a_film_brings_its_makers_lands_age_embargo_and_prints(harbour: Festival) -> None:
    strand = section(harbour, colour="#204060")
    made = film(
        harbour, "Cléo", directors=("Agnès Varda",), section=strand, countries=["FR", "BE"], rating="FSK 6",
        premiere="world", embargo_until=date(2026, 10, 12), expected_audience=300,
    )  # fmt: skip
    copy = saved(Print(film=made, format="35 mm", label="restored", available_from=date(2026, 10, 9)))
    director = made.credits.get().person
    house = loaded(harbour).context
    assert house.films[made.pk] == RuleFilm(
        made.pk,
        "Cléo",
        (),
        strand.pk,
        (director.pk,),
        ("BE", "FR"),
        90,
        6,
        "world",
        date(2026, 10, 12),
        300,
        (copy.pk,),
    )
    assert house.prints == {copy.pk: RulePrint(copy.pk, made.pk, "Cléo 35 mm restored", "35 mm", date(2026, 10, 9))}
    assert (house.people, house.sections) == ({director.pk: "Agnès Varda"}, {strand.pk: "Competition"})
    made.minimum_age = 12
    made.save()
    assert loaded(harbour).context.films[made.pk].minimum_age == 12, "what is stated goes before the rating"


def test_a_programme_of_films_is_as_long_as_its_parts_and_the_gaps_between_them(harbour: Festival) -> None:
    one, two, unknown = (film(harbour, title, runtime=length) for title, length in (("A", 12), ("B", 30), ("C", None)))
    shorts, vague = programme(harbour, "Shorts", two, one, gap=3), programme(harbour, "More", one, unknown)
    films = loaded(harbour).context.films
    assert (films[shorts.pk].parts, films[shorts.pk].runtime) == ((two.pk, one.pk), 45)
    assert films[vague.pk].runtime is None
    screening(shorts, hall(harbour), "2026-10-10 20:00", intro=5)
    (showing,) = loaded(harbour).showings
    assert (showing.length, showing.length_is_known) == (50, True)


def test_a_screening_brings_all_that_is_said_of_it(harbour: Festival) -> None:
    cleo = film(harbour, runtime=None)
    copy, who = saved(Print(film=cleo, format="DCP")), guest(harbour)
    row = screening(
        cleo, hall(harbour), "2026-10-10 20:00", intro=5, qa=20, stated_length=120, print=copy, audience="press",
        expected_audience=40, format="35 mm", pinned=True, billing="tba", public_title="Surprise", public_note="New",
        notes="Reel 2 is late", subtitles=("de",), access=("sign",), ticket_url="https://tickets.example/1",
        sold_out=True, standby=True, price="€9",
    )  # fmt: skip
    row.guests.add(who)
    (found,) = loaded(harbour).showings
    assert found == Showing(
        row.uid, cleo.pk, "Cléo", 120, datetime(2026, 10, 10, 18, tzinfo=UTC), row.hall_id, False, "press", 5, 20, 120,
        True, ("35 mm",), copy.pk, (who.pk,), 40, False, row.pk, True, "tba", "Surprise", "New", "Reel 2 is late",
        ("de",), ("sign",), "https://tickets.example/1", True, True, "€9",
    )  # fmt: skip
    Screening.objects.update(status="cancelled", stated_length=None)
    (found,) = loaded(harbour).showings
    assert (found.cancelled, found.length, found.length_is_known) == (True, 5 + harbour.default_runtime + 20, False)


def test_a_festival_brings_its_days_guests_ways_lines_and_severities(harbour: Festival) -> None:
    Festival.objects.update(repeats="daypart", clashes=["director"], children_until=time(20), day_starts_at=time(5))
    odeon, pier = hall(harbour).venue, hall(harbour, "Pier", "Quay").venue
    Venue.objects.filter(pk=odeon.pk).update(latitude="52.52", longitude="13.405")
    saved(TravelTime(origin=odeon, destination=pier, minutes=12, by="by ferry"))
    comes = datetime(2026, 10, 10, 9, tzinfo=UTC)
    who = guest(harbour, arrives_at=comes)
    saved(RuleSetting(festival=harbour, code="hall-busy", severity="notice"))
    found = loaded(harbour)
    assert found.calendar == FestivalCalendar(harbour.starts_on, harbour.ends_on, ZoneInfo("Europe/Berlin"), time(5))
    assert found.context.travel == Travel({odeon.pk: (52.52, 13.405)}, {(odeon.pk, pier.pk): (12, "by ferry")})
    assert found.context.guests == {who.pk: RuleGuest(who.pk, who.person_id, "Agnès Varda", comes, None)}
    assert found.context.severities == {"hall-busy": Severity.NOTICE}
    assert found.context.limits == RuleLimits("daypart", ("director",), time(20))


def test_the_print_of_one_film_of_a_programme_says_nothing_of_the_others_formats(harbour: Festival) -> None:
    one, two = film(harbour, "A", runtime=10), film(harbour, "B", runtime=10)
    chosen = saved(Print(film=one, format="DCP"))
    only = saved(Print(film=two, format="35 mm"))
    where = hall(harbour, formats=["DCP"])
    screening(programme(harbour, "Shorts", one, two), where, "2026-10-10 20:00", print=chosen)
    assert codes(harbour) == ["hall-lacks-format"], "B has to be shown from 35 mm"
    only.format = "DCP"
    only.save()
    assert codes(harbour) == []
    chosen.format = "35 mm"
    chosen.save()
    assert codes(harbour) == ["hall-lacks-format"]


def test_loading_asks_the_same_number_of_questions_of_a_full_timetable(
    harbour: Festival, django_assert_num_queries: Any
) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            part = film(harbour, f"Part {count} {number}", directors=(f"Director {count} {number}",))
            whole = programme(harbour, f"Whole {count} {number}", part)
            row = screening(whole, hall(harbour, f"Hall {count} {number}"), "2026-10-10 20:00")
            row.guests.add(guest(harbour, f"Director {count} {number}"))
            saved(Print(film=part))

    fill(1)
    known = Festival.objects.get(pk=harbour.pk)
    with django_assert_num_queries(6):
        load_timetable(known)
    fill(4)
    with django_assert_num_queries(6):
        load_timetable(known)
