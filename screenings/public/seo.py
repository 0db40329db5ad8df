"""The head of each kind of page. Everything here is public; a secret film has no page and so no head."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from screenings.feeds.json_ld import (
    Edition,
    Named,
    Node,
    Place,
    Work,
    document,
    movie,
    movie_theater,
    person,
    screening_event,
)
from screenings.feeds.json_ld import festival as festival_node
from screenings.loading import as_value, site_address
from screenings.models import Credit, Festival, Film, FilmKind, Person, PublishedScreening, Role, Section, Venue
from screenings.public.share_images import festival_card_address, film_card, film_card_address, run_text

LONGEST = 200  # characters of a description; search engines and chat programs show no more
ACTORS = 20


@dataclass(frozen=True, slots=True)
class Head:
    """`url` and `image` are absolute; `json_ld` can stand in a script element as it is, and is empty where there is
    nothing to say."""

    title: str
    description: str
    url: str
    image: str
    image_alt: str
    kind: str = "website"
    json_ld: str = ""


def festival_head(festival: Festival) -> Head:
    """Of its home, and of every page that has no head of its own."""
    about = shortened(festival.tagline or festival.about) or f"{festival.name}, {run_text(festival)}"
    image = festival_card_address(festival)
    edition = _edition(festival)
    node = festival_node(
        Edition(edition.name, edition.url, edition.starts_on, edition.ends_on, shortened(festival.about), image)
    )
    return Head(festival.name, about, edition.url, image, _alt(festival.name, festival), json_ld=_script([node]))


def film_head(festival: Festival, film: Film, rows: Sequence[PublishedScreening], parts: Sequence[Film]) -> Head:
    """`rows` are the published showings of the film and of the programmes it plays in, `parts` its public parts."""
    site = site_address(festival)
    url = site + film_path(festival, film.slug)
    card = film_card(festival, film, rows)
    image = film_card_address(festival, film, card)
    work = _work(festival, film, parts, url, image)
    nodes = [movie(work), *_events(festival, film, rows, image)]
    about = work.description or " · ".join(filter(None, (card.byline, festival.name, run_text(festival))))
    return Head(film.title, about, url, image, _alt(film.title, festival), "video.movie", _script(nodes))


def venue_head(festival: Festival, venue: Venue) -> Head:
    url = site_address(festival) + reverse("venue", args=[festival.slug, venue.slug])
    place = Place(
        name=venue.name,
        url=url,
        street=venue.address,
        city=venue.city,
        country=str(venue.country),
        latitude=None if venue.latitude is None else float(venue.latitude),
        longitude=None if venue.longitude is None else float(venue.longitude),
        phone=venue.phone,
        website=venue.website,
    )
    about = ", ".join(filter(None, (venue.name, venue.address_line, festival.name)))
    image = festival_card_address(festival)
    return Head(venue.name, about, url, image, _alt(festival.name, festival), json_ld=_script([movie_theater(place)]))


def section_head(festival: Festival, section: Section) -> Head:
    url = site_address(festival) + reverse("section", args=[festival.slug, section.slug])
    about = shortened(section.about) or f"{section.name}, {festival.name}, {run_text(festival)}"
    return Head(section.name, about, url, festival_card_address(festival), _alt(festival.name, festival))


def person_head(festival: Festival, someone: Person) -> Head:
    url = site_address(festival) + reverse("person", args=[festival.slug, someone.slug])
    about = shortened(someone.biography)
    node = person(Named(someone.name, url), description=about, website=someone.website)
    image = festival_card_address(festival)
    words = about or f"{someone.name}, {festival.name}, {run_text(festival)}"
    return Head(someone.name, words, url, image, _alt(festival.name, festival), "profile", _script([node]))


def film_path(festival: Festival, slug: str) -> str:
    return reverse("film", args=[festival.slug, slug])


def shortened(text: str) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    return line[:LONGEST].rpartition(" ")[0].rstrip(" ,;:.–—-") + " …" if " " in line[:LONGEST] else line[:LONGEST]


def _script(nodes: Iterable[Node]) -> SafeString:
    return mark_safe(document(nodes))  # noqa: S308  # document() leaves no <, > or & in it


def _alt(title: str, festival: Festival) -> str:
    return title if title == festival.name else f"{title}, {festival.name}"


def _edition(festival: Festival) -> Edition:
    url = site_address(festival) + festival.get_absolute_url()
    return Edition(festival.name, url, festival.starts_on, festival.ends_on)


def _work(festival: Festival, film: Film, parts: Sequence[Film], url: str, card: str) -> Work:
    site = site_address(festival)
    running = film.running_time
    people = _by_role(festival, film.credits.all())
    images = tuple(site + image.file.url for image in film.images.all() if image.file)
    return Work(
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
        actors=people.get(Role.CAST, ())[:ACTORS],
        composers=people.get(Role.COMPOSER, ()),
        companies=tuple(film.companies),
        rating=film.rating,
        based_on=film.based_on,
        images=(*images, card),
        parts=tuple(Named(part.title, site + film_path(festival, part.slug)) for part in parts),
        is_film=film.kind != FilmKind.EVENT,
    )


def _by_role(festival: Festival, credits_: Iterable[Credit]) -> dict[str, tuple[Named, ...]]:
    site = site_address(festival)
    found: dict[str, tuple[Named, ...]] = {}
    for credit in credits_:
        named = Named(credit.person.name, site + reverse("person", args=[festival.slug, credit.person.slug]))
        found[credit.role] = (*found.get(credit.role, ()), named)
    return found


def _events(festival: Festival, film: Film, rows: Iterable[PublishedScreening], image: str) -> Iterable[Node]:
    site, edition = site_address(festival), _edition(festival)
    for row in rows:
        if row.part_slugs:
            names = zip(row.parts, row.part_slugs, strict=False)
        else:
            names = zip((row.title,), (row.film_slug,), strict=True)
        films = tuple(Named(title, site + film_path(festival, slug)) for title, slug in names)
        # What a film is, is live text; only this page's own film is known here.
        is_film = film.kind != FilmKind.EVENT or row.film_slug != film.slug
        venue_url = site + reverse("venue", args=[festival.slug, row.venue_slug])
        yield screening_event(
            as_value(row), edition=edition, films=films if is_film else (), venue_url=venue_url, image=image
        )
