"""Whose plan it is: the secret of the browser's cookie or of an address, and an answer that stays with who asked.

The plan's own page has no secret in its address, so that none is in a history, a screenshot or a log.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from screenings.loading.versions import FestivalVersion, version_at
from screenings.loading.visits import VisitProgramme, visit_programme
from screenings.models import Plan
from screenings.public.former_addresses import festival_now_at
from screenings.public.known_languages import note_language
from screenings.public.secret_tokens import token_digest
from screenings.public.views.errors import plain_not_found

COOKIE = "plan"
COOKIE_AGE = 400 * 24 * 3600  # seconds; browsers keep none for longer
MAX_KEY = 64  # characters
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """One request of a visitor: the programme as it is public now, and the plan of this browser, if it has one.

    `key`: the secret that opened it; empty without a plan.
    """

    programme: VisitProgramme
    version: FestivalVersion
    at: datetime
    plan: Plan | None = None
    key: str = ""


def new_key() -> str:
    """144 random bits, safe in an address."""
    return token_urlsafe(18)


def plan_at(festival_id: int, key: str) -> Plan | None:
    """The plan that this secret opens. One query, by the secret's digest."""
    if not 0 < len(key) <= MAX_KEY:
        return None
    return Plan.objects.filter(festival=festival_id, edit_digest=token_digest(key)).first()


def plan_page(*methods: str) -> Callable[[View], View]:
    """For a view of the plan's pages, which gets a `PlanRequest`. GET and HEAD, and the methods named.

    Two queries while the festival's programme is kept. 404 alike for a festival and a secret that are not.
    """

    def decorated(view: View) -> View:
        @require_http_methods(["GET", "HEAD", *methods])
        @wraps(view)
        def inner(request: HttpRequest, festival: str, **kwargs: Any) -> HttpResponse:
            try:
                response = _answer(view, request, festival, kwargs)
            except Http404:
                response = plain_not_found(request)
            return keep_private(response)

        return inner

    return decorated


def _answer(view: View, request: HttpRequest, slug: str, kwargs: dict[str, Any]) -> HttpResponse:
    version = version_at(slug)
    if version is None:
        return _moved(request, slug, kwargs)
    programme = visit_programme(version)
    key = request.COOKIES.get(COOKIE, "")
    plan = plan_at(version.festival_id, key)
    note_language(programme.festival)
    with programme.festival.as_read():
        return view(request, PlanRequest(programme, version, timezone.now(), plan, key if plan else ""), **kwargs)


def _moved(request: HttpRequest, slug: str, kwargs: dict[str, Any]) -> HttpResponse:
    """To the festival's present address; the browser's plan is handed over, as its cookie belongs to the old one."""
    present, match = festival_now_at(slug), request.resolver_match
    if not present or match is None or request.method == "POST":
        raise Http404("There is no such festival.")
    if match.view_name == "plan" and (key := request.COOKIES.get(COOKIE, "")[:MAX_KEY]):
        return HttpResponseRedirect(reverse("plan-edit", args=[present, key]))
    return HttpResponseRedirect(reverse(match.view_name, kwargs={**kwargs, "festival": present}))


def keep_private(response: HttpResponse) -> HttpResponse:
    """No cache in between keeps it, no search engine lists it, and no other site is told of its address.

    Other sites learn at most which site a link was on. (Told nothing at all, a browser would not say either that a
    form comes from this site.)
    """
    headers = response.headers
    headers.setdefault("Cache-Control", "private, no-cache" if response.status_code in (200, 304) else "no-store")
    headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    headers.setdefault("Referrer-Policy", "strict-origin")
    return response


def remember_plan(response: HttpResponse, festival: str, key: str) -> HttpResponse:
    """This browser opens that plan from now on. Scripts cannot read the cookie, and no other page is sent it."""
    response.set_cookie(
        COOKIE,
        key,
        max_age=COOKIE_AGE,
        path=reverse("plan", args=[festival]),
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget_cookie(response: HttpResponse, festival: str) -> HttpResponse:
    response.delete_cookie(COOKIE, path=reverse("plan", args=[festival]), samesite="Lax")
    return response
