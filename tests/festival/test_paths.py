"""Where data are kept: in a checkout's var, in the user's folder, where one says so, and never in an installation."""

import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from festival import connections, paths


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The packages' folder of an installation in a virtual environment."""
    packages = tmp_path / "venv" / "lib" / "site-packages"
    packages.mkdir(parents=True)
    monkeypatch.setattr(paths, "CODE_ROOT", packages)
    monkeypatch.setattr(paths, "IS_CHECKOUT", False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return packages


def test_a_checkout_keeps_its_data_in_var() -> None:
    assert paths.data_directory("", "demo") == Path(__file__).parents[2] / "var" / "demo"


def test_an_installation_keeps_them_with_the_user_s_data(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Path("festival-scheduler", "data")
    assert paths.data_directory("", "data") == tmp_path / "home" / ".local" / "share" / kept

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert paths.data_directory("", "data") == tmp_path / "xdg" / kept

    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    assert paths.data_directory("", "data") == tmp_path / "home" / ".local" / "share" / kept


def test_a_folder_that_is_named_counts_wherever_the_command_is_given(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert paths.data_directory("mine", "data") == tmp_path / "mine"


@pytest.mark.parametrize("inside", ["lib/site-packages", "lib/site-packages/var/data", "data"])
def test_no_folder_inside_an_installation_is_taken(installed: Path, tmp_path: Path, inside: str) -> None:
    folder = tmp_path / "venv" / inside
    with pytest.raises(ImproperlyConfigured, match=rf"^DATA_DIR is {folder}, inside the installation in {tmp_path}"):
        paths.data_directory(str(folder), "data")
    with pytest.raises(ImproperlyConfigured, match=r"^MEDIA_ROOT is "):
        paths.outside_installation("MEDIA_ROOT", folder)
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL is "):
        connections.database(f"sqlite:///{folder}/own.sqlite3", default=tmp_path / "any", max_age=0)


def test_a_folder_beside_the_installation_whose_name_begins_alike_is_taken(installed: Path, tmp_path: Path) -> None:
    assert paths.data_directory(str(tmp_path / "venv-data"), "data") == tmp_path / "venv-data"


def test_data_that_an_earlier_version_left_in_the_installation_are_not_overlooked(
    installed: Path, tmp_path: Path
) -> None:
    left = installed / "var" / "data"
    left.mkdir(parents=True)
    new = tmp_path / "home/.local/share/festival-scheduler/data"
    with pytest.raises(ImproperlyConfigured) as told:
        paths.data_directory("", "data")
    assert str(told.value).endswith(f"Move them out: mkdir -p {new.parent} && mv {left} {new}")

    assert paths.data_directory("", "demo") == new.parent / "demo"
    new.parent.mkdir(parents=True)
    left.rename(new)
    assert paths.data_directory("", "data") == new


def test_a_user_without_a_home_is_told_to_name_a_folder(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    with pytest.raises(ImproperlyConfigured, match=r"^This user has no home folder to keep data in\. Set DATA_DIR"):
        paths.data_directory("", "data")
