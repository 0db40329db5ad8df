"""Drawn pictures: the size they say, the same for the same title, and none alike."""

import io

import pytest
from PIL import Image, ImageChops

from screenings.images.scenery import POSTER_SIZE, STILL_SIZE, poster_jpeg, scene_focus, scene_jpeg
from screenings.images.scenes import SCENES


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    return image.convert("RGB")


def test_the_same_title_gives_the_same_picture_and_another_another() -> None:
    assert scene_jpeg("Aftersun") == scene_jpeg("Aftersun")
    first, second = (opened(scene_jpeg(title, "sea", "noon")) for title in ("Aftersun", "Weekend"))
    assert ImageChops.difference(first, second).getbbox() is not None


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_fills_a_still_and_has_light_and_shade(scene: str) -> None:
    picture = opened(scene_jpeg("Cléo", scene, "dusk"))
    assert picture.size == STILL_SIZE
    darkest, brightest = picture.convert("L").getextrema()
    assert darkest < 60  # type: ignore[operator]  # of one band
    assert brightest > 150  # type: ignore[operator]
    assert all(0 <= part <= 100 for part in scene_focus(scene))


@pytest.mark.parametrize("title", ["Cléo", "A title of many words that needs more than one line " * 3, "", "\ud800"])
def test_a_poster_takes_any_title(title: str) -> None:
    assert opened(poster_jpeg(title, "Agnès Varda", "hills", "dusk")).size == POSTER_SIZE


def test_a_scene_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        scene_jpeg("Cléo", "volcano")
