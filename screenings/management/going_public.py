"""What a command's writing meant for the public: the same words in every command."""

from collections.abc import Iterator
from datetime import datetime

from screenings.models import Festival
from screenings.publishing import publish_saved
from screenings.wording import change_sentence, conflict_sentence, waiting_text

SHOWN = 20


def made_public(festival: Festival, *, at: datetime) -> Iterator[str]:
    """As after any other save: a festival that publishes as saved does, and every other is told what waits."""
    saved = publish_saved(festival, at=at)
    match saved.state:
        case "published":
            yield from (change_sentence(change) for change in saved.changes[:SHOWN])
            yield f"Public now: {saved.publication}."
        case "blocked":
            yield "Not public: these are to be settled first."
            yield from (f"- {conflict_sentence(conflict)}" for conflict in saved.blocking[:SHOWN])
        case "waiting" | "before-first":
            yield f"{waiting_text(saved.changes)} Publish: publish --festival {festival.slug}"
