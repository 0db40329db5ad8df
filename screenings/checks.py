"""System checks: what is wrong with a set-up, before a visitor finds out. docs/settings.md explains the settings."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as CheckWarning
from django.core.files.storage import storages
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections
from django.http.request import validate_host

from screenings.reliability import version_triggers
from screenings.reliability.sqlite_file import database_file

SAFE_SQLITE = (3, 51, 3)
# Whoever starts the server says its number of processes by one of these.
WORKER_VARIABLES = ("GRANIAN_WORKERS", "WEB_CONCURRENCY")

# What another project has to install beside this app, and what for.
REQUIRED_APPS = {
    "django.contrib.admin": "the staff's pages",
    "django.contrib.messages": "the staff's pages",
    "django.contrib.sessions": "logging in",
    "django.contrib.staticfiles": "style sheets and scripts",
}


@register(Tags.compatibility)
def required_apps_are_installed(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Another project's INSTALLED_APPS."""
    return [
        CheckWarning(
            f"{name} is not in INSTALLED_APPS; the festival needs it for {purpose}.",
            hint=f'Add "{name}" to INSTALLED_APPS. It is installed already.',
            id="screenings.W010",
        )
        for name, purpose in REQUIRED_APPS.items()
        if not apps.is_installed(name)
    ]


