"""The feeds' addresses: what each is of, and in which form."""

from typing import NoReturn
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import reverse

from screenings.feeds.csv_listing import listing_csv
from screenings.feeds.ical import Heading
from screenings.feeds.json_listing import listing_json
from screenings.feeds.schedule_xml import schedule_xml
from screenings.models import Festival
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.filters import ScreeningFilter, canonical_query
from screenings.public.listings import choices
from screenings.public.serving.cache import feed_bytes, public_values
from screenings.public.serving.conditional import Asked, Form, Found, answer, for_any_page


def _as_calendar(rows: PublishedScreeningQuerySet, heading: Heading, slug: str, number: int) -> bytes:
    return feed_bytes(rows, heading)


def _as_json(rows: PublishedScreeningQuerySet, heading: Heading, slug: str, number: int) -> bytes:
    return listing_json(public_values(rows), heading=heading, publication=number)


def _as_csv(rows: PublishedScreeningQuerySet, heading: Heading, slug: str, number: int) -> bytes:
    return listing_csv(public_values(rows))


def _as_schedule(rows: PublishedScreeningQuerySet, heading: Heading, slug: str, number: int) -> bytes:
    # Before the first publication it is a day of the run, which everybody may know.
    day = None if number else Festival.objects.values_list("starts_on", flat=True).get(slug=slug)
    shown = public_values(rows.going_ahead())
    return schedule_xml(shown, heading=heading, acronym=slug, publication=number, empty_day=day)


CALENDAR = Form("text/calendar; charset=utf-8", _as_calendar)
SCHEDULE = Form("application/xml; charset=utf-8", _as_schedule)
FORMS = {
    "ics": CALENDAR,
    "json": Form("application/json", _as_json),
    "csv": Form("text/csv; charset=utf-8", _as_csv, disposition="attachment"),
}


@for_any_page
def listing_feed(request: HttpRequest, festival: str, suffix: str = "ics") -> HttpResponse:
    """Every screening, or those of a filter of the listing. One that matches nothing yet is an empty feed.

    A value that cannot be read is a 404: it must not subscribe someone to the whole festival.
    """
    query = canonical_query(request.GET) if request.META.get("QUERY_STRING") else ""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        page = reverse("listing", args=[of.slug])
        address = reverse("listing-feed" if suffix == "ics" else f"listing-{suffix}", args=[of.slug])
        if not query:
            return Found(rows, "", page, address)
        chosen = ScreeningFilter(QueryDict(query), rows, festival=of, choices=choices(of))
        if chosen.problems:
            raise Http404(" ".join(f"{problem.label}: {problem.message}" for problem in chosen.problems))
        label = ", ".join(chosen.words(name) for name in chosen.chosen)
        return Found(chosen.qs, label, f"{page}?{query}", f"{address}?{query}")

    return answer(request, Asked(festival, "listing", query, suffix), find, FORMS[suffix])


@for_any_page
def schedule(request: HttpRequest, festival: str) -> HttpResponse:
    """Everything that takes place, in the form conference apps read."""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        return Found(rows, "", reverse("festival", args=[of.slug]), reverse("schedule", args=[of.slug]))

    return answer(request, Asked(festival, "schedule", suffix="xml"), find, SCHEDULE)


@for_any_page
def film_feed(request: HttpRequest, festival: str, film: str) -> HttpResponse:
    """A film's showings, those of the programmes it plays in among them."""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        rows = rows.filter(Q(film_slug=film) | Q(part_slugs__has=film))
        row = rows.first() or _nothing("film", film)
        titles = {**dict(zip(row.part_slugs, row.parts, strict=False)), row.film_slug: row.title}
        args = [of.slug, film]
        return Found(rows, titles[film], reverse("film", args=args), reverse("film-feed", args=args))

    return answer(request, Asked(festival, "film", film), find, CALENDAR)


@for_any_page
def venue_feed(request: HttpRequest, festival: str, venue: str) -> HttpResponse:
    """Everything in one cinema."""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        rows = rows.filter(venue_slug=venue)
        row = rows.first() or _nothing("venue", venue)
        args = [of.slug, venue]
        return Found(rows, row.venue, reverse("venue", args=args), reverse("venue-feed", args=args))

    return answer(request, Asked(festival, "venue", venue), find, CALENDAR)


@for_any_page
def screening_feed(request: HttpRequest, festival: str, uid: UUID) -> HttpResponse:
    """One screening: a file to open, or a subscription that follows it."""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        rows = rows.filter(uid=uid)
        row = rows.first() or _nothing("screening", str(uid))
        slug, address = of.slug, reverse("screening-feed", args=[of.slug, uid])
        page = reverse("film", args=[slug, row.film_slug]) if row.film_slug else reverse("listing", args=[slug])
        return Found(rows, row.title, page, address)

    return answer(request, Asked(festival, "screening", str(uid)), find, CALENDAR)


def _nothing(kind: str, name: str) -> NoReturn:
    raise Http404(f"The festival has published no {kind} {name}.")
