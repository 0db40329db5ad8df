"""What changed, in words: a page and its Atom feed, an entry for each publication."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from screenings.feeds.atom import AtomEntry, atom_feed
from screenings.feeds.ical import FeedMetadata
from screenings.models import Festival, Publication
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.changelog import PublicationChanges, changelog_publications, publication_changes
from screenings.public.publication_index import publication_index
from screenings.public.serving.cache import CurrentPublication, current_publication
from screenings.public.serving.feed_response import (
    FeedContent,
    FeedFormat,
    FeedRequest,
    cross_origin_feed,
    feed_response,
)
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context
from screenings.timetable.changes import ADDED, CANCELLED, CHANGED, MOVED, RESTORED, RETITLED, PublicChange, count_kinds
from screenings.wording.changes import count_text, public_change_sentence

PUBLICATIONS_PER_PAGE = 20
FEED_PUBLICATIONS = 50  # publications
MAX_LINES = 200  # of one publication


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A screening's change in words; `film_slug` is empty where the film has no page."""

    title: str
    film_slug: str
    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ChangelogEntry:
    """A publication in words."""

    published: PublicationChanges
    title: str
    lines: tuple[ChangeLine, ...]
    more: int


@kept_page(parameters=("page", "publication"))
@festival_page
def changes(request: HttpRequest, festival: Festival) -> HttpResponse:
    """The newest publications first. Nine queries."""
    current = current_publication(festival.slug)
    page, publication = request.GET.get("page"), request.GET.get("publication", "")
    return render(request, "screenings/changes.html", _context(festival, current, page, publication))


def _context(
    festival: Festival, current: CurrentPublication | None, page: str | None, publication: str
) -> dict[str, object]:
    """The page of that number, or the one on which that publication is told."""
    number = current.number if current else 0
    publications = changelog_publications(festival.pk, up_to=number)
    if publication.isascii() and publication.isdecimal() and len(publication) < 10:
        page = str(publications.filter(number__gt=int(publication)).count() // PUBLICATIONS_PER_PAGE + 1)
    chosen = Paginator(publications, PUBLICATIONS_PER_PAGE).get_page(page)
    newest = Publication.objects.current(festival)
    films_with_page = publication_index(newest).films
    published = publication_changes(festival.pk, list(chosen), as_of=number)
    return page_context(
        festival,
        publication=newest,
        page=chosen,
        entries=[_changelog_entry(changes, films_with_page) for changes in published],
    )


def _changelog_entry(published: PublicationChanges, films_with_page: Collection[str] = ()) -> ChangelogEntry:
    """`films_with_page` are the films to link to."""
    lines = tuple(
        _change_line(change, published.publication.timezone, films_with_page)
        for change in published.changes[:MAX_LINES]
    )
    return ChangelogEntry(published, _title(published), lines, max(0, len(published.changes) - MAX_LINES))


def _title(published: PublicationChanges) -> str:
    """`2 screenings moved, 1 cancelled`."""
    if published.is_first:
        number = published.screening_count
        return ngettext("The programme: {number} screening", "The programme: {number} screenings", number).format(
            number=number
        )
    if not published.changes:
        return gettext("A word from the festival")
    (first, number), *others = count_kinds(published.changes).items()
    counts = [_first_count(first, number), *(count_text(kind, number) for kind, number in others)]
    return ", ".join(counts)


def _first_count(kind: str, number: int) -> str:
    texts = {
        ADDED: ngettext("{number} screening added", "{number} screenings added", number),
        MOVED: ngettext("{number} screening moved", "{number} screenings moved", number),
        CANCELLED: ngettext("{number} screening cancelled", "{number} screenings cancelled", number),
        RESTORED: ngettext("{number} screening restored", "{number} screenings restored", number),
        RETITLED: ngettext("{number} screening retitled", "{number} screenings retitled", number),
        CHANGED: ngettext("{number} screening changed", "{number} screenings changed", number),
    }
    return texts[kind].format(number=number)


def _change_line(change: PublicChange, home_zone: str, films_with_page: Collection[str]) -> ChangeLine:
    slug = change.after.film_slug
    return ChangeLine(
        change.after.title,
        slug if slug in films_with_page else "",
        change.kind,
        public_change_sentence(change, home_zone),
    )


def _as_atom(rows: PublishedScreeningQuerySet, metadata: FeedMetadata, slug: str, number: int) -> bytes:
    if not number:
        return atom_feed((), metadata=metadata)
    festival = Festival.objects.get(slug=slug)
    published = publication_changes(
        festival.pk, list(changelog_publications(festival.pk, up_to=number)[:FEED_PUBLICATIONS]), as_of=number
    )
    return atom_feed((_atom_entry(changes, metadata.page_url) for changes in published), metadata=metadata)


def _atom_entry(published: PublicationChanges, page: str) -> AtomEntry:
    entry = _changelog_entry(published)
    is_alone, number = len(entry.lines) == 1, published.publication.number
    return AtomEntry(
        token=published.publication.token,
        address=f"{page}?publication={number}#publication-{number}",
        published_at=published.publication.published_at,
        title=f"{entry.lines[0].title}: {entry.lines[0].sentence}" if is_alone else entry.title,
        lines=tuple((line.title, line.sentence) for line in entry.lines),
        more_count=entry.more,
        note=published.publication.note,
    )


ATOM_FORMAT = FeedFormat("application/atom+xml; charset=utf-8", _as_atom)


@cross_origin_feed
def changes_feed(request: HttpRequest, festival: str) -> HttpResponse:
    """The same for feed readers; with a validator and 304 as every feed."""

    def load(festival: Festival, rows: PublishedScreeningQuerySet) -> FeedContent:
        return FeedContent(
            rows, "", reverse("changes", args=[festival.slug]), reverse("changes-feed", args=[festival.slug])
        )

    return feed_response(request, FeedRequest(festival, "changes", suffix="atom"), load, ATOM_FORMAT)
