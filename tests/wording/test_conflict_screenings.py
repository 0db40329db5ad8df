"""The moments of a sentence: on which clock, of which night, how sure; and that its minutes are those between them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import CLASH_KINDS, RuleContext, RuleFilm, RuleGuest, RuleHall, RuleLimits, RulePrint
from screenings.timetable.rules import CODES, find_conflicts
from screenings.timetable.travel import Travel
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from screenings.wording.conflicts import conflict_sentence
from tests.timetable.random_festivals import random_festival

BERLIN, LONDON = ZoneInfo("Europe/Berlin"), ZoneInfo("Europe/London")
CALENDAR = FestivalCalendar(date(2026, 10, 23), date(2026, 10, 30), BERLIN, time(6))
GRAND = RuleHall(1, "Odeon Grand", venue=1, zone=BERLIN, changeover=15)
STUDIO = RuleHall(2, "Palast Studio", venue=2, zone=BERLIN)
RIVER = RuleHall(3, "River", venue=3, zone=LONDON, changeover=15)
CLEO, VAGABOND = RuleFilm(1, "Cléo"), RuleFilm(2, "Vagabond")
HOUSE = RuleContext(
    limits=RuleLimits(clashes=CLASH_KINDS),
    halls={hall.id: hall for hall in (GRAND, STUDIO, RIVER)},
    films={film.id: film for film in (CLEO, VAGABOND)},
    guests={4: RuleGuest(4, 7, "Agnès Varda")},
    people={7: "Agnès Varda", 8: "Jacques Demy", 9: "Chris Marker"},
    sections={5: "Competition"},
)
EVENING = "2026-10-24T18:00+00:00"


def show(number: int, starts: str, hall: int = 1, film: int = 1, length: int = 90, **kwargs: object) -> Showing:
    return Showing(UUID(int=number), film, "", length, datetime.fromisoformat(starts), hall, **kwargs)  # type: ignore[arg-type]


def said(*showings: Showing, house: RuleContext = HOUSE) -> list[str]:
    return [conflict_sentence(conflict) for conflict in find_conflicts(Programme(CALENDAR, showings, house))]


def with_films(*films: RuleFilm, **facts: object) -> RuleContext:
    return replace(HOUSE, films={film.id: film for film in films}, **facts)


def test_times_of_two_clocks_each_say_theirs() -> None:
    guests = (4,)
    first = show(1, EVENING, guests=guests)
    assert said(first, show(2, "2026-10-24T19:00+00:00", 3, 2, guests=guests)) == [
        (
            "Agnès Varda is expected twice: Cléo ends Sat 24 Oct 21:30 (clock of Europe/Berlin) in Odeon Grand, "
            "Vagabond starts Sat 24 Oct 20:00 (clock of Europe/London) in River, 30 min before the first is over."
        )
    ]
    alike = with_films(*(replace(film, section=5) for film in (CLEO, VAGABOND)))
    assert said(first, show(2, "2026-10-24T19:00+00:00", 3, 2), house=alike) == [
        (
            "Cléo (Sat 24 Oct 20:00, clock of Europe/Berlin, Odeon Grand) and Vagabond (Sat 24 Oct 20:00, clock of "
            "Europe/London, River) run at the same time for 30 min; they share the section Competition."
        )
    ]


def test_times_of_one_clock_that_is_not_the_festivals_say_so_once() -> None:
    assert said(show(1, EVENING, 3), show(2, "2026-10-24T19:40+00:00", 3, 2)) == [
        (
            "River needs 15 min between shows: Cléo ends Sat 24 Oct 20:30 and Vagabond starts Sat 24 Oct 20:40, 5 min "
            "too early. Move one, or acknowledge it. All times by the clock of Europe/London."
        )
    ]


def test_an_hour_that_is_shown_twice_says_which_it_is() -> None:
    assert said(show(1, "2026-10-24T23:00+00:00"), show(2, "2026-10-25T01:10+00:00", film=2, length=30)) == []
    assert said(show(1, "2026-10-24T23:00+00:00"), show(2, "2026-10-25T00:40+00:00", film=2)) == [
        (
            "Odeon Grand needs 15 min between shows: Cléo ends Sun 25 Oct 02:30 CEST and Vagabond starts Sun 25 Oct "
            "02:40 CEST, 5 min too early. Move one, or acknowledge it."
        )
    ]


def test_after_midnight_a_rule_of_days_says_whose_night_it_is() -> None:
    night, on_saturday = show(1, "2026-10-24T23:30+00:00"), (date(2026, 10, 24), date(2026, 10, 24))
    closed = replace(HOUSE, halls={1: replace(GRAND, closures=(on_saturday,))})
    assert said(night, house=closed) == [
        "Odeon Grand is closed on Sat 24 Oct, but shows Cléo Sun 25 Oct 01:30 (night of Sat 24 Oct)."
    ]
    away = RulePrint(3, 1, "Cléo DCP", available_from=date(2026, 10, 25))
    assert said(replace(night, print=3), house=replace(HOUSE, prints={3: away})) == [
        (
            "Cléo (Sun 25 Oct 01:30, night of Sat 24 Oct, Odeon Grand) has no print on Sat 24 Oct: "
            "Cléo DCP is here from Sun 25 Oct on."
        )
    ]
    assert said(night, house=with_films(replace(CLEO, embargo_until=date(2026, 10, 25)))) == [
        (
            "Cléo is shown to the public Sun 25 Oct 01:30 (night of Sat 24 Oct) in Odeon Grand, before its embargo "
            "ends on Sun 25 Oct."
        )
    ]


def test_a_show_that_runs_into_a_closure_is_told_by_its_end() -> None:
    on_sunday = (date(2026, 10, 25), date(2026, 10, 26))
    closed = replace(HOUSE, halls={1: replace(GRAND, closures=(on_sunday,))})
    assert said(show(1, "2026-10-25T04:00+00:00"), house=closed) == [
        "Odeon Grand is closed from Sun 25 Oct to Mon 26 Oct, but shows Cléo until Sun 25 Oct 06:30."
    ]
    assert said(show(1, "2026-10-25T03:30+00:00"), house=closed) == [], "it is over when the closed day begins"


def test_a_length_that_is_only_assumed_is_said_wherever_an_end_matters() -> None:
    assumed = show(1, EVENING, length_is_known=False)
    for sentence in (
        *said(replace(assumed, guests=(4,)), show(2, "2026-10-24T19:00+00:00", 2, 2, guests=(4,))),
        *said(assumed, house=with_films(replace(CLEO, minimum_age=0))),
    ):
        assert "Cléo, taken to be 90 min long, " in sentence
    leaving = replace(HOUSE.guests[4], departs_at=datetime.fromisoformat("2026-10-24T19:00+00:00"))
    assert said(replace(assumed, guests=(4,)), house=replace(HOUSE, guests={4: leaving})) == [
        (
            "Agnès Varda leaves Sat 24 Oct 21:00, 30 min before the end of Cléo (Sat 24 Oct 20:00, Odeon Grand), which "
            "is taken to be 90 min long."
        )
    ]


def test_what_an_estimated_way_rests_on_is_said() -> None:
    later = show(2, "2026-10-24T19:40+00:00", 2, 2, guests=(4,))
    near = Travel({1: (52.52, 13.405), 2: (52.5213, 13.4151)})
    assert said(show(1, EVENING, guests=(4,)), later, house=replace(HOUSE, travel=near)) == [
        (
            "Agnès Varda is expected twice: Cléo ends Sat 24 Oct 21:30 in Odeon Grand, Vagabond starts Sat 24 Oct "
            "21:40 in Palast Studio, and the way takes 13 min (estimated: about 0.9 km on foot at 4.5 km/h): 3 min "
            "are missing."
        )
    ]
    far = replace(HOUSE, travel=Travel({1: (52.52, 13.405), 2: (52.498, 13.341)}))
    assert (
        "(estimated: about 6 km by public transport at 18 km/h and 10 min for the wait)"
        in said(show(1, EVENING, guests=(4,)), later, house=far)[0]
    )
    stated = replace(HOUSE, travel=Travel(stated={(1, 2): (11, "by tram")}))
    assert said(show(1, EVENING, guests=(4,)), later, house=stated)[0].endswith(
        "and the way takes 11 min (by tram): 1 min is missing."
    )


def test_what_nobody_said_but_is_assumed_is_said() -> None:
    later = show(2, "2026-10-24T19:00+00:00", 2)
    only = with_films(replace(CLEO, prints=(3,)), prints={3: RulePrint(3, 1, "Cléo DCP")})
    guessed = "Where no print is chosen, a film’s only one is assumed."
    assert said(show(1, EVENING), later, house=only)[0].endswith(guessed)
    assert not said(show(1, EVENING, print=3), replace(later, print=3), house=only)[0].endswith(guessed)
    hers = with_films(replace(CLEO, directors=(7,)))
    guessed = "Where nobody is named for a Q&A, the director is assumed."
    assert said(show(1, EVENING, qa=20), replace(later, qa=20), house=hers)[0].endswith(guessed)


def test_several_are_listed_as_people_say_them_and_one_is_no_plural() -> None:
    shared = {"section": 5, "directors": (7, 8, 9), "countries": ("FR", "BE")}
    alike = with_films(*(replace(film, **shared) for film in (CLEO, VAGABOND)))
    assert said(show(1, EVENING), show(2, "2026-10-24T19:29+00:00", 2, 2), house=alike) == [
        (
            "Cléo (Sat 24 Oct 20:00, Odeon Grand) and Vagabond (Sat 24 Oct 21:29, Palast Studio) run at the same time "
            "for 1 min; they share the section Competition, the directors Agnès Varda, Jacques Demy and Chris Marker "
            "and the countries Belgium and France."
        )
    ]
    small = replace(HOUSE, halls={1: replace(GRAND, capacity=99)})
    assert said(show(1, EVENING, expected_audience=100), house=small)[0].endswith(": 1 seat is missing.")
    programmes = with_films(CLEO, VAGABOND, *(RuleFilm(n, f"Shorts {n}", parts=(1, 2)) for n in (3, 4)))
    assert said(show(1, EVENING, film=3), show(2, "2026-10-24T10:00+00:00", 2, 4), house=programmes) == [
        (
            "Cléo and Vagabond are shown twice on one day: Sat 24 Oct 12:00 in Palast Studio (Shorts 4) and Sat 24 Oct "
            "20:00 in Odeon Grand (Shorts 3)."
        )
    ]
    windows = {
        3: RulePrint(3, 1, "Cléo DCP", "DCP", available_until=date(2026, 10, 23)),
        4: RulePrint(4, 1, "Cléo 35 mm", "35 mm", date(2026, 10, 25), date(2026, 10, 25)),
    }
    assert said(show(1, EVENING), house=with_films(replace(CLEO, prints=(3, 4)), prints=windows)) == [
        (
            "Cléo (Sat 24 Oct 20:00, Odeon Grand) has no print on Sat 24 Oct: Cléo DCP is here until Fri 23 Oct and "
            "Cléo 35 mm is here on Sun 25 Oct. Nobody has chosen one for it."
        )
    ]


def test_a_festival_of_one_day_has_one_day() -> None:
    one_day = replace(CALENDAR, starts_on=date(2026, 10, 23), ends_on=date(2026, 10, 23))
    (found,) = find_conflicts(Programme(one_day, (show(1, EVENING),), HOUSE))
    assert conflict_sentence(found) == (
        "Cléo (Sat 24 Oct 20:00, Odeon Grand) lies 1 day after the last day of the festival (Fri 23 Oct)."
    )


def any_conflicts() -> Iterator[tuple[Programme, Conflict]]:
    for seed in range(300):
        programme = random_festival(seed, 12)
        yield from ((programme, conflict) for conflict in find_conflicts(programme))


def test_every_sentence_on_random_festivals_is_whole() -> None:
    seen = set()
    sentences = (
        (conflict.code, conflict_sentence(conflict, to))
        for _programme, conflict in any_conflicts()
        for to in (None, *conflict.uids)
    )
    for code, sentence in sentences:
        seen.add(code)
        assert re.fullmatch(r"[^\s].*[.]", sentence), sentence
        assert not re.search(r"\n|  |\{|None|True|False| 0 min|\b1 \w+s are\b|, \.|\(\)|\b\d{4}-\d\d", sentence), (
            sentence
        )
    assert seen == set(CODES)


MOMENT = re.compile(r"\w{3} \d+ \w{3} \d\d:\d\d(?:[+-]\d\d:\d\d)?")


def minutes_between(one: str, other: str) -> int:
    """From what is written alone; between the two no clock changes."""
    first, second = (
        datetime.strptime(f"2026 {text}", "%Y %a %d %b %H:%M").replace(tzinfo=UTC) for text in (one, other)
    )
    return round((second - first).total_seconds() / 60)


def test_the_minutes_too_early_are_those_between_the_two_times_of_the_sentence() -> None:
    checked = 0
    for _programme, conflict in any_conflicts():
        sentence = conflict_sentence(conflict)
        told = re.search(r"(?<! h )\b(\d+) min too early", sentence)
        if conflict.code != "hall-busy" or not told:
            continue
        zone = ZoneInfo(conflict.names["first_zone"])
        moments = [datetime.fromisoformat(conflict.names[name]) for name in ("first_ends", "second_starts")]
        if len({moment.astimezone(zone).utcoffset() for moment in moments}) == 1:
            needed = re.search(r"needs (\d+) min", sentence)
            ends, starts = (text[:16].strip("+-") for text in MOMENT.findall(sentence)[:2])
            assert int(told[1]) == (int(needed[1]) if needed else 0) - minutes_between(ends, starts)
            checked += 1
    assert checked > 50
