"""Feeds pass by what pages need."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from screenings.public.serving import feeds
from screenings.public.serving.unavailable import outage_response
from screenings.sheets import private_feed

FEED_VIEWS = frozenset(
    {
        feeds.listing_feed,
        feeds.schedule,
        feeds.film_feed,
        feeds.venue_feed,
        feeds.screening_feed,
        private_feed.private_feed,
    }
)
FEED_SUFFIXES = (".ics", ".json", ".csv", ".xml")


class FeedMiddleware:
    """Answers feeds before sessions, users, messages and the page's security policy are set up.

    A feed has none of them, and a subscriber's 304 costs half as much without. Stands behind SecurityMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.endswith(FEED_SUFFIXES):
            return self.get_response(request)
        # CommonMiddleware would refuse a forged Host; it does not come to see this request.
        request.get_host()
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        if match.func not in FEED_VIEWS:
            return self.get_response(request)
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
