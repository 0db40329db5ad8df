"""The plan's own page, and the page of a star: what one film or one screening is to its visitor."""

import json
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from screenings.fingerprints.outputs import page_fingerprint
from screenings.fingerprints.software import content_digest
from screenings.loading.visits import films_of
from screenings.models import Pick, Plan, Rank
from screenings.plans.access import PlanRequest, plan_page, remember_plan
from screenings.plans.actions import MAX_PICKS, PlanFull, Target, mark_seen, pick, start_plan, unpick
from screenings.plans.new_plans import NEW_PLANS, WINDOW_SECONDS, TooManyPlans
from screenings.plans.news import plan_news
from screenings.plans.page import films_to_place, offers, plan_days
from screenings.plans.picked import PickedProgramme
from screenings.public.former_addresses import public_slug
from screenings.public.listings import row_pictures
from screenings.public.serving.conditional import etagged_response

TAKE_OUT = "out"
MAX_BACK = 300  # characters


@plan_page("POST")
def plan(request: HttpRequest, visit: PlanRequest) -> HttpResponse:
    """Four queries, two for a 304; one more while something was published since the visitor last looked."""
    if request.method == "POST":
        if visit.plan:
            _change(request, visit, visit.plan)
        return HttpResponseRedirect(request.path)
    headers = {"Cache-Control": "private, no-cache", "Vary": "Cookie"}
    return etagged_response(request, page_tag(request, visit), lambda: _plan(request, visit), headers)


def page_tag(request: HttpRequest, visit: PlanRequest) -> str:
    """All that decides what a page of the plan shows. The forms in it are good for one cookie of the browser alone."""
    state = (visit.plan.pk, visit.plan.revision) if visit.plan else None
    programme, version = visit.programme, visit.version
    slot = (programme.time_slot(visit.at), programme.festival.calendar.day_of(visit.at))
    shown = repr((request.get_full_path(), state, visit.key, version.live, version.public, slot))
    return content_digest(page_fingerprint(), shown, str(request.META.get("CSRF_COOKIE", "")))


def _plan(request: HttpRequest, visit: PlanRequest) -> HttpResponse:
    if visit.plan is None:
        return render(request, "screenings/plan_start.html", plan_context(visit))
    picked = picked_of(visit, visit.plan)
    days = plan_days(picked)
    context = plan_context(
        visit,
        days=days,
        pictures=row_pictures(stop.row for each in days for stop in each.stops),
        films=films_to_place(picked),
        news=plan_news(picked),
        gone=[(each, _name_of(each)) for each in picked.gone],
        memory=memory_of(picked),
        number=len(picked.showings),
    )
    return render(request, "screenings/plan.html", context)


def plan_context(visit: PlanRequest, **context: object) -> dict[str, object]:
    """What `base.html` reads, and the plan. No query."""
    programme = visit.programme
    return {"festival": programme.festival, "publication": programme.publication, "plan": visit.plan, **context}


def picked_of(visit: PlanRequest, plan: Plan) -> PickedProgramme:
    """One query."""
    return PickedProgramme(visit.programme, plan, plan.picks.filter(removed_at=None), visit.at)


def memory_of(picked: PickedProgramme) -> str:
    """What this browser is to remember for the stars of other pages: the rank of each."""
    films = {f"films/{film.slug}": film.pick.rank for film in picked.films}
    showings = {f"screenings/{each.row.uid}": each.pick.rank for each in picked.showings}
    return json.dumps(films | showings, sort_keys=True, separators=(",", ":"))


def _name_of(pick: Pick) -> str:
    return f"films/{pick.film_slug}" if pick.film_slug else f"screenings/{pick.screening_uid}"


def _target_named(name: str) -> Target | None:
    kind, _, key = name.partition("/")
    if kind == "films" and key:
        return Target("", film_slug=key)
    with suppress(ValueError):
        return Target("", screening_uid=UUID(key))
    return None


def _change(request: HttpRequest, visit: PlanRequest, plan: Plan) -> None:
    """What a button of the page says; one whose showing is gone meanwhile says nothing."""
    if target := _target_named(request.POST.get("remove", "")):
        unpick(plan, target, at=visit.at)
    seen = request.POST.get("seen", "")
    if visit.programme.publication and seen.isascii() and seen.isdigit() and len(seen) < 9:
        mark_seen(plan, min(int(seen), visit.programme.publication.number), at=visit.at)
    chosen, _, instead = request.POST.get("choose", "").partition("/")
    row = visit.programme.rows.get(uid) if (uid := _uid(chosen)) else None
    if row is None:
        return
    old = _uid(instead)
    picks = plan.picks.filter(removed_at=None)
    known = picks.filter(screening_uid=old) if old else picks.filter(film_slug__in=films_of(row))
    rank = Rank(known.exclude(rank="").values_list("rank", flat=True).first() or Rank.WANT)
    with suppress(PlanFull), transaction.atomic():
        if old:
            unpick(plan, Target("", screening_uid=old), at=visit.at)
        pick(plan, [Target(row.title, screening_uid=row.uid)], rank, seen=publication_number(visit), at=visit.at)


