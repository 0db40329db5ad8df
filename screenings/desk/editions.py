"""One festival at a time: the edition that a member of staff works on, for the desk, lists, pickers and add forms."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.db.models import Exists, Model, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from screenings.desk.lookups import parse_pk
from screenings.models import ChosenEdition, Festival, SearchRun
from screenings.public.listings import current_among
from screenings.text.clock import ClockHours

EDITION_LOOKUP = "festival__id__exact"  # ends the name of a list's filter by edition, whatever leads to the festival
ALL_EDITIONS = "all"
_EDITIONS = "screenings.editions"
# What leads from a row to its festival, the nearest first.
_OWNERS = ("festival", "venue", "film", "origin")


@dataclass(slots=True)
class Editions:
    """Every festival, the newest first, and the one that is worked on; None while there is none.

    `unread_searches` are the keys of searches that this person asked for and has not seen the end of.
    """

    every: tuple[Festival, ...]
    working: Festival | None
    unread_searches: tuple[int, ...] = ()

    @property
    def are_several(self) -> bool:
        return len(self.every) > 1

    def find(self, pk: int | None) -> Festival | None:
        return next((festival for festival in self.every if festival.pk == pk), None)


def editions_of(request: HttpRequest) -> Editions:
    """What this person chose last, else the one that the public finds. One query for each request."""
    editions: Editions | None = request.META.get(_EDITIONS)
    if editions is None:
        chosen = ChosenEdition.objects.filter(user=request.user.pk, festival=OuterRef("pk"))
        searches = SearchRun.objects.filter(by=request.user.pk, is_read=False, festival=OuterRef("pk"))
        unread = Subquery(searches.order_by("-asked_at", "-pk").values("pk")[:1])
        every = tuple(Festival.objects.newest_first().annotate(is_chosen=Exists(chosen), unread_search=unread))
        working = next((each for each in every if each.is_chosen), None) or current_among(every, timezone.now())
        editions = request.META[_EDITIONS] = Editions(
            every, working, tuple(filter(None, (each.unread_search for each in every)))
        )
    return editions


def working_festival(request: HttpRequest) -> Festival | None:
    return editions_of(request).working


def edition_of_form(request: HttpRequest, row: Model | None) -> int | None:
    """The key of the festival whose rows a form offers: its own row's, the one it names, else the one worked on."""
    own = festival_key(row) if row is not None and row.pk else None
    named = parse_pk(request.POST.get("festival") or request.GET.get("festival") or "")
    if own or named:
        return own or named
    working = working_festival(request)
    return working.pk if working else None


def edition_in_list(request: HttpRequest) -> str:
    """What the address of a list says of the edition: its key, `all`, or nothing."""
    return next((str(value) for name, value in request.GET.items() if name.endswith(EDITION_LOOKUP)), "")


def festival_key(row: Any) -> int | None:
    """The key of a row's festival; None for what belongs to several, as a person does."""
    if isinstance(row, Festival):
        return row.pk
    for name in _OWNERS:
        if (key := getattr(row, f"{name}_id", None)) is not None:
            return int(key) if name == "festival" else festival_key(getattr(row, name))
    return None


def redirect_to_working_festival(request: HttpRequest, page: str) -> HttpResponse:
    """To that page of the edition that is worked on."""
    working = working_festival(request)
    if working is None:
        return HttpResponseRedirect(reverse("admin:screenings_festival_changelist"))
    return HttpResponseRedirect(reverse(f"admin:{page}", args=[working.pk]))


def work_on(request: HttpRequest, festival: Festival) -> None:
    """Remember the choice. A page that is only read is shown all the same where nothing can be written."""
    editions_of(request).working = festival
    with suppress(DatabaseError), transaction.atomic():
        ChosenEdition.objects.update_or_create(user=cast(User, request.user), defaults={"festival": festival})


def clock_of_page(request: HttpRequest) -> str:
    """On which clock a staff page tells the time: its festival's, else that of the one worked on."""
    editions = editions_of(request)
    festival = editions.find(_edition_in_address(request)) or editions.working
    return festival.clock if festival else ClockHours.TWENTY_FOUR


def note_edition(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give a page its header's choice. A page of another edition is followed there, with a word."""
    if not isinstance(response, TemplateResponse) or response.context_data is None or not request.user.is_active:
        return response
    context = response.context_data
    if context.get("is_popup"):
        return response
    editions = editions_of(request)
    belongs_to = editions.find(_edition_of_page(request, context)) if request.method == "GET" else None
    if belongs_to is not None and belongs_to != editions.working:
        work_on(request, belongs_to)
        messages.info(request, _("You work on %(festival)s now: this page is part of it.") % {"festival": belongs_to})
    context["editions"] = editions
    return response


def _edition_of_page(request: HttpRequest, context: dict[str, Any]) -> int | None:
    if (in_address := _edition_in_address(request)) is not None:
        return in_address
    row = context.get("original") or context.get("object")
    return festival_key(row) if isinstance(row, Model) else parse_pk(edition_in_list(request))


def _edition_in_address(request: HttpRequest) -> int | None:
    match = request.resolver_match
    is_of_festival = match is not None and "screenings/festival" in match.route and "object_id" in match.kwargs
    return parse_pk(match.kwargs["object_id"]) if match is not None and is_of_festival else None


@require_POST
def choose_edition(request: HttpRequest) -> HttpResponse:
    """From the header of any page: to the same page of the chosen edition where it has one, else to its desk."""
    festival = editions_of(request).find(parse_pk(request.POST.get("edition", "")))
    if festival is None:
        return HttpResponseRedirect(reverse("admin:index"))
    work_on(request, festival)
    return HttpResponseRedirect(_same_page_of(festival, request.POST.get("page", "")))


def _same_page_of(festival: Festival, page: str) -> str:
    try:
        match: ResolverMatch = resolve(page)
    except Resolver404:
        return reverse("admin:index")
    name = match.url_name or ""
    if (name.startswith("screenings_") and name.endswith("_changelist")) or name.endswith("-table"):
        return reverse(f"admin:{name}")
    if "screenings/festival" in match.route and list(match.kwargs) == ["object_id"]:
        return reverse(f"admin:{name}", args=[festival.pk])
    return reverse("admin:index")
