"""The festival's mark, read back by Pillow and by an XML parser."""

import io

from defusedxml.ElementTree import fromstring
from PIL import Image

from screenings.images.icon import favicon, icon_png, icon_svg


def test_the_mark_is_scalable_and_without_scripts_or_styles() -> None:
    root = fromstring(icon_svg("#8c1c3a"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert {element.tag.partition("}")[2] for element in root.iter()} == {"svg", "rect", "g", "circle"}
    assert {name for element in root.iter() for name in element.attrib} == {
        "viewBox", "width", "height", "rx", "fill", "x", "y", "cx", "cy", "r",
    }  # fmt: skip
    assert root[0].get("fill") == "#8c1c3a"


def test_a_home_screens_icon_has_no_transparent_corner_and_a_tabs_has() -> None:
    touch, tab = (
        Image.open(io.BytesIO(icon_png("#8c1c3a", 180, square=square))).convert("RGBA") for square in (True, False)
    )
    assert (touch.size, touch.getpixel((0, 0))) == ((180, 180), (140, 28, 58, 255))
    assert tab.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert tab.getpixel((90, 90)) == (255, 250, 242, 255)


def test_the_favicon_holds_the_usual_sizes() -> None:
    image = Image.open(io.BytesIO(favicon("#0b6e4f")))
    assert image.format == "ICO"
    assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
