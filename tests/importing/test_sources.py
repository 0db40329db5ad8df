"""Folder, zip and workbook give the same tables; what leads elsewhere is refused unread."""

import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from screenings.importing.limits import MAX_FILE_BYTES
from screenings.importing.problems import ProgrammeRefused
from screenings.importing.sources import ProgrammeSource, read_source
from tests.importing.sample_programme import FESTIVAL, FILES, folder, workbook, zipped


def refusal(path: Path, encoding: str | None = None) -> str:
    with pytest.raises(ProgrammeRefused) as refused:
        read_source(path, encoding=encoding)
    return str(refused.value)


def content(source: ProgrammeSource) -> object:
    assert source.problems == ()
    assert source.festival is not None
    tables = {name: [dict(cells) for _line, cells in table.rows] for name, table in source.tables.items()}
    return dict(source.festival.values), tables


def archive(path: Path, **entries: str) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, text in entries.items():
            packed.writestr(name, text)
    return path


def test_folder_zip_and_workbook_hold_the_same(tmp_path: Path) -> None:
    given = folder(tmp_path / "given")
    read = read_source(given)
    values, _tables = content(read)
    assert values == {
        "name": "Harbour Film Festival", "slug": "harbour", "timezone": "Europe/Berlin",
        "starts_on": "2026-10-20", "ends_on": "2026-10-31", "day_starts_at": "06:00:00",
    }  # fmt: skip
    as_zip = read_source(zipped(given, tmp_path / "a.zip"))
    in_folder = read_source(zipped(given, tmp_path / "b.zip", prefix="harbour 2026/"))
    sheets = {
        name: [sorted(table.columns), *([cells[c] for c in sorted(table.columns)] for _line, cells in table.rows)]
        for name, table in read.tables.items()
    }
    # A title that begins with = has to be a text to the spreadsheet.
    sheets["films"] = [[f"'{cell}" if cell.startswith("=") else cell for cell in row] for row in sheets["films"]]
    pairs = read_source(workbook(tmp_path / "a.xlsx", festival=[list(pair) for pair in values.items()], **sheets))
    table = read_source(workbook(tmp_path / "b.xlsx", festival=[list(values), list(values.values())], **sheets))

    assert content(as_zip) == content(in_folder) == content(pairs) == content(table) == content(read)


