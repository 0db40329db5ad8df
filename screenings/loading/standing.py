"""Names where things stand: the working timetable, how it is published, and what was published last."""

from hashlib import sha256

from screenings.loading.timetable import timetable_version
from screenings.loading.versions import VersionedValues, tokens_of
from screenings.models import Festival, Publication

_VERSIONS: VersionedValues[str] = VersionedValues(64)


def standing_version(festival: Festival, working_version: str, number: int) -> str:
    """Another one with the timetable, with a pause that begins or ends, and with a publication: `number` is that of
    the current one, 0 before the first.
    """
    facts = (working_version, festival.publishing, festival.paused_at, number)
    return sha256(repr(facts).encode()).hexdigest()[:16]


def current_standing_version(festival_id: int) -> str:
    """What `standing_version` would give now; empty for a festival that is gone. One query while nothing changes."""
    return _VERSIONS.get_or_make(
        festival_id, lambda: tokens_of(festival_id, "working", "public"), lambda: _read_version(festival_id)
    )


def current_number(festival_id: int) -> int:
    """Of the current publication; 0 before the first. One query."""
    numbers = Publication.objects.filter(festival=festival_id).order_by("-number")
    return numbers.values_list("number", flat=True).first() or 0


def _read_version(festival_id: int) -> str:
    festival = Festival.objects.filter(pk=festival_id).first()
    if festival is None:
        return ""
    return standing_version(festival, timetable_version(festival_id), current_number(festival_id))
