"""A film in words: the line of facts under its title, and its details."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from screenings.models import Credit, Film
from screenings.public.addresses import page_path, page_paths
from screenings.public.showing_words import in_countries, in_languages
from screenings.text.languages import names_one_language

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
    return gettext("running time to be confirmed") if shown.get(film.slug) else ""


def _running_time_alone(film: Film, shown: Mapping[str, bool]) -> str:
    """Where a label says already what it is."""
    return (
        running_time(film, shown)
        if film.running_time.is_known or not shown.get(film.slug)
        else gettext("to be confirmed")
    )


@register.simple_tag(takes_context=True)
def people_links(context: template.Context, people: Iterable[Credit]) -> SafeString:
    """Who they are, each with a link to their page."""
    people_path = page_paths("person", context["festival"].slug)
    pairs = ((people_path(credit.person.slug), credit.person.name) for credit in people)
    return format_html_join(", ", '<a href="{}"><bdi>{}</bdi></a>', pairs)


@register.filter
def facts(film: Film, shown: Mapping[str, bool]) -> str:
    """1962 · France · Drama · 90 min; what is not known is left out, but for a running time on which an end rests."""
    parts = (str(film.year or ""), in_countries(film.countries), ", ".join(film.genres), running_time(film, shown))
    return " · ".join(filter(None, parts))


@register.filter
def short_facts(film: Film, shown: Mapping[str, bool]) -> str:
    """France · 1962 · 90 min, the same way."""
    return " · ".join(filter(None, (in_countries(film.countries), str(film.year or ""), running_time(film, shown))))


@register.simple_tag
def original_language(film: Film) -> SafeString:
    """The `lang` of an original title (WCAG 3.1.2), where the film has one language and it is known."""
    known = [code for code in film.languages if names_one_language(code)]
    return format_html(' lang="{}"', *known) if len(film.languages) == len(known) == 1 else SafeString("")


@register.filter
def details(film: Film, shown: Mapping[str, bool]) -> list[tuple[str, str]]:
    """Everything that has a label, in reading order; what is not known is left out."""
    pairs = (
        (gettext("Year"), str(film.year or "")),
        (gettext("Running time"), _running_time_alone(film, shown)),
        (ngettext("Country", "Countries", len(film.countries)), in_countries(film.countries)),
        (ngettext("Genre", "Genres", len(film.genres)), ", ".join(film.genres)),
        (gettext("Dialogue"), in_languages(film.languages)),
        (gettext("Subtitles"), in_languages(film.subtitles)),
        (gettext("Based on"), film.based_on),
        (gettext("Production"), ", ".join(film.companies)),
        (gettext("Distributor"), film.distributor),
        (gettext("Rating"), film.rating),
        (gettext("Minimum age"), "" if film.minimum_age is None else str(film.minimum_age)),
        (gettext("Themes"), ", ".join(film.tags)),
        (gettext("Release"), "; ".join(film.releases)),
    )
    return [(label, value) for label, value in pairs if value]
