"""Pictures as people upload them, made here: with a place in them, turned, moving, huge, broken, disguised."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"Seaman 4 Harbour Road"


def photo(
    size: tuple[int, int] = (1200, 800), colour: Any = (200, 30, 40), kind: str = "JPEG", **options: Any
) -> bytes:
    """A plain picture."""
    mode = "RGBA" if isinstance(colour, tuple) and len(colour) == 4 else "RGB"
    return written(Image.new(mode, size, colour), kind, **options)


def written(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def tagged(kind: str = "JPEG", orientation: int = 1) -> bytes:
    """With EXIF: who took it, where (GPS), which way is up, a comment; and bytes behind its end."""
    image = Image.new("RGB", (600, 400), (10, 120, 60))
    image.paste((250, 250, 250), (0, 0, 300, 200))  # white at the upper left
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x013B], exif[0x9286] = "Camera", SECRET.decode(), SECRET.decode()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (53.0, 32.0, 30.0), "E", (9.0, 57.0, 58.0)
    options: dict[str, Any] = {"exif": exif}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", SECRET.decode())
        info.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        options["pnginfo"] = info
    else:
        options["xmp"] = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    if kind == "JPEG":
        options["comment"] = SECRET
    return written(image, kind, **options) + SECRET


def moving(kind: str = "WEBP") -> bytes:
    frames = [Image.new("RGB", (60, 40), (value, 0, 0)) for value in (0, 128, 255)]
    return written(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def two_in_one() -> bytes:
    """As telephones write them: a JPEG with a second, smaller one behind it (MPO)."""
    return written(Image.new("RGB", (600, 400)), "MPO", save_all=True, append_images=[Image.new("RGB", (60, 40))])


def bomb(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes whose head promises that many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )


def profiled() -> bytes:
    """With a colour profile."""
    return photo(icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
