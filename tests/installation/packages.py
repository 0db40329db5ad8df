"""Wheels of this checkout, and of the same code under an earlier version's number."""

import shutil
import sys
from pathlib import Path

from tests.installation.processes import ROOT, must

EARLIER = "0.1.9"


def built(source: Path, target: Path) -> Path:
    """By way of the source distribution, so that both are complete."""
    must(sys.executable, "-m", "build", "--outdir", target, source, home=target.parent)
    (wheel,) = target.glob("*.whl")
    return wheel


def source_of_an_earlier_version(folder: Path) -> Path:
    for name in ("festival", "screenings", "fixtures", "docs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    (folder / "festival" / "__init__.py").write_text(f'__version__ = "{EARLIER}"\n', encoding="utf-8")
    return folder
