"""A film in words: the line of facts under its title, and its details."""

from django import template

from screenings.models import Film
from screenings.templatetags.showings import in_countries, in_languages

register = template.Library()


@register.filter
def running_time(film: Film) -> str:
    """105 min; an unknown one is never a number. Reads the film's parts: load with `with_parts()`."""
    time = film.running_time
    return f"{time.minutes} min" if time.is_known else "running time to be confirmed"


@register.filter
def facts(film: Film) -> str:
    """1962 · France · Drama · 90 min; what is not known is left out, but for the running time."""
    known = (str(film.year or ""), in_countries(film.countries), ", ".join(film.genres), running_time(film))
    return " · ".join(filter(None, known))


@register.filter
def details(film: Film) -> list[tuple[str, str]]:
    """Everything that has a label, in reading order; what is not known is left out."""
    pairs = (
        ("Original title", film.original_title),
        ("Year", str(film.year or "")),
        ("Running time", running_time(film).removeprefix("running time ")),
        ("Country" if len(film.countries) == 1 else "Countries", in_countries(film.countries)),
        ("Genre" if len(film.genres) == 1 else "Genres", ", ".join(film.genres)),
        ("Dialogue", in_languages(film.languages)),
        ("Subtitles", in_languages(film.subtitles)),
        ("Based on", film.based_on),
        ("Production", ", ".join(film.companies)),
        ("Distributor", film.distributor),
        ("Rating", film.rating),
        ("Minimum age", "" if film.minimum_age is None else str(film.minimum_age)),
    )
    return [(label, value) for label, value in pairs if value]
