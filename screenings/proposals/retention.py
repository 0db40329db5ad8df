"""Deletes old searches: those no longer listed, and with each its scenario if nobody has touched that."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from screenings.models import UNDER_WAY, BoardMove, Festival, Origin, Scenario, SearchRun
from screenings.proposals.results import default_scenario_name

MAX_LISTED: Final = 20  # searches of a festival, the last of which its page lists
SEARCH_RETENTION: Final = timedelta(days=30)


def delete_old_searches(*, at: datetime) -> int:
    """Those that ended more than 30 days ago and are not among the last 20 of their festival; how many those were.

    The scenario of one goes with it only where it is as the search has left it: nobody has renamed it, written a note
    to it or moved anything in it.
    """
    deleted = 0
    for festival in Festival.objects.filter(searches__isnull=False).distinct():
        with transaction.atomic():
            old = _old(festival, at=at)
            untouched = [run.scenario.pk for run in old if run.scenario and _is_untouched(run, run.scenario)]
            Scenario.objects.filter(pk__in=untouched).delete()
            SearchRun.objects.filter(pk__in=[run.pk for run in old]).delete()
        deleted += len(old)
    return deleted


def _old(festival: Festival, *, at: datetime) -> list[SearchRun]:
    runs = SearchRun.objects.filter(festival=festival)
    listed = list(runs.values_list("pk", flat=True)[:MAX_LISTED])
    moved = BoardMove.objects.filter(scenario=OuterRef("scenario"))
    ended = runs.exclude(pk__in=listed).exclude(state__in=UNDER_WAY).filter(asked_at__lt=at - SEARCH_RETENTION)
    return list(ended.select_related("festival", "scenario").annotate(is_moved=Exists(moved)).defer("best", "told"))


def _is_untouched(run: SearchRun, scenario: Scenario) -> bool:
    """In doubt it is not: where the festival's clock has changed, its name looks like one that somebody gave."""
    is_moved: bool = run.is_moved  # type: ignore[attr-defined]  # annotated
    is_own = scenario.name == default_scenario_name(run) or scenario.name.startswith(f"{default_scenario_name(run)} (")
    return scenario.origin != Origin.COPY and not scenario.note and not is_moved and is_own
