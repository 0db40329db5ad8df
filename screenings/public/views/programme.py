"""Everything that the pages show, for programs: programme.json and its schema."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from screenings import feeds
from screenings.feeds.programme_json import programme_json
from screenings.fingerprints.software import content_digest
from screenings.models import Festival, Publication, PublishedScreening
from screenings.public.programme import programme_entries
from screenings.public.serving.cache import feed_screenings
from screenings.public.serving.conditional import etagged_response
from screenings.public.serving.feed_response import cross_origin_feed
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page

SCHEMA = Path(feeds.__file__).with_name("programme.schema.json")
SCHEMA_HEADERS = {"Cache-Control": "public, max-age=3600"}


@cross_origin_feed
@kept_page(content_type="application/json", by_time=False)
@festival_page
def programme(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Kept as a page is, as it tells of films and venues what their pages do. Thirteen queries."""
    rows = feed_screenings(PublishedScreening.objects.current(festival))
    entries = programme_entries(festival, Publication.objects.current(festival), rows)
    return HttpResponse(programme_json(entries, rows), content_type="application/json")


@cross_origin_feed
def programme_schema(request: HttpRequest) -> HttpResponse:
    """The schema of every festival's document. No query."""
    schema = _schema()
    return etagged_response(
        request,
        content_digest(schema),
        lambda: HttpResponse(schema, content_type="application/schema+json"),
        SCHEMA_HEADERS,
    )


@cache
def _schema() -> bytes:
    return SCHEMA.read_bytes()
