"""By what the cards of a board can be told apart: the others fade. Done in the browser, which has them all."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from screenings.board.layout import AUDIENCE_TAGS, BoardLayoutBuilder


@dataclass(frozen=True, slots=True)
class FilterField:
    """A list to choose from: values and words."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]


def filter_fields(builder: BoardLayoutBuilder) -> tuple[FilterField, ...]:
    """Of venue, section and audience, where there are two or more to choose from."""
    films = builder.working.films.values()
    sections = {film.section_tag.slug: film.section_tag.name for film in films if film.section_tag.slug}
    venues = {str(hall.venue_id): hall.venue.name for hall in builder.working.halls.values()}
    audiences = {"public": _("Public"), **AUDIENCE_TAGS}
    used = {str(showing.audience) for showing in builder.programme.showings}
    fields = (
        FilterField("venue", _("Venue"), tuple(venues.items())),
        FilterField("section", _("Section"), tuple(_by_name(sections.items()))),
        FilterField("audience", _("Audience"), tuple(each for each in audiences.items() if each[0] in used)),
    )
    return tuple(field for field in fields if len(field.choices) > 1)


def _by_name(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(choices, key=lambda choice: choice[1].casefold())
