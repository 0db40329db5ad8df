"""What changed, in words: a page and its Atom feed, an entry for each publication."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from screenings.feeds.atom import Entry, atom_feed
from screenings.feeds.ical import Heading
from screenings.models import Festival, Publication
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.changelog import News, news_of, publications_with_news
from screenings.public.listings import public_films
from screenings.public.serving.cache import Current, current_publication
from screenings.public.serving.conditional import Asked, Form, Found, answer, for_any_page
from screenings.public.serving.pages import kept_page, or_as_it_was
from screenings.timetable.changes import Change, count_kinds
from screenings.wording import news_sentence

A_PAGE = 20
IN_FEED = 50  # publications
LINES = 200  # of one publication


@dataclass(frozen=True, slots=True)
class Line:
    """A screening's change in words; `film_slug` is empty where the film has no page."""

    title: str
    film_slug: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Told:
    """A publication in words."""

    news: News
    title: str
    lines: tuple[Line, ...]
    more: int


@require_safe
def changes(request: HttpRequest, festival: str) -> HttpResponse:
    """The newest publications first. Ten queries, two where the page is kept."""
    page, publication = request.GET.get("page"), request.GET.get("publication", "")
    return or_as_it_was(request, (page, publication), lambda: _changes(request, festival, page, publication))


def _changes(request: HttpRequest, festival: str, number: str | None, publication: str) -> HttpResponse:
    of = get_object_or_404(Festival, slug=festival)
    current = current_publication(festival)

    def page() -> HttpResponse:
        return render(request, "screenings/changes.html", _context(of, current, number, publication))

    return kept_page(request, current, of, (number, publication), None, page) if current else page()


def _context(of: Festival, current: Current | None, page: str | None, publication: str) -> dict[str, object]:
    """The page of that number, or the one on which that publication is told."""
    number = current.number if current else 0
    found = publications_with_news(of.pk, upto=number)
    if publication.isascii() and publication.isdecimal() and len(publication) < 10:
        page = str(found.filter(number__gt=int(publication)).count() // A_PAGE + 1)
    chosen = Paginator(found, A_PAGE).get_page(page)
    linked = public_films(of)
    return {
        "festival": of,
        "publication": Publication.objects.current(of),
        "page": chosen,
        "told": [_told(news, linked) for news in news_of(of.pk, list(chosen), asof=number)],
    }


def _told(news: News, linked: Collection[str] = ()) -> Told:
    """`linked` are the films that have a page now."""
    lines = tuple(_line(change, news.publication.timezone, linked) for change in news.changes[:LINES])
    return Told(news, _title(news), lines, max(0, len(news.changes) - LINES))


def _title(news: News) -> str:
    """`2 screenings moved, 1 cancelled`."""
    if news.is_first:
        return f"The programme: {_screenings(news.number)}"
    (first, number), *others = count_kinds(news.changes).items() or [("", 0)]
    said = [f"{_screenings(number)} {first}", *(f"{each} {kind}" for kind, each in others)]
    return ", ".join(said) if number else "A word from the festival"


def _screenings(number: int) -> str:
    return "1 screening" if number == 1 else f"{number} screenings"


def _line(change: Change, home: str, linked: Collection[str]) -> Line:
    slug = change.after.film_slug
    return Line(change.after.title, slug if slug in linked else "", change.kind, news_sentence(change, home))


def _as_atom(rows: PublishedScreeningQuerySet, heading: Heading, slug: str, number: int) -> bytes:
    if not number:
        return atom_feed((), heading=heading)
    festival = Festival.objects.get(slug=slug)
    found = news_of(festival.pk, list(publications_with_news(festival.pk, upto=number)[:IN_FEED]), asof=number)
    return atom_feed((_entry(news, heading.url) for news in found), heading=heading)


def _entry(news: News, page: str) -> Entry:
    told = _told(news)
    alone, number = len(told.lines) == 1, news.publication.number
    return Entry(
        token=news.publication.token,
        address=f"{page}?publication={number}#publication-{number}",
        published_at=news.publication.published_at,
        title=f"{told.lines[0].title}: {told.lines[0].sentence}" if alone else told.title,
        lines=tuple((line.title, line.sentence) for line in told.lines),
        more=told.more,
        note=news.publication.note,
    )


FEED = Form("application/atom+xml; charset=utf-8", _as_atom)


@for_any_page
def changes_feed(request: HttpRequest, festival: str) -> HttpResponse:
    """The same for feed readers; with a validator and 304 as every feed."""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        return Found(rows, "", reverse("changes", args=[of.slug]), reverse("changes-feed", args=[of.slug]))

    return answer(request, Asked(festival, "changes", suffix="atom"), find, FEED)