def test_other_files_do_not_matter(tmp_path: Path) -> None:
    given = folder(tmp_path / "given")
    (given / "SOURCE.txt").write_text("whence")
    (given / "stills").mkdir()
    packed = zipped(folder(tmp_path / "clean"), tmp_path / "a.zip")
    with zipfile.ZipFile(packed, "a") as more:
        more.writestr("__MACOSX/._films.csv", b"\x00\x05\x16")
        more.writestr("notes/read me.txt", "hello")

    assert content(read_source(given)) == content(read_source(packed))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../films.csv", "leads out of the archive"),
        ("a/../../films.csv", "leads out of the archive"),
        ("..\\films.csv", "leads out of the archive"),
        ("/etc/films.csv", "has an absolute or an unusable path"),
        ("C:\\films.csv", "has an absolute or an unusable path"),
    ],
)
def test_an_entry_that_leads_elsewhere_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    path = archive(tmp_path / "a.zip", **{name: "id,title\n", "films.csv": "id,title\n"})

    assert reason in refusal(path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.zip"]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_device_in_a_zip_is_refused(tmp_path: Path, kind: int) -> None:
    entry = zipfile.ZipInfo("films.csv")
    entry.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr(entry, "/etc/passwd")

    assert 'the entry "films.csv" is a link or a device.' in refusal(tmp_path / "a.zip")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_other_hostile_archives_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as packed:
        packed.writestr("films.csv", "id,title\n")
        packed.writestr("films.csv", "id,title\n1,x\n")
    with zipfile.ZipFile(tmp_path / "lzma.zip", "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("films.csv", "id,title\n")
    with zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("films.csv", b"x" * (50 * 10**6))
    archive(tmp_path / "nested.zip", **{"programme.zip": "PK", "films.csv": "id,title\n"})
    archive(tmp_path / "two.zip", **{"a/films.csv": "id,title\n", "b/halls.csv": "id,venue,hall\n"})
    archive(tmp_path / "empty.zip", **{"readme.txt": "nothing"})
    archive(tmp_path / "capitals.zip", **{"Films.csv": "id,title\n"})

    assert "is there twice" in refusal(tmp_path / "twice.zip")
    assert "is packed in an unusual way" in refusal(tmp_path / "lzma.zip")
    assert refusal(tmp_path / "big.zip") == ("big.zip: it unpacks to 50 MB; 20 MB are read. Pack only the tables.")
    assert '"programme.zip" is an archive within.' in refusal(tmp_path / "nested.zip")
    assert "there are tables in a and in b. Pack one folder." in refusal(tmp_path / "two.zip")
    assert "there is no table in it." in refusal(tmp_path / "empty.zip")
    assert "Rename it to films.csv." in refusal(tmp_path / "capitals.zip")


def test_more_entries_than_anyone_packs_are_refused_from_the_directory_alone(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for number in range(65_535):
            packed.writestr(f"{number}", b"")

    assert refusal(tmp_path / "a.zip").startswith("a.zip: there are too many entries; 1,000 are read.")


def test_an_entry_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("films.csv", b"id,title\n" + b"1,x\n" * 10_000)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 9)
    path.write_bytes(data)

    assert refusal(path).startswith("a.zip: ")


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    path = zipped(folder(tmp_path / "given"), tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-30])
    assert "no zip file, or its end is missing" in refusal(path)
    path.write_bytes(b"")
    assert "no zip file, or its end is missing" in refusal(path)


def test_a_damaged_entry_is_refused(tmp_path: Path) -> None:
    path = zipped(folder(tmp_path / "given"), tmp_path / "a.zip")
    data = bytearray(path.read_bytes())
    data[60:70] = b"\xff" * 10
    path.write_bytes(data)

    assert refusal(path).startswith("a.zip: ")


def test_fifty_megabytes_of_anything_are_refused(tmp_path: Path) -> None:
    large = b"x" * (50 * 10**6)
    given = folder(tmp_path / "given", films=large)
    for name in ("a.zip", "a.xlsx", "a.csv"):
        (tmp_path / name).write_bytes(large)

    assert "films.csv: 50 MB is too much; 20 MB are read." in refusal(given)
    for name in ("a.xlsx", "a.csv"):
        assert refusal(tmp_path / name).startswith(f"{name}: 50 MB is too much; 20 MB are read.")
    # A zip may hold that much in pictures.
    assert refusal(tmp_path / "a.zip").startswith("a.zip: this is no zip file, or its end is missing.")
    given = folder(tmp_path / "toml", festival=b'name = "' + b"x" * MAX_FILE_BYTES + b'"')
    assert "festival.toml: 20 MB is too much; 100 kB are read." in refusal(given)


def test_a_link_out_of_the_folder_is_refused_and_one_within_is_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text(FILES["films.csv"])
    given = folder(tmp_path / "given", films=None)
    (given / "films.csv").symlink_to(outside)
    assert refusal(given) == ("films.csv: this is a link that leads out of the folder. Put the file itself there.")
    (given / "films.csv").unlink()
    (given / "real.csv").write_text(FILES["films.csv"])
    (given / "films.csv").symlink_to("real.csv")
    assert len(read_source(given).tables["films"].rows) == 3


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    given = folder(tmp_path / "given", films=None)
    os.mkfifo(given / "films.csv")

    assert refusal(given) == "films.csv: this is no plain file. Put the file itself there."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "x\n', "festival.toml: this is no TOML ("),
        ("a = " + "[" * 10_000, "festival.toml: this is no TOML ("),
        (f"{FESTIVAL}starts_on = 2026-10-20\n", "festival.toml: this is no TOML ("),
        (f"{FESTIVAL}tag = 'x'\n", "festival.toml, line 7, tag: the format does not know this key."),
        (
            f"{FESTIVAL}tmezone = 'x'\n",
            'festival.toml, line 7, tmezone: the format does not know this key. Did you mean "t',
        ),
        ("name = 5\n", "festival.toml, line 1, name: the value is a number, and no text, day or time."),
        ("name = ['x']\n", "festival.toml, line 1, name: the value is a list, and no text, day or time."),
    ],
)
def test_a_wrong_festival_file_is_a_problem_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    problems = [str(problem) for problem in read_source(folder(tmp_path / "given", festival=text)).problems]

    assert [problem.startswith(message) for problem in problems] == [True], problems


def test_a_festival_file_is_utf8_whatever_encoding_is_named(tmp_path: Path) -> None:
    given = folder(tmp_path / "given", festival=FESTIVAL.replace("Harbour", "Göteborg").encode("cp1252"))

    assert [str(problem) for problem in read_source(given, encoding="cp1252").problems] == [
        "festival.toml, line 1: TOML is always UTF-8. Save it so."
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_a_refusal(tmp_path: Path) -> None:
    given = folder(tmp_path / "given")
    (given / "films.csv").chmod(0)

    assert refusal(given) == "given: it cannot be read (Permission denied). Check who may read it."


def test_what_is_not_there_or_no_programme_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "empty").mkdir()

    assert refusal(tmp_path / "nowhere").endswith("nowhere: there is no such folder or file. Check the path.")
    assert refusal(tmp_path / "a.pdf") == (
        "a.pdf: this is no programme. Hand in the folder, a .zip of it, or an .xlsx or .ods workbook."
    )
    assert refusal(tmp_path / "empty").startswith("empty: there is no table in it.")
    assert refusal(folder(tmp_path / "given"), "nonsense").startswith('--encoding: "nonsense" is no encoding.')
    assert refusal(workbook(tmp_path / "a.xlsx", Sheet1=[["id"]])).startswith("a.xlsx: none of the sheets is called")
