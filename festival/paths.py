"""Where the code is and where data may be kept: never inside an installation, which an upgrade replaces."""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

CODE_ROOT = Path(__file__).resolve().parent.parent
IS_CHECKOUT = (CODE_ROOT / "pyproject.toml").is_file()  # an installation has none beside its packages


def data_directory(given: str, kind: str) -> Path:
    """`given`, or the folder for data of this kind: in `var` of a checkout, of the user where the code is installed."""
    if given:
        return outside_installation("DATA_DIR", Path(given))
    if IS_CHECKOUT:
        return CODE_ROOT / "var" / kind
    folder = outside_installation("DATA_DIR", _users_data() / "festival-scheduler" / kind)
    _refuse_left_behind(CODE_ROOT / "var" / kind, folder)
    return folder


def outside_installation(setting: str, path: Path) -> Path:
    """Absolute. Raises ImproperlyConfigured for a place that the next installation deletes or overwrites."""
    path = path.resolve()
    for place in _replaced_by_upgrades():
        if path.is_relative_to(place):
            raise ImproperlyConfigured(
                f"{setting} is {path}, inside the installation in {place}, which an upgrade replaces. "
                f"Set {setting} to a folder outside it, such as /var/lib/festival."
            )
    return path


def _replaced_by_upgrades() -> tuple[Path, ...]:
    if IS_CHECKOUT:
        return ()
    is_virtual = sys.prefix != sys.base_prefix
    return (CODE_ROOT, Path(sys.prefix).resolve()) if is_virtual else (CODE_ROOT,)


def _users_data() -> Path:
    """By the XDG Base Directory Specification, which has relative paths ignored."""
    given = Path(os.environ.get("XDG_DATA_HOME", ""))
    if given.is_absolute():
        return given
    try:
        return Path.home() / ".local" / "share"
    except RuntimeError as problem:
        raise ImproperlyConfigured(
            "This user has no home folder to keep data in. Set DATA_DIR to a folder such as /var/lib/festival."
        ) from problem


def _refuse_left_behind(old: Path, new: Path) -> None:
    """Versions before 0.2 kept their data beside the installed packages: an empty site would look like a loss."""
    if old.is_dir() and not new.exists():
        raise ImproperlyConfigured(
            f"The data of an earlier version are inside the installation, in {old}. "
            f"Move them out: mkdir -p {new.parent} && mv {old} {new}"
        )
