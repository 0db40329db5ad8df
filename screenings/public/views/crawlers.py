"""What search engines ask for first: which pages there are, and which are not for them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from screenings.feeds.sitemap import sitemap_xml
from screenings.public.serving.feed_response import cross_origin_feed
from screenings.public.serving.pages import kept_page
from screenings.public.sitemap import public_pages

XML = "application/xml; charset=utf-8"
CACHE_ONE_HOUR = "public, max-age=3600"


@cross_origin_feed
@kept_page(content_type=XML, of_all_festivals=True)
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page of every published festival. Eight queries, whatever their number."""
    return HttpResponse(sitemap_xml(public_pages()), XML)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """All may read all that is public. A visitor's plan and the house's calendars are nobody else's business."""
    staff, pages = reverse("admin:index"), settings.SITE_URL + reverse("sitemap")
    refused = (staff, "/*/plan/", "/*/house/")
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in refused), "", f"Sitemap: {pages}", "")
    response = HttpResponse("\n".join(lines), "text/plain; charset=utf-8")
    response.headers["Cache-Control"] = CACHE_ONE_HOUR
    return response
