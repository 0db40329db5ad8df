"""What changed, in plain English, for the admin, the command line and the public."""

from collections.abc import Collection, Iterable, Iterator

from screenings.feeds.screening_text import tickets_sentence
from screenings.timetable.changes import ADDED, CANCELLED, CHANGED, MOVED, RESTORED, RETITLED, PublicChange, count_kinds
from screenings.timetable.values import PublicScreening
from screenings.wording.lists import joined_with_and
from screenings.wording.moments import moment_in_zone, moment_text

EMPTY_VALUE = "—"  # in place of a value where there is none
# What the public calls the fields that may differ.
FIELD_NAMES = {
    "status": "status", "title": "title", "starts_at": "start", "ends_at": "end", "timezone": "time zone",
    "venue": "venue", "hall": "hall", "address": "address", "original_title": "original title", "year": "year",
    "runtime": "running time", "intro": "introduction", "qa": "Q&A", "section": "section", "directors": "directors",
    "guests": "guests", "countries": "countries", "languages": "languages", "subtitles": "subtitles",
    "parts": "films of the programme", "format": "format", "access": "access", "audience": "audience",
    "sold_out": "tickets", "standby": "tickets", "note": "note",
}  # fmt: skip
# Fields that change with another one that is named already: another venue has another address.
_IMPLIED_BY = {"address": {"venue"}}
# What a publication without news carries.
NO_PUBLIC_CHANGES = "no news, only settings, names, addresses, pictures or colours"
_ENDS, _ENDS_ABOUT = "It ends at {new} instead of {old}.", "It ends at about {new} instead of {old}."


def published_placement_text(screening: PublicScreening, home_zone: str = "") -> str:
    """`Sat 12 Oct 20:00, Landmark Sunset, Screen 1`; the venue's name once where the hall bears it.

    Given the zone that readers are told all times are in, the screening's own is named where it is another.
    """
    when = moment_in_zone if home_zone not in ("", screening.timezone) else moment_text
    return f"{when(screening.starts_at, screening.zone)}, {screening.place}"


def _placement_texts(old: PublicScreening, new: PublicScreening, home_zone: str = "") -> tuple[str, str]:
    """Both places; each with its zone where the two clocks differ."""
    home_zone = home_zone if old.timezone == new.timezone else "both differ"
    return published_placement_text(old, home_zone), published_placement_text(new, home_zone)


def changed_field_names(change: PublicChange) -> tuple[str, ...]:
    """The differing fields as people call them, each once; without what follows from another of them."""
    names = tuple(dict.fromkeys(FIELD_NAMES[name] for name in change.fields))
    return tuple(name for name in names if _IMPLIED_BY.get(name, set()).isdisjoint(names))


def change_sentence(change: PublicChange) -> str:
    """What happened to one screening; every kind it is, in one line."""
    old, new = change.before, change.after
    if old is None:
        return f"{change.kind.capitalize()}: {new.title}, {published_placement_text(new)}."
    before, after = _placement_texts(old, new)
    sentence_by_kind = {
        CANCELLED: f"Cancelled: {new.title}, {before}.",
        RESTORED: f"Takes place after all: {new.title}, {after}.",
        MOVED: f"Moved: {new.title}, from {before} to {after}.",
        RETITLED: f"Renamed: {old.title} is now {new.title}, {after}.",
        CHANGED: f"Changed: {new.title}, {after}: {', '.join(changed_field_names(change))}.",
        ADDED: "",
    }
    return " ".join(sentence_by_kind[kind] for kind in change.kinds)


def public_change_sentence(change: PublicChange, home_zone: str = "") -> str:
    """What happened to one screening, for the public and under its title: every kind it is, and its new note.

    `home_zone` is the zone its readers are told all times are in; another is named.
    """
    old, new = change.before, change.after
    if old is None:
        return " ".join(
            filter(None, (f"{change.kind.capitalize()}: {published_placement_text(new, home_zone)}.", new.note))
        )
    before, after = _placement_texts(old, new, home_zone)
    sentence_by_kind = {
        CANCELLED: f"Cancelled: {before}.",
        RESTORED: f"Takes place after all: {after}.",
        MOVED: f"Moved from {before} to {after}.",
        RETITLED: f"It was called {old.title}: {after}.",
        CHANGED: " ".join(_other_changes(change, old, after)),
        ADDED: "",
    }
    sentences = [sentence_by_kind[kind] for kind in change.kinds]
    if {"sold_out", "standby"} & set(change.fields):
        sentences.append(tickets_sentence(new) or "There are tickets again.")
    if "note" in change.fields and new.note:
        sentences.append(new.note)
    return " ".join(sentences)


def _other_changes(change: PublicChange, old: PublicScreening, after: str) -> Iterator[str]:
    """What else is new of a screening that stays where and when it is, which is `after` in words."""
    new, already_told = change.after, {"tickets", "note"}
    if old.place == new.place:
        yield f"{after}."
    else:
        yield f"{after.removesuffix(f', {new.place}')}: {old.place} is now called {new.place}."
        already_told |= {"venue", "hall"}
    if "ends_at" in change.fields:
        yield (_ENDS_ABOUT if new.end_is_estimated else _ENDS).format(new=_clock(new), old=_clock(old))
        already_told |= {"end", "running time", "introduction", "Q&A"}
    if others := [name for name in changed_field_names(change) if name not in already_told]:
        yield f"New: {joined_with_and(others)}."


def _clock(screening: PublicScreening) -> str:
    """`21:40`, when it ends; with the zone where the clock shows that time twice."""
    return moment_text(screening.ends_at, screening.zone).split(maxsplit=3)[3]


def change_counts_text(changes: Iterable[PublicChange]) -> str:
    """`2 added, 1 moved`; nothing of none."""
    return ", ".join(f"{number} {kind}" for kind, number in count_kinds(changes).items())


def unpublished_changes_text(changes: Collection[PublicChange]) -> str:
    """What is still to be published, for the staff: `2 changes are not public yet: 1 added, 1 moved.`"""
    if not changes:
        return f"Not public yet: {NO_PUBLIC_CHANGES}."
    what = "1 change is" if len(changes) == 1 else f"{len(changes)} changes are"
    return f"{what} not public yet: {change_counts_text(changes)}."
