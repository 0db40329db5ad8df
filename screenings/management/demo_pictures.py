"""The demo's pictures: drawn when it is made, for the films' own are not ours to give."""

from django.core.files.base import ContentFile

from screenings.images.scenery import poster_jpeg, scene_focus, scene_jpeg
from screenings.models import Festival, Film, FilmImage, PictureKind, Role, change_reason
from screenings.models.history import LOADED_REASON

CREDIT = "Drawn for this demonstration"
HEADER = ("Strangers Film Festival", "hills", "dusk")
# By the film's own id: what its stills show, the scene and the palette. The first is that of its poster, too.
STILLS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "all-of-us-strangers": (
        ("Two windows of a tower block are lit", "tower", "night"),
        ("The lights of a city in the rain", "lamps", "velvet"),
    ),
    "weekend": (("The lights of a town on a Friday night", "lamps", "dusk"),),
    "45-years": (("Mountains that keep what they were given", "mountains", "frost"),),
    "double-bill": (("Two lights meet above the hills", "circles", "ember"),),
    "a-ghost-story": (("A sheet beside a house at dusk", "house", "dusk"),),
    "aftersun": (("A father and a daughter by the sea", "sea", "noon"),),
    "the-banshees-of-inisherin": (("A man on an island, between stone walls", "island", "moss"),),
    "the-conversation": (("Chairs on a stage, waiting", "stage", "velvet"),),
}


def draw_pictures(festival: Festival) -> None:
    """A header, stills and posters where the festival has no picture yet; some ten seconds of work."""
    films = Film.objects.of(festival).filter(ref__in=STILLS)
    if festival.header or FilmImage.objects.filter(film__in=films).exclude(file="").exists():
        return
    with change_reason(LOADED_REASON):
        festival.header_credit, festival.header_focus_y = CREDIT, 60
        festival.header.save("header.jpg", ContentFile(scene_jpeg(*HEADER)))
        for film in films.prefetch_related("credits__person"):
            _draw(film)


def _draw(film: Film) -> None:
    """Before the pictures whose files are still to come."""
    for caption, scene, palette in STILLS[film.ref]:
        focus_x, focus_y = scene_focus(scene)
        still = FilmImage(film=film, caption=caption, copyright=CREDIT, focus_x=focus_x, focus_y=focus_y)
        still.file.save("still.jpg", ContentFile(scene_jpeg(film.title, scene, palette)))
    _caption, scene, palette = STILLS[film.ref][0]
    directors = " · ".join(credit.person.name for credit in film.credits.all() if credit.role == Role.DIRECTOR)
    poster = FilmImage(film=film, kind=PictureKind.POSTER, caption="Poster", copyright=CREDIT)
    poster.file.save("poster.jpg", ContentFile(poster_jpeg(film.title, directors, scene, palette)))
