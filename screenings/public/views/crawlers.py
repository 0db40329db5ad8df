"""What search engines ask for first: which pages there are, and which are not for them."""

from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from screenings.feeds.sitemap import sitemap_xml
from screenings.public.serving.conditional import etagged_response
from screenings.public.sitemap import public_pages

CACHE_ONE_HOUR = "public, max-age=3600"


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page of every published festival. Eight queries, whatever their number."""
    body = sitemap_xml(public_pages())
    return etagged_response(
        request,
        sha256(body).hexdigest()[:24],
        lambda: HttpResponse(body, "application/xml; charset=utf-8"),
        {"Cache-Control": CACHE_ONE_HOUR},
    )


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """All may read all that is public. A visitor's plan and the house's calendars are nobody else's business."""
    staff, pages = reverse("admin:index"), settings.SITE_URL + reverse("sitemap")
    refused = (staff, "/*/plan/", "/*/house/")
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in refused), "", f"Sitemap: {pages}", "")
    response = HttpResponse("\n".join(lines), "text/plain; charset=utf-8")
    response.headers["Cache-Control"] = CACHE_ONE_HOUR
    return response
