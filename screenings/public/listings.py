"""What the public pages read: the current publication's rows, and the live text of what they name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q
from django.http import QueryDict

from screenings.models import (
    Audience,
    Credit,
    Festival,
    Film,
    FilmImage,
    FilmLink,
    Person,
    PressQuote,
    PublishedScreening,
    Role,
    Section,
    Venue,
)
from screenings.models.films import FilmQuerySet
from screenings.models.pictures import picture_name
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.former_addresses import holder, publicly_named
from screenings.public.publication_index import PublicationIndex
from screenings.timetable.values import PublicScreening

# Google takes no calendar above 1 MB; an entry is some 700 bytes.
GOOGLE_MAX_ENTRIES = 1400
QUERY_NAMES = (
    "access", "age", "audience", "country", "day", "from", "genre", "hall", "language", "last", "q", "section",
    "subtitles", "tickets", "time", "until", "venue", "with",
)  # fmt: skip
SINGLE_NAMES = ("from", "q", "until")  # of these the last given counts, of all others every one


def canonical_query(data: QueryDict) -> str:
    """The known names of a query in one order, without empty ones: the same choice always reads the same.

    Listing, feed and cache key agree through it.
    """
    chosen: list[tuple[str, str]] = []
    for name in QUERY_NAMES:
        given = [" ".join(str(value).split()) for value in data.getlist(name)]
        values = given[-1:] if name in SINGLE_NAMES else sorted(set(given))
        chosen += [(name, value) for value in values if value]
    return urlencode(chosen)


def current_festival(at: datetime) -> Festival | None:
    """The one that runs at that moment by its own clock, else the next, else the latest. One query."""
    return current_among(Festival.objects.all(), at)


def current_among(some: Iterable[Festival], at: datetime) -> Festival | None:
    """The same of these festivals, which are at hand."""
    festivals = sorted(some, key=lambda festival: (festival.starts_on, festival.pk))
    phases = [(phase(festival, at), festival) for festival in festivals]
    if running := [festival for when, festival in phases if when == "during"]:
        return running[-1]
    if coming := [festival for when, festival in phases if when == "before"]:
        return coming[0]
    return max(festivals, key=lambda festival: (festival.ends_on, festival.pk), default=None)


def public_rows(festival: Festival) -> PublishedScreeningQuerySet:
    """The current publication's rows, without their long texts."""
    return PublishedScreening.objects.current(festival).defer("vevent", "search_text")


def in_time_order(rows: PublishedScreeningQuerySet) -> PublishedScreeningQuerySet:
    """By festival day, then by instant: two venues in two zones do not tear a day apart."""
    return rows.order_by("day", "starts_at", "sort_title", "uid")


def coming_first(rows: PublishedScreeningQuerySet, at: datetime) -> PublishedScreeningQuerySet:
    """In time order, but what is over by then after all that is not."""
    is_over = ExpressionWrapper(Q(ends_at__lte=at), BooleanField())
    return rows.annotate(is_over=is_over).order_by("is_over", "day", "starts_at", "sort_title", "uid")


@dataclass(frozen=True, slots=True)
class ShowingGroups:
    """What one can still see, what of it only press and industry can, and what is over. Each in the order given."""

    coming: list[PublicScreening]
    press: list[PublicScreening]
    past: list[PublicScreening]

    @classmethod
    def of(cls, rows: Iterable[PublicScreening], at: datetime) -> "ShowingGroups":
        groups = cls([], [], [])
        for row in rows:
            is_press = row.audience == Audience.PRESS
            group = groups.past if row.ends_at <= at else groups.press if is_press else groups.coming
            group.append(row)
        return groups


def film_index(festival: Festival) -> FilmQuerySet:
    """The films with their directors, pictures and running times, by sort title. Five queries."""
    # From the festival, which then need not be joined and made anew for each film.
    return festival.films.prefetch_related("film_parts__part", "images", _directors()).order_by("sort_title", "pk")


def film_with_details(festival: Festival, slug: str) -> Film | None:
    """All that a film page shows of what the publication names by this slug; None where it is gone. Seven queries."""
    film: Film | None = holder(_with_details(Film.objects.of(festival)), slug)
    return film


def film_beside_others(festival: Festival, key: int, others: Sequence[int], shown: Mapping[str, bool]) -> list[Film]:
    """The film of that key with all that its page shows, then these others as an index shows them, in their order; of
    them all only what is public. Six queries.
    """
    found = _with_details(Film.objects.of(festival).filter(pk__in=(key, *others)), of=key)
    films = {film.pk: film for film in publicly_named("film", found, shown)}
    for film in films.values():
        # It was read with all of its credits, or with those of its directors.
        directing = [credit for credit in film.credits.all() if credit.role == Role.DIRECTOR]
        film.directing = directing  # type: ignore[attr-defined]  # as in an index
    return [films[pk] for pk in (key, *others) if pk in films]


