"""A picture as a piece of a page: WebP beside JPEG, its place kept until it is there, its focus in sight where cropped.

Written here and not by templates: a page of the listing has hundreds of them.
"""

from html import escape

from screenings.models import FilmImage
from screenings.models.pictures import PictureFile, picture_url

FOCUS_STEP = 10  # hundredths; the style sheet has a class for each
MIDDLE = 50
# How wide a picture is shown, by the width of the window.
SIZES = {
    "lead": "(min-width: 64rem) 44rem, 100vw",
    "wide": "100vw",
    "tile": "(min-width: 88rem) 24rem, (min-width: 48rem) 33vw, 100vw",
    "thumb": "10rem",
}


def image_html(image: FilmImage, shape: str, *, alt: str = "", is_lazy: bool = True) -> str:
    """`shape` is one of SIZES. Empty where the image has no file yet."""
    file: PictureFile = image.file  # type: ignore[assignment]  # what PictureField makes of it
    return file_html(file, shape, (image.width, image.height), (image.focus_x, image.focus_y), alt=alt, is_lazy=is_lazy)


def file_html(
    file: PictureFile,
    shape: str,
    size: tuple[int | None, int | None],
    focus: tuple[int, int] = (MIDDLE, MIDDLE),
    *,
    alt: str = "",
    is_lazy: bool = True,
) -> str:
    if not file.name:
        return ""
    width, height = size
    webp = ", ".join(f"{escape(address)} {own}w" for address, own in file.sources(width))
    source = f'<source type="image/webp" srcset="{webp}" sizes="{SIZES[shape]}">' if webp else ""
    place = f' width="{width}" height="{height}"' if width and height else ""
    loading = ' loading="lazy"' if is_lazy else ' fetchpriority="high"'
    return (
        f'<picture class="picture picture-{shape}{_focus_classes(focus)}">{source}'
        f'<img src="{escape(picture_url(file.name))}"{place} alt="{escape(alt)}"{loading} decoding="async"></picture>'
    )


def _focus_classes(focus: tuple[int, int]) -> str:
    """None for the middle, which is where a picture is cropped around anyway."""
    across, down = (FOCUS_STEP * round(each / FOCUS_STEP) for each in focus)
    return (f" focus-x-{across}" if across != MIDDLE else "") + (f" focus-y-{down}" if down != MIDDLE else "")
