"""The feeds' addresses: what each is of, and in which form."""

from datetime import date
from typing import NoReturn
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from screenings.feeds.csv_listing import listing_csv
from screenings.feeds.ical import FeedMetadata
from screenings.feeds.json_listing import listing_json
from screenings.feeds.schedule_xml import schedule_xml
from screenings.models import Festival, Publication
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.filters import ScreeningFilter, canonical_query
from screenings.public.former_addresses import present_query, public_slug
from screenings.public.publication_index import publication_index
from screenings.public.serving.cache import calendar_feed_bytes, feed_screenings
from screenings.public.serving.feed_response import (
    FeedContent,
    FeedFormat,
    FeedRequest,
    cross_origin_feed,
    feed_response,
)
from screenings.text.cleaning import place_name
from screenings.text.dates import long_day


def _as_calendar(rows: PublishedScreeningQuerySet, metadata: FeedMetadata, slug: str, number: int) -> bytes:
    return calendar_feed_bytes(rows, metadata)


def _as_json(rows: PublishedScreeningQuerySet, metadata: FeedMetadata, slug: str, number: int) -> bytes:
    return listing_json(feed_screenings(rows), metadata=metadata, publication=number)


def _as_csv(rows: PublishedScreeningQuerySet, metadata: FeedMetadata, slug: str, number: int) -> bytes:
    return listing_csv(feed_screenings(rows))


def _as_schedule(rows: PublishedScreeningQuerySet, metadata: FeedMetadata, slug: str, number: int) -> bytes:
    # Before the first publication it is a day of the run, which everybody may know.
    day = None if number else Festival.objects.values_list("starts_on", flat=True).get(slug=slug)
    shown = feed_screenings(rows.going_ahead())
    return schedule_xml(shown, metadata=metadata, acronym=slug, publication=number, empty_day=day)


CALENDAR_FORMAT = FeedFormat("text/calendar; charset=utf-8", _as_calendar)
SCHEDULE_FORMAT = FeedFormat("application/xml; charset=utf-8", _as_schedule)
FEED_FORMATS = {
    "ics": CALENDAR_FORMAT,
    "json": FeedFormat("application/json", _as_json),
    "csv": FeedFormat("text/csv; charset=utf-8", _as_csv, disposition="attachment"),
}


@cross_origin_feed
def listing_feed(request: HttpRequest, festival: str, suffix: str = "ics") -> HttpResponse:
    """Every screening, or those of a filter of the listing. One that matches nothing yet is an empty feed.

    A value that cannot be read is a 404: it must not subscribe someone to the whole festival.
    """
    query = canonical_query(request.GET) if request.META.get("QUERY_STRING") else ""

    def load(festival: Festival, rows: PublishedScreeningQuerySet) -> FeedContent:
        page = reverse("listing", args=[festival.slug])
        address = reverse("listing-feed" if suffix == "ics" else f"listing-{suffix}", args=[festival.slug])
        if not query:
            return FeedContent(rows, "", page, address)
        given = present_query(festival, QueryDict(query))
        index = publication_index(Publication.objects.current(festival))
        chosen = ScreeningFilter(given, rows, festival=festival, index=index)
        if chosen.problems:
            raise Http404(" ".join(f"{problem.label}: {problem.message}" for problem in chosen.problems))
        label = ", ".join(label for name in chosen.chosen for label in chosen.labels(name))
        present = canonical_query(given)
        return FeedContent(chosen.qs, label, f"{page}?{present}", f"{address}?{present}")

    return feed_response(request, FeedRequest(festival, "listing", query, suffix), load, FEED_FORMATS[suffix])


@cross_origin_feed
def schedule(request: HttpRequest, festival: str) -> HttpResponse:
    """Everything that takes place, in the form conference apps read."""

    def load(festival: Festival, rows: PublishedScreeningQuerySet) -> FeedContent:
        return FeedContent(
            rows, "", reverse("festival", args=[festival.slug]), reverse("schedule", args=[festival.slug])
        )

    return feed_response(request, FeedRequest(festival, "schedule", suffix="xml"), load, SCHEDULE_FORMAT)


