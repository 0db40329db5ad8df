"""DATABASE_URL and MEDIA_STORAGE as Django wants them. A wrong one says what to write instead."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from festival import paths

SQLITE = "django.db.backends.sqlite3"
FILES = "django.core.files.storage.FileSystemStorage"
POSTGRESQL = "django.db.backends.postgresql"
# One writer at a time, waiting its turn instead of failing; what is acknowledged survives a power cut.
# No mmap: SQLite before 3.51.3 can corrupt a WAL that several processes share.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
}
CONNECT_TIMEOUT = 5  # seconds; a database host that swallows packets must not hold a visitor for minutes
INSTALL = "Install it: " + (
    ".venv/bin/pip install -c constraints.txt -e '.[{extra}]'"
    if paths.IS_CHECKOUT
    else "pip install 'festival-scheduler[{extra}]'"
)


def database(url: str, *, default: Path, max_age: int) -> dict[str, Any]:
    """Django's settings for `url`; the SQLite file `default`, whose folder is made, where it is empty."""
    if not url:
        make_folder(default.parent)
        return {"ENGINE": SQLITE, "NAME": str(default), "CONN_MAX_AGE": None, "OPTIONS": SQLITE_OPTIONS}
    settings = _parsed(url)
    if settings.get("ENGINE") == SQLITE and settings["NAME"]:
        _require_absolute(settings["NAME"])
        return {**settings, "CONN_MAX_AGE": None, "OPTIONS": SQLITE_OPTIONS}
    if settings.get("ENGINE") == POSTGRESQL and settings["NAME"]:
        _require("psycopg", "DATABASE_URL names PostgreSQL", "postgres")
        options = {"connect_timeout": CONNECT_TIMEOUT, **settings.get("OPTIONS", {})}
        return {**settings, "CONN_MAX_AGE": max_age, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}
    # Without the address itself: it may hold a password, and this goes to a log.
    raise ImproperlyConfigured(
        "DATABASE_URL is not understood. Write postgres://USER:PASSWORD@HOST:5432/NAME (characters such as @ or / in "
        "the password as %40, %2F), sqlite:////ABSOLUTE/PATH.sqlite3, or leave it out for SQLite in DATA_DIR."
    )


def uploads(storage: str, options: dict[str, Any]) -> dict[str, Any]:
    """Django's settings for the storage class at that dotted path; the files of MEDIA_ROOT where it is empty."""
    if not storage:
        if options:
            raise ImproperlyConfigured("MEDIA_STORAGE_OPTIONS is set, but MEDIA_STORAGE is not. Set both, or neither.")
        return {"BACKEND": FILES}
    module, _, name = storage.rpartition(".")
    if not _is_here(module) or not name:
        extra = INSTALL.format(extra="s3") if storage.startswith("storages.") else "Install what it comes with."
        raise ImproperlyConfigured(
            f'MEDIA_STORAGE is "{storage}", and there is no such module here. Write the dotted path of a storage '
            f"class, such as storages.backends.s3.S3Storage, or leave it out for the files of MEDIA_ROOT. {extra}"
        )
    return {"BACKEND": storage, "OPTIONS": options}


def _is_here(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def make_folder(folder: Path) -> None:
    """Raises ImproperlyConfigured where the machine does not let us."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise ImproperlyConfigured(
            f"The data directory {folder} cannot be made: {problem.strerror}. Set DATA_DIR to a folder you may write."
        ) from problem


def _parsed(url: str) -> dict[str, Any]:
    if url.split(":", 1)[0] not in Env.DB_SCHEMES:
        return {}
    try:
        return dict(Env.db_url_config(url))
    except ValueError:  # a port that is no number
        return {}


def _require_absolute(name: str) -> None:
    if name == ":memory:":
        return
    if not Path(name).is_absolute():
        raise ImproperlyConfigured(
            f"DATABASE_URL names {name}, which is another file in each folder. Write sqlite:////ABSOLUTE/PATH.sqlite3."
        )
    paths.outside_installation("DATABASE_URL", Path(name))


def _require(module: str, why: str, extra: str) -> None:
    if find_spec(module) is None:
        raise ImproperlyConfigured(f"{why}, but {module} is not installed. {INSTALL.format(extra=extra)}")
