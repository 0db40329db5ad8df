"""Where the exported site lies: a link to the tree of now, the tree before it, and what each was made of."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex


class ExportFailed(Exception):
    """In words that say what to do. The site that was exported last is as it was."""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """`etag` is the site's validator of these bytes, empty where it gave none; `links` are the paths it names."""

    file: str
    etag: str
    links: tuple[str, ...]


class SiteFolder:
    """Where the link is, and the trees and their manifests beside it."""

    def __init__(self, folder: Path) -> None:
        self.link = Path(os.path.abspath(folder))  # resolve() would follow the link
        self.prefix = f".{self.link.name}."

    @contextmanager
    def locked(self) -> Iterator[None]:
        if self.link.exists() and not self.link.is_symlink() and (not self.link.is_dir() or any(self.link.iterdir())):
            raise ExportFailed(f"{self.link} holds something else. Name a folder that is empty or not there yet.")
        if self.link.is_symlink() and self.current_tree() is None:
            raise ExportFailed(f"{self.link} leads elsewhere. Name a folder that is empty or not there yet.")
        self.link.parent.mkdir(parents=True, exist_ok=True)
        with self.link.with_name(f"{self.prefix}lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ExportFailed("Another export into this folder is at work. Wait until it is done.") from None
            yield

    def current_tree(self) -> Path | None:
        if not self.link.is_symlink():
            return None
        tree = self.link.parent / os.readlink(self.link)
        return tree if self._is_tree(tree) and tree.is_dir() else None

    def _is_tree(self, path: Path) -> bool:
        return path.parent == self.link.parent and path.name.startswith(self.prefix) and path.suffix == ".site"

    def new_tree(self) -> Path:
        return self.link.with_name(f"{self.prefix}{token_hex(6)}.site")

    def manifest(self, tree: Path) -> dict[str, ExportedFile]:
        """Nothing where it cannot be read: all is then written anew."""
        try:
            held = json.loads(tree.with_suffix(".json").read_text(encoding="utf-8"))
            return {path: ExportedFile(each["file"], each["etag"], tuple(each["links"])) for path, each in held.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def write_manifest(self, tree: Path, files: dict[str, ExportedFile]) -> None:
        text = json.dumps({path: asdict(file) for path, file in files.items()})
        tree.with_suffix(".json").write_text(text, encoding="utf-8")

    def swap(self, tree: Path) -> None:
        new = self.link.with_name(f"{self.prefix}new")
        new.unlink(missing_ok=True)
        new.symlink_to(tree.name)
        if self.link.is_dir() and not self.link.is_symlink():
            self.link.rmdir()  # empty
        new.replace(self.link)

    def tidy(self, keep: set[Path | None]) -> None:
        for tree in self.link.parent.glob(f"{self.prefix}*.site"):
            if tree not in keep:
                self.drop(tree)

    def drop(self, tree: Path) -> None:
        shutil.rmtree(tree, ignore_errors=True)
        tree.with_suffix(".json").unlink(missing_ok=True)


def link_file(source: Path, target: Path) -> None:
    """The same file twice, with its time, where the disk can do so: no file is ever written to again."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
