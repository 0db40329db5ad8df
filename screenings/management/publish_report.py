"""What a command's writing meant for the public: the same words in every command."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from screenings.models import Festival
from screenings.publishing import SaveResult, preview_publication, publish_after_save, same_screenings
from screenings.text.cleaning import natural_sort_key
from screenings.timetable.conflicts import Conflict
from screenings.wording.changes import change_sentence, unpublished_changes_text
from screenings.wording.conflict_places import FEW, conflict_lines, place_of
from screenings.wording.holds import kept_back_text

SHOWN = 50


def publish_and_report(festival: Festival, *, at: datetime) -> Iterator[str]:
    """As after any other save: a festival that publishes as saved does, and every other is told what waits."""
    saved = publish_after_save(festival, at=at)
    match saved.state:
        case "published":
            yield from (change_sentence(change) for change in saved.changes[:SHOWN])
            yield f"Public now: {saved.publication}."
        case "blocked":
            yield "Not public: these are to be settled first."
            yield from _blocking_lines(saved, festival, at)
        case "waiting" | "before-first" if saved.blocking:
            yield f"{unpublished_changes_text(saved.changes)} These are to be settled before it can be published:"
            yield from _blocking_lines(saved, festival, at)
        case "waiting" | "before-first":
            yield f"{unpublished_changes_text(saved.changes)} Publish: publish --festival {festival.slug}"
    if saved.kept_back:
        yield kept_back_text(saved.kept_back)


def _blocking_lines(saved: SaveResult, festival: Festival, at: datetime) -> Iterator[str]:
    yield from conflict_lines(saved.blocking[:SHOWN])
    if len(saved.blocking) > SHOWN:
        yield f"… and {len(saved.blocking) - SHOWN} more."
    yield from ways_on_lines(festival, saved.blocking, command=f"publish --festival {festival.slug}", at=at)


def ways_on_lines(
    festival: Festival, conflicts: Iterable[Conflict], *, command: str, at: datetime, may_hold: bool = True
) -> Iterator[str]:
    """How these conflicts stop a publication no longer, as the review page offers it."""
    if may_hold:
        yield f"To put on hold what blocks publishing and publish the rest: {command} --hold-conflicts"
    busy = [conflict for conflict in conflicts if conflict.code == "hall-busy"]
    if busy and same_screenings(preview_publication(festival, at=at), busy):
        yield f"To keep one of those that are the same: {command} --keep-one"
    for hall in sorted({place_of(conflict).hall for conflict in busy}, key=natural_sort_key)[:FEW]:
        yield f'If {hall} is a foyer, an open-air ground or several screens: {command} --share-hall "{hall}"'
