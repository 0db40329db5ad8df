"""The addresses of a plan: to go on with it elsewhere, to show it, to subscribe to it, and to forget it."""

from secrets import compare_digest

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from screenings.loading import site_address
from screenings.models import Plan, PlanAddress
from screenings.plans.access import PlanRequest, forget_cookie, new_key, plan_at, plan_page, remember_plan
from screenings.plans.actions import (
    address_token,
    change_edit_key,
    forget,
    give_address,
    plan_by_address,
    withdraw_address,
)
from screenings.plans.page import plan_days
from screenings.plans.together import together
from screenings.plans.views import memory_of, picked_of, plan_context

KINDS = (PlanAddress.SHARE, PlanAddress.CALENDAR)
MIN_KEY = 24  # characters, as `new_key` makes them


@plan_page("POST")
def addresses(request: HttpRequest, visit: PlanRequest) -> HttpResponse:
    """All addresses of this browser's plan, each with its code to be scanned. Three queries."""
    if visit.plan is None:
        return _without_plan(request, visit)
    if request.method == "POST":
        return _change(request, visit, visit.plan)
    tokens = {address.kind: address_token(address) for address in visit.plan.addresses.all()}
    context = plan_context(
        visit,
        edit_address=_address(visit, "plan-edit", visit.key),
        share_address=_given(visit, tokens, PlanAddress.SHARE, "plan-shared"),
        calendar_path=_path(visit, tokens, PlanAddress.CALENDAR, "plan-feed"),
        lost=[kind for kind, token in tokens.items() if not token],
        next_key=new_key(),
    )
    return render(request, "screenings/plan_addresses.html", context)


def _without_plan(request: HttpRequest, visit: PlanRequest) -> HttpResponse:
    """A form with a new secret that is sent twice comes with the old cookie both times."""
    festival = visit.programme.festival
    response = HttpResponseRedirect(reverse("plan", args=[festival.slug]))
    key = request.POST.get("next_key", "")
    return remember_plan(response, festival.slug, key) if plan_at(festival.pk, key) else response


def _address(visit: PlanRequest, name: str, secret: str) -> str:
    festival = visit.programme.festival
    return site_address(festival) + reverse(name, args=[festival.slug, secret])


def _given(visit: PlanRequest, tokens: dict[str, str], kind: str, name: str) -> str:
    return _address(visit, name, token) if (token := tokens.get(kind, "")) else ""


def _path(visit: PlanRequest, tokens: dict[str, str], kind: str, name: str) -> str:
    return reverse(name, args=[visit.programme.festival.slug, token]) if (token := tokens.get(kind, "")) else ""


def _change(request: HttpRequest, visit: PlanRequest, plan: Plan) -> HttpResponse:
    response = HttpResponseRedirect(request.path)
    if (kind := request.POST.get("give", "")) in KINDS:
        give_address(plan, kind, at=visit.at)
    if (kind := request.POST.get("withdraw", "")) in KINDS:
        withdraw_address(plan, kind, at=visit.at)
    # The page has chosen the new secret, so that a form that is sent twice means the same one both times.
    key = request.POST.get("next_key", "")
    if "renew" in request.POST and len(key) == MIN_KEY and key.replace("-", "").replace("_", "").isalnum():
        change_edit_key(plan, key, at=visit.at)
        remember_plan(response, visit.programme.festival.slug, key)
    return response


@plan_page("POST")
def edit(request: HttpRequest, visit: PlanRequest, key: str) -> HttpResponse:
    """Asks whether this browser is to go on with the plan at this address. A link alone changes no browser's plan."""
    festival = visit.programme.festival
    plan = plan_at(festival.pk, key)
    if plan is None:
        raise Http404("There is no such plan.")
    if request.method == "POST" or compare_digest(key, visit.key):
        return remember_plan(HttpResponseRedirect(reverse("plan", args=[festival.slug])), festival.slug, key)
    number = plan.picks.filter(removed_at=None).count()
    return render(request, "screenings/plan_edit.html", plan_context(visit, number=number, has_other=bool(visit.plan)))


@plan_page()
def shared(request: HttpRequest, visit: PlanRequest, token: str) -> HttpResponse:
    """Somebody's plan to read, beside this browser's own where there is one. Five queries at most."""
    festival = visit.programme.festival
    plan = plan_by_address(festival.pk, PlanAddress.SHARE, token)
    if plan is None:
        raise Http404("There is no such plan.")
    theirs = picked_of(visit, plan)
    mine = picked_of(visit, visit.plan) if visit.plan and visit.plan != plan else None
    context = plan_context(
        visit,
        is_read_only=True,
        is_own=visit.plan == plan,
        days=plan_days(theirs),
        films=[(film.title, film.slug) for film in theirs.films_to_place],
        own_days=plan_days(mine) if mine else (),
        together=together(mine, theirs) if mine else None,
        memory=memory_of(mine) if mine else "",
    )
    return render(request, "screenings/plan_shared.html", context)


@plan_page("POST")
def forget_plan(request: HttpRequest, visit: PlanRequest) -> HttpResponse:
    """Asks, and then forgets the plan and all its addresses."""
    festival = visit.programme.festival
    if request.method == "POST":
        if visit.plan:
            forget(visit.plan)
        return forget_cookie(HttpResponseRedirect(reverse("plan", args=[festival.slug])), festival.slug)
    return render(request, "screenings/plan_forget.html", plan_context(visit))
