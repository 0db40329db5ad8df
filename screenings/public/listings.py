"""What the public pages read: the current publication's rows, and the live text of what they name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Count, ExpressionWrapper, Prefetch, Q
from django.http import QueryDict

from screenings.models import (
    Audience,
    Credit,
    Festival,
    Film,
    FilmImage,
    FilmLink,
    Person,
    PublishedScreening,
    Role,
    Section,
    Venue,
)
from screenings.models.films import FilmQuerySet
from screenings.models.pictures import picture_name
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.former_addresses import holder, publicly_named
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


def public_films(festival: Festival) -> dict[str, bool]:
    """Films the current publication names, and the parts of its programmes, by address; a secret film is neither.

    And of each whether an end rests on its unknown length. One query.
    """
    rows = PublishedScreening.objects.current(festival).exclude(film_slug="").order_by()
    return _with_estimated_ends(rows.values_list("film_slug", "part_slugs", "end_is_estimated").distinct())


def films_shown(rows: Iterable[PublicScreening]) -> dict[str, bool]:
    """The same of these rows."""
    return _with_estimated_ends((row.film_slug, row.part_slugs, row.end_is_estimated) for row in rows)


def _with_estimated_ends(shown: Iterable[tuple[str, Iterable[str], bool]]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for slug, parts, is_estimated in shown:
        for each in (slug, *parts):
            found[each] = found.get(each, False) or is_estimated
    return found


def film_index(festival: Festival) -> FilmQuerySet:
    """The films with their directors, pictures and running times, by sort title. Five queries."""
    # From the festival, which then need not be joined and made anew for each film.
    return festival.films.prefetch_related("film_parts__part", "images", _directors()).order_by("sort_title", "pk")


def films_in_order(festival: Festival, keys: Sequence[int], shown: Mapping[str, bool]) -> list[Film]:
    """Those of these keys that are public, as an index shows them. Four queries, none for no keys."""
    found = publicly_named("film", film_index(festival).filter(pk__in=keys), shown) if keys else []
    return sorted(found, key=lambda film: keys.index(film.pk))


def film_with_details(festival: Festival, slug: str) -> Film | None:
    """All that a film page shows of what the publication names by this slug; None where it is gone. Seven queries."""
    found = Film.objects.of(festival).select_related("section").with_parts()
    people = Credit.objects.select_related("person").order_by("order", "pk")
    links = Prefetch("links", FilmLink.objects.select_related("leads_to"))
    film: Film | None = holder(found.prefetch_related(Prefetch("credits", people), "quotes", links, "images"), slug)
    return film


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
    """The films of a programme that its published rows name, in order. Reads what `film_with_details` has loaded."""
    named = {slug for row in rows for slug in row.part_slugs}
    return [link.part for link in film.film_parts.all() if link.part.slug in named]


def film_links(film: Film, shown: Mapping[str, bool]) -> list[tuple[FilmLink, Film | None]]:
    """Its links, each with the film or event that it leads to where the publication names that. One query, as a rule,
    none where it leads to nothing here. Reads what `film_with_details` has loaded.
    """
    links = list(film.links.all())
    targets = publicly_named("film", {link.leads_to for link in links if link.leads_to}, shown)
    by_key = {target.pk: target for target in targets}
    return [(link, by_key.get(link.leads_to_id or 0)) for link in links]


def films_leading_to(film: Film, shown: Mapping[str, bool]) -> list[Film]:
    """The public films of which this is a conversation, a clip or the like, by sort title. One query, as a rule."""
    found = Film.objects.filter(links__leads_to=film).distinct().order_by("sort_title", "pk")
    return publicly_named("film", found, shown)


def credits_by_role(film: Film) -> list[tuple[str, list[Credit]]]:
    """The credits under their roles, in the roles' order. Reads what `film_with_details` has loaded."""
    found = list(film.credits.all())
    groups = ([credit for credit in found if credit.role == role] for role in Role)
    return [(group[0].public_role, group) for group in groups if group]


def public_films_of(person: Person, festival: Festival) -> list[tuple[Film, list[Credit]]]:
    """The public films a person has a credit in, by sort title, and what they did. Three queries, as a rule."""
    theirs = Credit.objects.filter(person=person, film__festival=festival)
    found: dict[Film, list[Credit]] = {}
    theirs = theirs.select_related("film").prefetch_related("film__images")
    for credit in theirs.order_by("film__sort_title", "film__pk", "order", "pk"):
        found.setdefault(credit.film, []).append(credit)
    return [(film, found[film]) for film in publicly_named("film", found, public_films(festival))]


def _directors() -> Prefetch:
    directors = Credit.objects.of_directors().select_related("person").order_by("order", "pk")
    return Prefetch("credits", directors, to_attr="directing")


def venues_with_counts(festival: Festival) -> list[tuple[Venue, int]]:
    """Venues with a published screening, and how many are listed. Two queries, as a rule."""
    counts = counts_by(festival, "venue_slug")
    found = publicly_named("venue", Venue.objects.filter(festival=festival), counts)
    return [(venue, counts[venue.slug]) for venue in found]


def sections_with_counts(festival: Festival) -> list[tuple[Section, int]]:
    """Sections with a published screening, in the festival's order. Two queries, as a rule."""
    counts = counts_by(festival, "section_slug")
    found = publicly_named("section", Section.objects.filter(festival=festival), counts)
    return [(section, counts[section.slug]) for section in found]


def section_pictures(festival: Festival) -> dict[str, FilmImage]:
    """For each section the picture of its first screening that has one no other section has. Two queries."""
    rows = in_time_order(PublishedScreening.objects.current(festival).exclude(section_slug="").exclude(image_url=""))
    found: dict[str, str] = {}
    for section, address in rows.values_list("section_slug", "image_url"):
        if section not in found and address not in found.values():
            found[section] = address
    images = _images_at(found.values())
    return {section: images[address] for section, address in found.items() if address in images}


def days_with_counts(festival: Festival) -> list[tuple[date, int]]:
    """Each festival day and how many screenings are listed on it. One query."""
    return sorted(counts_by(festival, "day").items())


def counts_by(festival: Festival, name: str) -> dict[Any, int]:
    """How many screenings there are for each value of a column. One query.

    A screening counts where it is listed, so also a cancelled one: every number leads to as many rows, and a feed of
    the same choice has as many entries.
    """
    rows = PublishedScreening.objects.current(festival).order_by()
    return dict(rows.values_list(name).annotate(Count("pk")))


def phase(festival: Festival, at: datetime) -> str:
    """ "before", "during" or "after" the run, by the festival's own clock and day."""
    today = festival.calendar.day_of(at)
    if today < festival.starts_on:
        return "before"
    return "during" if today <= festival.ends_on else "after"


def past_cutoff(festival: Festival, at: datetime) -> datetime | None:
    """The moment by which screenings are marked as over: only while the festival runs, else all or none of them are."""
    return at if phase(festival, at) == "during" else None
