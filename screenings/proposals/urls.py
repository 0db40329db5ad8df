"""Where proposals are: below their festival. Who may see scenarios sees them; who may make them, and move, asks."""

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, reverse

from screenings.desk.lookups import pk_or_404
from screenings.desk.staff_pages import View, festival_urls
from screenings.desk.stated_wishes import change_wishes
from screenings.models import Festival, Scenario, SearchRun
from screenings.proposals import views_run, views_start
from screenings.proposals.views_pins import save_pins


class HasProposals(ModelAdmin):
    """For the festival's admin."""

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, View]] = {
            "proposals": ("", self.proposals_view),
            "proposal-wishes": ("wishes/", self.wishes_view),
            "proposal-pins": ("pins/<str:scenario>/", self.pins_view),
            "proposal": ("<str:run>/", self.proposal_view),
            "proposal-notice": ("<str:run>/notice/", self.notice_view),
            "proposal-progress": ("<str:run>/progress/", self.proposal_progress_view),
        }
        return [*festival_urls(self.admin_site, "proposals/", views), *super().get_urls()]

    def proposals_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        _refuse_strangers(request)
        festival = get_object_or_404(Festival, pk=pk_or_404(object_id))
        return views_start.show_proposals(request, festival, self.admin_site.each_context(request))

    def wishes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A GET leads to where the wishes are."""
        _refuse_strangers(request)
        return change_wishes(request, get_object_or_404(Festival, pk=pk_or_404(object_id)))

    def pins_view(self, request: HttpRequest, object_id: str, scenario: str) -> HttpResponse:
        _refuse_strangers(request)
        rows = Scenario.objects.select_related("festival")
        return save_pins(request, get_object_or_404(rows, pk=pk_or_404(scenario), festival=pk_or_404(object_id)))

    def proposal_view(self, request: HttpRequest, object_id: str, run: str) -> HttpResponse:
        """What was forgotten leads to the list of searches, with a word why."""
        _refuse_strangers(request)
        number, festival = pk_or_404(run), pk_or_404(object_id)
        if not SearchRun.objects.filter(pk=number).exists() and Festival.objects.filter(pk=festival):
            messages.warning(request, "That search is no longer kept: only the last ones are, and those of a month.")
            return HttpResponseRedirect(reverse("admin:proposals", args=[object_id]))
        return views_run.show_proposal(request, _run(request, object_id, run), self.admin_site.each_context(request))

    def proposal_progress_view(self, request: HttpRequest, object_id: str, run: str) -> HttpResponse:
        return views_run.progress(request, _run(request, object_id, run))

    def notice_view(self, request: HttpRequest, object_id: str, run: str) -> HttpResponse:
        return views_run.notice(request, _run(request, object_id, run))


def _run(request: HttpRequest, festival: str, run: str) -> SearchRun:
    _refuse_strangers(request)
    runs = SearchRun.objects.select_related("festival", "scenario", "by")
    return get_object_or_404(runs, pk=pk_or_404(run), festival=pk_or_404(festival))


def _refuse_strangers(request: HttpRequest) -> None:
    if not any(request.user.has_perm(f"screenings.{verb}_scenario") for verb in ("view", "add", "change")):
        raise PermissionDenied
