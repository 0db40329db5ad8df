"""Uploaded files that nothing refers to any more."""

from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import default_storage

from screenings.images.processing import stored_names
from screenings.models import Festival, FilmImage, PublishedScreening
from screenings.models.pictures import picture_name

FOLDERS = ("films", "headers", "logos")


def referenced_files() -> set[str]:
    """Names of all files that a film, a festival or a calendar entry that is still public shows. Four queries."""
    names: set[str] = set()
    for name, width in FilmImage.objects.exclude(file="").order_by().values_list("file", "width"):
        names.update(stored_names(name, width or 0))
    names.update(Festival.objects.exclude(logo="").values_list("logo", flat=True))
    for name, width in Festival.objects.exclude(header="").values_list("header", "header_width"):
        names.update(stored_names(name, width or 0))
    published = PublishedScreening.objects.filter(until__isnull=True).exclude(image_url="").order_by()
    for address in published.values_list("image_url", flat=True).distinct():
        names.add(picture_name(address))
    return names


def orphaned_files(*, before: datetime) -> Iterator[str]:
    """Names of files last written before that moment to which nothing refers, in order."""
    kept = referenced_files()
    for folder in FOLDERS:
        for file in _files(folder):
            name = f"{folder}/{file}"
            if name not in kept and default_storage.get_modified_time(name) < before:
                yield name


def _files(folder: str) -> list[str]:
    """Asked for and not looked for first: to a bucket a folder is no thing that exists."""
    try:
        return sorted(default_storage.listdir(folder)[1])
    except FileNotFoundError:
        return []


def delete_file(name: str) -> None:
    default_storage.delete(name)