@cross_origin_feed
def film_feed(request: HttpRequest, festival: str, film: str) -> HttpResponse:
    """A film's showings, those of the programmes it plays in among them."""

    def load(festival: Festival, rows: PublishedScreeningQuerySet) -> FeedContent:
        slug = public_slug(festival, "film", film) or _raise_not_found("film", film)
        rows = rows.filter(Q(film_slug=slug) | Q(part_slugs__has=slug))
        row = rows.first() or _raise_not_found("film", film)
        titles = {**dict(zip(row.part_slugs, row.parts, strict=False)), row.film_slug: row.title}
        args = [festival.slug, slug]
        return FeedContent(rows, titles[slug], reverse("film", args=args), reverse("film-feed", args=args))

    return feed_response(request, FeedRequest(festival, "film", film), load, CALENDAR_FORMAT)


@cross_origin_feed
def venue_feed(request: HttpRequest, festival: str, venue: str) -> HttpResponse:
    """Everything in one cinema."""

    def load(festival: Festival, rows: PublishedScreeningQuerySet) -> FeedContent:
        slug = public_slug(festival, "venue", venue) or _raise_not_found("venue", venue)
        rows = rows.filter(venue_slug=slug)
        row = rows.first() or _raise_not_found("venue", venue)
        args = [festival.slug, slug]
        return FeedContent(rows, row.venue, reverse("venue", args=args), reverse("venue-feed", args=args))

    return feed_response(request, FeedRequest(festival, "venue", venue), load, CALENDAR_FORMAT)


@cross_origin_feed
def section_feed(request: HttpRequest, festival: str, section: str) -> HttpResponse:
    """Everything of one section."""

    def load(festival: Festival, rows: PublishedScreeningQuerySet) -> FeedContent:
        slug = public_slug(festival, "section", section) or _raise_not_found("section", section)
        rows = rows.filter(section_slug=slug)
        row = rows.first() or _raise_not_found("section", section)
        args = [festival.slug, slug]
        return FeedContent(rows, row.section, reverse("section", args=args), reverse("section-feed", args=args))

    return feed_response(request, FeedRequest(festival, "section", section), load, CALENDAR_FORMAT)


@cross_origin_feed
def hall_feed(request: HttpRequest, festival: str, venue: str, hall: str) -> HttpResponse:
    """Everything in one hall, which stands on the page of its cinema."""
    part = f"{venue}.{hall}"

    def load(festival: Festival, rows: PublishedScreeningQuerySet) -> FeedContent:
        slug = public_slug(festival, "hall", part) or _raise_not_found("hall", part)
        rows = rows.filter(hall_slug=slug)
        row = rows.first() or _raise_not_found("hall", part)
        page = reverse("venue", args=[festival.slug, row.venue_slug])
        address = reverse("hall-feed", args=[festival.slug, *slug.split(".", 1)])
        return FeedContent(rows, place_name(row.venue, row.hall), page, address)

    return feed_response(request, FeedRequest(festival, "hall", part), load, CALENDAR_FORMAT)


@cross_origin_feed
def day_feed(request: HttpRequest, festival: str, day: str) -> HttpResponse:
    """Everything on one festival day."""

    def load(festival: Festival, rows: PublishedScreeningQuerySet) -> FeedContent:
        try:
            chosen = date.fromisoformat(day)
        except ValueError:
            _raise_not_found("day", day)
        rows = rows.filter(day=chosen)
        # It has one address: the format is read in several spellings.
        if day != chosen.isoformat() or not rows.exists():
            _raise_not_found("day", day)
        args = [festival.slug, day]
        return FeedContent(rows, long_day(chosen), reverse("timetable-day", args=args), reverse("day-feed", args=args))

    return feed_response(request, FeedRequest(festival, "day", day), load, CALENDAR_FORMAT)


@cross_origin_feed
def screening_feed(request: HttpRequest, festival: str, uid: UUID) -> HttpResponse:
    """One screening: a file to open, or a subscription that follows it."""

    def load(festival: Festival, rows: PublishedScreeningQuerySet) -> FeedContent:
        rows = rows.filter(uid=uid)
        row = rows.first() or _raise_not_found("screening", str(uid))
        slug, address = festival.slug, reverse("screening-feed", args=[festival.slug, uid])
        page = reverse("film", args=[slug, row.film_slug]) if row.film_slug else reverse("listing", args=[slug])
        return FeedContent(rows, row.title, page, address)

    return feed_response(request, FeedRequest(festival, "screening", str(uid)), load, CALENDAR_FORMAT)


def _raise_not_found(kind: str, name: str) -> NoReturn:
    raise Http404(f"The festival has published no {kind} {name}.")
