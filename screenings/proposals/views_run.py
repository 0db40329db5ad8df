"""The page of one proposal: how far the search is, the way to stop it, and what it found."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.desk.search_notices import search_notice
from screenings.desk.staff_pages import next_address
from screenings.desk.stated_wishes import may_propose
from screenings.fingerprints import software
from screenings.models import Festival, SearchKind, SearchRun
from screenings.proposals.searches import is_unclaimed, save_best, stop_search
from screenings.proposals.views_pins import pin_days
from screenings.public.serving.conditional import etagged_response
from screenings.reliability.search_workers import is_lost
from screenings.scheduling import ChangeRefused
from screenings.wording.moments import moment_text
from screenings.wording.searches import SEARCH_NAMES, SearchStatus, better_text, search_status


@dataclass(frozen=True, slots=True)
class SearchView:
    """A search as it is shown at a moment."""

    run: SearchRun
    status: SearchStatus
    name: str
    asked: str
    percent: int
    elapsed: int

    @property
    def placed_of(self) -> int | None:
        return None if self.run.placed is None else self.run.placed + (self.run.unplaced or 0)

    @property
    def better(self) -> str:
        return better_text(self.run)

    @property
    def spoken(self) -> str:
        """For a screen reader, which should not speak every second: in steps of a quarter."""
        if self.status.is_over or not 25 <= self.percent < 100:
            return self.status.sentence
        return f"{self.status.sentence} {25 * (self.percent // 25)} % of the time is over."

    @property
    def version(self) -> str:
        """Changes whenever what is shown does."""
        run = self.run
        shown = (self.status.sentence, self.percent, run.placed, run.unplaced, run.conflicts, run.score)
        return sha256(repr(shown).encode()).hexdigest()[:20]


def search_view(run: SearchRun, at: datetime) -> SearchView:
    return SearchView(
        run,
        search_status(run, worker_lost=is_lost(run, at=at), not_picked_up=is_unclaimed(run, at=at)),
        SEARCH_NAMES[SearchKind(run.kind)],
        moment_text(run.asked_at, run.festival.zone),
        int(100 * run.spent),
        int(run.spent * run.seconds),
    )


def show_proposal(request: HttpRequest, run: SearchRun, context: dict[str, Any]) -> HttpResponse:
    """A POST stops it, or keeps what an interrupted one had found."""
    if request.method == "POST":
        return _act(request, run)
    if run.by_id == request.user.pk and search_view(run, timezone.now()).status.is_over:
        _mark_read(request, run)
    search, may_ask = search_view(run, timezone.now()), may_propose(request.user)
    extra = {
        "title": search.name,
        "subtitle": run.festival.name,
        "festival": run.festival,
        "opts": Festival._meta,
        "search": search,
        "run": run,
        "may_ask": may_ask,
        "pin_days": pin_days(run.scenario) if may_ask and run.scenario and search.status.is_over else (),
        "may_keep": may_propose(request.user) and search.status.is_over and run.best and run.scenario is None,
        "changes": (run.told.get("new", 0) + run.told.get("moved", 0)) if run.told else None,
    }
    return TemplateResponse(request, "admin/screenings/festival/proposal.html", {**context, **extra})


def progress(request: HttpRequest, run: SearchRun) -> HttpResponse:
    """The part of the page that changes; 304 while it has not. It says `is-over` once there is a new page to load."""
    search = search_view(run, timezone.now())
    return etagged_response(
        request,
        software.content_digest(search.version, software.DESK_DIGEST),
        lambda: HttpResponse(render_to_string("admin/screenings/festival/_proposal_progress.html", {"search": search})),
        {"Cache-Control": "no-cache, private"},
    )


def notice(request: HttpRequest, run: SearchRun) -> HttpResponse:
    """The line about it on other pages of the admin, for a script; `page` is the one that it stands on."""
    context = {"searches": [search_notice(run, at=timezone.now())], "back": request.GET.get("page", "")}
    answer = HttpResponse(render_to_string("admin/screenings/_search_notice.html", context, request))
    answer.headers["Cache-Control"] = "no-cache, private"
    return answer


def _act(request: HttpRequest, run: SearchRun) -> HttpResponse:
    if "read" in request.POST:
        _mark_read(request, run)
        return HttpResponseRedirect(next_address(request, reverse("admin:proposal", args=[run.festival_id, run.pk])))
    if not may_propose(request.user):
        raise PermissionDenied
    at = timezone.now()
    if "keep" in request.POST:
        try:
            run = save_best(run, by=cast(User, request.user), at=at)
            messages.success(request, f"Kept as the scenario “{run.scenario}”.")
        except ChangeRefused as refused:
            messages.warning(request, str(refused))
    elif "stop" in request.POST and not stop_search(run, at=at):
        messages.info(request, "It had ended already.")
    return HttpResponseRedirect(reverse("admin:proposal", args=[run.festival_id, run.pk]))


def _mark_read(request: HttpRequest, run: SearchRun) -> None:
    """Whoever asked for it has seen how it ended: other pages say no more of it. One query, once."""
    if not run.is_read:
        SearchRun.objects.filter(pk=run.pk, by=request.user.pk).update(is_read=True)
