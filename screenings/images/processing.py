"""An uploaded picture made fit for the site: checked, turned upright, written anew in a few widths.

Writing it anew leaves everything behind that came along: where and when it was taken, thumbnails, comments, colour
profiles (its colours are converted first), and whatever hides behind the picture's end.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 15_000_000
MAX_PIXELS = 40_000_000
MAX_SCANS = 100  # of a JPEG: one that appears bit by bit has ten; each costs time for every pixel
WIDTHS = (480, 960, 1600)  # of what pages load, in pixels
MAX_STILL_SIZE = (2400, 2400)
MAX_LOGO_SIZE = (800, 320)
QUALITY = 84
_NO_PICTURE = "This is no picture that can be read here. Upload a JPEG, a PNG or a WebP."
DIGEST_LENGTH = 16  # hexadecimal digits
_BACKGROUND = (255, 255, 255)
_RESIZABLE_MODES = ("RGB", "RGBA", "L", "LA", "CMYK")  # modes whose pixels can be mixed


class ImageRefused(ValueError):
    """Why a file cannot be taken, and what to do, in a sentence for whoever uploaded it."""


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """The picture as it is kept: `main` (a JPEG, or a PNG that may be transparent) and narrower WebPs by width."""

    main: bytes
    suffix: str
    width: int
    height: int
    narrower: tuple[tuple[int, bytes], ...] = ()

    @property
    def digest(self) -> str:
        return sha256(self.main).hexdigest()[:DIGEST_LENGTH]


def encode_still(file: BinaryIO) -> EncodedImage:
    """A still. Raises ImageRefused."""
    picture = _opaque(_decoded(file, MAX_STILL_SIZE))
    narrower = tuple((width, _webp(picture, width)) for width in scaled_widths(picture.width))
    return EncodedImage(_jpeg(picture), "jpg", *picture.size, narrower)


def encode_logo(file: BinaryIO) -> EncodedImage:
    """A logo keeps what is transparent in it. Raises ImageRefused."""
    picture = _decoded(file, MAX_LOGO_SIZE)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return EncodedImage(written.getvalue(), "png", *picture.size)


def check_picture(file: BinaryIO) -> None:
    """What can be told of a picture by its head, without unpacking it. Raises ImageRefused."""
    _check_bytes(file)
    try:
        with Image.open(file, formats=FORMATS) as source:
            _check_pixels(source)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageRefused(_too_many_pixels()) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise ImageRefused(_NO_PICTURE) from None


def scaled_widths(width: int) -> tuple[int, ...]:
    """The widths a picture that wide is kept in: none is wider than it is, and there is one at least."""
    return tuple(one for one in WIDTHS if one < width) or (width,)


def _decoded(file: BinaryIO, box: tuple[int, int]) -> Image.Image:
    """Within the box, upright, in sRGB, as RGB or RGBA, and with nothing but its pixels."""
    _check_bytes(file)
    try:
        with Image.open(file, formats=FORMATS) as source:
            _check_pixels(source)
            if source.mode in _RESIZABLE_MODES:
                # Small at once, before anything copies it: a fraction of the memory.
                source.thumbnail((max(box), max(box)), Image.Resampling.LANCZOS)
            source.load()
            upright = ImageOps.exif_transpose(source)
            picture = _in_srgb(upright)
    except ImageRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageRefused(_too_many_pixels()) from None
    except UnidentifiedImageError:
        raise ImageRefused(_NO_PICTURE) from None
    except Exception as problem:  # a decoder that is fed rubbish may raise anything
        raise ImageRefused(
            "This picture is damaged. Open it in a picture program, save it anew and upload that."
        ) from problem
    picture.thumbnail(box, Image.Resampling.LANCZOS)
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)
    return clean


def _check_bytes(file: BinaryIO) -> None:
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(0)
    if size > MAX_BYTES:
        raise ImageRefused(
            f"This file has {size / 1_000_000:.0f} MB. Save the picture smaller: 2400 pixels across are enough, "
            f"and {MAX_BYTES // 1_000_000} MB are the most."
        )
    beginning = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    file.seek(0)
    if beginning.startswith((b"<svg", b"<?xml", b"<!doctype svg", b"<!--")):
        raise ImageRefused("An SVG can carry scripts, so none is taken. Save the picture as a PNG and upload that.")
    if beginning.startswith((b"gif87a", b"gif89a")):
        raise ImageRefused("This is a GIF. Save the picture as a JPEG or a PNG and upload that.")
    if beginning.startswith(b"\xff\xd8"):
        _check_scans(file)


def _check_scans(file: BinaryIO) -> None:
    scans = file.read().count(b"\xff\xda")
    file.seek(0)
    if scans > MAX_SCANS:
        raise ImageRefused("This JPEG has too many layers. Open it in a picture program, save it anew and upload that.")


def _check_pixels(source: Image.Image) -> None:
    """By what its head says, before anything is unpacked."""
    if source.width * source.height > MAX_PIXELS:
        raise ImageRefused(_too_many_pixels(f"{source.width} × {source.height} pixels"))
    # A telephone's JPEG may bring a second, smaller picture along (MPO); that is no animation.
    if getattr(source, "n_frames", 1) > 1 and source.format != "MPO":
        raise ImageRefused("This picture moves. Upload a still one.")


def _too_many_pixels(size: str = "too many pixels") -> str:
    most = MAX_PIXELS // 1_000_000
    return f"This picture has {size}, and {most} million are the most. Save it smaller: 2400 pixels across are enough."


def _in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            target = "RGBA" if picture.mode == "RGBA" else "RGB"
            source, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, srgb, outputMode=target)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile says nothing: the numbers are taken as they are
        else:
            return converted or picture.convert(target)
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")  # 16 bits of grey
    has_alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    return picture.convert("RGBA" if has_alpha else "RGB")


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode == "RGB":
        return picture
    sheet = Image.new("RGB", picture.size, _BACKGROUND)
    sheet.paste(picture, mask=picture.getchannel("A"))
    return sheet


def _jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()


def _webp(picture: Image.Image, width: int) -> bytes:
    height = max(1, round(picture.height * width / picture.width))
    written = io.BytesIO()
    picture.resize((width, height), Image.Resampling.LANCZOS).save(written, "WEBP", quality=QUALITY, method=4)
    return written.getvalue()


def scaled_name(name: str, width: int) -> str:
    """What the narrower picture beside a main one is called: films/x-480.webp beside films/x.jpg."""
    return f"{name.rpartition('.')[0]}-{width}.webp"


def stored_names(name: str, width: int) -> Iterator[str]:
    """Everything that is kept of a picture that wide: the main file and those beside it."""
    yield name
    if name.endswith(".jpg"):
        yield from (scaled_name(name, one) for one in scaled_widths(width))
