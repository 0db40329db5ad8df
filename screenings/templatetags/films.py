"""A film in words: the line of facts under its title, and its details."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from screenings.models import Film
from screenings.public.addresses import page_path
from screenings.public.showing_words import in_countries, in_languages

register = template.Library()
register.simple_tag(page_path)


@register.filter
def running_time(film: Film, shown: Mapping[str, bool]) -> str:
    """105 min; an unknown one is never a number, and said to be unknown where an end rests on it, as `shown` says by
    the film's address. Reads the film's parts: load with `with_parts()`.
    """
    time = film.running_time
    return _running_time(time.minutes if time.is_known else None, film, shown)


@register.filter
def part_running_time(part: Film, shown: Mapping[str, bool]) -> str:
    """The same of a film of a programme, which has no parts."""
    return _running_time(part.runtime, part, shown)


def _running_time(minutes: int | None, film: Film, shown: Mapping[str, bool]) -> str:
    if minutes is not None:
        return gettext("{number} min").format(number=minutes)
    return "running time to be confirmed" if shown.get(film.slug) else ""


@register.filter
def facts(film: Film, shown: Mapping[str, bool]) -> str:
    """1962 · France · Drama · 90 min; what is not known is left out, but for a running time on which an end rests."""
    parts = (str(film.year or ""), in_countries(film.countries), ", ".join(film.genres), running_time(film, shown))
    return " · ".join(filter(None, parts))


@register.filter
def short_facts(film: Film, shown: Mapping[str, bool]) -> str:
    """France · 1962 · 90 min, the same way."""
    return " · ".join(filter(None, (in_countries(film.countries), str(film.year or ""), running_time(film, shown))))


@register.filter
def details(film: Film, shown: Mapping[str, bool]) -> list[tuple[str, str]]:
    """Everything that has a label, in reading order; what is not known is left out."""
    pairs = (
        ("Original title", film.original_title),
        ("Year", str(film.year or "")),
        ("Running time", running_time(film, shown).removeprefix("running time ")),
        ("Country" if len(film.countries) == 1 else "Countries", in_countries(film.countries)),
        ("Genre" if len(film.genres) == 1 else "Genres", ", ".join(film.genres)),
        ("Dialogue", in_languages(film.languages)),
        ("Subtitles", in_languages(film.subtitles)),
        ("Based on", film.based_on),
        ("Production", ", ".join(film.companies)),
        ("Distributor", film.distributor),
        ("Rating", film.rating),
        ("Minimum age", "" if film.minimum_age is None else str(film.minimum_age)),
        ("Themes", ", ".join(film.tags)),
        ("Release", "; ".join(film.releases)),
    )
    return [(label, value) for label, value in pairs if value]
