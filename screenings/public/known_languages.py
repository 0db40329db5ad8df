"""In which language a festival's visitors read, for when the database cannot be asked: as this process last saw it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.utils import translation

from screenings.models import Festival
from screenings.text.translation import SOURCE_LANGUAGE, in_language

_languages: dict[str, str] = {}


def note_language(festival: Festival) -> None:
    """Of a festival that was just read; there are no more of them than rows."""
    _languages[festival.slug] = festival.language


@contextmanager
def language_of_address(request: HttpRequest) -> Iterator[None]:
    """Meanwhile words are in the language of the festival that the address begins with, where it is known. No query."""
    slug = request.path_info.split("/")[1:2]
    language = _languages.get(slug[0] if slug else "", SOURCE_LANGUAGE)
    with in_language(language), translation.override(language):
        yield
