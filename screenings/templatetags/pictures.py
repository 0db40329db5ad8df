"""Pictures of films and of the festival."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from screenings.models import Festival, FilmImage
from screenings.public.picture_html import file_html, image_html

register = template.Library()


@register.simple_tag
def picture(image: FilmImage, shape: str, *, alt: str = "", is_lazy: bool = True) -> SafeString:
    return mark_safe(image_html(image, shape, alt=alt, is_lazy=is_lazy))  # noqa: S308  # it escapes every text


@register.simple_tag
def header_picture(festival: Festival) -> SafeString:
    """Behind the festival's name on the front page."""
    size, focus = (festival.header_width, festival.header_height), (festival.header_focus_x, festival.header_focus_y)
    return mark_safe(file_html(festival.header, "wide", size, focus, is_lazy=False))  # type: ignore[arg-type]  # noqa: S308


@register.filter
def is_beyond(number: int, first: int) -> bool:
    """Whether it is none of the first, which are in sight at once and so loaded at once."""
    return number > first


@register.filter
def one_of(number: int, many: int) -> int:
    """1, 2, 3, 1, 2, 3 and so on."""
    return (number - 1) % many + 1
