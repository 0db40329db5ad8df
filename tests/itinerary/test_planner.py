"""What a visitor's best plan says, in cases small enough to follow, and the proven optima of real programmes."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from screenings.itinerary.planner import best_itinerary
from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    NOT_AFTER,
    TRAVEL,
    Break,
    DayLimits,
    FilmChoice,
    InfeasibleSubset,
    PlanValue,
    ShowingOption,
    VisitRequest,
    WaivedLimit,
)
from tests.itinerary.real_visitors import INSTANCES, real_visitors
from tests.itinerary.visitors import FIRST, at, best_plan, offer, stops, titles

LUNCH = Break(at("12:00"), at("14:00"), 60)


def wishing(films: str, *offers: ShowingOption, musts: str = "", **kwargs: object) -> VisitRequest:
    """The first film weighs most; then each a little less."""
    picks = tuple(FilmChoice(film, len(films) - place, must=film in musts) for place, film in enumerate(films))
    return VisitRequest(picks, offers, **kwargs)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.skipif(not INSTANCES.is_file(), reason="the real visitors' wishes are not ours to pass on")
def test_every_proven_optimum_over_real_programmes_is_reached() -> None:
    visitors = real_visitors()
    plans = {name: best_plan(wishes) for name, wishes, _ in visitors}

    assert len(plans) == 45
    assert {name: plan.value.weight for name, plan in plans.items()} == {name: best for name, _, best in visitors}
    assert [name for name, plan in plans.items() if not plan.is_proven] == []


def test_two_short_films_of_more_value_displace_a_long_one() -> None:
    long, first, second = offer(1, "A", "14:00", 300), offer(2, "B", "14:00"), offer(3, "C", "16:00")

    assert titles(best_plan(wishing("BAC", long, first, second))) == "BC"


def test_a_must_goes_before_every_weight() -> None:
    long, first, second = offer(1, "A", "14:00", 300), offer(2, "B", "14:00"), offer(3, "C", "16:00")
    found = best_itinerary(wishing("BCA", long, first, second, musts="A"))

    assert titles(found.plan) == "A"
    assert found.plan.value == PlanValue(booked=0, musts=1, weight=1)
    assert [(left.film, left.cost and left.cost.musts, left.infeasible_subset) for left in found.omitted] == [
        ("B", 1, None),
        ("C", 1, None),
    ]


def test_musts_that_cannot_all_be_had_name_the_smallest_set_to_blame() -> None:
    clash = [offer(1, "A", "20:00"), offer(2, "B", "20:30"), offer(3, "C", "14:00")]
    found = best_itinerary(wishing("ACB", *clash, musts="ABC"))

    assert titles(found.plan) == "AC"
    assert [(left.film, left.infeasible_subset) for left in found.omitted] == [("B", InfeasibleSubset(("B", "A")))]


def test_a_limit_to_blame_is_named_beside_the_films() -> None:
    apart = [offer(1, "A", "18:00"), offer(2, "B", "20:00", site="Rex")]
    far = wishing("AB", *apart, musts="AB", travel={("Odeon", "Rex"): 45})
    early = wishing("AB", *apart, musts="AB", limits={FIRST: DayLimits(not_after=at("21:00"))})
    few = wishing("AB", *apart, musts="AB", limits={FIRST: DayLimits(at_most=1)})

    assert [left.infeasible_subset for left in best_itinerary(far).omitted] == [
        InfeasibleSubset(("B", "A"), limits=(TRAVEL,))
    ]
    assert [left.infeasible_subset for left in best_itinerary(early).omitted] == [
        InfeasibleSubset(("B",), limits=(NOT_AFTER,))
    ]
    assert [left.infeasible_subset for left in best_itinerary(few).omitted] == [
        InfeasibleSubset(("B", "A"), limits=(AT_MOST,))
    ]


def test_a_film_without_a_showing_is_to_blame_by_itself() -> None:
    found = best_itinerary(wishing("AB", offer(1, "A", "18:00")))

    assert [(left.film, left.cost, left.infeasible_subset) for left in found.omitted] == [
        ("B", None, InfeasibleSubset(("B",)))
    ]


def test_what_a_film_costs_names_what_leaves_and_what_comes_for_it() -> None:
    evening, other, night = offer(1, "A", "18:00", 300), offer(2, "B", "18:00"), offer(3, "C", "20:00")
    found = best_itinerary(
        VisitRequest((FilmChoice("A", 9), FilmChoice("B", 2), FilmChoice("C", 3)), (evening, other, night))
    )
    cost = {left.film: left.cost for left in found.omitted}["B"]

    assert titles(found.plan) == "A"
    assert cost is not None
    assert (cost.showing, cost.weight, cost.musts, cost.films_lost, cost.films_gained) == (other, 4, 0, ("A",), ("C",))


def test_the_next_best_plans_really_differ() -> None:
    offers = [offer(1, "A", "18:00"), offer(2, "A", "18:30"), offer(3, "B", "18:00"), offer(4, "A", "18:00", day=1)]
    found = best_itinerary(VisitRequest((FilmChoice("A", 5), FilmChoice("B", 3)), tuple(offers)), alternatives=5)

    assert stops(found.plan) == [3, 4]
    assert [titles(plan) for plan in found.alternatives] == ["A"]
    assert stops(found.alternatives[0]) in ([1], [2])


def test_a_booked_showing_is_kept_whatever_it_displaces_and_its_film_counts_as_seen() -> None:
    offers = [offer(1, "A", "18:00"), offer(2, "B", "18:30"), offer(3, "B", "18:00", day=1)]
    found = best_itinerary(wishing("AB", *offers, booked=frozenset({UUID(int=2)})))

    assert stops(found.plan) == [2]
    assert [(left.film, left.infeasible_subset) for left in found.omitted] == [
        ("A", InfeasibleSubset(("A",), (UUID(int=2),)))
    ]


def test_two_bookings_at_one_time_are_reported_and_one_is_kept() -> None:
    offers = [offer(1, "A", "18:00"), offer(2, "B", "18:30"), offer(3, "C", "21:00")]
    found = best_itinerary(wishing("CAB", *offers, booked=frozenset({UUID(int=1), UUID(int=2)})))

    assert found.clashes == ((offers[0], offers[1]),)
    assert stops(found.plan) == [1, 3]


def test_limits_that_bookings_break_by_themselves_give_way_and_say_so() -> None:
    offers = [offer(1, "A", "11:00", 200), offer(2, "B", "15:00")]
    limits = {FIRST: DayLimits(at_most=1, not_after=at("16:00"), breaks=(LUNCH,))}
    found = best_itinerary(wishing("AB", *offers, booked=frozenset({UUID(int=1), UUID(int=2)}), limits=limits))

    assert stops(found.plan) == [1, 2]
    assert set(found.waived) == {WaivedLimit(FIRST, limit) for limit in (NOT_AFTER, AT_MOST, BREAKS)}


def test_a_break_is_kept_free_and_lengthens_the_way() -> None:
    morning, noon = offer(1, "A", "10:00"), offer(2, "B", "12:30")  # over at 11:40, due at 12:30
    lunch = {FIRST: DayLimits(breaks=(LUNCH,))}
    after = replace(noon, starts_at=at("13:00"), ends_at=at("14:40"))

    assert titles(best_plan(wishing("AB", morning, noon))) == "AB"
    assert titles(best_plan(wishing("AB", morning, noon, limits=lunch))) == "A"
    assert titles(best_plan(wishing("AB", morning, after, limits=lunch))) == "AB"
    assert titles(best_plan(wishing("AB", morning, after, limits=lunch, arrival_margin=5))) == "A"


def test_a_double_bill_shows_both_its_films_at_once() -> None:
    double, first, second = offer(1, "AB", "18:00", 200), offer(2, "A", "18:00"), offer(3, "C", "20:00")

    assert titles(best_plan(wishing("ABC", double, first, second))) == "AB"


def test_a_film_seen_already_does_not_bar_the_double_bill_it_comes_with_again() -> None:
    alone, double = offer(1, "A", "18:00"), offer(2, "AB", "18:00", 200, day=1)
    found = best_itinerary(wishing("AB", alone, double, booked=frozenset({UUID(int=1)})))

    assert (stops(found.plan), titles(found.plan)) == ([1, 2], "AB")


def test_nobody_is_sent_to_a_film_that_a_double_bill_shows_anyway() -> None:
    alone, double = offer(1, "A", "18:00"), offer(2, "AB", "18:00", 200, day=1)

    assert stops(best_plan(wishing("AB", alone, double))) == [2]


def test_a_show_past_midnight_keeps_its_visitor_from_the_next_morning() -> None:
    late = offer(1, "A", "28:00", 180)
    early = offer(2, "B", "6:30", 90, day=1)

    assert (late.day, early.day) == (FIRST, FIRST + timedelta(days=1))
    assert titles(best_plan(wishing("AB", late, early))) == "A"


def test_with_little_effort_a_plan_says_whether_it_is_proven() -> None:
    offers = [offer(n, film, f"{9 + (7 * n) % 13}:00", day=n % 3) for n, film in enumerate("ABCDEFGHIJ" * 3, 1)]
    wishes = wishing("ABCDEFGHIJ", *offers)
    hurried, best = best_plan(wishes, max_evaluations=1), best_plan(wishes)

    assert best.is_proven
    assert hurried.value <= best.value <= hurried.upper_bound


def test_the_same_wishes_always_give_the_same_plan() -> None:
    offers = [offer(n, film, "18:00", day=n % 3) for n, film in enumerate("ABCDEF" * 2, 1)]
    wishes = wishing("ABCDEF", *offers)
    turned = replace(wishes, options=wishes.options[::-1])

    assert best_itinerary(wishes) == best_itinerary(wishes)
    assert best_plan(wishes) == best_plan(turned)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: FilmChoice("A", 0), "A: a weight of 0; give 1 to 1000, or leave the film out"),
        (
            lambda: Break(at("12:00"), at("12:30"), 45),
            "a break of 45 min does not fit between its bounds, 30 min apart",
        ),
        (lambda: DayLimits(at_most=-1), "at most -1 showings a day; give 0 or more"),
        (
            lambda: VisitRequest((FilmChoice("A"), FilmChoice("A")), ()),
            "picked more than once: A; give each film one weight",
        ),
        (lambda: VisitRequest((), (), arrival_margin=-1), "a margin or a travel time below 0 minutes"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_way_out(wrong: object, said: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011  # the words are compared whole
        wrong()  # type: ignore[operator]
    assert str(refused.value) == said
