"""Uploads over HTTP: only pictures of ours, each for ever under its own name."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from screenings.models import FilmImage
from tests import world
from tests.photos import photo
from tests.public.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(settings: Any, tmp_path: Path) -> FilmImage:
    settings.MEDIA_ROOT = tmp_path
    festival = world.festival()
    film = world.film(festival, "Cléo")
    world.screening(film, world.hall(festival), "2026-10-10 20:00")
    made = FilmImage(film=film, caption="In the park", copyright="© Ciné-tamaris")
    made.file = ContentFile(photo((1200, 800)), "x.jpg")  # type: ignore[assignment]
    made.save()
    world.published(festival)
    return made


def fetched(client: Client, address: str) -> tuple[Any, bytes]:
    """The answer and its body; closed, as a server does it."""
    response: Any = client.get(address)
    body = b"".join(response)
    response.close()
    return response, body


def test_every_width_of_a_picture_is_served_for_ever(image: FilmImage, client: Client) -> None:
    for address, kind in [(image.file.url, "image/jpeg"), *((url, "image/webp") for url, _ in image.sources)]:
        response, body = fetched(client, address)
        assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
        assert body[:2] in (b"\xff\xd8", b"RI")
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'"
        assert client.get(address, headers={"if-none-match": response.headers["ETag"]}).status_code == 304
    assert client.post(image.file.url).status_code == 405


def test_nothing_else_of_the_folder_is_served(image: FilmImage, client: Client, settings: Any) -> None:
    folder = Path(settings.MEDIA_ROOT)
    stem = image.file.name.removesuffix(".jpg")
    for name in ("films/secret.txt", "films/x.svg", f"{stem}.html", f"{stem}.jpg.php", "top.jpg"):
        (folder / name).write_text("<script>alert(1)</script>")
    for name in (
        "films/secret.txt", "films/x.svg", f"{stem}.html", f"{stem}.jpg.php", "top.jpg", "films/", "", "../settings.py",
        "films/../../settings.py", "%2e%2e/festival.sqlite3", f"films/{'0' * 24}.jpg", f"{stem}.jpg%00",
        f"{stem}-481.webp",
    ):  # fmt: skip
        assert client.get(f"/media/{name}").status_code == 404, name


def test_a_page_lets_the_browser_choose_the_width_and_reserves_the_place(image: FilmImage, client: Client) -> None:
    page = client.get("/harbour/films/cleo/")
    (attributes,) = (names for tag, names in Page(page).elements if tag == "img")
    assert {"alt", "height", "src", "width"} <= set(attributes)
    content = page.content.decode()
    assert f'{image.sources[0][0]} 480w, {image.sources[1][0]} 960w"' in content
    assert 'width="1200" height="800"' in content
    assert "In the park" in Page(page).text
    assert "© Ciné-tamaris" in Page(page).text


def test_the_festivals_logo_stands_for_its_name(image: FilmImage, client: Client) -> None:
    festival = image.film.festival
    assert "masthead-logo" not in client.get("/harbour/").content.decode()
    festival.logo = ContentFile(photo((600, 200), kind="PNG"), "x.png")  # type: ignore[assignment]
    festival.save()
    content = client.get("/harbour/").content.decode()
    assert f'<img class="masthead-logo" src="{festival.logo.url}"' in content
    assert 'alt="Harbour Film Festival"' in content
    response, body = fetched(client, festival.logo.url)
    assert (response.headers["Content-Type"], body[:4]) == ("image/png", b"\x89PNG")
