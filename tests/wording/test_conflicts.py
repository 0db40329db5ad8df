"""Every rule has its sentence: which screenings, when by the venue's clock, and how many minutes are missing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import (
    CLASH_KINDS,
    Opening,
    RuleContext,
    RuleFilm,
    RuleGuest,
    RuleHall,
    RuleLimits,
    RulePrint,
)
from screenings.timetable.days import minutes_text
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import FestivalCalendar, Programme, Showing
from screenings.wording.conflicts import conflict_sentence

BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = FestivalCalendar(date(2026, 10, 9), date(2026, 10, 20), BERLIN, time(6))
GRAND = RuleHall(1, "Odeon Grand", venue=1, zone=BERLIN, changeover=15, capacity=200, formats=("DCP",))
STUDIO = RuleHall(2, "Palast Studio", venue=2, zone=BERLIN)
CLEO, VAGABOND = RuleFilm(1, "Cléo"), RuleFilm(2, "Vagabond")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def show(number: int, starts: str, hall: int = 1, film: int = 1, **kwargs: object) -> Showing:
    return Showing(UUID(int=number), film, "", 90, at(starts), hall, **kwargs)  # type: ignore[arg-type]


def said(
    *showings: Showing,
    grand: RuleHall = GRAND,
    films: tuple[RuleFilm, ...] = (CLEO, VAGABOND),
    prints: tuple[RulePrint, ...] = (),
    guests: tuple[RuleGuest, ...] = (),
) -> dict[str, str]:
    """Each sentence and the rule it tells of."""
    house = RuleContext(
        halls={1: grand, 2: STUDIO},
        films={film.id: film for film in films},
        prints={each.id: each for each in prints},
        guests={guest.id: guest for guest in guests},
        people={7: "Agnès Varda"},
        sections={5: "Competition"},
        limits=RuleLimits(clashes=CLASH_KINDS),
    )
    programme = Programme(CALENDAR, showings, house)
    return {conflict_sentence(conflict): conflict.code for conflict in find_conflicts(programme)}


EVENING, LATER = "2026-10-10 20:00", "2026-10-10 21:40"
PRINT = RulePrint(3, 1, "Cléo 35 mm", "", available_until=date(2026, 10, 9))
GUEST = RuleGuest(4, 7, "Agnès Varda", arrives_at=at("2026-10-10 20:30"))

SENTENCES = {
    "Odeon Grand is double-booked: Cléo ends Sat 10 Oct 21:30, but Vagabond starts Sat 10 Oct 21:00, "
    "30 min too early. Move one of them.": lambda: said(show(1, EVENING), show(2, "2026-10-10 21:00", film=2)),
    "Odeon Grand is double-booked: Cléo twice at Sat 10 Oct 20:00. Move one of them, or take it out.": (
        lambda: said(show(1, EVENING), show(2, EVENING))
    ),
    "Odeon Grand is double-booked: Cléo and Vagabond both at Sat 10 Oct 20:00. Move one of them, or take it out.": (
        lambda: said(show(1, EVENING), show(2, EVENING, film=2))
    ),
    "Odeon Grand needs 15 min between shows: Cléo ends Sat 10 Oct 21:30 and Vagabond starts Sat 10 Oct 21:40, "
    "5 min too early. Move one, or acknowledge it.": lambda: said(show(1, EVENING), show(2, LATER, film=2)),
    "Odeon Grand may be double-booked: Cléo, taken to be 90 min long, ends Sat 10 Oct 21:30, but Vagabond starts "
    "Sat 10 Oct 21:00, 30 min too early. State its running time if it is shorter; else move one of them. Until then "
    "the public sees it end when the next one starts.": (
        lambda: said(show(1, EVENING, length_is_known=False), show(2, "2026-10-10 21:00", film=2))
    ),
    "Odeon Grand needs 15 min between shows: Cléo, taken to be 90 min long, ends Sat 10 Oct 21:30 and Vagabond starts "
    "Sat 10 Oct 21:40, 5 min too early. State its running time if it is shorter; else move one, or acknowledge it.": (
        lambda: said(show(1, EVENING, length_is_known=False), show(2, LATER, film=2))
    ),
    "Odeon Grand is closed from Sat 10 Oct to Mon 12 Oct, but shows Cléo Sat 10 Oct 20:00.": lambda: said(
        show(1, EVENING), grand=replace(GRAND, closures=((date(2026, 10, 10), date(2026, 10, 12)),))
    ),
    "Odeon Grand is open 10:00–21:00 on Sat 10 Oct: Cléo runs from Sat 10 Oct 20:00 to Sat 10 Oct 21:30, "
    "30 min outside its opening hours.": lambda: said(
        show(1, EVENING), grand=replace(GRAND, openings=(Opening(5, time(10), time(21)),))
    ),
    "Odeon Grand does not open on Sat 10 Oct: Cléo runs from Sat 10 Oct 20:00 to Sat 10 Oct 21:30, "
    "90 min outside its opening hours.": lambda: said(
        show(1, EVENING), grand=replace(GRAND, openings=(Opening(0, time(10), time(21)),))
    ),
    "Odeon Grand cannot show 35 mm, which Cléo needs (Sat 10 Oct 20:00); it offers DCP.": lambda: said(
        show(1, EVENING, format=("35 mm",))
    ),
    "Odeon Grand seats 200, but 250 people are expected for Cléo (Sat 10 Oct 20:00): 50 seats are missing.": lambda: (
        said(show(1, EVENING, expected_audience=250))
    ),
    "The print Cléo 35 mm is needed twice: Cléo ends Sat 10 Oct 21:30 in Odeon Grand, Cléo starts Sat 10 Oct 21:00 "
    "in Palast Studio, 30 min before the first is over.": lambda: said(
        show(1, EVENING, print=3),
        show(2, "2026-10-10 21:00", 2, print=3),
        prints=(replace(PRINT, available_until=None),),
    ),
    "Cléo (Sat 10 Oct 20:00, Odeon Grand) has no print on Sat 10 Oct: Cléo 35 mm is here until Fri 9 Oct.": lambda: (
        said(show(1, EVENING, print=3), films=(replace(CLEO, prints=(3,)),), prints=(PRINT,))
    ),
    "Cléo (Sat 10 Oct 20:00, Odeon Grand) has no print on Sat 10 Oct: Cléo 35 mm is here until Fri 9 Oct. Nobody has "
    "chosen one for it.": lambda: said(show(1, EVENING), films=(replace(CLEO, prints=(3,)),), prints=(PRINT,)),
    "Agnès Varda is expected twice: Cléo ends Sat 10 Oct 21:30 in Odeon Grand, Vagabond starts Sat 10 Oct 21:00 "
    "in Palast Studio, 30 min before the first is over.": lambda: said(
        show(1, EVENING, guests=(4,)),
        show(2, "2026-10-10 21:00", 2, film=2, guests=(4,)),
        guests=(replace(GUEST, arrives_at=None),),
    ),
    "Agnès Varda arrives Sat 10 Oct 20:30, 30 min after the start of Cléo (Sat 10 Oct 20:00, Odeon Grand).": (
        lambda: said(show(1, EVENING, guests=(4,)), guests=(GUEST,))
    ),
    "Agnès Varda leaves Sat 10 Oct 21:00, 30 min before the end of Cléo (Sat 10 Oct 20:00, Odeon Grand). "
    "Nobody is named for its Q&A; the director is assumed.": lambda: said(
        show(1, EVENING, qa=20),
        films=(replace(CLEO, directors=(7,)),),
        guests=(replace(GUEST, arrives_at=None, departs_at=at("2026-10-10 21:00")),),
    ),
    "Cléo is shown twice on one day: Sat 10 Oct 20:00 in Odeon Grand and Sun 11 Oct 01:00 "
    "(night of Sat 10 Oct) in Palast Studio.": (lambda: said(show(1, EVENING), show(2, "2026-10-11 01:00", 2))),
    "Cléo (Sat 10 Oct 20:00, Odeon Grand) and Vagabond (Sat 10 Oct 21:00, Palast Studio) run at the same time "
    "for 30 min; they share the section Competition and the country France.": lambda: said(
        show(1, EVENING),
        show(2, "2026-10-10 21:00", 2, film=2),
        films=tuple(replace(film, section=5, countries=("FR",)) for film in (CLEO, VAGABOND)),
    ),
    "Cléo is shown to the public Sat 10 Oct 20:00 in Odeon Grand, before its embargo ends on Mon 12 Oct.": lambda: said(
        show(1, EVENING), films=(replace(CLEO, embargo_until=date(2026, 10, 12)),)
    ),
    "The press sees Cléo Sat 10 Oct 20:00 in Odeon Grand, 22 h before its premiere Sun 11 Oct 18:00 in Odeon Grand.": (
        lambda: said(
            show(1, EVENING, audience="press"), show(2, "2026-10-11 18:00"), films=(replace(CLEO, premiere="world"),)
        )
    ),
    "Cléo may be seen from the age of 6, but ends Sat 10 Oct 21:30 in Odeon Grand, 30 min after 21:00, "
    "when films for children are to be over.": lambda: said(show(1, EVENING), films=(replace(CLEO, minimum_age=6),)),
    "Cléo (Wed 21 Oct 20:00, Odeon Grand) lies 1 day after the last day of the festival (Fri 9 Oct to Tue 20 Oct).": (
        lambda: said(show(1, "2026-10-21 20:00"))
    ),
    "Cléo (Sat 10 Oct 20:00, Odeon Grand) is stated to last 90 min, 20 min less than 5 min introduction, "
    "85 min film and 20 min Q&A.": lambda: said(
        show(1, EVENING, stated_length=90, intro=5, qa=20), films=(replace(CLEO, runtime=85),)
    ),
}


def in_competition(*starts: str) -> list[Conflict]:
    """What is said of films of the competition that begin then, each in a hall of its own."""
    halls = {number: RuleHall(number, f"Hall {number}", zone=BERLIN) for number in range(1, len(starts) + 1)}
    films = {number: RuleFilm(number, f"Film {number}", section=5) for number in halls}
    shows = tuple(show(number, start, number, film=number) for number, start in enumerate(starts, 1))
    house = RuleContext(halls=halls, films=films, sections={5: "Competition"})
    return list(find_conflicts(Programme(CALENDAR, shows, house)))


def test_four_at_one_time_are_counted_and_the_first_three_named() -> None:
    (found,) = in_competition(EVENING, "2026-10-10 20:30", "2026-10-10 21:00", "2026-10-10 21:00")
    assert conflict_sentence(found) == (
        "4 screenings run at the same time, from Sat 10 Oct 20:00 to Sat 10 Oct 22:30: Film 1 (Sat 10 Oct 20:00, "
        "Hall 1), Film 2 (Sat 10 Oct 20:30, Hall 2), Film 3 (Sat 10 Oct 21:00, Hall 3) and 1 more; they share the "
        "section Competition."
    )


def test_of_a_chain_it_is_said_how_many_run_at_a_time_and_to_each_its_own() -> None:
    (found,) = in_competition(EVENING, "2026-10-10 21:00", "2026-10-10 22:00")
    assert conflict_sentence(found) == (
        "3 screenings overlap, up to 2 at a time, from Sat 10 Oct 20:00 to Sat 10 Oct 23:30: Film 1 (Sat 10 Oct 20:00, "
        "Hall 1), Film 2 (Sat 10 Oct 21:00, Hall 2) and Film 3 (Sat 10 Oct 22:00, Hall 3); they share the section "
        "Competition."
    )
    first, second, third = (conflict_sentence(found, uid) for uid in found.uids)
    assert first == third == "Clashes with Film 2 (Sat 10 Oct 21:00, Hall 2); they share the section Competition."
    assert second == (
        "Clashes with Film 1 (Sat 10 Oct 20:00, Hall 1) and Film 3 (Sat 10 Oct 22:00, Hall 3); they share the section "
        "Competition."
    )
    (of_five,) = in_competition(*[EVENING] * 5)
    assert conflict_sentence(of_five, of_five.uids[0]).startswith("Clashes with Film 2 (Sat 10 Oct 20:00, Hall 2), ")
    assert ", Film 4 (Sat 10 Oct 20:00, Hall 4) and 1 more; they " in conflict_sentence(of_five, of_five.uids[0])


@pytest.mark.parametrize("sentence", SENTENCES)
def test_what_a_rule_finds_reads_as_a_sentence(sentence: str) -> None:
    assert sentence in SENTENCES[sentence]()


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 min"),
        (179, "179 min"),
        (180, "3 h"),
        (200, "3 h 20 min"),
        (48 * 60, "2 days"),
        (52 * 60 + 5, "2 days 4 h"),
    ],
)
def test_a_span_reads_as_people_say_it(minutes: int, text: str) -> None:
    assert minutes_text(minutes) == text


HELD_ADVICE = {
    "Cléo is on hold and was announced for then. Release it, or move Vagabond.": (
        show(1, EVENING, on_hold=True), show(2, "2026-10-10 21:00", film=2),
    ),
    "Vagabond is on hold and was announced for then. Release it, or move Cléo.": (
        show(1, EVENING), show(2, "2026-10-10 21:00", film=2, on_hold=True),
    ),
    "All of them are on hold and were announced for then. Release one that is elsewhere by now.": (
        show(1, EVENING, on_hold=True), show(2, "2026-10-10 21:00", film=2, on_hold=True),
    ),
}  # fmt: skip


@pytest.mark.parametrize("advice", HELD_ADVICE)
def test_a_conflict_with_what_is_on_hold_names_the_one_to_release_or_move(advice: str) -> None:
    (sentence,) = (text for text, code in said(*HELD_ADVICE[advice]).items() if code == "hall-busy")
    assert sentence.endswith(f"Move one of them. {advice}")


def test_what_is_on_hold_is_told_of_a_conflict_it_has_by_itself() -> None:
    grand = replace(GRAND, closures=((date(2026, 10, 10), date(2026, 10, 10)),))
    (sentence,) = said(show(1, EVENING, on_hold=True), grand=grand)
    assert sentence.endswith("It is on hold and was announced for then. Release it, if it is elsewhere by now.")


def test_of_many_that_clash_those_on_hold_are_named() -> None:
    films = tuple(RuleFilm(number, f"Film {number}", section=5) for number in (1, 2, 3))
    shows = (
        show(1, EVENING, 1, 1, on_hold=True),
        show(2, EVENING, 2, 2),
        show(3, "2026-10-10 20:10", 2, 3, on_hold=True),
    )
    sentences = [text for text, code in said(*shows, films=films).items() if code == "audience-clash"]
    assert [text.partition(" On hold")[2] for text in sentences] == [
        " and announced for then: Film 1 and Film 3. Release them, or move the others."
    ]
