"""Pages cached for anonymous visitors, under the name of everything they were made from."""

from collections.abc import Callable, Hashable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from screenings.fingerprints.outputs import page_fingerprint
from screenings.images.fonts import drawing_fingerprint
from screenings.models import Festival
from screenings.public.serving.cache import CompressedBody, CurrentPublication, ResponseCache
from screenings.public.serving.conditional import body_response, stale_if_error

PAGE_CACHE = ResponseCache(max_bytes=32 * 1024 * 1024)
HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding, Cookie"}
MAX_QUERY_LENGTH = 300  # characters; what is longer is rare and rendered each time


def cached_page(
    request: HttpRequest,
    current: CurrentPublication,
    festival: Festival,
    query: Hashable,
    state: Hashable,
    render: Callable[[], HttpResponse],
) -> HttpResponse:
    """The page `render` gives, built once for this publication, festival, `query` and `state`.

    `query` is what was asked for, `state` what else the page depends on, such as what is over by now: a page that reads
    anything live has no place here. Who sends a cookie may be staff, so theirs is rendered each time and never kept.
    Nor is any page while a developer edits the templates.
    """
    if settings.DEBUG or request.COOKIES or len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_LENGTH:
        return render()
    festival_columns = tuple(getattr(festival, field.attname) for field in festival._meta.concrete_fields)
    key = (request.path, query)
    # The fonts of this machine are in the addresses of the pictures it draws.
    tag = current.tag(
        page_fingerprint(),
        "page",
        drawing_fingerprint(),
        sha256(repr((key, state, festival_columns)).encode()).hexdigest(),
    )
    return _page(request, tag, lambda: PAGE_CACHE.get_or_build(key, current, tag, lambda: render().content))


def page_or_stale(request: HttpRequest, query: Hashable, view: Callable[[], HttpResponse]) -> HttpResponse:
    """What `view` answers. While the database does not, the page as it was last kept, also for who sends a cookie."""
    return stale_if_error(
        request, PAGE_CACHE, (request.path, query), view, lambda stale: _page(request, stale.tag, lambda: stale.body)
    )


def _page(request: HttpRequest, tag: str, body: Callable[[], CompressedBody]) -> HttpResponse:
    return body_response(request, tag, body, headers=HEADERS)
