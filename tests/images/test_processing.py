"""Uploaded pictures: nothing that came along survives, and nothing dangerous is taken."""

import io
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from screenings.images.processing import (
    MAX_BYTES,
    MAX_STILL_SIZE,
    EncodedImage,
    ImageRefused,
    encode_logo,
    encode_still,
    scaled_name,
    scaled_widths,
    stored_names,
)
from tests.photos import SECRET, bomb, moving, photo, profiled, tagged, two_in_one, written


def still(data: bytes) -> EncodedImage:
    return encode_still(io.BytesIO(data))


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_as_a_jpeg_and_narrower_webps(kind: str) -> None:
    found = still(photo((3000, 2000), kind=kind))
    main = opened(found.main)
    assert (main.format, main.size, (found.width, found.height)) == ("JPEG", (2400, 1600), (2400, 1600))
    assert [(width, opened(data).format, opened(data).size) for width, data in found.narrower] == [
        (480, "WEBP", (480, 320)),
        (960, "WEBP", (960, 640)),
        (1600, "WEBP", (1600, 1067)),
    ]
    assert len(found.narrower[0][1]) < len(found.main)


def test_a_small_picture_is_not_blown_up() -> None:
    found = still(photo((300, 200)))
    assert (found.width, [width for width, _ in found.narrower]) == (300, [300])
    assert (scaled_widths(480), scaled_widths(481), scaled_widths(5000)) == ((480,), (480,), (480, 960, 1600))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nobody_learns_where_and_by_whom_it_was_taken(kind: str) -> None:
    before = tagged(kind)
    assert SECRET in before
    assert opened(before).getexif().get_ifd(0x8825)
    found = still(before)
    for data in (found.main, *(data for _, data in found.narrower), encode_logo(io.BytesIO(before)).main):
        image = opened(data)
        assert SECRET not in data
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile", "Comment", "photoshop"} & image.info.keys()


@pytest.mark.parametrize(
    ("orientation", "white"), [(1, "upper left"), (3, "lower right"), (6, "upper right"), (8, "lower left")]
)
def test_a_picture_taken_sideways_stands_upright(orientation: int, white: str) -> None:
    image = opened(still(tagged(orientation=orientation)).main).convert("L")
    assert image.size == ((600, 400) if orientation in (1, 3) else (400, 600))
    width, height = image.size
    corners = {
        "upper left": (20, 20), "upper right": (width - 20, 20),
        "lower left": (20, height - 20), "lower right": (width - 20, height - 20),
    }  # fmt: skip
    assert max(corners, key=lambda corner: image.getpixel(corners[corner])) == white  # type: ignore[arg-type, return-value]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG can carry scripts"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?><svg/>", "SVG can carry scripts"),
        (b"<!-- x --><svg/>", "SVG can carry scripts"),
        (written(Image.new("P", (60, 40)), "GIF"), "This is a GIF."),
        (written(Image.new("RGB", (60, 40)), "TIFF"), "no picture that can be read here"),
        (written(Image.new("RGB", (60, 40)), "BMP"), "no picture that can be read here"),
        (b"%PDF-1.7", "no picture that can be read here"),
        (b"PK\x03\x04", "no picture that can be read here"),
        (b"<html><script>alert(1)</script></html>", "no picture that can be read here"),
        (b"", "no picture that can be read here"),
        (b"\xff\xd8\xff\xe0garbage", "This picture is damaged."),
        (moving("WEBP"), "This picture moves."),
        (moving("PNG"), "This picture moves."),
        (bomb(8000, 8000), "8000 × 8000 pixels, and 40 million are the most"),
        (bomb(12000, 9000), "40 million are the most"),
        (bomb(60000, 60000), "40 million are the most"),
        (bomb(2**31 - 1, 2**31 - 1), "40 million are the most"),
        (bomb(1000, 1000), "This picture is damaged."),
        (photo((2000, 1000))[:9000], "This picture is damaged."),
        (photo() + b"\0" * MAX_BYTES, "This file has 15 MB."),
    ],
)
def test_what_is_no_still_picture_is_refused_with_the_way_out(data: bytes, words: str) -> None:
    for encode in (encode_still, encode_logo):
        with pytest.raises(ImageRefused) as refused:
            encode(io.BytesIO(data))
        assert words in str(refused.value)
        assert "pload" in str(refused.value) or "Save" in str(refused.value)


def test_a_telephones_double_picture_is_its_first() -> None:
    found = still(two_in_one())
    assert (found.width, found.height) == (600, 400)


@pytest.mark.parametrize(
    "image",
    [
        Image.new("L", (60, 40), 200), Image.new("LA", (60, 40), (200, 255)), Image.new("P", (60, 40), 3),
        Image.new("1", (60, 40), 1), Image.new("I;16", (60, 40), 40000), Image.new("RGBA", (60, 40), (9, 9, 9, 99)),
    ],
)  # fmt: skip
def test_any_kind_of_colours_becomes_plain_ones(image: Image.Image) -> None:
    assert opened(still(written(image, "PNG")).main).mode == "RGB"


def test_grey_of_sixteen_bits_stays_grey_and_printers_colours_become_a_screens() -> None:
    grey = opened(still(written(Image.new("I;16", (60, 40), 40000), "PNG")).main).getpixel((30, 20))
    assert all(abs(value - 156) <= 2 for value in grey)  # type: ignore[union-attr]
    red = opened(still(written(Image.new("CMYK", (60, 40), (0, 255, 255, 0)), "JPEG")).main).getpixel((30, 20))
    assert red[0] > 200 > 60 > red[1]  # type: ignore[index]


def test_a_colour_profile_is_converted_away_and_a_broken_one_ignored() -> None:
    for data in (profiled(), photo(icc_profile=b"no profile")):
        image = opened(still(data).main)
        assert "icc_profile" not in image.info
        assert all(abs(a - b) <= 6 for a, b in zip(image.getpixel((9, 9)), (200, 30, 40), strict=True))  # type: ignore[arg-type]


def test_what_shows_through_a_still_is_white_and_a_logo_stays_transparent() -> None:
    data = photo((60, 40), (255, 0, 0, 0), "PNG")
    assert opened(still(data).main).getpixel((30, 20)) == (255, 255, 255)
    logo = encode_logo(io.BytesIO(data))
    assert opened(logo.main).getpixel((30, 20))[3] == 0  # type: ignore[index]
    assert (logo.suffix, logo.narrower) == ("png", ())


def test_a_logo_fits_its_place_and_an_extreme_one_keeps_a_line() -> None:
    assert (encode_logo(io.BytesIO(photo((4000, 1000)))).width, still(photo((3000, 3))).height) == (800, 2)
    tall = still(photo((3, 3000)))
    assert (tall.width, tall.height) == (2, MAX_STILL_SIZE[1])


def test_the_files_of_a_picture_are_known_by_its_name_and_width() -> None:
    assert scaled_name("films/ab.jpg", 480) == "films/ab-480.webp"
    assert list(stored_names("films/ab.jpg", 1000)) == ["films/ab.jpg", "films/ab-480.webp", "films/ab-960.webp"]
    assert list(stored_names("logos/ab.png", 800)) == ["logos/ab.png"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300), st.integers(0, 400), st.sampled_from(["JPEG", "PNG", "WEBP"]))
def test_no_damage_does_more_than_refuse(noise: bytes, at: int, kind: str) -> None:
    data = photo((40, 30), kind=kind)
    for damaged in (data[:at] + noise + data[at + len(noise) :], data[:at] + noise):
        with suppress(ImageRefused):
            assert opened(still(damaged).main).format == "JPEG"
