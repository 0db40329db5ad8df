"""A picture on a page: WebP beside JPEG, its place kept, its focus and its credit."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from screenings.models import Festival, FilmImage, PictureKind
from screenings.public.picture_html import image_html
from tests import world
from tests.photos import photo
from tests.public.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def festival() -> Festival:
    """Of Cléo, with a poster before its still, in the section Galas; and of a film without a picture."""
    festival = world.festival()
    hall, galas = world.hall(festival), world.section(festival, "Galas")
    film = world.film(festival, "Cléo", section=galas, directors=("Agnès Varda",))
    picture(film, kind=PictureKind.POSTER, order=1, colour=(10, 10, 90))
    picture(film, order=2, focus_x=84, focus_y=0, caption="In the park", copyright="© Ciné-tamaris")
    world.screening(film, hall, "2026-10-10 20:00")
    world.screening(world.film(festival, "Harbour Lights"), hall, "2026-10-11 20:00")
    world.published(festival)
    return festival


def picture(film: Any, *, colour: Any = (200, 30, 40), **fields: Any) -> FilmImage:
    image = FilmImage(film=film, **fields)
    image.file.save("x.jpg", ContentFile(photo((1200, 800), colour)))  # type: ignore[attr-defined]
    return image


def still() -> FilmImage:
    return FilmImage.objects.get(kind=PictureKind.STILL)


def test_a_browser_chooses_the_webp_and_an_old_one_takes_the_jpeg(festival: Festival) -> None:
    image, html = still(), image_html(still(), "tile", alt='"><b>')
    stem = image.file.name.removesuffix(".jpg")
    assert f'<source type="image/webp" srcset="/media/{stem}-480.webp 480w, /media/{stem}-960.webp 960w"' in html
    assert f'<img src="/media/{stem}.jpg" width="1200" height="800" alt="&quot;&gt;&lt;b&gt;" loading="lazy"' in html
    # 84 is nearest to 80 of the style sheet's steps.
    assert 'class="picture picture-tile focus-x-80 focus-y-0"' in html


@pytest.mark.parametrize("path", ["", "screenings/", "films/", "sections/galas/", "people/agnes-varda/"])
def test_the_still_and_not_the_poster_stands_for_the_film_wherever_it_is_listed(
    festival: Festival, client: Client, path: str
) -> None:
    content = client.get(f"/harbour/{path}").content.decode()
    assert f'src="{still().file.url}"' in content
    assert FilmImage.objects.get(kind=PictureKind.POSTER).file.url not in content


def test_a_film_page_shows_all_its_pictures_with_their_credit(festival: Festival, client: Client) -> None:
    page = client.get("/harbour/films/cleo/")
    assert all(image.file.url in page.content.decode() for image in FilmImage.objects.all())
    assert "In the park © Ciné-tamaris" in Page(page).text


def test_a_picture_that_is_replaced_shows_in_lists_once_it_is_published(festival: Festival, client: Client) -> None:
    image = still()
    image.file.save("y.jpg", ContentFile(photo((1200, 800), (0, 90, 0))))  # type: ignore[attr-defined]
    assert image.file.url not in client.get("/harbour/screenings/").content.decode()
    world.published(festival)
    assert image.file.url in client.get("/harbour/screenings/").content.decode()


def test_the_front_page_has_a_header_with_its_credit(festival: Festival, client: Client) -> None:
    festival.header_credit = "© Jo <Lind>"
    festival.header.save("h.jpg", ContentFile(photo((2000, 800))))  # type: ignore[attr-defined]
    page = client.get("/harbour/")
    assert f'src="{festival.header.url}" width="2000" height="800"' in page.content.decode()
    assert "© Jo <Lind>" in Page(page).text


def test_a_shared_page_is_shown_with_the_still(festival: Festival, client: Client) -> None:
    page = client.get("/harbour/films/cleo/").content.decode()
    address = page.partition('property="og:image" content="')[2].partition('"')[0]
    assert address.endswith(".jpg")
    assert 'og:image:type" content="image/jpeg"' in page
    card = client.get(address.removeprefix("https://harbour.example"))
    assert (card.status_code, card["Content-Type"]) == (200, "image/jpeg")
    still().file.storage.delete(still().file.name)
    plain = client.get("/harbour/films/harbour-lights/").content.decode()
    assert 'og:image:type" content="image/png"' in plain
