"""A festival's look as a stylesheet: its type, its colour and its sections', each kept legible by computation."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from screenings.images.contrast import ReadableShades, readable_shades
from screenings.models import Festival, Publication, PublishedScreening, Section, Typeface

DEFAULT_COLOUR = "#8c1c3a"
# What tells sections apart without colour: clip paths on a square.
SECTION_SHAPES = (
    "circle(50%)",
    "polygon(0 0, 100% 0, 100% 100%, 0 100%)",
    "polygon(50% 0, 100% 100%, 0 100%)",
    "polygon(50% 0, 100% 50%, 50% 100%, 0 50%)",
    "polygon(0 0, 100% 0, 0 100%)",
    "ellipse(100% 100% at 0 50%)",
    "polygon(0 0, 40% 0, 40% 100%, 0 100%, 0 0, 60% 0, 100% 0, 100% 100%, 60% 100%, 60% 0)",
    "polygon(0 0, 100% 50%, 0 100%)",
    "polygon(33% 0, 67% 0, 67% 33%, 100% 33%, 100% 67%, 67% 67%, 67% 100%, 33% 100%, 33% 67%, 0 67%, 0 33%, 33% 33%)",
    "ellipse(100% 100% at 50% 100%)",
)

_SANS = '"Helvetica Neue",Helvetica,"Nimbus Sans","Liberation Sans",Arial,system-ui,sans-serif'
_SERIF = '"Iowan Old Style","Palatino Linotype","URW Palladio L",P052,Georgia,"Liberation Serif",serif'
_BOOK = 'Charter,"Bitstream Charter","Sitka Text",Cambria,"Noto Serif","DejaVu Serif",serif'
_HUMANIST = 'Seravek,"Gill Sans Nova","Gill Sans",Ubuntu,Calibri,"Noto Sans","DejaVu Sans",sans-serif'
_SLAB = 'Rockwell,"Rockwell Nova","Roboto Slab","Bookman Old Style","URW Bookman","DejaVu Serif",serif'
_MONO = '"Courier Prime","Nimbus Mono PS","Courier New","Liberation Mono",monospace'


def _faces(display: str, text: str, tightness: str) -> str:
    return f"--display:{display};--face:{text};--tight:{tightness};"


# Faces that devices have: of headings, of text, and how tight headings are set. The first is the style sheet's own.
TYPEFACES = {
    Typeface.GROTESQUE.value: "",
    Typeface.SERIF.value: _faces(_SERIF, _SANS, "0.4"),
    Typeface.BOOK.value: _faces(_BOOK, _BOOK, "0.3"),
    Typeface.HUMANIST.value: _faces(_HUMANIST, _HUMANIST, "0.5"),
    Typeface.SLAB.value: _faces(_SLAB, _SANS, "0.5"),
    Typeface.MONO.value: _faces(_MONO, _SANS, "1"),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """The text of the stylesheet and the name of these very bytes."""

    css: str
    digest: str


def theme(festival: Festival, publication: Publication | None) -> Theme:
    """Of the festival's colour as it is now and of the sections its publication names.

    One query, and none where this process has read that publication's sections before.
    """
    sections = _sections(festival.pk, publication.number, publication.token) if publication else ()
    return _theme(festival.colour or DEFAULT_COLOUR, festival.typeface, sections)


@lru_cache(maxsize=64)
def _sections(festival_id: int, number: int, token: str) -> tuple[tuple[str, str], ...]:
    """Slug and colour of every section the public knows. What a token names is never changed, so nor is this."""
    rows = PublishedScreening.objects.in_publication(festival_id, number).exclude(section_slug="")
    return tuple(rows.order_by("section_slug").values_list("section_slug", "section_colour").distinct())


@lru_cache(maxsize=64)
def _theme(colour: str, typeface: str, sections: tuple[tuple[str, str], ...]) -> Theme:
    own = _properties(readable_shades(colour)) + TYPEFACES.get(typeface, "")
    return _stylesheet([f":root{{{own}}}", *_section_rules(sections, colour)])


def _section_rules(sections: tuple[tuple[str, str], ...], colour: str) -> list[str]:
    """Slugs and colours; a section without one has the festival's."""
    rules = []
    for number, (slug, own) in enumerate(dict(sections).items()):
        shades = _properties(readable_shades(own or colour), "section-")
        rules.append(f".of-{slug}{{{shades}--shape:{SECTION_SHAPES[number % len(SECTION_SHAPES)]}}}")
    return rules


def _stylesheet(rules: list[str]) -> Theme:
    css = "\n".join(rules) + "\n"
    return Theme(css, sha256(css.encode()).hexdigest()[:12])


def staff_theme(festival: Festival) -> Theme:
    """Of the sections as they are now, for the staff. One query."""
    sections = Section.objects.filter(festival=festival).order_by("slug").values_list("slug", "colour")
    return _stylesheet(_section_rules(tuple(sections), festival.colour or DEFAULT_COLOUR))


def _properties(shades: ReadableShades, prefix: str = "") -> str:
    return (
        f"--{prefix}accent:light-dark({shades.on_light},{shades.on_dark});"
        f"--{prefix}ground:{shades.background};--{prefix}ink:{shades.text};--{prefix}wash:{shades.overlay};"
    )
