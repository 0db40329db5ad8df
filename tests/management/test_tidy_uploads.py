"""Pictures in the admin: kept with caption and credit, or refused beside the field with everything else still typed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from screenings.models import Festival, Film, FilmImage
from tests.desk.forms import complaints, send
from tests.photos import bomb, moving, photo, tagged
from tests.world import film, hall, published, screening


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def upload(desk: Client, of: Film, data: bytes, name: str = "still.jpg") -> HttpResponse:
    """A still typed into the first empty row of a film's images."""
    typed = {
        "images-TOTAL_FORMS": "1", "images-0-id": "", "images-0-film": of.pk, "images-0-caption": "On the pier",
        "images-0-copyright": "© Searchlight", "images-0-order": "1",
        "images-0-kind": "still", "images-0-focus_x": "50", "images-0-focus_y": "50",
        "images-0-file": SimpleUploadedFile(name, data, "image/jpeg"),
    }  # fmt: skip
    return send(desk, f"/admin/screenings/film/{of.pk}/change/", **typed)


def test_a_still_goes_public_with_its_caption_and_credit(desk: Client, harbour: Festival) -> None:
    of = film(harbour, "Cléo")
    screening(of, hall(harbour), "2026-10-10 20:00")
    published(harbour)
    assert upload(desk, of, tagged()).status_code == 302
    image = FilmImage.objects.get()
    assert (image.caption, image.copyright, image.width) == ("On the pier", "© Searchlight", 600)
    assert harbour.published.get(until=None).image_url == f"https://harbour.example{image.file.url}"
    page = desk.get("/harbour/films/cleo/").content.decode()
    assert f'src="{image.file.url}"' in page
    shown = desk.get(f"/admin/screenings/film/{of.pk}/change/").content.decode()
    assert image.file.url in shown


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<svg onload='alert(1)'/>", "An SVG can carry scripts"),
        (moving(), "This picture moves."),
        (bomb(9000, 9000), "9000 × 9000 pixels"),
        (photo()[:3000], "This picture is damaged."),
        (b"MZ", "This is no picture"),
    ],
)
def test_what_is_refused_says_so_and_keeps_what_was_typed(
    desk: Client, harbour: Festival, media: Path, data: bytes, message: str
) -> None:
    of = film(harbour, "Cléo")
    response = upload(desk, of, data)
    (said,) = [said for said in complaints(response) if "picture" in said or "SVG" in said]
    assert message in said
    assert "On the pier" in response.content.decode()
    assert (FilmImage.objects.count(), list(media.rglob("*"))) == (0, [])


def test_a_festival_changes_its_logo_and_takes_it_away_again(desk: Client, harbour: Festival) -> None:
    address = f"/admin/screenings/festival/{harbour.pk}/change/"
    logo = SimpleUploadedFile("logo.png", photo((900, 300), (0, 0, 0, 0), "PNG"), "image/png")
    assert send(desk, address, logo=logo).status_code == 302
    assert 'class="masthead-logo"' in desk.get("/harbour/").content.decode()
    assert send(desk, address, **{"logo-clear": "on"}).status_code == 302
    assert 'class="masthead-logo"' not in desk.get("/harbour/").content.decode()


@pytest.mark.parametrize("slug", ["media", "admin", "static"])
def test_a_festival_cannot_take_the_sites_own_addresses(desk: Client, harbour: Festival, slug: str) -> None:
    response = send(desk, f"/admin/screenings/festival/{harbour.pk}/change/", slug=slug)
    assert complaints(response) == [f"The site itself has pages under {slug}/. Choose another."]
