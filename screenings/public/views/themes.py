"""A festival's own stylesheet."""

from django.http import HttpRequest, HttpResponse

from screenings.models import Festival, Publication
from screenings.public.theme import theme
from screenings.public.views.festival_page import festival_page

YEAR_SECONDS = 31_536_000  # seconds


@festival_page
def stylesheet(request: HttpRequest, festival: Festival, digest: str) -> HttpResponse:
    """The look of now; kept for good under its own name, and not at all under an older one. Three queries at most."""
    current = theme(festival, Publication.objects.current(festival))
    cache_control = f"public, max-age={YEAR_SECONDS}, immutable" if digest == current.digest else "no-cache"
    return HttpResponse(current.css, content_type="text/css; charset=utf-8", headers={"Cache-Control": cache_control})
