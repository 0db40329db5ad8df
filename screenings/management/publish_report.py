"""What a command's writing meant for the public: the same words in every command."""

from collections.abc import Iterator
from datetime import datetime

from screenings.models import Festival
from screenings.publishing import publish_after_save
from screenings.wording.changes import change_sentence, unpublished_changes_text
from screenings.wording.conflicts import conflict_sentence

SHOWN = 20


def publish_and_report(festival: Festival, *, at: datetime) -> Iterator[str]:
    """As after any other save: a festival that publishes as saved does, and every other is told what waits."""
    saved = publish_after_save(festival, at=at)
    match saved.state:
        case "published":
            yield from (change_sentence(change) for change in saved.changes[:SHOWN])
            yield f"Public now: {saved.publication}."
        case "blocked":
            yield "Not public: these are to be settled first."
            yield from (f"- {conflict_sentence(conflict)}" for conflict in saved.blocking[:SHOWN])
        case "waiting" | "before-first":
            yield f"{unpublished_changes_text(saved.changes)} Publish: publish --festival {festival.slug}"
