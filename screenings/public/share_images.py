"""The pictures of a festival and of its films for where their pages are shared."""

from collections.abc import Iterable

from django.urls import reverse

from screenings.images.title_card import TitleCard
from screenings.loading import site_address
from screenings.models import Festival, Film, Role
from screenings.timetable.values import PublicScreening


def festival_card(festival: Festival) -> TitleCard:
    return TitleCard(
        festival.name,
        byline=festival.tagline,
        dates=date_range_text(festival),
        colour=festival.colour,
        still=festival.header.name or "",
        focus=(festival.header_focus_x, festival.header_focus_y),
    )


def film_card(festival: Festival, film: Film, rows: Iterable[PublicScreening]) -> TitleCard:
    """`rows` are its published showings; their section gives the colour. Reads the film's credits, their people and its
    images."""
    image = film.leading_image
    directors = ", ".join(credit.person.name for credit in film.credits.all() if credit.role == Role.DIRECTOR)
    colour = next((row.section_colour for row in rows if row.section_colour), festival.colour)
    return TitleCard(
        film.title,
        alternative_titles=(film.original_title,) if film.original_title else (),
        byline=" · ".join(filter(None, (directors, str(film.year or "")))),
        festival=festival.name,
        dates=date_range_text(festival),
        colour=colour,
        still=(image.file.name or "") if image else "",
        focus=(image.focus_x, image.focus_y) if image else (50, 50),
    )


def festival_card_url(festival: Festival) -> str:
    """Absolute; another picture has another address."""
    card = festival_card(festival)
    return site_address(festival) + reverse(f"festival-card-{card.suffix}", args=[festival.slug, card.tag])


def film_card_url(festival: Festival, film: Film, card: TitleCard) -> str:
    return site_address(festival) + reverse(f"film-card-{card.suffix}", args=[festival.slug, film.slug, card.tag])


def date_range_text(festival: Festival) -> str:
    """9 to 20 October 2024; what both days share is said once."""
    first, last = festival.starts_on, festival.ends_on
    end = f"{last.day} {last:%B} {last.year}"
    if first == last:
        return end
    start = str(first.day)
    if (first.month, first.year) != (last.month, last.year):
        start += f" {first:%B}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} to {end}"
