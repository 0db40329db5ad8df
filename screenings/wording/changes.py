"""What changed, in plain English, for the admin, the command line and the public."""

from collections.abc import Collection, Iterable, Iterator

from screenings.feeds.screening_text import tickets_sentence
from screenings.text.clock import clock_text
from screenings.text.translation import gettext, gettext_noop, ngettext
from screenings.timetable.changes import ADDED, CANCELLED, CHANGED, MOVED, RESTORED, RETITLED, PublicChange, count_kinds
from screenings.timetable.days import is_ambiguous
from screenings.timetable.values import PublicScreening
from screenings.wording.lists import joined_with_and
from screenings.wording.moments import clock_and_zone_text, moment_in_zone, moment_text

EMPTY_VALUE = "—"  # in place of a value where there is none
# What the public calls the fields that may differ, in English; translated where it is said to the public.
FIELD_NAMES = {
    "status": gettext_noop("status"),
    "title": gettext_noop("title"),
    "starts_at": gettext_noop("start"),
    "ends_at": gettext_noop("end"),
    "timezone": gettext_noop("time zone"),
    "venue": gettext_noop("venue"),
    "hall": gettext_noop("hall"),
    "address": gettext_noop("address"),
    "original_title": gettext_noop("original title"),
    "year": gettext_noop("year"),
    "runtime": gettext_noop("running time"),
    "intro": gettext_noop("introduction"),
    "qa": gettext_noop("Q&A"),
    "section": gettext_noop("section"),
    "directors": gettext_noop("directors"),
    "guests": gettext_noop("guests"),
    "countries": gettext_noop("countries"),
    "languages": gettext_noop("languages"),
    "subtitles": gettext_noop("subtitles"),
    "parts": gettext_noop("films of the programme"),
    "format": gettext_noop("format"),
    "access": gettext_noop("access"),
    "audience": gettext_noop("audience"),
    "sold_out": gettext_noop("tickets"),
    "standby": gettext_noop("tickets"),
    "note": gettext_noop("note"),
}
# Fields that change with another one that is named already: another venue has another address.
_IMPLIED_BY = {"address": {"venue"}}
# What a publication without news carries.
NO_PUBLIC_CHANGES = "no news, only settings, names, addresses, pictures or colours"


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
        sentence = (
            gettext("Cancelled: {title}, {place}.") if change.kind == CANCELLED else gettext("Added: {title}, {place}.")
        )
        return sentence.format(title=new.title, place=published_placement_text(new))
    before, after = _placement_texts(old, new)
    sentence_by_kind = {
        CANCELLED: gettext("Cancelled: {title}, {old_place}."),
        RESTORED: gettext("Takes place after all: {title}, {place}."),
        MOVED: gettext("Moved: {title}, from {old_place} to {place}."),
        RETITLED: gettext("Renamed: {old_title} is now {title}, {place}."),
        CHANGED: gettext("Changed: {title}, {place}: {changes}."),
        ADDED: "",
    }
    said = {
        "title": new.title,
        "old_title": old.title,
        "place": after,
        "old_place": before,
        "changes": ", ".join(map(gettext, changed_field_names(change))),
    }
    return " ".join(sentence_by_kind[kind].format(**said) for kind in change.kinds)


def public_change_sentence(change: PublicChange, home_zone: str = "") -> str:
    """What happened to one screening, for the public and under its title: every kind it is, and its new note.

    `home_zone` is the zone its readers are told all times are in; another is named.
    """
    old, new = change.before, change.after
    if old is None:
        place = published_placement_text(new, home_zone)
        if change.kind == CANCELLED:
            sentence = gettext("Cancelled: {place}.").format(place=place)
        else:
            sentence = gettext("Added: {place}.").format(place=place)
        return " ".join(filter(None, (sentence, new.note)))
    before, after = _placement_texts(old, new, home_zone)
    sentence_by_kind = {
        CANCELLED: gettext("Cancelled: {place}.").format(place=before),
        RESTORED: gettext("Takes place after all: {place}.").format(place=after),
        MOVED: gettext("Moved from {old_place} to {new_place}.").format(old_place=before, new_place=after),
        RETITLED: gettext("It was called {title}: {place}.").format(title=old.title, place=after),
        CHANGED: " ".join(_other_changes(change, old, after)),
        ADDED: "",
    }
    sentences = [sentence_by_kind[kind] for kind in change.kinds]
    if {"sold_out", "standby"} & set(change.fields):
        sentences.append(tickets_sentence(new) or gettext("There are tickets again."))
    if "note" in change.fields and new.note:
        sentences.append(new.note)
    return " ".join(sentences)


def _other_changes(change: PublicChange, old: PublicScreening, after: str) -> Iterator[str]:
    """What else is new of a screening that stays where and when it is, which is `after` in words."""
    new, already_told = change.after, {"tickets", "note"}
    if old.place == new.place:
        yield f"{after}."
    else:
        when = after.removesuffix(f", {new.place}")
        yield gettext("{when}: {old_place} is now called {new_place}.").format(
            when=when, old_place=old.place, new_place=new.place
        )
        already_told |= {"venue", "hall"}
    if "ends_at" in change.fields:
        if new.end_is_estimated:
            sentence = gettext("It ends at about {new_time} instead of {old_time}.")
        else:
            sentence = gettext("It ends at {new_time} instead of {old_time}.")
        yield sentence.format(new_time=_clock(new), old_time=_clock(old))
        already_told |= {"end", "running time", "introduction", "Q&A"}
    if others := [gettext(name) for name in changed_field_names(change) if name not in already_told]:
        yield gettext("New: {changes}.").format(changes=joined_with_and(others))


def _clock(screening: PublicScreening) -> str:
    """`21:40`, when it ends; with the zone where the clock shows that time twice."""
    moment, zone = screening.ends_at, screening.zone
    return clock_and_zone_text(moment, zone) if is_ambiguous(moment, zone) else clock_text(moment.astimezone(zone))


def count_text(kind: str, number: int) -> str:
    """`1 moved`."""
    texts = {
        ADDED: ngettext("{number} added", "{number} added", number),
        MOVED: ngettext("{number} moved", "{number} moved", number),
        CANCELLED: ngettext("{number} cancelled", "{number} cancelled", number),
        RESTORED: ngettext("{number} restored", "{number} restored", number),
        RETITLED: ngettext("{number} retitled", "{number} retitled", number),
        CHANGED: ngettext("{number} changed", "{number} changed", number),
    }
    return texts[kind].format(number=number)


def change_counts_text(changes: Iterable[PublicChange]) -> str:
    """`2 added, 1 moved`; nothing of none."""
    return ", ".join(count_text(kind, number) for kind, number in count_kinds(changes).items())


def unpublished_changes_text(changes: Collection[PublicChange]) -> str:
    """What is still to be published, for the staff: `2 changes are not public yet: 1 added, 1 moved.`"""
    if not changes:
        return f"Not public yet: {NO_PUBLIC_CHANGES}."
    what = "1 change is" if len(changes) == 1 else f"{len(changes)} changes are"
    return f"{what} not public yet: {change_counts_text(changes)}."