@register(Tags.files)
def data_directory_is_writable(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite writes its log beside the database, uploads and static files go there too."""
    folder = Path(settings.DATA_DIR)
    if not folder.exists() or os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"The data directory {folder} cannot be written to.",
            hint="Give it to the user the site runs as, or set DATA_DIR to another folder.",
            id="screenings.E001",
        )
    ]


@register(Tags.files)
def uploads_have_a_storage(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """MEDIA_STORAGE with its options makes one, as the first upload would."""
    try:
        storages.create_storage(settings.STORAGES["default"])
    except Exception as problem:  # whatever a storage of somebody else's makes of wrong options
        return [
            Error(
                f"MEDIA_STORAGE cannot be used for uploads: {type(problem).__name__}: {problem}",
                hint="Correct MEDIA_STORAGE and MEDIA_STORAGE_OPTIONS; docs/settings.md has an example.",
                id="screenings.E002",
            )
        ]
    return []


@register(Tags.database)
def sqlite_is_safe_with_processes(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Two processes that checkpoint a WAL at once can corrupt it (SQLite's WAL-reset bug, 3.7.0 to 3.51.2)."""
    if "sqlite3" not in settings.DATABASES["default"]["ENGINE"] or sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return []
    return [
        CheckWarning(
            f"{name}={os.environ[name]} with SQLite {sqlite3.sqlite_version}: before "
            f"{'.'.join(map(str, SAFE_SQLITE))} several processes can corrupt the database.",
            hint="Run one process with threads, or set DATABASE_URL to PostgreSQL.",
            id="screenings.W001",
        )
        for name in WORKER_VARIABLES
        if os.environ.get(name, "1").strip() not in ("", "0", "1")
    ]


@register(Tags.database, version_triggers.CHECK_TAG)
def versions_are_renewed(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Without the triggers a page that is kept would stay as it is, whatever is saved.

    Django names the databases that may be asked: `migrate` its own, `check` those of `--database`, which are none else.
    """
    try:
        lost = version_triggers.missing(connections[DEFAULT_DB_ALIAS]) if DEFAULT_DB_ALIAS in (databases or ()) else []
    except (DatabaseError, InterfaceError):
        return []  # a database that does not answer is not asked again before it has to
    if not lost:
        return []
    return [
        CheckWarning(
            f"The database lacks {len(lost)} of its triggers, such as {lost[0]}: visitors and staff would go on "
            "seeing what was there before a save.",
            hint="festival migrate puts them in.",
            id="screenings.W011",
        )
    ]


@register(Tags.database)
def requests_are_no_transactions(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What is read in a transaction may be its own unsaved rows, so that it is kept for nobody else."""
    if not settings.DATABASES[DEFAULT_DB_ALIAS].get("ATOMIC_REQUESTS"):
        return []
    return [
        CheckWarning(
            "ATOMIC_REQUESTS makes each request a transaction, and nothing that is read in one is kept: timetables and "
            "conflicts, and pages that PageMiddleware does not answer, are made anew each time.",
            hint="Leave ATOMIC_REQUESTS out: what the festival saves has its own transaction. Put "
            "transaction.atomic around those of your own views that need one.",
            id="screenings.W012",
        )
    ]


# WAL needs memory that all who write share, which these do not have between two machines.
NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "fuse.sshfs",
                                  "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "davfs", "fuse.davfs2"})  # fmt: skip


@register(Tags.files)
def sqlite_is_on_a_local_disk(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """SQLite's own documentation: WAL does not work over a network file system."""
    path = database_file()
    kind = file_system_type(path.parent, Path("/proc/self/mounts")) if path else ""
    if kind not in NETWORK_FILE_SYSTEMS:
        return []
    return [
        CheckWarning(
            f"The database {path} is on a network share ({kind}), where SQLite can lose saves.",
            hint="Set DATA_DIR to a folder on a local disk, or set DATABASE_URL to PostgreSQL.",
            id="screenings.W006",
        )
    ]


def file_system_type(folder: Path, mounts: Path) -> str:
    """The kind of the file system that holds `folder`, by the table of mounts; empty where there is none."""
    if not mounts.exists():
        return ""
    # A space in a path stands there as \\040.
    fields = (line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines())
    kinds = {Path(point.replace("\\040", " ")): kind for _device, point, kind, *_rest in fields}
    return next((kinds[place] for place in (folder, *folder.parents) if place in kinds), "")


@register(Tags.security, deploy=True)
def production_settings_are_set(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What has a default that suits this machine alone."""
    return list(_production_warnings())


def _production_warnings() -> Iterator[CheckMessage]:
    if not settings.SECRET_KEY_IS_LASTING:
        yield CheckWarning(
            "SECRET_KEY is not set: each start makes a new one, which logs everybody out.",
            hint="Set SECRET_KEY to 50 or more random characters, the same at every start.",
            id="screenings.W002",
        )
    if settings.SECURE_PROXY_SSL_HEADER and settings.TRUSTED_PROXIES == 0:
        yield CheckWarning(
            "SECURE_PROXY is set and TRUSTED_PROXIES is not: the login takes all visitors for one, so that a "
            "stranger's wrong passwords make a colleague wait.",
            hint="Set TRUSTED_PROXIES to the number of proxies that append to X-Forwarded-For: 1 for one of your own.",
            id="screenings.W007",
        )
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https" and not settings.DEMO:
        yield CheckWarning(
            f"SITE_URL is {settings.SITE_URL}, and every calendar points there.",
            hint="Set SITE_URL to the address visitors use, such as https://festival.example.",
            id="screenings.W003",
        )
    if settings.ALLOWED_HOSTS_IS_DEFAULT and not settings.DEMO:
        yield CheckWarning(
            "ALLOWED_HOSTS is not set: the site answers this machine alone.",
            hint="Set ALLOWED_HOSTS to the site's names, with commas between them: festival.example.",
            id="screenings.W004",
        )
    elif not validate_host(site.hostname or "", settings.ALLOWED_HOSTS):
        yield CheckWarning(
            f"SITE_URL names {site.hostname or 'no host'}, which ALLOWED_HOSTS does not allow: its pages answer 400.",
            hint="Add the host of SITE_URL to ALLOWED_HOSTS.",
            id="screenings.W005",
        )


@register(Tags.staticfiles, deploy=True)
def static_files_are_collected(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Each asset of the software is there under the name of its content, and is what the software brings now."""
    if not hasattr(staticfiles_storage, "hashed_files"):
        return []
    wrong = [name for name, content in _assets() if not _is_collected(name, content)]
    if not wrong:
        return []
    others = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
    return [
        CheckWarning(
            f"Static files are not collected, or not since the last upgrade: {wrong[0]}{others}.",
            hint="Run festival collectstatic --no-input and start the site again.",
            id="screenings.W008",
        )
    ]


def _assets() -> Iterator[tuple[str, bytes]]:
    """By name; of two apps that bring the same, the first counts, as collectstatic has it."""
    names: set[str] = set()
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            if name not in names:
                names.add(name)
                with storage.open(name) as file:
                    yield name, file.read()


def _is_collected(name: str, content: bytes) -> bool:
    hashed = getattr(staticfiles_storage, "hashed_files", {}).get(name)
    if hashed is None or not staticfiles_storage.exists(hashed):
        return False
    if not staticfiles_storage.exists(name):
        return True  # only the named copies were kept, which need not be byte for byte what they are copies of
    with staticfiles_storage.open(name) as file:
        return bytes(file.read()) == content
