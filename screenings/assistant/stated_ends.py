"""Ends that a file states, and those that say no more than a film's length does."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from screenings.assistant.known import KnownProgramme
from screenings.assistant.matching import ReadScreening


def settle_ends(screenings: Iterable[ReadScreening], runtimes: Mapping[str, str], known: KnownProgramme) -> None:
    """`runtimes` are the file's, in minutes, by film. An end that is what introduction, film and Q&A come to is none
    that somebody stated. A length that somebody stated here stays where the file says no end.
    """
    for screening in screenings:
        there = known.screenings.get(screening.id)
        if there and there.stated_length:
            if not screening.cells["end"]:
                screening.cells["length"] = str(there.stated_length)
            continue
        film = known.films.get(screening.film)
        stated = runtimes.get(screening.film, "")
        runtime = int(stated) if _is_minutes(stated) else film.runtime if film else None
        end = instant_of(screening.cells["end"], known.hall_zone(screening.hall))
        if runtime is None or end is None or screening.instant is None:
            continue
        pauses = sum(int(text) for name in ("intro", "qa") if _is_minutes(text := screening.cells.get(name, "")))
        if there:
            pauses = pauses or there.intro + there.qa
        if round((end - screening.instant).total_seconds() / 60) == runtime + pauses:
            screening.cells["end"] = ""


def _is_minutes(text: str) -> bool:
    """Others are the importer's to refuse."""
    return text.isdecimal() and len(text) < 6


def instant_of(text: str, zone: ZoneInfo) -> datetime | None:
    """The UTC instant of a wall time in the zone, or of one with an offset; None for an empty text."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
