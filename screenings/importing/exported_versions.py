"""What a festival's tables said when they were exported, kept under a mark that stands in the file.

Of a cell that comes back differently it is then known who changed it: the file, the festival, or both. The mark is made
of the cells themselves, and not of the clock: the same programme has one mark, its files have the same bytes, and a
mark that another site wrote is not known here, unless both held the same. Kept are the cells of the newest KEPT
versions of a festival, packed: 20,000 screenings take about a megabyte. The histories of the rows would not do: they
lack what several tables make together, such as a film's directors, and what was not recorded before they began.
"""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.utils import timezone

from screenings.importing.sheets import RawSheet
from screenings.models import ExportedVersion, Festival

KEPT = 40  # of a festival; a file that is older is compared as one without a mark
VERSION_KEY = "version"  # in festival.toml, in the workbook's sheet that explains it, and in a table's last heading
GUIDE = "read me"  # that sheet
_MARK = re.compile(r"[0-9a-f]{16}")
_HEADING = re.compile(rf"{VERSION_KEY}[ _]([0-9a-f]{{16}})")

# By table, in the order of the export: the columns, and the cells of each row by them. As text, not made safe.
Tables = Mapping[str, tuple[Sequence[str], Sequence[Sequence[str]]]]


@dataclass(frozen=True)
class Version:
    """All cells of a festival's tables at one time. What `festival` holds is called as in festival.toml."""

    tables: Mapping[str, Sequence[Mapping[str, str]]]
    festival: Mapping[str, str] = field(default_factory=dict)


def version_mark(tables: Tables, festival: Sequence[tuple[str, str]]) -> str:
    return blake2b(_packed_text(tables, festival), digest_size=8).hexdigest()


def keep_version(of: Festival, tables: Tables, festival: Sequence[tuple[str, str]]) -> str:
    """The mark under which they are kept. One query where they are already, else four at most."""
    mark, now = version_mark(tables, festival), timezone.now()
    versions = ExportedVersion.objects.filter(festival=of)
    if not versions.filter(mark=mark).update(exported_at=now):
        data = zlib.compress(_packed_text(tables, festival))
        row = ExportedVersion(festival=of, mark=mark, data=data, exported_at=now)
        ExportedVersion.objects.bulk_create([row], ignore_conflicts=True)
        old = list(versions.order_by("-exported_at", "-pk").values_list("pk", flat=True)[KEPT:])
        if old:
            ExportedVersion.objects.filter(pk__in=old).delete()
    return mark


def kept_version(of: Festival, mark: str) -> Version | None:
    """None where it is not known here: it came from elsewhere, or is too old. One query."""
    row = ExportedVersion.objects.filter(festival=of, mark=mark).first()
    if row is None:
        return None
    packed: dict[str, Any] = json.loads(zlib.decompress(row.data))
    return version_of_tables(packed["tables"], packed["festival"])


def version_of_tables(tables: Tables, festival: Sequence[tuple[str, str]]) -> Version:
    rows = {
        name: [dict(zip(columns, cells, strict=True)) for cells in rows] for name, (columns, rows) in tables.items()
    }
    return Version(rows, dict(festival))


def version_heading(mark: str) -> str:
    """The last heading of a table that goes out alone; its column is empty."""
    return f"{VERSION_KEY} {mark}"


def mark_of_heading(text: str) -> str:
    """The mark in such a heading; empty where it is another."""
    match = _HEADING.fullmatch(text.strip().casefold())
    return match[1] if match else ""


def mark_of_guide(rows: RawSheet) -> str:
    """The mark in the sheet that explains a workbook; empty where it was taken out."""
    for _line, cells in rows:
        if len(cells) > 1 and cells[0].strip() == VERSION_KEY and _MARK.fullmatch(cells[1].strip()):
            return cells[1].strip()
    return ""


def _packed_text(tables: Tables, festival: Sequence[tuple[str, str]]) -> bytes:
    return json.dumps({"tables": tables, "festival": festival}, ensure_ascii=False, separators=(",", ":")).encode()
