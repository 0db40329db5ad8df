"""export_programme on the command line."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from screenings.importing.export import programme_files
from screenings.importing.importer import import_programme
from tests import world
from tests.importing.sample_programme import folder

pytestmark = pytest.mark.django_db


def test_the_folder_is_written_and_each_file_named(tmp_path: Path) -> None:
    festival = import_programme(folder(tmp_path / "given")).festival
    out = StringIO()
    call_command("export_programme", str(tmp_path / "new" / "out"), stdout=out)

    names = ["festival.toml", "films.csv", "halls.csv", "screenings.csv"]
    assert out.getvalue().splitlines() == [
        *(str(tmp_path / "new" / "out" / name) for name in names),
        "Harbour Film Festival: 4 files written.",
    ]
    written = {file.name: file.read_bytes() for file in (tmp_path / "new" / "out").iterdir()}
    assert written == programme_files(festival)


def test_a_folder_that_cannot_be_written_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    world.festival()
    (tmp_path / "out").write_text("a file")

    with pytest.raises(CommandError, match=r"out: File exists\. What lay there is as it was"):
        call_command("export_programme", str(tmp_path / "out"))
    assert (tmp_path / "out").read_text() == "a file"


def test_a_festival_has_to_be_named_where_there_are_several(tmp_path: Path) -> None:
    world.festival()
    world.festival(slug="second")

    with pytest.raises(CommandError, match="--festival"):
        call_command("export_programme", str(tmp_path / "out"))
    call_command("export_programme", str(tmp_path / "out"), festival="second", stdout=StringIO())
    assert (tmp_path / "out" / "festival.toml").is_file()
