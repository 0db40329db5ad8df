"""Pages kept ready for visitors nobody knows, under the name of everything they were made from."""

from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response

from screenings.calendars import Body, Current, Shelf
from screenings.feeds.lettering import identity
from screenings.models import Festival
from screenings.views.answers import etags, takes_gzip
from screenings.writers import page_writer

SHELF = Shelf(room=32 * 1024 * 1024)
LONGEST_QUERY = 300  # characters; what is longer is rare and rendered each time


def kept_page(
    request: HttpRequest,
    current: Current,
    festival: Festival,
    state: tuple[object, ...],
    render: Callable[[], HttpResponse],
) -> HttpResponse:
    """The page `render` gives, built once for this publication, festival and `state`.

    `state` says what else the page depends on, such as what is over by now: a page that reads anything live has no
    place here. Who sends a cookie may be staff, so theirs is rendered each time and never kept. Nor is any page while a
    developer edits the templates.
    """
    if settings.DEBUG or request.COOKIES or len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return render()
    facts = tuple(getattr(festival, field.attname) for field in festival._meta.concrete_fields)
    key = (request.path, state)
    # The fonts of this machine are in the addresses of the pictures it draws.
    tag = current.tag(page_writer(), "page", identity(), sha256(repr((key, facts)).encode()).hexdigest())
    for etag in etags(tag):
        unchanged = get_conditional_response(request, etag=etag)
        if isinstance(unchanged, HttpResponseNotModified):
            return _with_headers(unchanged, etag)
    return _full(request, SHELF.get(key, current, tag, lambda: render().content), tag)


def _full(request: HttpRequest, body: Body, tag: str) -> HttpResponse:
    plain, zipped = etags(tag)
    if not takes_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return _with_headers(HttpResponse(body.plain), plain)
    response = _with_headers(HttpResponse(body.zipped), zipped)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _with_headers(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response
