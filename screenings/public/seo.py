"""The head of each kind of page. Everything here is public; a secret film has no page and so no head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from screenings.feeds.json_ld import (
    Cinema,
    CreativeWork,
    FestivalEdition,
    NamedPage,
    Node,
    city_node,
    festival_node,
    json_ld_document,
    movie_node,
    movie_theater_node,
    person_node,
    screening_event_node,
)
from screenings.loading import site_address
from screenings.models import Credit, Festival, Film, FilmKind, Person, Role, Section, Venue
from screenings.public.addresses import page_path
from screenings.public.former_addresses import publicly_named
from screenings.public.share_images import date_range_text, festival_card_url, film_card, film_card_url
from screenings.timetable.values import PublicScreening

MAX_DESCRIPTION_LENGTH = 200  # characters of a description; search engines and chat programs show no more
MAX_ACTORS = 20


@dataclass(frozen=True, slots=True)
class PageMeta:
    """`url` and `image` are absolute; `json_ld` can stand in a script element as it is, and is empty where there is
    nothing to say."""

    title: str
    description: str
    url: str
    image: str
    image_alt: str
    kind: str = "website"
    json_ld: str = ""


def festival_meta(festival: Festival) -> PageMeta:
    """Of every page that has no head of its own."""
    about = shortened(festival.tagline or festival.about) or f"{festival.name}, {date_range_text(festival)}"
    image = festival_card_url(festival)
    url = site_address(festival) + festival.get_absolute_url()
    return PageMeta(festival.name, about, url, image, _alt(festival.name, festival))


def home_meta(festival: Festival, venues: Iterable[Venue]) -> PageMeta:
    """The same of its home, which alone is the festival as an event: in the cities of these cinemas."""
    meta, edition = festival_meta(festival), _edition(festival)
    cinemas = [_cinema(festival, venue) for venue in venues]
    cities = dict.fromkeys((cinema.city, cinema.country) for cinema in cinemas if cinema.city)
    places = [city_node(city, country) for city, country in cities] or [movie_theater_node(each) for each in cinemas]
    about = replace(edition, description=shortened(festival.about) or festival.tagline, image=meta.image)
    # A festival that is nowhere yet is no event to a search engine.
    return replace(meta, json_ld=_script([festival_node(about, places)])) if places else meta


def film_meta(
    festival: Festival, film: Film, rows: Sequence[PublicScreening], parts: Sequence[Film], *, at: datetime
) -> PageMeta:
    """`rows` are the published showings of the film and of the programmes it plays in, `parts` its public parts.

    One query, for the cinemas.
    """
    site = site_address(festival)
    url = site + film_path(festival, film.slug)
    card = film_card(festival, film, rows)
    image = film_card_url(festival, film, card)
    work = _work(festival, film, parts, url, image)
    nodes = [movie_node(work), *_events(festival, film, rows, work, image, at)]
    about = work.description or " · ".join(filter(None, (card.byline, festival.name, date_range_text(festival))))
    return PageMeta(film.title, about, url, image, _alt(film.title, festival), "video.movie", _script(nodes))


def venue_meta(festival: Festival, venue: Venue) -> PageMeta:
    place = _cinema(festival, venue)
    about = ", ".join(filter(None, (venue.name, venue.address_line, festival.name)))
    image = festival_card_url(festival)
    return PageMeta(
        venue.name, about, place.url, image, _alt(festival.name, festival), json_ld=_script([movie_theater_node(place)])
    )


def section_meta(festival: Festival, section: Section) -> PageMeta:
    url = site_address(festival) + reverse("section", args=[festival.slug, section.slug])
    about = shortened(section.about) or f"{section.name}, {festival.name}, {date_range_text(festival)}"
    return PageMeta(section.name, about, url, festival_card_url(festival), _alt(festival.name, festival))


def person_meta(festival: Festival, someone: Person) -> PageMeta:
    url = site_address(festival) + reverse("person", args=[festival.slug, someone.slug])
    about = shortened(someone.biography)
    node = person_node(NamedPage(someone.name, url), description=about, website=someone.website)
    image = festival_card_url(festival)
    words = about or f"{someone.name}, {festival.name}, {date_range_text(festival)}"
    return PageMeta(someone.name, words, url, image, _alt(festival.name, festival), "profile", _script([node]))


def film_path(festival: Festival, slug: str) -> str:
    return page_path("film", festival.slug, slug)


def shortened(text: str) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= MAX_DESCRIPTION_LENGTH:
        return line
    return (
        line[:MAX_DESCRIPTION_LENGTH].rpartition(" ")[0].rstrip(" ,;:.–—-") + " …"
        if " " in line[:MAX_DESCRIPTION_LENGTH]
        else line[:MAX_DESCRIPTION_LENGTH]
    )


def _script(nodes: Iterable[Node]) -> SafeString:
    return mark_safe(json_ld_document(nodes))  # noqa: S308  # document() leaves no <, > or & in it


def _alt(title: str, festival: Festival) -> str:
    return title if title == festival.name else f"{title}, {festival.name}"


def _edition(festival: Festival) -> FestivalEdition:
    url = site_address(festival) + festival.get_absolute_url()
    return FestivalEdition(festival.name, url, festival.starts_on, festival.ends_on)


def _work(festival: Festival, film: Film, parts: Sequence[Film], url: str, card: str) -> CreativeWork:
    site = site_address(festival)
    running = film.running_time
    people = _by_role(festival, film.credits.all())
    images = tuple(site + image.file.url for image in film.images.all() if image.file)
    return CreativeWork(
        name=film.title,
        url=url,
        original_title=film.original_title,
        description=shortened(film.synopsis),
        minutes=running.minutes if running.is_known else None,
        year=film.year,
        genres=tuple(film.genres),
        countries=tuple(str(country) for country in film.countries),
        languages=tuple(film.languages),
        subtitles=tuple(film.subtitles),
        directors=people.get(Role.DIRECTOR, ()),
        actors=people.get(Role.CAST, ())[:MAX_ACTORS],
        composers=people.get(Role.COMPOSER, ()),
        companies=tuple(film.companies),
        rating=film.rating,
        based_on=film.based_on,
        images=(*images, card),
        parts=tuple(NamedPage(part.title, site + film_path(festival, part.slug)) for part in parts),
        is_film=film.kind != FilmKind.EVENT,
    )


def _by_role(festival: Festival, credits_: Iterable[Credit]) -> dict[str, tuple[NamedPage, ...]]:
    site = site_address(festival)
    found: dict[str, tuple[NamedPage, ...]] = {}
    for credit in credits_:
        named = NamedPage(credit.person.name, site + page_path("person", festival.slug, credit.person.slug))
        found[credit.role] = (*found.get(credit.role, ()), named)
    return found


def _events(
    festival: Festival, film: Film, rows: Sequence[PublicScreening], work: CreativeWork, image: str, at: datetime
) -> Iterable[Node]:
    site, edition, cinemas = site_address(festival), _edition(festival), _cinemas(festival, rows)
    for row in rows:
        if row.part_slugs:
            names = zip(row.parts, row.part_slugs, strict=False)
        else:
            names = zip((row.title,), (row.film_slug,), strict=True)
        films = tuple(NamedPage(title, site + film_path(festival, slug)) for title, slug in names)
        # What a film is, is live text; only this page's own film is known here.
        is_own = row.film_slug == film.slug
        yield screening_event_node(
            row,
            edition=edition,
            films=() if is_own and film.kind == FilmKind.EVENT else films,
            cinema=cinemas[row.venue_slug],
            description=work.description if is_own else "",
            image=image,
            is_over=row.ends_at <= at,
        )


def _cinemas(festival: Festival, rows: Sequence[PublicScreening]) -> dict[str, Cinema]:
    """By the address of their page; one that was deleted since is as the rows have it. One query, as a rule."""
    site = site_address(festival)
    slugs = {row.venue_slug: row.venue for row in rows}
    found = {slug: Cinema(name, site + page_path("venue", festival.slug, slug)) for slug, name in slugs.items()}
    for venue in publicly_named("venue", Venue.objects.filter(festival=festival), found.keys()):
        found[venue.slug] = _cinema(festival, venue)
    return found


def _cinema(festival: Festival, venue: Venue) -> Cinema:
    latitude, longitude = venue.coordinates or (None, None)
    return Cinema(
        name=venue.name,
        url=site_address(festival) + page_path("venue", festival.slug, venue.slug),
        street=venue.address,
        city=venue.city,
        country=str(venue.country),
        latitude=latitude,
        longitude=longitude,
        phone=venue.phone,
        website=venue.website,
    )
