"""What a page is about, in the words of schema.org, as JSON-LD: festivals, films, screenings, cinemas, people.

Values in, a text for a `<script type="application/ld+json">` out; nothing in it can end that element.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from screenings.feeds.content_lines import clean_line, web_address
from screenings.feeds.json_listing import local_iso
from screenings.text.languages import country_names
from screenings.text.prices import single_price
from screenings.text.translation import gettext
from screenings.timetable.values import PublicScreening

Node = dict[str, Any]
VOCABULARY = "https://schema.org"
# Inside a script element a browser looks for "</script" and "<!--" only, but other readers are less exact.
_ESCAPES = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A person or a film by name, with the address of its page; empty where it has none."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class FestivalEdition:
    """A festival as its pages name it; `url` is its home."""

    name: str
    url: str
    starts_on: date
    ends_on: date
    description: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Cinema:
    """A cinema with its own page. Codes: `country` is ISO 3166-1 alpha-2."""

    name: str
    url: str
    street: str = ""
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    phone: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class CreativeWork:
    """A film, a programme of films (it has `parts`) or something else that is shown (`is_film` is false)."""

    name: str
    url: str
    original_title: str = ""
    description: str = ""
    minutes: int | None = None
    year: int | None = None
    genres: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    subtitles: tuple[str, ...] = ()
    directors: tuple[NamedPage, ...] = ()
    actors: tuple[NamedPage, ...] = ()
    composers: tuple[NamedPage, ...] = ()
    companies: tuple[str, ...] = ()
    rating: str = ""
    based_on: str = ""
    images: tuple[str, ...] = ()
    parts: tuple[NamedPage, ...] = ()
    is_film: bool = True


def json_ld_document(nodes: Iterable[Node]) -> str:
    """The nodes as one document; free of `<`, `>` and `&`."""
    text = json.dumps({"@context": VOCABULARY, "@graph": list(nodes)}, ensure_ascii=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def festival_node(edition: FestivalEdition, places: Iterable[Node] = ()) -> Node:
    """The festival; as part of an event it says where, too: readers want a place of every event."""
    return _node(
        "Festival",
        edition.url,
        name=clean_line(edition.name),
        url=edition.url,
        startDate=edition.starts_on.isoformat(),
        endDate=edition.ends_on.isoformat(),
        description=clean_line(edition.description),
        image=edition.image,
        eventAttendanceMode=f"{VOCABULARY}/OfflineEventAttendanceMode",
        eventStatus=f"{VOCABULARY}/EventScheduled",
        location=list(places),
    )


def movie_node(work: CreativeWork) -> Node:
    """A Movie; a programme of films is a CreativeWork that has them as parts."""
    is_movie = work.is_film and not work.parts
    original = clean_line(work.original_title)
    node = _node(
        "Movie" if is_movie else "CreativeWork",
        f"{work.url}#film",
        name=clean_line(work.name),
        url=work.url,
        alternateName=original if original != clean_line(work.name) else "",
        description=clean_line(work.description),
        image=list(work.images),
        dateCreated=f"{work.year:04d}" if work.year else "",
        genre=[clean_line(genre) for genre in work.genres],
        inLanguage=list(work.languages),
        contentRating=clean_line(work.rating),
        hasPart=[_film(part) for part in work.parts],
        isBasedOn=_node("CreativeWork", name=clean_line(work.based_on)) if work.based_on else None,
        countryOfOrigin=[_node("Country", name=country_names((code,))) for code in work.countries],
    )
    if not is_movie:
        return node
    return node | _without_empty(
        duration=_duration(work.minutes),
        subtitleLanguage=list(work.subtitles),
        director=[_person(person) for person in work.directors],
        actor=[_person(person) for person in work.actors],
        musicBy=[_person(person) for person in work.composers],
        productionCompany=[_node("Organization", name=clean_line(name)) for name in work.companies],
    )


def screening_event_node(
    screening: PublicScreening,
    *,
    edition: FestivalEdition,
    films: Sequence[NamedPage],
    cinema: Cinema,
    description: str = "",
    image: str = "",
    is_over: bool = False,
) -> Node:
    """A ScreeningEvent of the named films (none: what is shown is no film). `description` is of what is shown; a note
    of the screening's own comes first. For what is over there are no tickets.

    As Google asks of events: each has an address of its own, which is a place on its film's page.
    """
    page = web_address(screening.film_url) or edition.url
    url = f"{page}#{screening.uid}"
    shown = [_film(film) for film in films]
    return _node(
        "ScreeningEvent",
        url,
        name=clean_line(screening.title),
        url=url,
        startDate=local_iso(screening.starts_at, screening),
        # A reader takes it for certain, so one that is only assumed is left out.
        endDate="" if screening.end_is_estimated else local_iso(screening.ends_at, screening),
        eventStatus=f"{VOCABULARY}/{_status(screening)}",
        previousStartDate=_previous_start(screening),
        eventAttendanceMode=f"{VOCABULARY}/OfflineEventAttendanceMode",
        location=_hall(screening, cinema),
        description=" ".join(filter(None, (clean_line(screening.note), clean_line(description)))),
        image=image,
        workPresented=shown if len(shown) > 1 else shown[0] if shown else None,
        inLanguage=list(screening.languages),
        subtitleLanguage=list(screening.subtitles),
        videoFormat=clean_line(screening.format),
        audience=_press(screening),
        performer=[_node("Person", name=clean_line(name)) for name in screening.guests],
        offers=None if is_over else _offer(screening, url),
        organizer=_node("Organization", name=clean_line(edition.name), url=edition.url),
        superEvent=_node(
            "Festival",
            edition.url,
            name=clean_line(edition.name),
            url=edition.url,
            startDate=edition.starts_on.isoformat(),
            endDate=edition.ends_on.isoformat(),
            location=_venue(screening, cinema),
        ),
    )


def movie_theater_node(cinema: Cinema) -> Node:
    """A cinema, with its address in parts."""
    return _node(
        "MovieTheater",
        f"{cinema.url}#venue",
        name=clean_line(cinema.name),
        url=cinema.url,
        address=_address(cinema) or clean_line(cinema.name),
        geo=_geo(cinema.latitude, cinema.longitude),
        telephone=clean_line(cinema.phone),
        sameAs=web_address(cinema.website),
    )


def city_node(city: str, country: str) -> Node:
    """Where a festival is: its cinemas stand with its screenings."""
    return _node("Place", name=clean_line(city), address=_address(Cinema("", "", city=city, country=country)))


def person_node(someone: NamedPage, *, description: str = "", website: str = "") -> Node:
    return _node(
        "Person",
        f"{someone.url}#person",
        name=clean_line(someone.name),
        url=someone.url,
        description=clean_line(description),
        sameAs=web_address(website),
    )


def _press(screening: PublicScreening) -> Node | None:
    return _node("Audience", audienceType=gettext("Press and industry")) if screening.audience == "press" else None


def _status(screening: PublicScreening) -> str:
    if screening.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if _previous_start(screening) else "EventScheduled"


def _previous_start(screening: PublicScreening) -> str:
    """Where it was moved to another time, and still takes place. Another hall alone is no new date."""
    before = screening.moved_from_starts_at
    if screening.is_cancelled or before is None or before == screening.starts_at:
        return ""
    return local_iso(before, screening)


def _venue(screening: PublicScreening, cinema: Cinema) -> Node:
    """As it was published, with its address in parts where they are at hand. Without any address its name stands for
    one: readers refuse an event without.
    """
    line, name = clean_line(screening.address), clean_line(screening.venue)
    whole = _node("PostalAddress", streetAddress=line) if line else None
    return _node(
        "MovieTheater",
        f"{cinema.url}#venue",
        name=name,
        url=cinema.url,
        address=_address(cinema) or whole or name,
        geo=_geo(screening.latitude, screening.longitude),
    )


def _hall(screening: PublicScreening, cinema: Cinema) -> Node:
    """The same with the hall: another place, as two screenings in one cinema are not in one room."""
    venue, hall = _venue(screening, cinema), clean_line(screening.hall)
    if hall == venue["name"]:
        return venue
    return {**venue, "@id": f"{cinema.url}#{screening.hall_slug}", "description": hall}


def _address(cinema: Cinema) -> Node | None:
    node = _node(
        "PostalAddress",
        streetAddress=clean_line(cinema.street),
        addressLocality=clean_line(cinema.city),
        addressCountry=cinema.country,
    )
    return node if len(node) > 1 else None


def _offer(screening: PublicScreening, page: str) -> Node | None:
    tickets = web_address(screening.ticket_url)
    price = single_price(screening.price)
    if screening.is_cancelled or not (tickets or screening.sold_out or screening.standby or price):
        return None
    amount, currency = price or ("", "")
    availability = _availability(screening, tickets)
    return _node("Offer", url=tickets or page, availability=availability, price=amount, priceCurrency=currency)


def _availability(screening: PublicScreening, tickets: str) -> str:
    """Nothing where all that is known is a price."""
    if screening.sold_out:
        return f"{VOCABULARY}/SoldOut"
    if screening.standby:
        return f"{VOCABULARY}/LimitedAvailability"
    return f"{VOCABULARY}/InStock" if tickets else ""


def _geo(latitude: float | None, longitude: float | None) -> Node | None:
    if latitude is None or longitude is None:
        return None
    return _node("GeoCoordinates", latitude=latitude, longitude=longitude)


def _film(film: NamedPage) -> Node:
    identity = f"{film.url}#film" if film.url else ""
    return _node("Movie", identity, name=clean_line(film.name), url=film.url)


def _person(someone: NamedPage) -> Node:
    identity = f"{someone.url}#person" if someone.url else ""
    return _node("Person", identity, name=clean_line(someone.name), url=someone.url)


def _duration(minutes: int | None) -> str:
    """ISO 8601: PT105M."""
    return f"PT{minutes}M" if minutes else ""


def _node(kind: str, identity: str = "", **properties: Any) -> Node:
    """What is empty is left out: a missing property says nothing, an empty one something wrong."""
    return {"@type": kind, **({"@id": identity} if identity else {}), **_without_empty(**properties)}


def _without_empty(**properties: Any) -> Node:
    return {name: value for name, value in properties.items() if value not in ("", None, [], {})}
