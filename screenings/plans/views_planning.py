"""The hours one has, Plan it for me, and what fits into a day."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from screenings.models import Plan, Rank
from screenings.plans.access import PlanRequest, plan_page
from screenings.plans.actions import PlanFull, Target, pick, save_wishes
from screenings.plans.page import make_offer
from screenings.plans.picked import PickedProgramme
from screenings.plans.proposal import PlannerBusy, propose
from screenings.plans.proposal_words import ProposalView
from screenings.plans.views import picked_of, plan_context, publication_number
from screenings.plans.wishes import WishesForm

BUSY_SECONDS = 5


def _start(visit: PlanRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("plan", args=[visit.programme.festival.slug]))


@plan_page("POST")
def hours(request: HttpRequest, visit: PlanRequest) -> HttpResponse:
    """The form of hours and limits; from it to the proposal."""
    if visit.plan is None:
        return _start(visit)
    today = visit.programme.festival.calendar.day_of(visit.at)
    form = WishesForm(request.POST or None, programme=visit.programme, instance=visit.plan, today=today)
    if request.method == "POST" and form.is_valid():
        save_wishes(form.save(commit=False), at=visit.at)
        return HttpResponseRedirect(reverse("plan-proposal", args=[visit.programme.festival.slug]))
    status = 422 if form.is_bound else 200
    return render(request, "screenings/plan_hours.html", plan_context(visit, form=form), status=status)


@plan_page("POST")
def proposal(request: HttpRequest, visit: PlanRequest) -> HttpResponse:
    """The best plan from what is starred. Taken over, its showings are in the plan."""
    plan = visit.plan
    if plan is None:
        return _start(visit)
    picked = picked_of(visit, plan)
    if request.method == "POST":
        _take(request, visit, plan, picked)
        return _start(visit)
    programme, version = visit.programme, visit.version
    name = (plan.revision, version.live, version.public, programme.time_slot(visit.at))
    try:
        found = propose(picked, name, more="costs" in request.GET)
    except PlannerBusy:
        response = render(request, "screenings/plan_busy.html", plan_context(visit), status=503)
        response.headers["Retry-After"] = str(BUSY_SECONDS)
        return response
    return render(request, "screenings/plan_proposal.html", plan_context(visit, told=ProposalView(picked, found)))


def _take(request: HttpRequest, visit: PlanRequest, plan: Plan, picked: PickedProgramme) -> None:
    """Each with the rank of its film; what is gone meanwhile is left out, and nothing where they are too many."""
    ranks = {film.slug: film.pick.rank for film in picked.films}
    with transaction.atomic():
        for text in request.POST.getlist("take")[:200]:
            try:
                row = visit.programme.rows.get(UUID(text))
            except ValueError:
                continue
            if row is None or row.uid in picked.stops:
                continue
            films = (row.film_slug, *row.part_slugs)
            rank = Rank(next((ranks[film] for film in films if film in ranks), Rank.WANT))
            try:
                pick(
                    plan, [Target(row.title, screening_uid=row.uid)], rank, seen=publication_number(visit), at=visit.at
                )
            except PlanFull:
                return


@plan_page()
def free_day(request: HttpRequest, visit: PlanRequest, day: str) -> HttpResponse:
    """What fits into the gaps of a day: all showings that one could go to without giving anything up."""
    if visit.plan is None:
        return _start(visit)
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        raise Http404("There is no such day.") from None
    picked = picked_of(visit, visit.plan)
    rows = [row for row in visit.programme.rows.values() if row.day == chosen]
    if not rows:
        raise Http404("Nothing is shown on this day.")
    fitting = [row for row in rows if picked.can_still_go(row) and row.uid not in picked.stops and picked.fits(row)]
    wanted = {film.slug for film in picked.films_to_place}
    starred = [row for row in fitting if wanted.intersection((row.film_slug, *row.part_slugs))]
    others = [row for row in fitting if row not in starred and row.film_slug not in picked.films_seen]
    context = plan_context(
        visit,
        day=chosen,
        starred=[make_offer(picked, row) for row in starred],
        others=[make_offer(picked, row) for row in others],
    )
    return render(request, "screenings/plan_day.html", context)
