"""Pictures we draw: cards for where a page is shared, and the festival's mark."""

from collections.abc import Callable
from functools import lru_cache

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from screenings.fingerprints.software import digest_of
from screenings.images.fonts import identity
from screenings.images.icon import TOUCH_SIZE, favicon, icon_png, icon_svg
from screenings.images.title_card import Card, card_png
from screenings.models import Festival
from screenings.public.listings import current_festival, public_rows, whole_film
from screenings.public.share_images import festival_card, film_card

A_YEAR = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
KEPT = 256  # cards in memory, some 20 kB each
DEFAULT_COLOUR = "#8c1c3a"

drawn = lru_cache(maxsize=KEPT)(card_png)
svg_of = lru_cache(maxsize=KEPT)(icon_svg)
touch_icon_of = lru_cache(maxsize=KEPT)(icon_png)
favicon_of = lru_cache(maxsize=KEPT)(favicon)


@require_safe
def festival_picture(request: HttpRequest, festival: str, tag: str) -> HttpResponse:
    """One query."""
    of = get_object_or_404(Festival, slug=festival)
    return _card(request, festival_card(of), tag, "festival-card", of.slug)


@require_safe
def film_picture(request: HttpRequest, festival: str, slug: str, tag: str) -> HttpResponse:
    """Of a film with a page; 404 for any other."""
    of = get_object_or_404(Festival, slug=festival)
    rows = list(public_rows(of).filter(Q(film_slug=slug) | Q(part_slugs__has=slug)).order_by("day", "starts_at"))
    film = whole_film(of, slug) if rows else None
    if film is None:
        raise Http404("There is no such film.")
    return _card(request, film_card(of, film, rows), tag, "film-card", of.slug, slug)


def _card(request: HttpRequest, card: Card, tag: str, address: str, *args: str) -> HttpResponse:
    """What was shared keeps its picture: an old address leads to the present one."""
    if tag != card.tag:
        answer: HttpResponse = redirect(address, *args, card.tag)
        answer.headers["Cache-Control"] = "no-cache"
        return answer
    return _picture(request, tag, lambda: drawn(card), "image/png", A_YEAR)


@require_safe
def icon(request: HttpRequest, festival: str) -> HttpResponse:
    of = get_object_or_404(Festival, slug=festival)
    return _picture(request, f"svg-{of.colour}", lambda: svg_of(of.colour), "image/svg+xml", A_DAY)


@require_safe
def touch_icon(request: HttpRequest, festival: str) -> HttpResponse:
    of = get_object_or_404(Festival, slug=festival)
    return _picture(
        request, f"png-{of.colour}", lambda: touch_icon_of(of.colour, TOUCH_SIZE, square=True), "image/png", A_DAY
    )


@require_safe
def site_icon(request: HttpRequest) -> HttpResponse:
    """Browsers and bots ask for /favicon.ico whatever a page says: the mark of the festival at the front door."""
    festival = current_festival(timezone.now())
    colour = festival.colour if festival and festival.colour else DEFAULT_COLOUR
    return _picture(request, f"ico-{colour}", lambda: favicon_of(colour), "image/x-icon", A_DAY)


def _picture(
    request: HttpRequest, name: str, draw: Callable[[], bytes], content_type: str, cache_control: str
) -> HttpResponse:
    """304 without drawing where the client has it; `name` says what is drawn, and the tag also what draws it."""

    @condition(etag_func=lambda _request: quote_etag(digest_of(name, identity())))
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(draw(), content_type)

    response = answer(request)
    response.headers["Cache-Control"] = cache_control
    # An SVG is a document: where it is opened by itself, it can do nothing.
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
