"""Uploads go through the storage that the settings name: two app servers with disks of their own share one."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from screenings.checks import uploads_have_a_storage
from screenings.models import Festival, FilmImage
from screenings.publishing import publish
from tests import world
from tests.addresses import visitor
from tests.desk.forms import send
from tests.photos import photo

pytestmark = pytest.mark.django_db
REFUSED = "MEDIA_STORAGE cannot be used for uploads: "
FILES = "django.core.files.storage.FileSystemStorage"


class FakeBucket(Storage):
    """Like one of a cloud's: names and bytes; no paths, no folders that exist, no addresses of its own."""

    held: dict[str, tuple[bytes, datetime]] = {}
    is_away = False

    def __init__(self, **options: Any) -> None:
        if options.keys() - {"bucket_name"}:
            raise TypeError(f"unknown options: {', '.join(sorted(options))}")

    def _open(self, name: str, mode: str = "rb") -> File:
        if self.is_away:
            raise ConnectionError("the bucket does not answer")
        if name not in self.held:
            raise FileNotFoundError(name)
        return File(BytesIO(self.held[name][0]), name)

    def _save(self, name: str, content: File) -> str:
        if self.is_away:
            raise AssertionError("an error of its own")
        self.held[name] = content.read(), datetime.now(UTC)
        return name

    def delete(self, name: str) -> None:
        self.held.pop(name, None)

    def exists(self, name: str) -> bool:
        return name in self.held

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return [], [name.removeprefix(f"{path}/") for name in self.held if name.startswith(f"{path}/")]

    def size(self, name: str) -> int:
        return len(self.held[name][0])

    def get_modified_time(self, name: str) -> datetime:
        return self.held[name][1]


@pytest.fixture
def bucket() -> type[FakeBucket]:
    FakeBucket.held.clear()
    FakeBucket.is_away = False
    return FakeBucket


class Servers:
    """`on("a")`: from now on this process is the app server of that name, with a disk of its own."""

    def __init__(self, settings: Any, folder: Path, backend: str) -> None:
        self.settings, self.folder, self.backend = settings, folder, backend

    def on(self, name: str) -> Client:
        self.settings.MEDIA_ROOT = self.folder / name
        self.settings.STORAGES = {**self.settings.STORAGES, "default": {"BACKEND": self.backend}}
        return Client()

    def on_disk(self) -> list[str]:
        return sorted(str(file.relative_to(self.folder)) for file in self.folder.rglob("*") if file.is_file())


@pytest.fixture
def servers(settings: Any, tmp_path: Path, bucket: type[FakeBucket]) -> Servers:
    return Servers(settings, tmp_path, "tests.reliability.test_upload_storage.FakeBucket")


@pytest.fixture
def harbour() -> Festival:
    festival = world.festival()
    world.screening(world.film(festival, "Cléo"), world.hall(festival), "2026-10-10 20:00")
    world.published(festival)
    return festival


def upload(desk: Client, of: Festival) -> FilmImage:
    """A still and a logo, as they are typed into the forms."""
    film = of.films.get()
    typed = {
        "images-TOTAL_FORMS": "1", "images-0-id": "", "images-0-film": film.pk, "images-0-order": "1",
        "images-0-kind": "still", "images-0-focus_x": "50", "images-0-focus_y": "50",
        "images-0-file": SimpleUploadedFile("still.jpg", photo((1200, 800)), "image/jpeg"),
    }  # fmt: skip
    assert send(desk, f"/admin/screenings/film/{film.pk}/change/", **typed).status_code == 302
    logo = SimpleUploadedFile("logo.png", photo((600, 200), kind="PNG"), "image/png")
    assert send(desk, f"/admin/screenings/festival/{of.pk}/change/", logo=logo).status_code == 302
    publish(of, at=world.SPRING + timedelta(hours=1))
    of.refresh_from_db()
    return FilmImage.objects.get()


def fetched(client: Client, address: str) -> tuple[int, bytes]:
    response: Any = client.get(address)
    body = b"".join(response)  # and closed; once more would close a test's connection to PostgreSQL
    return response.status_code, body


def addresses_of(image: FilmImage, festival: Festival) -> list[str]:
    return [image.file.url, festival.logo.url, *(address for address, _ in image.sources)]


def test_what_one_server_was_given_the_other_serves_and_neither_keeps_on_its_disk(
    servers: Servers, harbour: Festival, bucket: type[FakeBucket]
) -> None:
    servers.on("a")
    image = upload(visitor_of_desk(), harbour)
    addresses = addresses_of(image, harbour)
    assert len(addresses) == 4
    assert {address.split("/")[1] for address in addresses} == {"media"}
    here = {address: fetched(servers.on("a"), address) for address in addresses}
    there = {address: fetched(servers.on("b"), address) for address in addresses}
    assert here == there
    assert {status for status, _ in there.values()} == {200}
    page = servers.on("b").get("/harbour/films/cleo/")
    assert page.status_code == 200
    assert [address for address in addresses if address not in page.content.decode()] == []
    entry = harbour.published.get(until=None)
    assert entry.image_url == f"https://harbour.example{image.file.url}"
    assert servers.on_disk() == []
    assert len(bucket.held) == len(addresses)


