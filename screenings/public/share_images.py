"""The pictures of a festival and of its films for where their pages are shared."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext

from screenings.images.title_card import TitleCard
from screenings.loading import site_address
from screenings.models import Festival, Film, Role
from screenings.text.dates import day_and_month, full_date
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
    end = full_date(last)
    if first == last:
        return end
    if first.year != last.year:
        start = full_date(first)
    elif first.month != last.month:
        start = day_and_month(first)
    else:
        start = str(first.day)
    return gettext("{first_day} to {last_day}").format(first_day=start, last_day=end)
