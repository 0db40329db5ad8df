"""export_programme on the command line."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from screenings.importing.export import programme_files
from screenings.importing.importer import import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.models import ExportedVersion, Screening
from tests import world
from tests.importing.sample_programme import folder

pytestmark = pytest.mark.django_db


def test_the_folder_is_written_and_each_file_named(tmp_path: Path) -> None:
    festival = import_programme(folder(tmp_path / "given")).festival
    out = StringIO()
    call_command("export_programme", str(tmp_path / "new" / "out"), stdout=out)

    names = ["festival.toml", "films.csv", "halls.csv", "screenings.csv", "sections.csv", "people.csv"]
    assert out.getvalue().splitlines() == [
        *(str(tmp_path / "new" / "out" / name) for name in names),
        "Harbour Film Festival: 6 files written.",
    ]
    written = {file.name: file.read_bytes() for file in (tmp_path / "new" / "out").glob("*.*")}
    assert written == programme_files(festival)


@pytest.mark.parametrize("name", ["out.zip", "out.xlsx"])
def test_one_packed_file_says_the_same_as_the_folder(tmp_path: Path, name: str) -> None:
    import_programme(folder(tmp_path / "given"))
    out = StringIO()
    call_command("export_programme", str(tmp_path / "new" / name), stdout=out)

    assert out.getvalue().splitlines() == [
        str(tmp_path / "new" / name), "Harbour Film Festival: 1 file written.",
    ]  # fmt: skip
    assert list(import_programme(tmp_path / "new" / name).diff.lines()) == []


def test_a_site_that_takes_this_ones_place_gets_the_uids_on_request(tmp_path: Path) -> None:
    import_programme(folder(tmp_path / "given"))
    uids = dict(Screening.objects.values_list("ref", "uid"))
    call_command("export_programme", str(tmp_path / "with"), "--uids", stdout=StringIO())
    call_command("export_programme", str(tmp_path / "without"), stdout=StringIO())
    assert ",uid\n" not in (tmp_path / "without" / "screenings.csv").read_text(encoding="utf-8")

    assert list(import_programme(tmp_path / "with").diff.lines()) == []
    ExportedVersion.objects.all().delete()  # as on another site
    Screening.objects.all().delete()
    import_programme(tmp_path / "without")
    assert not Screening.objects.filter(uid__in=uids.values()).exists()
    with pytest.raises(ProgrammeRefused, match=r"uid: the uid of \"s1\" is .* and stays so"):
        import_programme(tmp_path / "with")
    Screening.objects.all().delete()
    import_programme(tmp_path / "with")
    assert dict(Screening.objects.values_list("ref", "uid")) == uids


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
