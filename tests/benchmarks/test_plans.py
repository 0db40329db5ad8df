"""What visitors' plans cost the site: 10,000 of them, each changed once an hour and each subscribed to."""

import gc
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import process_time
from uuid import UUID

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponseBase
from django.test import RequestFactory

from screenings.loading.visits import load_visit_programme
from screenings.models import Festival, Pick, Plan, PlanAddress, PublishedScreening, Rank
from screenings.plans import proposal
from screenings.plans.access import COOKIE, new_key
from screenings.plans.actions import Target, address_token, give_address, pick
from screenings.plans.feed import PLAN_FEED_CACHE
from screenings.plans.picked import PickedProgramme
from screenings.public.secret_tokens import token_digest
from screenings.publishing import publish
from tests.benchmarks.festivals import large_festival
from tests.world import SPRING

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("spring")]

PLANS, SCREENINGS_EACH, FILMS_EACH = 10_000, 12, 8
MAX_FEED_304 = 8  # it asks the database twice: whose plan it is, and what that plan and the festival are at
ROUNDS = 30


def timed(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of the processor's seconds."""
    spent = []
    for _ in range(rounds):
        start = process_time()
        act()
        spent.append(process_time() - start)
    return median(spent)


def many_plans(festival: Festival) -> list[tuple[Plan, str]]:
    """Half a dozen of them with the secret that opens each; the others lie in the database beside them."""
    uids = list(PublishedScreening.objects.current(festival).values_list("uid", "title", "film_slug"))
    keys = [new_key() for _ in range(PLANS)]
    plans = Plan.objects.bulk_create(
        Plan(festival=festival, edit_digest=token_digest(key), created_at=SPRING, changed_at=SPRING) for key in keys
    )
    picks = []
    for number, plan in enumerate(plans):
        of = [uids[(number * 37 + step * 83) % len(uids)] for step in range(SCREENINGS_EACH + FILMS_EACH)]
        told = {uid: title for uid, title, _slug in of[:SCREENINGS_EACH]}
        films = {slug: title for _uid, title, slug in of[SCREENINGS_EACH:]}
        common = {"plan": plan, "seen": 1, "added_at": SPRING, "rank": Rank.WANT}
        picks += [Pick(screening_uid=uid, title=title, **common) for uid, title in told.items()]
        picks += [Pick(film_slug=slug, title=title, **common) for slug, title in films.items()]
    Pick.objects.bulk_create(picks, batch_size=2000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return list(zip(plans[:6], keys[:6], strict=True))


def test_ten_thousand_plans_changed_and_subscribed_every_hour() -> None:
    publish(festival := large_festival(1000, slug="large"), at=SPRING)
    site = WSGIHandler()
    plans = many_plans(festival)
    plan, key = plans[0]
    give_address(plan, PlanAddress.CALENDAR, at=SPRING)
    calendar = f"/large/plan/calendar/{address_token(plan.addresses.get())}.ics"

    def ask(path: str, status: int = 200, **headers: str) -> HttpResponseBase:
        request = RequestFactory().get(path, headers=headers)
        request.COOKIES[COOKIE] = key
        answer = site.get_response(request)
        assert answer.status_code == status, path
        return answer

    def uncalendared() -> None:
        PLAN_FEED_CACHE.clear()
        ask(calendar)

    page, feed, public = ask("/large/plan/"), ask(calendar), ask("/large/screenings.ics")
    row = PublishedScreening.objects.current(festival).first()
    assert row is not None
    turn = iter(range(10_000))

    def star() -> None:
        target = Target(row.title, screening_uid=UUID(int=row.uid.int))
        rank = list(Rank)[next(turn) % 3]
        pick(plan, [target], rank, seen=1, at=SPRING + timedelta(seconds=next(turn)))

    costs = {
        "a plan's page": timed(lambda: ask("/large/plan/")),
        "its 304": timed(lambda: ask("/large/plan/", 304, **{"if-none-match": page.headers["ETag"]})),
        "its calendar": timed(uncalendared),
        "its calendar's 304": timed(lambda: ask(calendar, 304, **{"if-none-match": feed.headers["ETag"]})),
        "a public feed's 304": timed(
            lambda: ask("/large/screenings.ics", 304, **{"if-none-match": public.headers["ETag"]})
        ),
        "a star": timed(star),
    }
    for what, seconds in costs.items():
        print(f"{what:<40} {1000 * seconds:8.2f} ms")
    hour = PLANS * (costs["a star"] + costs["a plan's page"] + costs["its calendar"])
    print(f"{PLANS} plans, each changed, looked at and fetched once an hour: {hour:.0f} s of the processor an hour")
    unchanged = PLANS * (costs["its 304"] + costs["its calendar's 304"])
    print(f"{PLANS} plans, each looked at and fetched once an hour without a change: {unchanged:.0f} s")
    assert costs["its calendar's 304"] < MAX_FEED_304 * costs["a public feed's 304"]
    assert costs["its 304"] < costs["a plan's page"]


def test_the_memory_of_plans_is_bounded() -> None:
    """What is kept is the programme, once for all, and the last calendars up to 8 MB; a plan itself is not kept."""
    publish(festival := large_festival(1000, slug="large"), at=SPRING)
    site, plans = WSGIHandler(), many_plans(festival)

    def look(key: str) -> None:
        request = RequestFactory().get("/large/plan/")
        request.COOKIES[COOKIE] = key
        assert site.get_response(request).status_code == 200

    def kept() -> int:
        """What is not garbage."""
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    look(plans[0][1])
    tracemalloc.start()
    for _plan, key in plans:
        look(key)
    first = kept()
    for _ in range(10):
        for _plan, key in plans:
            look(key)
    grown = kept() - first
    tracemalloc.stop()
    print(f"60 more looks at plans keep {grown / 1024:.0f} kB")
    assert grown < 2 * 1024 * 1024


def test_the_planner_shows_a_plan_before_its_costs() -> None:
    """Of 6 visitors with 20 stars each, at 1,000 screenings."""
    publish(festival := large_festival(1000, slug="large"), at=SPRING)
    programme_of = many_plans(festival)
    programme = load_visit_programme(festival)
    first, whole = [], []
    for number, (plan, _key) in enumerate(programme_of):
        picked = PickedProgramme(programme, plan, plan.picks.all(), SPRING)
        start = process_time()
        found = proposal.propose(picked, (number,))
        first.append(process_time() - start)
        start = process_time()
        proposal.work_out_costs(found, until=float("inf"))
        whole.append(first[-1] + process_time() - start)
    print(f"a plan, and costs while there is time: median {1000 * median(first):.0f}, worst {1000 * max(first):.0f} ms")
    print(f"with every cost: median {1000 * median(whole):.0f}, worst {1000 * max(whole):.0f} ms")
    assert all(plan <= both for plan, both in zip(first, whole, strict=True))
