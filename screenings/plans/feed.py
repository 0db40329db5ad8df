"""A plan as a calendar: the festival's own entries, and what was taken out of the plan as cancelled."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, NamedTuple
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from screenings.feeds.ical import FeedMetadata, calendar_bytes, screening_vevent_text
from screenings.fingerprints.outputs import feed_fingerprint
from screenings.loading.published import PUBLIC_FIELDS
from screenings.models import Pick, PlanAddress, PublishedScreening
from screenings.plans.access import MAX_KEY, keep_private
from screenings.public.former_addresses import festival_now_at
from screenings.public.secret_tokens import token_digest
from screenings.public.serving.cache import CompressedBody, CurrentPublication, ResponseCache, current_publication
from screenings.public.serving.conditional import body_response, stale_if_error
from screenings.public.views.errors import plain_not_found
from screenings.timetable.values import CANCELLED, PublicScreening

MAX_KEPT_BYTES: Final = 8 * 1024 * 1024  # so that plans push no public feed out


class PlanState(NamedTuple):
    """What names the bytes of a plan's calendar, besides the publication."""

    plan_id: int
    revision: int
    changed_at: datetime


class PlanCalendar(NamedTuple):
    """What was last built, for while the database is away."""

    state: PlanState
    publication: CurrentPublication


PLAN_FEED_CACHE: ResponseCache[PlanCalendar] = ResponseCache(MAX_KEPT_BYTES)


@require_safe
def plan_feed(request: HttpRequest, festival: str, token: str) -> HttpResponse:
    """Not found, alike, for a secret that never was, one that was withdrawn and one of another festival.

    Two queries for a 304, five where it is built. Where the database does not answer, what it last said.
    """
    digest = token_digest(token[: MAX_KEY + 1])
    try:
        response = stale_if_error(
            request,
            PLAN_FEED_CACHE,
            digest,
            lambda: _current(request, festival, token, digest),
            lambda stale: _answer(request, stale.source, stale.tag, lambda: stale.body),
            after_any_error=True,
        )
    except Http404:
        response = plain_not_found(request)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Referrer-Policy"] = "no-referrer"
    return keep_private(response)


def _current(request: HttpRequest, festival: str, token: str, digest: str) -> HttpResponse:
    state, slug = _find(festival, digest)
    publication = current_publication(slug)
    if publication is None:
        raise Http404("There is no programme to plan with.")
    calendar = PlanCalendar(state, publication)
    tag = publication.tag(feed_fingerprint(), "plan", digest, str(state.revision))
    build = partial(_build, calendar, slug, token)
    return _answer(request, calendar, tag, lambda: PLAN_FEED_CACHE.get_or_build(digest, calendar, tag, build))


def _find(festival: str, digest: str) -> tuple[PlanState, str]:
    """The plan of that secret and its festival's present address. One query; one more at a former address."""
    found = (
        PlanAddress.objects.filter(kind=PlanAddress.CALENDAR, digest=digest)
        .values_list("plan_id", "plan__revision", "plan__changed_at", "plan__festival__slug")
        .first()
    )
    if found is None:
        raise Http404("There is no such calendar.")
    plan_id, revision, changed_at, slug = found
    if slug not in (festival, festival_now_at(festival) if slug != festival else ""):
        raise Http404("There is no such calendar.")
    return PlanState(plan_id, revision, changed_at), slug


def _answer(request: HttpRequest, calendar: PlanCalendar, tag: str, body: Callable[[], CompressedBody]) -> HttpResponse:
    publication = calendar.publication
    modified = max(publication.published_at, calendar.state.changed_at)
    response = body_response(
        request,
        tag,
        body,
        headers={"Vary": "Accept-Encoding", "Cache-Control": "private, max-age=0, must-revalidate"},
        content_type="text/calendar; charset=utf-8",
        last_modified=int(modified.timestamp()) if publication.writer == feed_fingerprint() else None,
    )
    if response.status_code == 200:
        response.headers["Content-Disposition"] = 'inline; filename="plan.ics"'
    return response


def _build(calendar: PlanCalendar, slug: str, token: str) -> bytes:
    publication = calendar.publication
    found = Pick.objects.filter(plan=calendar.state.plan_id, film_slug="")
    picks = {pick.screening_uid: pick for pick in found if pick.screening_uid}
    rows = PublishedScreening.objects.in_publication(publication.festival_id, publication.number)
    columns = rows.filter(uid__in=picks).order_by("starts_at", "sort_title", "uid")
    entries = [
        (PublicScreening(*values), sequence, revised_at, vevent)
        for sequence, revised_at, vevent, *values in columns.values_list(
            "sequence", "revised_at", "vevent", *PUBLIC_FIELDS
        )
    ]
    zones: dict[str, tuple[datetime, datetime]] = {}
    for row, *_rest in entries:
        # In order of start, so the first of a zone is its earliest and the last its latest.
        zones[row.timezone] = (zones.get(row.timezone, (row.starts_at,))[0], row.starts_at)
    metadata = FeedMetadata(
        name=_("{festival}: my plan").format(festival=publication.festival_name),
        page_url=publication.site_url + reverse("plan", args=[slug]),
        feed_url=publication.site_url + reverse("plan-feed", args=[slug, token]),
        timezone=publication.timezone,
        colour=publication.colour,
        last_modified=max(publication.published_at, calendar.state.changed_at.replace(microsecond=0)),
    )
    return calendar_bytes(_events(entries, picks), metadata=metadata, zones=zones)


def _events(entries: list[tuple[PublicScreening, int, datetime, str]], picks: dict[UUID, Pick]) -> Iterator[str]:
    """As the festival has published it; where it was taken out or put back, with a revision of its own on top."""
    for row, sequence, revised_at, vevent in entries:
        pick = picks[row.uid]
        if pick.revised_at is None:
            yield vevent
            continue
        shown = row if pick.removed_at is None else replace(row, status=CANCELLED)
        yield screening_vevent_text(
            shown, sequence=sequence + pick.calendar_revision, revised_at=max(revised_at, pick.revised_at)
        )
