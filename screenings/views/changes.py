"""What changed, in words: a page and its Atom feed, an entry for each publication."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from screenings.feeds.atom import Entry, atom_feed
from screenings.feeds.ical import Heading
from screenings.history import News, news_of, publications_with_news
from screenings.models import Festival, Publication
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.timetable.changes import Change
from screenings.views.answers import Asked, Form, Found, answer
from screenings.wording import counted, news_sentence

A_PAGE = 20
IN_FEED = 50  # publications
LINES = 200  # of one publication


@dataclass(frozen=True, slots=True)
class Line:
    """A screening's change in words; `film_slug` is empty where no film may be named."""

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
    """The newest publications first. Six queries."""
    of = get_object_or_404(Festival, slug=festival)
    page = Paginator(publications_with_news(of.pk), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "festival": of,
        "publication": Publication.objects.current(of),
        "page": page,
        "told": [_told(news) for news in news_of(of.pk, list(page))],
    }
    return render(request, "screenings/changes.html", context)


def _told(news: News) -> Told:
    lines = tuple(_line(change) for change in news.changes[:LINES])
    return Told(news, _title(news), lines, max(0, len(news.changes) - LINES))


def _title(news: News) -> str:
    if news.is_first:
        return f"The programme: {news.number} {'screening' if news.number == 1 else 'screenings'}"
    return counted(news.changes) or "A word from the festival"


def _line(change: Change) -> Line:
    return Line(change.after.title, change.after.film_slug, change.kind, news_sentence(change))


def _as_atom(rows: PublishedScreeningQuerySet, heading: Heading, slug: str, number: int) -> bytes:
    if not number:
        return atom_feed((), heading=heading)
    festival = Festival.objects.get(slug=slug)
    found = news_of(festival.pk, list(publications_with_news(festival.pk, upto=number)[:IN_FEED]))
    return atom_feed((_entry(news, heading.url) for news in found), heading=heading)


def _entry(news: News, page: str) -> Entry:
    told = _told(news)
    alone = len(told.lines) == 1
    return Entry(
        token=news.publication.token,
        address=f"{page}#publication-{news.publication.number}",
        published_at=news.publication.published_at,
        title=f"{told.lines[0].title}: {told.lines[0].sentence}" if alone else told.title,
        lines=tuple((line.title, line.sentence) for line in told.lines),
        more=told.more,
        note=news.publication.note,
    )


FEED = Form("application/atom+xml; charset=utf-8", _as_atom, is_open=True)


@require_safe
def changes_feed(request: HttpRequest, festival: str) -> HttpResponse:
    """The same for feed readers; with a validator and 304 as every feed."""

    def find(of: Festival, rows: PublishedScreeningQuerySet) -> Found:
        return Found(rows, "", reverse("changes", args=[of.slug]), reverse("changes-feed", args=[of.slug]))

    return answer(request, Asked(festival, "changes", suffix="atom"), find, FEED)
