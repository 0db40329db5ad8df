"""A programme brought in, and what is there afterwards."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Model

from screenings.importing.importer import ImportResult, import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.models import Credit, Festival, Film, FilmPart, Hall, Person, Screening, Section, Venue
from tests.importing.sample_programme import folder

EIGHT = datetime.fromisoformat("2026-10-21T20:00")  # as a spreadsheet holds it, without a zone
EVERYTHING: tuple[type[Model], ...] = (
    Festival, Section, Venue, Hall, Person, Film, FilmPart, Credit, Screening,
)  # fmt: skip


def run_import(at: Path, *, slug: str | None = None, dry_run: bool = False, **changed: str | None) -> ImportResult:
    return import_programme(folder(at / "given", **changed), festival_slug=slug, dry_run=dry_run)


def lines(imported: ImportResult) -> list[str]:
    return list(imported.diff.lines())


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every column of every row, in the order of the keys."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in EVERYTHING}


def refusal(at: Path, slug: str | None = None, **changed: str | None) -> str:
    """Why it was refused; nothing at all was written."""
    before = rows()
    with pytest.raises(ProgrammeRefused) as refused:
        run_import(at, slug=slug, **changed)
    assert rows() == before
    return str(refused.value)
