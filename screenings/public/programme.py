"""What `programme.json` holds: all that the public pages show of a festival, from the same rows as they."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from django.db.models import Prefetch
from django.urls import reverse

from screenings.feeds.programme_json import (
    CreditEntry,
    FestivalEntry,
    FilmEntry,
    HallEntry,
    ImageEntry,
    LinkEntry,
    PersonEntry,
    ProgrammeEntries,
    QuoteEntry,
    SectionEntry,
    VenueEntry,
)
from screenings.loading import site_address
from screenings.models import Credit, Festival, Film, FilmImage, FilmLink, Hall, Person, Publication, Section, Venue
from screenings.public.addresses import page_paths
from screenings.public.former_addresses import publicly_named
from screenings.public.publication_index import films_shown
from screenings.timetable.values import PublicScreening


def programme_entries(
    festival: Festival, publication: Publication | None, screenings: Iterable[PublicScreening]
) -> ProgrammeEntries:
    """`screenings` are all of that publication. Eleven queries, whatever their number."""
    screenings = list(screenings)
    films = _films(festival, screenings)
    return ProgrammeEntries(
        schema_url=site_address(festival) + reverse("programme-schema"),
        publication=publication.number if publication else 0,
        published_at=publication.published_at if publication else None,
        festival=_festival(festival),
        days=tuple(sorted({screening.day.isoformat() for screening in screenings})),
        sections=tuple(_sections(festival, {screening.section_slug for screening in screenings})),
        venues=tuple(_venues(festival, screenings)),
        films=tuple(_film_entries(festival, films, screenings)),
        people=tuple(_people(festival, films, screenings)),
    )


def _festival(festival: Festival) -> FestivalEntry:
    site = site_address(festival)
    return FestivalEntry(
        slug=festival.slug,
        name=festival.name,
        url=site + festival.get_absolute_url(),
        tagline=festival.tagline,
        about=festival.about,
        starts_on=festival.starts_on.isoformat(),
        ends_on=festival.ends_on.isoformat(),
        timezone=festival.timezone,
        day_starts_at=f"{festival.day_starts_at:%H:%M}",
        language=festival.language,
        colour=festival.colour,
        logo_url=site + festival.logo.url if festival.logo else "",
        header_url=site + festival.header.url if festival.header else "",
        header_credit=festival.header_credit,
    )


def _sections(festival: Festival, public: set[str]) -> Iterable[SectionEntry]:
    address = _addresses(festival, "section")
    for section in publicly_named("section", Section.objects.filter(festival=festival), public):
        yield SectionEntry(section.slug, section.name, address(section.slug), section.colour, section.about)


def _venues(festival: Festival, screenings: list[PublicScreening]) -> Iterable[VenueEntry]:
    found = Venue.objects.filter(festival=festival).prefetch_related("halls")
    address = _addresses(festival, "venue")
    for venue in publicly_named("venue", found, {screening.venue_slug for screening in screenings}):
        latitude, longitude = venue.coordinates or (None, None)
        yield VenueEntry(
            slug=venue.slug,
            name=venue.name,
            url=address(venue.slug),
            address=venue.address,
            city=venue.city,
            country=str(venue.country),
            latitude=latitude,
            longitude=longitude,
            timezone=venue.timezone or festival.timezone,
            phone=venue.phone,
            website=venue.website,
            access_notes=venue.access_notes,
            halls=tuple(_hall(venue, hall) for hall in sorted(venue.halls.all(), key=_hall_order)),
        )


def _hall(venue: Venue, hall: Hall) -> HallEntry:
    return HallEntry(f"{venue.slug}.{hall.slug}", hall.name, hall.capacity, hall.wheelchair_spaces)


def _hall_order(hall: Hall) -> tuple[int, str, int]:
    return hall.order, hall.name, hall.pk


def _films(festival: Festival, screenings: list[PublicScreening]) -> list[Film]:
    """Those with a page, by sort title, each with all that its page shows."""
    credited = Prefetch("credits", Credit.objects.select_related("person").order_by("order", "pk"))
    found = Film.objects.of(festival).select_related("section").with_parts()
    found = found.prefetch_related(credited, "quotes", "links", "images").order_by("sort_title", "pk")
    return publicly_named("film", found, films_shown(screenings))


def _film_entries(
    festival: Festival, films: Sequence[Film], screenings: Iterable[PublicScreening]
) -> Iterable[FilmEntry]:
    address = _addresses(festival, "film")
    site = site_address(festival)
    sections: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    for screening in screenings:
        sections[screening.film_slug].add(screening.section_slug)
        parts[screening.film_slug].update(screening.part_slugs)
        for part in screening.part_slugs:
            sections[part].add(screening.section_slug)
    slugs = {film.pk: film.slug for film in films}
    for film in films:
        running, section = film.running_time, film.section
        yield FilmEntry(
            slug=film.slug,
            title=film.title,
            url=address(film.slug),
            original_title=film.original_title,
            kind=film.kind,
            year=film.year,
            runtime=running.minutes if running.is_known else None,
            section=section.slug if section and section.slug in sections[film.slug] else "",
            genres=tuple(film.genres),
            countries=tuple(str(country) for country in film.countries),
            languages=tuple(film.languages),
            subtitles=tuple(film.subtitles),
            synopsis=film.synopsis,
            companies=tuple(film.companies),
            distributor=film.distributor,
            based_on=film.based_on,
            rating=film.rating,
            minimum_age=film.minimum_age,
            premiere=film.premiere,
            content_notes=film.content_notes,
            tags=tuple(film.tags),
            releases=tuple(film.releases),
            statement=film.statement,
            parts=tuple(link.part.slug for link in film.film_parts.all() if link.part.slug in parts[film.slug]),
            credits=tuple(_credit(credit) for credit in film.credits.all()),
            quotes=tuple(QuoteEntry(quote.text, quote.source, quote.url) for quote in film.quotes.all()),
            links=tuple(_link(link, slugs) for link in film.links.all()),
            images=tuple(_image(site, image) for image in film.images.all() if image.file),
        )


def _link(link: FilmLink, slugs: Mapping[int, str]) -> LinkEntry:
    return LinkEntry(link.kind, link.label, link.url, slugs.get(link.leads_to_id or 0, ""))


def _credit(credit: Credit) -> CreditEntry:
    return CreditEntry(credit.role, credit.public_role, credit.person.slug, credit.person.name, credit.character)


def _image(site: str, image: FilmImage) -> ImageEntry:
    return ImageEntry(
        kind=image.kind,
        url=site + image.file.url,
        width=image.width,
        height=image.height,
        focus_x=image.focus_x,
        focus_y=image.focus_y,
        caption=image.caption,
        copyright=image.copyright,
    )


def _people(festival: Festival, films: Iterable[Film], screenings: Iterable[PublicScreening]) -> Iterable[PersonEntry]:
    """Whoever has a page: with a credit in a public film, or announced to a screening."""
    people = {credit.person_id: credit.person for film in films for credit in film.credits.all()}
    guests = {int(key) for screening in screenings for key in screening.guest_keys}
    people |= Person.objects.in_bulk(guests - people.keys())
    address = _addresses(festival, "person")
    for person in sorted(people.values(), key=lambda person: (person.sort_key, person.pk)):
        yield PersonEntry(
            person.slug, person.name, address(person.slug), person.biography, person.website, tuple(person.filmography)
        )


def _addresses(festival: Festival, kind: str) -> Callable[[str], str]:
    """The absolute address of a page of that kind, by its slug."""
    site, path = site_address(festival), page_paths(kind, festival.slug)
    return lambda slug: site + path(slug)
