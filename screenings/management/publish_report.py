"""What a command's writing meant for the public: the same words in every command."""

from collections.abc import Iterator
from datetime import datetime

from screenings.models import Festival
from screenings.publishing import SaveResult, publish_after_save
from screenings.wording.changes import change_sentence, unpublished_changes_text
from screenings.wording.conflict_places import conflict_lines
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
            yield from _blocking_lines(saved, festival)
        case "waiting" | "before-first" if saved.blocking:
            yield f"{unpublished_changes_text(saved.changes)} These are to be settled before it can be published:"
            yield from _blocking_lines(saved, festival)
        case "waiting" | "before-first":
            yield f"{unpublished_changes_text(saved.changes)} Publish: publish --festival {festival.slug}"
    if saved.kept_back:
        yield kept_back_text(saved.kept_back)


def _blocking_lines(saved: SaveResult, festival: Festival) -> Iterator[str]:
    yield from conflict_lines(saved.blocking[:SHOWN])
    if len(saved.blocking) > SHOWN:
        yield f"… and {len(saved.blocking) - SHOWN} more."
    command = f"publish --hold-conflicts --festival {festival.slug}"
    yield f"To put on hold what blocks publishing and publish the rest: {command}"
