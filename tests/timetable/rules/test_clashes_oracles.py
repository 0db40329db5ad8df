"""Films for the same people at one time against every pair compared, on random festivals: in pairs, and gathered."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, Phase, find, given, settings

from screenings.timetable.conflicts import Conflict
from screenings.timetable.context import AudienceTrait, RuleContext
from screenings.timetable.rules import run_rule
from screenings.timetable.rules.clashes import RULES, clashing_with, count_clashing_pairs
from screenings.timetable.values import Programme
from tests.timetable.by_hand import (
    Facts,
    Oracle,
    Show,
    can_break,
    expected,
    iso,
    pairs_of,
    said,
    shows_of,
    together,
    works_of,
)
from tests.timetable.random_festivals import festivals, unhurried

(CLASH,) = RULES
Case = tuple[tuple[int, ...], Facts, str]


def draws(house: RuleContext, show: Show) -> set[tuple[str, int | str]]:
    films = works_of(house, show.film)
    every: set[tuple[str, int | str]] = {("director", person) for film in films for person in film.directors}
    every |= {("country", code) for film in films for code in film.countries}
    every |= {("section", show.film.section)} if show.film.section is not None else set()
    return {draw for draw in every if draw[0] in house.limits.clashes and is_small(house, *draw)}


def is_small(house: RuleContext, kind: str, value: int | str) -> bool:
    """Of every film there is, five at most; or no more than half a hall shows, where all halls show all films."""
    if kind == "director":
        return True
    films = [
        film
        for film in house.films.values()
        if (
            film.section == value
            if kind == "section"
            else any(value in part.countries for part in works_of(house, film))
        )
    ]
    return len(films) <= 5 or Fraction(len(films), len(house.films)) * len(house.halls) <= Fraction(1, 2)


def clashes(programme: Programme) -> Iterator[Case]:
    for first, second in pairs_of(programme):
        shared = draws(programme.context, first) & draws(programme.context, second)
        both = first.minutes & second.minutes
        if shared and both and together(first, second) and first.film.id != second.film.id:
            facts: Facts = {
                "films": f"{first.film.id} {second.film.id}",
                "shared": " ".join(f"{kind}:{value}" for kind, value in sorted(shared, key=str)),
                "first_starts": iso(first.start),
                "second_starts": iso(second.start),
                "overlap": len(both),
            }
            yield (first.number, second.number), facts, "error"


ORACLES: dict[str, tuple[str, Oracle]] = {"audience-clash": ("notice", clashes)}


@unhurried
@given(programme=festivals())
def test_clashes_two_by_two_are_exactly_what_is_found_by_hand(programme: Programme) -> None:
    assert said(programme, ORACLES) == expected(programme, ORACLES)
    assert count_clashing_pairs(programme) == sum(1 for _ in clashes(programme))


def test_the_random_festivals_have_clashes() -> None:
    assert can_break("audience-clash", ORACLES["audience-clash"])


def pairs_by_trait(programme: Programme) -> dict[AudienceTrait, set[frozenset[int]]]:
    found: dict[AudienceTrait, set[frozenset[int]]] = {}
    for numbers, facts, _ in clashes(programme):
        for shared in str(facts["shared"]).split():
            kind, _, value = shared.partition(":")
            found.setdefault((kind, value), set()).add(frozenset(numbers))
    return found


Group = tuple[Conflict, set[int], list[AudienceTrait]]


def gathered(programme: Programme) -> list[Group]:
    """Each conflict, whom it concerns, and what they share; whether or not the festival has the rule switched off."""
    every = replace(programme, context=replace(programme.context, severities={}))
    found = []
    for conflict in run_rule(CLASH, every):
        kinds_and_values = [shared.partition(":") for shared in str(conflict.facts["shared"]).split()]
        traits: list[AudienceTrait] = [(kind, value) for kind, _, value in kinds_and_values]
        found.append((conflict, {uid.int for uid in conflict.uids}, traits))
    return found


@unhurried
@given(programme=festivals())
def test_every_pair_is_in_one_group_of_what_it_shares_and_nobody_else_is(programme: Programme) -> None:
    wanted, groups = pairs_by_trait(programme), gathered(programme)
    assert {trait for *_, traits in groups for trait in traits} == wanted.keys()
    for trait, pairs in wanted.items():
        of_trait = [members for _, members, traits in groups if trait in traits]
        assert Counter(number for members in of_trait for number in members).keys() == set().union(*pairs)
        assert all(sum(pair <= members for members in of_trait) == 1 for pair in pairs)
        for members in of_trait:
            assert all(any(number in pair for pair in pairs if pair <= members) for number in members)
    assert len({tuple(members) for _, members, _ in groups}) == len(groups), "what several share is told at once"


@unhurried
@given(programme=festivals())
def test_a_group_counts_its_pairs_and_how_many_run_at_one_time(programme: Programme) -> None:
    wanted, shows = pairs_by_trait(programme), {show.number: show for show in shows_of(programme)}
    for conflict, members, traits in gathered(programme):
        pairs = [{pair for pair in wanted[trait] if pair <= members} for trait in traits]
        running = Counter(minute for number in members for minute in shows[number].minutes)
        assert max(running) - min(running) + 1 == len(running), "from the first minute to the last one of them runs"
        numbers = [uid.int for uid in conflict.uids]
        assert numbers == sorted(members, key=lambda number: (shows[number].start, number))
        for uid in conflict.uids:
            rivals = {numbers[place] for place in clashing_with(conflict, uid)}
            assert rivals == {number for pair in pairs[0] if uid.int in pair for number in pair} - {uid.int}
        if len(members) == 2:
            assert (len(pairs[0]), conflict.facts["overlap"]) == (1, sum(count == 2 for count in running.values()))
        else:
            assert {conflict.facts["pairs"]} == {len(each) for each in pairs}
            assert conflict.facts["at_once"] == max(running.values())
            assert conflict.facts["starts"] == " ".join(iso(shows[number].start) for number in numbers)
            assert conflict.facts["ends"] == " ".join(iso(shows[number].end) for number in numbers)


def test_the_random_festivals_have_groups_of_every_kind() -> None:
    """Of two and of many, of one reason and of several, not all at one time, with one film twice."""
    hits = settings(database=None, phases=[Phase.generate], max_examples=1000, suppress_health_check=list(HealthCheck))

    def some(holds: Callable[[Group], bool]) -> None:
        find(festivals(), lambda programme: any(map(holds, gathered(programme))), settings=hits)

    some(lambda group: len(group[1]) == 2 and len(group[2]) > 1)
    some(lambda group: len(group[1]) > 2 and len(group[2]) > 1)
    some(lambda group: 2 < int(group[0].facts.get("at_once", 0)) < len(group[1]))
    some(lambda group: len(set(str(group[0].facts["films"]).split())) < len(group[1]))
