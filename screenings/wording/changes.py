"""What changed, in plain English, for the admin, the command line and the public."""

from collections.abc import Iterable

from screenings.timetable.changes import ADDED, CANCELLED, CHANGED, MOVED, RESTORED, RETITLED, Change, count_kinds
from screenings.timetable.values import PublicScreening
from screenings.wording.moments import moment_text

# What the public calls the fields that may differ.
FIELD_NAMES = {
    "status": "status", "title": "title", "starts_at": "start", "ends_at": "end", "timezone": "time zone",
    "venue": "venue", "venue_slug": "venue", "hall": "hall", "hall_slug": "hall", "address": "address",
    "latitude": "map position", "longitude": "map position", "film_slug": "film", "film_url": "film page",
    "original_title": "original title", "year": "year", "runtime": "running time", "intro": "introduction",
    "qa": "Q&A", "section": "section", "section_slug": "section", "section_colour": "section colour",
    "directors": "directors", "guests": "guests", "countries": "countries", "languages": "languages",
    "subtitles": "subtitles", "parts": "films of the programme", "part_slugs": "films of the programme",
    "format": "format", "access": "access", "audience": "audience", "image_url": "image",
    "ticket_url": "ticket link", "sold_out": "tickets", "note": "note",
}  # fmt: skip


def place_text(screening: PublicScreening) -> str:
    """`Sat 12 Oct 20:00, Landmark Sunset, Screen 1`; the venue's name once where the hall bears it."""
    return f"{moment_text(screening.starts_at, screening.zone)}, {screening.place}"


def changed_names(change: Change) -> tuple[str, ...]:
    """The differing fields as people call them, each once."""
    return tuple(dict.fromkeys(FIELD_NAMES[name] for name in change.fields))


def change_sentence(change: Change) -> str:
    """What happened to one screening; every kind it is, in one line."""
    old, new = change.before, change.after
    if old is None:
        return f"Added: {new.title}, {place_text(new)}."
    said = {
        CANCELLED: f"Cancelled: {new.title}, {place_text(old)}.",
        RESTORED: f"Takes place after all: {new.title}, {place_text(new)}.",
        MOVED: f"Moved: {new.title}, from {place_text(old)} to {place_text(new)}.",
        RETITLED: f"Renamed: {old.title} is now {new.title}, {place_text(new)}.",
        CHANGED: f"Changed: {new.title}, {place_text(new)}: {', '.join(changed_names(change))}.",
        ADDED: "",
    }
    return " ".join(said[kind] for kind in change.kinds)


def news_sentence(change: Change) -> str:
    """What happened to one screening, for the public and under its title: every kind it is, and its new note."""
    old, new = change.before, change.after
    if old is None:
        return f"Added: {place_text(new)}."
    others = [name for name in changed_names(change) if name not in ("tickets", "note")]
    said = {
        CANCELLED: f"Cancelled: {place_text(old)}.",
        RESTORED: f"Takes place after all: {place_text(new)}.",
        MOVED: f"Moved from {place_text(old)} to {place_text(new)}.",
        RETITLED: f"It was called {old.title}: {place_text(new)}.",
        CHANGED: f"{place_text(new)}: other {_listed(others)}." if others else f"{place_text(new)}.",
        ADDED: "",
    }
    sentences = [said[kind] for kind in change.kinds]
    if "sold_out" in change.fields:
        sentences.append("Sold out." if new.sold_out else "There are tickets again.")
    if "note" in change.fields and new.note:
        sentences.append(new.note)
    return " ".join(sentences)


def _listed(names: list[str]) -> str:
    """`end, guests and access`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def counted(changes: Iterable[Change]) -> str:
    """`2 added, 1 moved`; nothing of none."""
    return ", ".join(f"{number} {kind}" for kind, number in count_kinds(changes).items())