def visitor_of_desk() -> Client:

    User.objects.create_superuser("ada")
    return visitor("superuser")


def test_with_the_disk_of_each_server_the_other_has_nothing(servers: Servers, harbour: Festival) -> None:
    """The control of the test above."""
    servers.backend = FILES
    servers.on("a")
    addresses = addresses_of(upload(visitor_of_desk(), harbour), harbour)
    assert {fetched(servers.on("a"), address)[0] for address in addresses} == {200}
    assert {fetched(servers.on("b"), address)[0] for address in addresses} == {404}
    assert len(servers.on_disk()) == len(addresses)


def test_old_pictures_are_tidied_out_of_the_storage_by_any_server(
    servers: Servers, harbour: Festival, bucket: type[FakeBucket], capsys: pytest.CaptureFixture[str]
) -> None:
    servers.on("a")
    image = upload(visitor_of_desk(), harbour)
    kept = set(bucket.held)
    long_ago = datetime.now(UTC) - timedelta(days=31)
    bucket.held["films/old.jpg"] = b"", long_ago
    bucket.held["films/young.jpg"] = b"", datetime.now(UTC)
    for name in kept:
        bucket.held[name] = bucket.held[name][0], long_ago
    servers.on("b")
    call_command("tidy_uploads", "--dry-run")
    assert capsys.readouterr().out == "films/old.jpg\n1 file would be removed.\n"
    call_command("tidy_uploads")
    assert set(bucket.held) == {*kept, "films/young.jpg"}
    image.delete()
    publish(harbour, at=world.SPRING + timedelta(hours=2))
    call_command("tidy_uploads")
    assert set(bucket.held) == {harbour.logo.name, "films/young.jpg"}


def test_a_storage_that_is_away_costs_the_pictures_and_not_the_pages(
    servers: Servers, harbour: Festival, bucket: type[FakeBucket]
) -> None:
    client = servers.on("a")
    image = upload(visitor_of_desk(), harbour)
    bucket.is_away = True
    gone = client.get(image.file.url)
    assert (gone.status_code, gone.headers["Cache-Control"], gone.headers["Retry-After"]) == (503, "no-store", "30")
    assert client.get("/harbour/films/cleo/").status_code == 200
    bucket.is_away = False
    assert fetched(client, image.file.url)[0] == 200


def test_an_upload_while_the_storage_is_away_is_not_saved_and_what_was_typed_comes_back(
    servers: Servers, harbour: Festival, bucket: type[FakeBucket]
) -> None:
    servers.on("a")
    bucket.is_away = True
    logo = SimpleUploadedFile("logo.png", photo((600, 200), kind="PNG"), "image/png")
    address = f"/admin/screenings/festival/{harbour.pk}/change/"
    answer = send(visitor_of_desk(), address, logo=logo, name="Harbour Festival of Film")
    page = " ".join(answer.content.decode().split())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert "The storage for uploads does not answer, so nothing was saved. Try again in a few minutes." in page
    assert 'value="Harbour Festival of Film"' in page
    assert (Festival.objects.get().name, Festival.objects.get().logo.name, bucket.held) == (harbour.name, "", {})


def test_a_picture_that_is_not_there_is_not_found_whatever_a_browser_says_it_has(
    servers: Servers, harbour: Festival, bucket: type[FakeBucket]
) -> None:
    client = servers.on("a")
    image = upload(visitor_of_desk(), harbour)
    tag = client.get(image.file.url).headers["ETag"]
    assert client.get(image.file.url, headers={"if-none-match": tag}).status_code == 304
    bucket.delete(FakeBucket(), image.file.name)
    for said in (tag, "*"):
        assert client.get(image.file.url, headers={"if-none-match": said}).status_code == 404
    assert client.get("/media/films/x.svg", headers={"if-none-match": "*"}).status_code == 404


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, []),
        ({"bucket_name": "festival"}, []),
        ({"bucket": "festival"}, [("screenings.E002", "TypeError: unknown options: bucket")]),
    ],
)
def test_the_check_says_what_an_upload_would_find(
    settings: Any, options: dict[str, str], found: list[tuple[str, str]]
) -> None:
    backend = {"BACKEND": "tests.reliability.test_upload_storage.FakeBucket", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    told = [(each.id, each.msg.removeprefix(REFUSED)) for each in uploads_have_a_storage(None)]
    assert told == found


def test_a_saved_file_is_read_back_byte_for_byte(servers: Servers, bucket: type[FakeBucket]) -> None:
    """The bucket itself, so that the tests above stand on something."""
    name = FakeBucket().save("films/x.jpg", ContentFile(b"\x00\xff"))
    assert FakeBucket().open(name).read() == b"\x00\xff"
    with pytest.raises(NotImplementedError):
        FakeBucket().path(name)
    with pytest.raises(NotImplementedError):
        FakeBucket().url(name)
