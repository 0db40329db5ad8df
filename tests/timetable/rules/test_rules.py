"""What the rules find in programmes of a few showings, and what a conflict is known by."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from screenings.timetable.conflicts import Severity
from screenings.timetable.context import RuleContext, RuleFilm, RuleGuest, RuleLimits
from screenings.timetable.rules import CODES, find_conflicts
from screenings.timetable.rules.audience import minimum_age
from screenings.timetable.rules.clashes import audience_clash
from screenings.timetable.rules.dates_and_lengths import runtime_mismatch
from screenings.timetable.rules.sweep import ceil_minutes
from screenings.timetable.travel import Travel
from screenings.timetable.values import Programme, Showing
from tests.timetable.random_festivals import festivals, unhurried
from tests.timetable.rules.small_programmes import CALENDAR, FILMS, hall, programme, showing


def test_the_same_facts_give_the_same_fingerprint_and_other_facts_another() -> None:
    halls = [hall(changeover=15)]
    first, again = (find_conflicts(programme(showing(1, 0, 90), showing(2, 100, 90), halls=halls)) for _ in range(2))
    moved = find_conflicts(programme(showing(1, 0, 90), showing(2, 101, 90), halls=halls))
    assert first[0].fingerprint == again[0].fingerprint != moved[0].fingerprint


@unhurried
@given(festivals(), st.integers(0, 2**40))
def test_a_fingerprint_that_stays_the_same_means_a_conflict_as_severe_as_before(of: Programme, seed: int) -> None:
    """Else an acknowledgement given for a warning would cover an error. What is assumed, chosen or named may change."""
    random = Random(seed)

    def changed(showing: Showing) -> Showing:
        return replace(
            showing,
            length_is_known=random.choice((showing.length_is_known, True, False)),
            print=random.choice((showing.print, None)),
            guests=random.choice((showing.guests, ())),
        )

    strict = replace(of, context=replace(of.context, severities=dict.fromkeys(CODES, Severity.ERROR)))
    before = {c.fingerprint: c for c in find_conflicts(strict, pairwise=True)}
    for after in find_conflicts(replace(strict, showings=tuple(map(changed, of.showings))), pairwise=True):
        if known := before.get(after.fingerprint):
            assert (after.code, after.severity, after.acknowledgeable) == (
                known.code, known.severity, known.acknowledgeable,
            )  # fmt: skip


def test_a_section_is_compared_while_it_is_small() -> None:
    """Of 60 films over 6 halls 5 fill half a hall; so few are small in any festival, and 6 are too many here."""
    for size, count in ((5, 1), (6, 0)):
        films = {n: RuleFilm(n, f"Film {n}", section=1 if n <= size else None) for n in range(1, 61)}
        halls = {n: hall(n) for n in range(1, 7)}
        pair = (showing(1, 0, 90, hall=1), showing(2, 30, 90, hall=2))
        context = RuleContext(halls=halls, films=films, sections={1: "Competition"})
        assert len(list(audience_clash(Programme(CALENDAR, pair, context)))) == count
        # In a festival with twice the films, or half the halls, it is no more than half a hall's worth.
        more = films | {n: RuleFilm(n, f"Film {n}") for n in range(61, 121)}
        assert len(list(audience_clash(Programme(CALENDAR, pair, replace(context, films=more))))) == 1
        fewer = {n: halls[n] for n in (1, 2, 3)}
        assert len(list(audience_clash(Programme(CALENDAR, pair, replace(context, halls=fewer))))) == 1


def test_a_director_at_two_films_at_once_always_counts_and_a_country_where_it_is_asked_for() -> None:
    pair = (showing(1, 0, 90, hall=1), showing(2, 30, 90, hall=2))
    halls = {n: hall(n) for n in range(1, 23)}
    films = {n: RuleFilm(n, f"Film {n}", directors=(7,)) for n in range(1, 30)}
    of = Programme(CALENDAR, pair, RuleContext(halls=halls, films=films, people={7: "Agnès Varda"}))
    assert len(list(audience_clash(of))) == 1
    films = {n: RuleFilm(n, f"Film {n}", countries=("FR",)) for n in (1, 2)}
    of = Programme(CALENDAR, pair, RuleContext(halls=halls, films=films))
    assert list(audience_clash(of)) == []
    asked = replace(of.context, limits=RuleLimits(clashes=("country",)))
    assert len(list(audience_clash(replace(of, context=asked)))) == 1


def test_an_end_within_five_minutes_of_the_running_time_is_rounding() -> None:
    for stated, said in ((85, []), (84, [6]), (95, []), (96, [-6])):
        shown = replace(showing(1, 0, stated), stated_length=stated)
        context = RuleContext(halls={1: hall()}, films={1: RuleFilm(1, "Film 1", runtime=90)})
        found = runtime_mismatch(Programme(CALENDAR, (shown,), context))
        assert [conflict.facts["missing"] for conflict in found] == said


def test_a_programme_is_for_those_whom_all_of_its_films_let_in() -> None:
    films = {n: RuleFilm(n, "", minimum_age=age) for n, age in enumerate((0, 6, 12, None), 1)}
    house = RuleContext(films=films)
    assert minimum_age(house, RuleFilm(9, "", parts=(1, 2, 3))) == 12
    assert minimum_age(house, RuleFilm(9, "", parts=(1, 4))) is None
    assert minimum_age(house, RuleFilm(9, "", parts=(3, 4), minimum_age=6)) == 6


def test_the_press_may_see_a_premiere_when_the_public_does() -> None:
    films = {1: RuleFilm(1, "Film 1", premiere="world")}
    halls = {1: hall(), 2: hall(2)}
    press, public = (replace(showing(n, 0, 90, hall=n), film=1) for n in (1, 2))

    def found(early: int) -> list[str]:
        assert press.starts_at
        seen = replace(press, audience="press", starts_at=press.starts_at - timedelta(minutes=early))
        return [
            c.code for c in find_conflicts(Programme(CALENDAR, (seen, public), RuleContext(halls=halls, films=films)))
        ]

    assert (found(0), found(1)) == ([], ["premiere-order"])


def test_films_shown_twice_are_named_in_the_same_order_every_time() -> None:
    """A set of numbers has an order of its own: 8 before 1."""
    films = {n: RuleFilm(n, str(n), parts=(8, 1) if n > 8 else ()) for n in (1, 8, 9, 10)}
    shows = [replace(showing(n, 200 * n, 90), film=8 + n) for n in (1, 2)]
    (found,) = find_conflicts(Programme(CALENDAR, tuple(shows), RuleContext(halls={1: hall()}, films=films)))
    assert (found.code, found.facts["films"]) == ("repeat-too-close", "1 8")


def test_a_guest_who_only_lacks_an_estimated_way_is_a_warning_and_two_shows_at_once_an_error() -> None:
    halls = {n: replace(hall(n), venue=n) for n in (1, 2)}
    house = RuleContext(
        halls=halls,
        films=FILMS,
        guests={7: RuleGuest(7, 7, "Agnès Varda")},
        travel=Travel({1: (52.52, 13.405), 2: (52.5213, 13.4101)}),
    )

    def held(starts: int) -> list[str]:
        shows = [replace(showing(n, start, 90, hall=n), guests=(7,)) for n, start in ((1, 0), (2, starts))]
        return [conflict.severity for conflict in find_conflicts(Programme(CALENDAR, tuple(shows), house))]

    assert (held(89), held(90), held(90 + 7)) == (["error"], ["warning"], [])


def test_a_begun_minute_is_missing_whole() -> None:
    assert [ceil_minutes(timedelta(seconds=seconds)) for seconds in (0, 1, 60, 61)] == [0, 1, 1, 2]


@given(programme=festivals())
def test_what_is_asked_for_is_that_severe_and_everything_that_is(programme: Programme) -> None:
    every = find_conflicts(programme)
    for least in (Severity.NOTICE, Severity.WARNING, Severity.ERROR):
        severe = tuple(conflict for conflict in every if conflict.severity.rank >= least.rank)
        assert find_conflicts(programme, at_least=least) == severe


def test_a_rule_that_is_off_finds_nothing_but_two_shows_on_top_of_each_other() -> None:
    off = dict.fromkeys(CODES, Severity.OFF)
    shows = (showing(1, 0, 90), showing(2, 95, 90), showing(3, 150, 90))
    asked = programme(*shows, halls=[hall(changeover=15)])
    found = find_conflicts(replace(asked, context=replace(asked.context, severities=off)))
    assert [([uid.int for uid in c.uids], str(c.severity), c.acknowledgeable) for c in found] == [
        ([2, 3], "error", False)
    ]


def test_children_are_those_below_twelve() -> None:
    late = [replace(showing(n, 9 * 60, 90, hall=n), film=n) for n in (1, 2)]
    films = {n: RuleFilm(n, f"Film {n}", minimum_age=age) for n, age in ((1, 11), (2, 12))}
    house = RuleContext(halls={n: hall(n) for n in (1, 2)}, films=films)
    found = find_conflicts(Programme(CALENDAR, tuple(late), house))
    assert [(c.code, [uid.int for uid in c.uids], c.facts["missing"]) for c in found] == [
        ("late-for-children", [1], 210)
    ]
