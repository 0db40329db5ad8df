"""What of the software an answer is made from, as digests taken once, when the process starts.

Taken then and not when first asked for: a process that still runs the old code must not go by the files of the new.
"""

import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import TZPATH

PACKAGE_ROOT = Path(__file__).parents[1]
# Nothing that the public reads is made by these, so that a change in them costs no visitor a download.
STAFF_PATHS = (
    "admin", "audit", "board", "desk", "management", "migrations", "proposals", "scenarios", "solver",
    "templates/admin",
)  # fmt: skip
# These make pages and no feed. Whatever is named nowhere counts as a part of both.
PAGE_ONLY_PATHS = (
    "public/seo.py", "public/share_images.py", "public/tables.py", "public/theme.py", "public/venue_map.py", "static",
    "templates", "templatetags",
)  # fmt: skip
LIBRARIES = (
    "Babel", "Django", "Pillow", "django-countries", "django-filter", "django-tables2", "icalendar", "segno", "tzdata",
)  # fmt: skip


def content_digest(*parts: str | bytes) -> str:
    """A short name that other parts, or the same in another order, do not have."""
    digest = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()[:24]


def files_digest(folder: Path, *, exclude: Iterable[str] = ()) -> str:
    """Of every file below the folder, by its name and its bytes."""
    return _combined(_files(str(folder)), exclude)


def _files(folder: str, below: str = "") -> Iterator[tuple[str, str]]:
    """Each file's path below the folder and the digest of its bytes, in an order of their own."""
    with os.scandir(folder) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _files(entry.path, f"{below}{entry.name}/")
        else:
            with open(entry.path, "rb", buffering=0) as file:
                yield f"{below}{entry.name}", sha256(file.read()).hexdigest()


def _combined(files: Iterable[tuple[str, str]], exclude: Iterable[str] = ()) -> str:
    left_out = tuple(f"{name}/" for name in exclude)
    return content_digest(
        *(part for name, digest in files if not f"{name}/".startswith(left_out) for part in (name, digest))
    )


def zone_rules_digest() -> str:
    """Which zone rules this machine reads: the system's where it has them, else those of the tzdata package."""
    for folder in map(Path, TZPATH):
        if (folder / "tzdata.zi").is_file():
            return content_digest((folder / "tzdata.zi").read_bytes())
        if folder.is_dir():
            return files_digest(folder)
    return ""


def library_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # a package of the system's, without its description
        return ""


def _environment_digest() -> str:
    libraries = (f"{name} {library_version(name)}" for name in LIBRARIES)
    return content_digest(repr(sys.version_info), zlib.ZLIB_RUNTIME_VERSION, zone_rules_digest(), *libraries)


ENVIRONMENT_DIGEST = _environment_digest()
_OURS = tuple(_files(str(PACKAGE_ROOT)))
FEEDS_DIGEST = content_digest(ENVIRONMENT_DIGEST, _combined(_OURS, (*STAFF_PATHS, *PAGE_ONLY_PATHS)))
PAGES_DIGEST = content_digest(ENVIRONMENT_DIGEST, _combined(_OURS, STAFF_PATHS))
DESK_DIGEST = content_digest(ENVIRONMENT_DIGEST, _combined(_OURS))
