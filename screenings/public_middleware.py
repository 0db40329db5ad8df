"""Feeds and public pages pass by what the staff's pages need."""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, get_urlconf, resolve

from screenings.plans import feed as plan_calendar
from screenings.public.serving import feeds
from screenings.public.serving.unavailable import outage_response
from screenings.sheets import private_feed

FEED_VIEWS = frozenset(
    {
        feeds.listing_feed,
        feeds.schedule,
        feeds.film_feed,
        feeds.venue_feed,
        feeds.section_feed,
        feeds.day_feed,
        feeds.hall_feed,
        feeds.screening_feed,
        private_feed.private_feed,
        plan_calendar.plan_feed,
    }
)
MAX_KEPT_PATH = 200  # characters; what is longer is rare, and looked up each time
FEED_SUFFIXES = (".ics", ".json", ".csv", ".xml")


class PublicMiddleware:
    """Answers the views it knows itself, and hands on all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = self.find_view(request)
        if match is None:
            return self.get_response(request)
        # CommonMiddleware would refuse a forged Host; it does not come to see this request.
        request.get_host()
        request.resolver_match = match
        try:
            response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        except Exception as problem:
            # Django asks for answers to an exception only where it has called the view itself.
            unavailable = outage_response(request, problem)
            if unavailable is None:
                raise
            return unavailable
        return response

    def find_view(self, request: HttpRequest) -> ResolverMatch | None:
        raise NotImplementedError  # each says which views it knows


class FeedMiddleware(PublicMiddleware):
    """Answers feeds before sessions, users, messages and the page's security policy are set up.

    A feed has none of them, and a subscriber's 304 costs half as much without. Stands behind SecurityMiddleware.
    """

    def find_view(self, request: HttpRequest) -> ResolverMatch | None:
        match = _resolved(request) if request.path_info.endswith(FEED_SUFFIXES) else None
        return match if match and match.func in FEED_VIEWS else None


class PageMiddleware(PublicMiddleware):
    """Answers public pages before sessions, users and messages are set up: they are the same for everybody.

    Stands behind what adds a page's headers, such as its security policy.
    """

    def find_view(self, request: HttpRequest) -> ResolverMatch | None:
        # What a form sends is first asked for its token, as anywhere.
        match = _resolved(request) if request.method in ("GET", "HEAD") else None
        return match if match and hasattr(match.func, "kept_page") else None


def _resolved(request: HttpRequest) -> ResolverMatch | None:
    path = request.path_info
    try:
        return (_resolve if len(path) <= MAX_KEPT_PATH else resolve)(path, get_urlconf())
    except Resolver404:
        return None


@lru_cache(maxsize=1024)
def _resolve(path: str, urlconf: str | None) -> ResolverMatch:
    """A fifth of what a 304 costs is to find its view, and most of those who ask, ask for the same few addresses."""
    return resolve(path, urlconf)
