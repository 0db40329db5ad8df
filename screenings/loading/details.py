"""What the public and the sheets read of the working timetable besides what the rules do, by the same ids."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Value
from django.db.models.functions import Coalesce

from screenings.models import Festival, Film, FilmImage, Print, Screening
from screenings.models.pictures import picture_url


class ScreeningDetails(NamedTuple):
    public_title: str
    public_note: str
    notes: str
    subtitles: tuple[str, ...]
    access: tuple[str, ...]
    ticket_url: str
    sold_out: bool


class FilmDetails(NamedTuple):
    slug: str
    original_title: str
    year: int | None
    languages: tuple[str, ...]
    subtitles: tuple[str, ...]
    section: str
    section_slug: str
    section_colour: str


class PrintDetails(NamedTuple):
    format: str
    label: str
    notes: str

    @property
    def name(self) -> str:
        """`35 mm, festival copy`."""
        return ", ".join(filter(None, (self.format, self.label)))


@dataclass(frozen=True, slots=True)
class TimetableDetails:
    """By the ids of screenings, films and prints. `images` are the addresses of the films' first stills, of those that
    have one.
    """

    screenings: dict[int, ScreeningDetails]
    films: dict[int, FilmDetails]
    prints: dict[int, PrintDetails]
    images: dict[int, str]

    def languages(self, films: Iterable[int]) -> tuple[str, ...]:
        """Of a film and its parts, each once, in order."""
        return together(self.films[film].languages for film in films)

    def subtitles(self, films: Iterable[int]) -> tuple[str, ...]:
        return together(self.films[film].subtitles for film in films)


def together(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """A film's own and its parts', each once, in order."""
    return tuple(dict.fromkeys(item for items in lists for item in items))


def load_details(festival: Festival, *, with_prints: bool = True) -> TimetableDetails:
    """Four queries, three without the prints, of which the public is told nothing.

    To be asked after the timetable: a screening that was deleted in between is then missing here. Screenings last: the
    film of one that is there is there as well.
    """
    images = FilmImage.objects.filter(film__festival=festival).exclude(file="").order_by("-order", "-pk")
    prints = Print.objects.filter(film__festival=festival)
    films = Film.objects.of(festival).order_by()
    section = [Coalesce(f"section__{column}", Value("")) for column in ("name", "slug", "colour")]
    columns = ("pk", "slug", "original_title", "year", "languages", "subtitles")
    screenings = Screening.objects.of(festival).order_by()
    return TimetableDetails(
        images={film: picture_url(name) for film, name in images.values_list("film_id", "file")},
        prints={pk: PrintDetails(*row) for pk, *row in prints.order_by().values_list("pk", *PrintDetails._fields)}
        if with_prints
        else {},
        films={pk: FilmDetails(*row) for pk, *row in films.values_list(*columns, *section)},
        screenings={pk: ScreeningDetails(*row) for pk, *row in screenings.values_list("pk", *ScreeningDetails._fields)},
    )
