"""Picture fields: checked on every way in, kept under names of our own, and gone when nobody refers to them."""

import io
import os
import re
import resource
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.forms import modelform_factory
from PIL import Image

from screenings.images.processing import ImageRefused
from screenings.models import Festival, FilmImage
from screenings.publishing import publish
from tests import world
from tests.photos import SECRET, bomb, moving, photo, tagged
from tests.world import SPRING

pytestmark = pytest.mark.django_db
NO_SVG = "An SVG can carry scripts, so none is taken. Save the picture as a PNG and upload that."
StillForm = modelform_factory(FilmImage, fields=("file", "caption", "copyright"))


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def image() -> FilmImage:
    return FilmImage(film=world.film(world.festival()))


def form(image: FilmImage, data: bytes, name: str = "DSC 0001.JPG", kind: str = "image/jpeg") -> Any:
    sent = {"caption": "On the pier", "copyright": "© Searchlight"}
    return StillForm(sent, {"file": SimpleUploadedFile(name, data, kind)}, instance=image)


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_an_upload_is_kept_in_several_widths_with_its_caption_and_credit(image: FilmImage, media: Path) -> None:
    form(image, photo((2000, 1000))).save()
    found = FilmImage.objects.get()
    assert re.fullmatch(r"films/[0-9a-f]{24}\.jpg", found.file.name)
    stem = found.file.name.removesuffix(".jpg")
    assert files(media) == [f"{stem}-1600.webp", f"{stem}-480.webp", f"{stem}-960.webp", f"{stem}.jpg"]
    assert (found.width, found.height, found.caption, found.copyright) == (2000, 1000, "On the pier", "© Searchlight")
    assert found.sources == [(f"/media/{stem}-{width}.webp", width) for width in (480, 960, 1600)]


def test_a_file_that_comes_past_the_form_is_checked_too(image: FilmImage, media: Path) -> None:
    image.file = ContentFile(tagged(), "x.jpg")  # type: ignore[assignment]
    image.save()
    assert [path for path in media.rglob("*") if path.is_file() and SECRET in path.read_bytes()] == []
    with transaction.atomic(), pytest.raises(ImageRefused):
        FilmImage(film=image.film, file=ContentFile(b"<svg/>", "x.svg")).save()  # type: ignore[misc]
    assert FilmImage.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"<svg/>", "logo.svg", NO_SVG),
        (b"<svg/>", "still.jpg", NO_SVG),
        (moving(), "still.webp", "This picture moves. Upload a still one."),
        (bomb(9000, 9000), "still.png", ("This picture has 9000 × 9000 pixels, and 40 million are the most. "
                                        "Save it smaller: 2400 pixels across are enough.")),
        (b"hello", "x.jpg", "This is no picture that can be read here. Upload a JPEG, a PNG or a WebP."),
        (b"", "x.jpg", "The submitted file is empty."),
    ],
)  # fmt: skip
def test_what_is_refused_is_an_error_at_the_field(
    image: FilmImage, media: Path, data: bytes, name: str, message: str
) -> None:
    wrong = form(image, data, name)
    assert wrong.errors == {"file": [message]}
    assert files(media) == []


def test_the_uploads_own_name_and_type_decide_nothing(image: FilmImage, media: Path) -> None:
    odd = form(image, photo(kind="PNG"), "../../" + "x" * 200 + ".php\x00.exe", "text/html")
    assert odd.is_valid(), odd.errors
    odd.save()
    assert all(re.fullmatch(r"films/[0-9a-f]{24}(-\d+)?\.(jpg|webp)", name) for name in files(media))


def test_saving_the_form_again_keeps_the_picture(image: FilmImage, media: Path) -> None:
    form(image, photo()).save()
    before, kept = image.file.name, files(media)
    again = StillForm({"caption": "Another word"}, {}, instance=FilmImage.objects.get())
    again.save()
    assert (FilmImage.objects.get().file.name, files(media)) == (before, kept)


def test_a_logo_is_kept_small_and_transparent(media: Path) -> None:
    festival = world.festival()
    sent = {"file": SimpleUploadedFile("logo.png", photo((1600, 400), (0, 0, 0, 0), "PNG"))}
    logo_form = modelform_factory(Festival, fields=("logo",))({}, {"logo": sent["file"]}, instance=festival)
    assert logo_form.is_valid(), logo_form.errors
    logo_form.save()
    festival.refresh_from_db()
    assert (festival.logo_width, festival.logo_height) == (800, 200)
    (name,) = files(media)
    assert Image.open(io.BytesIO((media / name).read_bytes())).mode == "RGBA"


def test_a_disk_that_fills_up_during_an_upload_keeps_none_of_it(image: FilmImage, media: Path) -> None:
    """By a limit on the size of files, which ends a write in its middle as a full disk does."""
    before, limits = signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.getrlimit(resource.RLIMIT_FSIZE)
    upload = form(image, photo())
    assert upload.is_valid()
    smallest = min(len(data) for _width, data in upload.cleaned_data["file"].encoded.narrower)
    resource.setrlimit(resource.RLIMIT_FSIZE, (smallest + 1, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"), transaction.atomic():
            upload.save()
        left = files(media)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert left == []
    again = form(image, photo())
    again.save()
    assert len(files(media)) == 1 + len(again.instance.sources)


def age(folder: Path, days: int) -> None:
    then = (datetime.now(tz=UTC) - timedelta(days=days)).timestamp()
    for path in folder.rglob("*"):
        os.utime(path, (then, then))


def test_a_replaced_picture_goes_once_nothing_public_shows_it(
    image: FilmImage, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.screening(image.film, world.hall(image.film.festival), "2026-10-10 20:00")
    form(image, photo()).save()
    old = FilmImage.objects.get().file.name
    world.published(image.film.festival)
    replaced = FilmImage.objects.get()
    form(replaced, photo(colour=(1, 2, 3))).save()
    age(media, 40)
    call_command("tidy_uploads", "--dry-run")
    assert old not in capsys.readouterr().out, "calendars still show it"
    publish(image.film.festival, at=SPRING + timedelta(hours=1))
    call_command("tidy_uploads", "--dry-run")
    assert old in capsys.readouterr().out
    assert old in files(media)
    call_command("tidy_uploads", "--days", "60")
    assert old in files(media), "it is not old enough"
    call_command("tidy_uploads")
    assert files(media) == sorted(
        [
            FilmImage.objects.get().file.name,
            *(url.removeprefix("/media/") for url, _ in FilmImage.objects.get().sources),
        ]
    )
    assert capsys.readouterr().out.endswith("3 files removed.\n")


def test_two_that_share_a_picture_keep_it_until_both_are_gone(image: FilmImage, media: Path) -> None:
    form(image, photo()).save()
    twin = FilmImage.objects.create(film=image.film, file=image.file.name, width=image.width)
    image.delete()
    age(media, 40)
    call_command("tidy_uploads", verbosity=0)
    assert len(files(media)) == 3
    twin.delete()
    call_command("tidy_uploads", verbosity=0)
    assert files(media) == []


def test_tidying_needs_a_sensible_number_of_days() -> None:
    with pytest.raises(CommandError, match="--days"):
        call_command("tidy_uploads", "--days", "-1")
