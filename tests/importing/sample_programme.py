"""A small programme as a festival would hand it in, and ways to pack it."""

import zipfile
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

FESTIVAL = """\
name = "Harbour Film Festival"
slug = "harbour"
timezone = "Europe/Berlin"
starts_on = 2026-10-20
ends_on = 2026-10-31
day_starts_at = 06:00:00
"""
FILMS = """\
id,title,original_title,year,runtime,section,genres,countries,languages,subtitles,directors,cast,synopsis,parts,kind,rating,premiere
f1,Cléo,Cléo de 5 à 7,1962,90,Classics,Drama|Romance,France,fr,en,Agnès Varda,Corinne Marchand (Cléo),"Two hours
in Paris.",,,12A,
f2,"=Equals, and more",,,105,Classics,,GB|United States,English,,Andrew Haigh|Agnès Varda,,,,,,World premiere
f3,Harbour Shorts,,,,Shorts,,,,,,,,f1|f2,programme,,
"""
HALLS = """\
id,venue,hall,capacity,changeover,formats,address,city,country,latitude,longitude
h1,Odeon,Hall 1,250,20,DCP|35 mm,Quay 1,Hamburg,Germany,53.5436,9.9669
h2,Odeon,Hall 2,80,,,,,,,
h3,Pier,Pier,,,,,,,,
"""
SCREENINGS = """\
id,film,hall,start,end,audience,status,intro,qa,format,subtitles,access,notes
s1,f1,h1,2026-10-21T20:00,2026-10-21T21:45,public,planned,5,,35 mm,de,captions|relaxed,Bring the reel
s2,f2,h2,2026-10-22T00:30,,press,planned,,20,,,,
s3,f3,,,,public,planned,,,,,,
s4,f1,h3,2026-10-23T18:00,,public,cancelled,,,,,,
"""
FILES = {"festival.toml": FESTIVAL, "films.csv": FILMS, "halls.csv": HALLS, "screenings.csv": SCREENINGS}


def folder(at: Path, **changed: str | bytes | None) -> Path:
    """The programme in a folder; `films="…"` gives a file other text, None leaves it out."""
    at.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        content = changed.get(name.partition(".")[0], text)
        if content is not None:
            (at / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return at


def zipped(source: Path, at: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(at, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(each for each in source.rglob("*") if each.is_file()):
            archive.write(file, prefix + str(file.relative_to(source)))
    return at


def workbook(at: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(at)
    return at


def with_part(book: Path, at: Path, part: str, old: bytes, new: bytes) -> Path:
    """A copy of a workbook in one of whose XML parts something was replaced."""
    packed = BytesIO()
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(part):
                assert old in data
                data = data.replace(old, new)
            target.writestr(name, data)
    at.write_bytes(packed.getvalue())
    return at