def publication_number(visit: PlanRequest) -> int:
    return visit.programme.publication.number if visit.programme.publication else 0


def _uid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@plan_page("POST")
def star_film(request: HttpRequest, visit: PlanRequest, slug: str) -> HttpResponse:
    """What a film is to this visitor; without a plan the first star makes one. 404 for what is not public."""
    titles = visit.programme.titles
    present = slug if slug in titles else public_slug(visit.programme.festival, "film", slug)
    if present not in titles:
        raise Http404("There is no such film.")
    return _star(request, visit, Target(titles[present], film_slug=present))


@plan_page("POST")
def star_screening(request: HttpRequest, visit: PlanRequest, uid: UUID) -> HttpResponse:
    """The same of one showing."""
    row = visit.programme.rows.get(uid)
    if row is None:
        raise Http404("There is no such screening.")
    return _star(request, visit, Target(row.title, screening_uid=uid))


def _star(request: HttpRequest, visit: PlanRequest, target: Target) -> HttpResponse:
    back = _back(request)
    is_full = False
    plan = visit.plan or Plan(festival=visit.programme.festival)
    picked = picked_of(visit, plan) if visit.plan else PickedProgramme(visit.programme, plan, (), visit.at)
    if target.film_slug:
        # It may have been picked under an earlier address.
        known = (each.pick.film_slug for each in picked.films if each.slug == target.film_slug)
        target = replace(target, film_slug=next(known, target.film_slug))
    if request.method == "POST":
        asked = request.POST.get("rank", "")
        try:
            response = HttpResponseRedirect(f"{request.path}?{urlencode({'back': back})}" if back else request.path)
            if visit.plan is None and asked in Rank:
                NEW_PLANS.count(request, at=monotonic())
            return _starred(visit, target, asked, response)
        except PlanFull:
            is_full = True
        except TooManyPlans:
            return _busy(request, visit)
    slug = next((each.slug for each in picked.films if each.pick.film_slug == target.film_slug), target.film_slug)
    row = visit.programme.rows.get(target.screening_uid) if target.screening_uid else None
    shown = offers(picked, [row] if row else picked.open_showings([slug]))
    context = plan_context(
        visit,
        target=target,
        row=row,
        rank=_rank(picked, target),
        ranks=Rank.choices,
        offers=tuple(shown),
        back=back,
        memory=memory_of(picked),
        limit=MAX_PICKS if is_full else 0,
    )
    return render(request, "screenings/plan_star.html", context, status=422 if is_full else 200)


def _busy(request: HttpRequest, visit: PlanRequest) -> HttpResponse:
    context = plan_context(visit, again=request.path)
    response = render(request, "screenings/plan_busy.html", context, status=429)
    response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response


def _starred(visit: PlanRequest, target: Target, asked: str, response: HttpResponse) -> HttpResponse:
    plan = visit.plan
    if asked == TAKE_OUT and plan:
        unpick(plan, target, at=visit.at)
    if asked not in Rank:
        return response
    key = ""
    with transaction.atomic():
        if plan is None:
            plan, key = start_plan(visit.programme.festival, at=visit.at)
        pick(plan, [target], Rank(asked), seen=publication_number(visit), at=visit.at)
    return remember_plan(response, visit.programme.festival.slug, key) if key else response


def _rank(picked: PickedProgramme, target: Target) -> str:
    films = (each.pick.rank for each in picked.films if each.pick.film_slug == target.film_slug)
    showings = (each.pick.rank for each in picked.showings if each.row.uid == target.screening_uid)
    return next(films if target.film_slug else showings, "")


def _back(request: HttpRequest) -> str:
    """The page of this festival that the star was on, as a path; empty where that is not known."""
    given = request.POST.get("back") or request.GET.get("back") or request.META.get("HTTP_REFERER", "")
    if not url_has_allowed_host_and_scheme(given, {request.get_host()}) or len(given) > MAX_BACK:
        return ""
    parts = urlsplit(given)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    match = request.resolver_match
    festival = str(match.kwargs["festival"]) if match else ""
    is_own = path.startswith(reverse("festival", args=[festival]))
    return path if is_own and not path.startswith(reverse("plan", args=[festival])) else ""