def _with_details(films: FilmQuerySet, *, of: int | None = None) -> FilmQuerySet:
    """What a film page shows of them, or of the one of that key alone: of the others what an index does."""
    people = Credit.objects.select_related("person").order_by("order", "pk")
    quotes, links = PressQuote.objects.all(), FilmLink.objects.select_related("leads_to")
    if of is not None:
        people = people.filter(Q(film=of) | Q(role=Role.DIRECTOR))
        quotes, links = quotes.filter(film=of), links.filter(film=of)
    details = (Prefetch("credits", people), Prefetch("quotes", quotes), Prefetch("links", links), "images")
    return films.select_related("section").with_parts().prefetch_related(*details)


def row_pictures(rows: Iterable[PublicScreening]) -> dict[str, FilmImage]:
    """The pictures that these rows are shown with, by the addresses of their files. One query.

    Without those that were replaced since the publication: what is public of them is the file alone.
    """
    return _images_at(row.image_url for row in rows)


def _images_at(addresses: Iterable[str]) -> dict[str, FilmImage]:
    names = {address: picture_name(address) for address in addresses if address}
    images = {image.file.name: image for image in FilmImage.objects.filter(file__in=set(names.values()))}
    return {address: images[name] for address, name in names.items() if name in images}


def public_parts(film: Film, rows: Iterable[PublicScreening]) -> list[Film]:
    """The films of a programme that its published rows name, in order. Reads what was loaded with its details."""
    named = {slug for row in rows for slug in row.part_slugs}
    return [link.part for link in film.film_parts.all() if link.part.slug in named]


def film_links(film: Film, shown: Mapping[str, bool]) -> list[tuple[FilmLink, Film | None]]:
    """Its links, each with the film or event that it leads to where the publication names that. One query, as a rule,
    none where it leads to nothing here. Reads what was loaded with its details.
    """
    links = list(film.links.all())
    targets = publicly_named("film", {link.leads_to for link in links if link.leads_to}, shown)
    by_key = {target.pk: target for target in targets}
    return [(link, by_key.get(link.leads_to_id or 0)) for link in links]


def credits_by_role(film: Film) -> list[tuple[str, list[Credit]]]:
    """The credits under their roles, in the roles' order. Reads what was loaded with its details."""
    found = list(film.credits.all())
    groups = ([credit for credit in found if credit.role == role] for role in Role)
    return [(group[0].public_role, group) for group in groups if group]


def public_films_of(person: Person, festival: Festival, shown: Mapping[str, bool]) -> list[tuple[Film, list[Credit]]]:
    """The films shown that a person has a credit in, by sort title, and what they did. Two queries, as a rule."""
    theirs = Credit.objects.filter(person=person, film__festival=festival)
    found: dict[Film, list[Credit]] = {}
    theirs = theirs.select_related("film").prefetch_related("film__images")
    for credit in theirs.order_by("film__sort_title", "film__pk", "order", "pk"):
        found.setdefault(credit.film, []).append(credit)
    return [(film, found[film]) for film in publicly_named("film", found, shown)]


def _directors() -> Prefetch:
    directors = Credit.objects.of_directors().select_related("person").order_by("order", "pk")
    return Prefetch("credits", directors, to_attr="directing")


def venues_with_counts(festival: Festival, index: PublicationIndex) -> list[tuple[Venue, int]]:
    """Venues with a published screening, and how many are listed. One query, as a rule."""
    counts = index.counts("venue_slug")
    found = publicly_named("venue", Venue.objects.filter(festival=festival), counts)
    return [(venue, counts[venue.slug]) for venue in found]


def sections_with_counts(festival: Festival, index: PublicationIndex) -> list[tuple[Section, int]]:
    """Sections with a published screening, in the festival's order. One query, as a rule."""
    counts = index.counts("section_slug")
    found = publicly_named("section", Section.objects.filter(festival=festival), counts)
    return [(section, counts[section.slug]) for section in found]


def section_pictures(index: PublicationIndex) -> dict[str, FilmImage]:
    """For each section the picture of its first screening that has one no other section has. One query."""
    found: dict[str, str] = {}
    for row in index.in_time_order:
        section, address = row.section_slug, row.image_url
        if section and address and section not in found and address not in found.values():
            found[section] = address
    images = _images_at(found.values())
    return {section: images[address] for section, address in found.items() if address in images}


def days_with_counts(index: PublicationIndex) -> list[tuple[date, int]]:
    """Each festival day and how many screenings are listed on it."""
    return sorted(index.counts("day").items())


def phase(festival: Festival, at: datetime) -> str:
    """ "before", "during" or "after" the run, by the festival's own clock and day."""
    today = festival.calendar.day_of(at)
    if today < festival.starts_on:
        return "before"
    return "during" if today <= festival.ends_on else "after"


def past_cutoff(festival: Festival, at: datetime) -> datetime | None:
    """The moment by which screenings are marked as over: only while the festival runs, else all or none of them are."""
    return at if phase(festival, at) == "during" else None
