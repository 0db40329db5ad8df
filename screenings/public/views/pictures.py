"""Pictures we draw: cards for where a page is shared, and the festival's mark."""

import logging
from collections.abc import Callable
from functools import lru_cache

from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from screenings.fingerprints.software import content_digest
from screenings.images.fonts import drawing_fingerprint
from screenings.images.icon import TOUCH_SIZE, favicon, icon_png, icon_svg
from screenings.images.title_card import TitleCard, card_jpeg, card_png
from screenings.loading import public_screenings_from_rows
from screenings.models import Festival
from screenings.public.listings import current_festival, film_with_details, public_rows
from screenings.public.serving.conditional import etagged_response
from screenings.public.share_images import festival_card, film_card
from screenings.public.views.festival_page import festival_page

logger = logging.getLogger(__name__)
CACHE_ONE_YEAR = "public, max-age=31536000, immutable"
CACHE_ONE_DAY = "public, max-age=86400"
NOT_KEPT = "no-cache"
MAX_CACHED_IMAGES = 256  # cards in memory, some 20 kB each
MAX_CACHED_PICTURES = 64  # those with a still, some 60 kB each
DEFAULT_COLOUR = "#8c1c3a"

cached_card_png = lru_cache(maxsize=MAX_CACHED_IMAGES)(card_png)
cached_icon_svg = lru_cache(maxsize=MAX_CACHED_IMAGES)(icon_svg)
cached_icon_png = lru_cache(maxsize=MAX_CACHED_IMAGES)(icon_png)
cached_favicon = lru_cache(maxsize=MAX_CACHED_IMAGES)(favicon)


@festival_page
def festival_picture(request: HttpRequest, festival: Festival, tag: str) -> HttpResponse:
    """One query."""
    return _card(request, festival_card(festival), tag, "festival-card", festival.slug)


@festival_page
def film_picture(request: HttpRequest, festival: Festival, slug: str, tag: str) -> HttpResponse:
    """Of a film with a page; 404 for any other."""
    showings = public_rows(festival).filter(Q(film_slug=slug) | Q(part_slugs__has=slug))
    rows = public_screenings_from_rows(showings.order_by("day", "starts_at"))
    film = film_with_details(festival, slug) if rows else None
    if film is None:
        raise Http404("There is no such film.")
    return _card(request, film_card(festival, film, rows), tag, "film-card", festival.slug, slug)


def _card(request: HttpRequest, card: TitleCard, tag: str, kind: str, *args: str) -> HttpResponse:
    """What was shared keeps its picture: an old address leads to the present one."""
    if tag != card.tag or not request.path.endswith(card.suffix):
        answer: HttpResponse = redirect(f"{kind}-{card.suffix}", *args, card.tag)
        answer.headers["Cache-Control"] = "no-cache"
        return answer
    if not card.still:
        return _picture(request, tag, lambda: cached_card_png(card), "image/png", CACHE_ONE_YEAR)
    try:
        return _picture(request, tag, lambda: cached_card_jpeg(card), "image/jpeg", CACHE_ONE_YEAR)
    except Exception as problem:  # each kind of storage has errors of its own, and so has a file that was damaged
        logger.warning("The picture %s cannot be read: %s", card.still, problem)
        return _picture(request, f"{tag}-alone", lambda: cached_card_png(card), "image/png", NOT_KEPT)


@lru_cache(maxsize=MAX_CACHED_PICTURES)
def cached_card_jpeg(card: TitleCard) -> bytes:
    with default_storage.open(card.still) as file:
        return card_jpeg(card, file.read())


@festival_page
def icon(request: HttpRequest, festival: Festival) -> HttpResponse:
    return _picture(
        request, f"svg-{festival.colour}", lambda: cached_icon_svg(festival.colour), "image/svg+xml", CACHE_ONE_DAY
    )


@festival_page
def touch_icon(request: HttpRequest, festival: Festival) -> HttpResponse:
    return _picture(
        request,
        f"png-{festival.colour}",
        lambda: cached_icon_png(festival.colour, TOUCH_SIZE, square=True),
        "image/png",
        CACHE_ONE_DAY,
    )


@require_safe
def site_icon(request: HttpRequest) -> HttpResponse:
    """Browsers and bots ask for /favicon.ico whatever a page says: the mark of the festival at the front door."""
    festival = current_festival(timezone.now())
    colour = festival.colour if festival and festival.colour else DEFAULT_COLOUR
    return _picture(request, f"ico-{colour}", lambda: cached_favicon(colour), "image/x-icon", CACHE_ONE_DAY)


def _picture(
    request: HttpRequest, name: str, draw: Callable[[], bytes], content_type: str, cache_control: str
) -> HttpResponse:
    """304 without drawing where the client has it; `name` says what is drawn, and the tag also what draws it."""
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Cache-Control": cache_control,
        # An SVG is a document: where it is opened by itself, it can do nothing.
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return etagged_response(
        request, content_digest(name, drawing_fingerprint()), lambda: HttpResponse(draw(), content_type), headers
    )
