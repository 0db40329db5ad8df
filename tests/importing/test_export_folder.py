"""Files are whole or not there."""

import errno
import os
from pathlib import Path

import pytest

from screenings.importing.export_folder import write_whole


def test_files_are_written_in_order_and_nothing_else_is_left(tmp_path: Path) -> None:
    written = write_whole(tmp_path, {"b.csv": b"b", "a.csv": b"a"}.items())

    assert written == (tmp_path / "b.csv", tmp_path / "a.csv")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.csv": b"a", "b.csv": b"b"}
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o644


def test_a_link_in_the_folder_is_replaced_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"keep me")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.csv").symlink_to(outside)
    write_whole(tmp_path / "out", {"a.csv": b"a"}.items())

    assert outside.read_bytes() == b"keep me"
    assert not (tmp_path / "out" / "a.csv").is_symlink()


def test_a_disk_that_is_full_leaves_every_old_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path, {"a.csv": b"old a", "b.csv": b"old b"}.items())
    calls = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path, {"a.csv": b"new a", "b.csv": b"new b"}.items())

    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.csv": b"old a", "b.csv": b"old b"}
