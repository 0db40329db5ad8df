"""Why a place is not free, and why a screening is hard to place, in a few words each."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.board.placement_difficulty import DifficultyReason
from screenings.timetable.conflicts import Conflict
from screenings.wording.bidi import bidi_isolated
from screenings.wording.conflicts import required_formats_text
from screenings.wording.moments import day_text, minutes_text

_BOTH = ("first_", "second_")


def slot_conflict_text(conflict: Conflict, uid: UUID) -> str:
    """What the conflict is to the screening `uid`, without the minutes, which differ from one start to the next."""
    return _SLOT_CONFLICT_TEXTS[conflict.code](conflict, _other(conflict, uid))


def _other(conflict: Conflict, uid: UUID) -> str:
    """`Weekend 18:00–19:37`: the other screening of two, with its festival day where that is another."""
    if len(conflict.uids) < 2:
        return ""
    prefix = _BOTH[conflict.uids[0] == uid]
    zone = ZoneInfo(conflict.names[f"{prefix}zone"])
    start, end = (
        datetime.fromisoformat(conflict.names[f"{prefix}{name}"]).astimezone(zone) for name in ("starts", "ends")
    )
    days = [date.fromisoformat(conflict.names[f"{each}day"]) for each in (prefix, *_BOTH)]
    day = f" {day_text(days[0])}" if days[1] != days[2] else ""
    doubt = "?" if conflict.names.get(f"{prefix}assumed") else ""
    return f"{bidi_isolated(conflict.names[f'{prefix}film'])}{day} {start:%H:%M}–{end:%H:%M}{doubt}"


def _in_hall(conflict: Conflict, other: str) -> str:
    return f"{'Too little changeover' if conflict.acknowledgeable else 'Double-booked'}: {other}"


def _order(conflict: Conflict, other: str) -> str:
    return "Under embargo" if conflict.facts["why"] == "embargo" else "The press would see it before its premiere"


_SLOT_CONFLICT_TEXTS: dict[str, Callable[[Conflict, str], str]] = {
    "hall-busy": _in_hall,
    "hall-closed": lambda c, other: "The hall is closed",
    "hall-lacks-format": lambda c, other: f"The hall cannot show {required_formats_text(str(c.facts['needs']))}",
    "hall-too-small": lambda c, other: f"{c.facts['missing']} {'seat' if c.facts['missing'] == 1 else 'seats'} too few",
    "print-in-two-places": lambda c, other: f"Its print is needed for {other}",
    "print-unavailable": lambda c, other: "Its print is not here",
    "guest-in-two-places": lambda c, other: f"{c.names['who']} is expected at {other}",
    "guest-away": lambda c, other: f"{c.names['who']} is not here",
    "repeat-too-close": lambda c, other: f"Too close to {other}",
    "audience-clash": lambda c, other: f"The same people want {other}",
    "premiere-order": _order,
    "late-for-children": lambda c, other: f"Ends after {c.facts['until']}, late for children",
    "outside-festival": lambda c, other: "Outside the festival",
    "runtime-mismatch": lambda c, other: "Its stated length does not add up",
}


def difficulty_text(reason: DifficultyReason) -> str:
    """One reason why a screening is hard to place."""
    return _DIFFICULTY_TEXTS[reason.code](reason)


def _count_text(reason: DifficultyReason, what: str) -> str:
    """`No hall`, `1 of 3 halls`."""
    return f"{reason.facts['fit']} of {reason.facts['of']} {what}s" if reason.facts["fit"] else f"No {what}"


def _days(reason: DifficultyReason) -> str:
    facts = reason.facts
    if not facts["fit"]:
        return "on no day of the festival"
    first, last = (day_text(date.fromisoformat(str(facts[name]))) for name in ("first", "last"))
    return f"on {first}" if first == last else f"{first} to {last}"


def _shown(reason: DifficultyReason) -> str:
    days = [day_text(date.fromisoformat(day)) for day in str(reason.facts["days"]).split()]
    return f"Shown already on {', '.join(days)}"


_DIFFICULTY_TEXTS: dict[str, Callable[[DifficultyReason], str]] = {
    "few-halls-show-it": lambda r: f"{_count_text(r, 'hall')} can show {r.facts['needs']}",
    "few-halls-hold-them": lambda r: f"{_count_text(r, 'hall')} seats {r.facts['expected']}",
    "few-days-print": lambda r: f"Print here {_days(r)}: {r.facts['what']}",
    "few-days-guest": lambda r: f"{r.facts['what']} is here {_days(r)}",
    "few-days-embargo": lambda r: f"Free of embargo {_days(r)}",
    "long": lambda r: f"Long: {minutes_text(int(r.facts['minutes']))}",
    "early": lambda r: f"For children: over by {r.facts['until']}",
    "shown-already": _shown,
    "length-unknown": lambda r: f"Length unknown, counted as {minutes_text(int(r.facts['minutes']))}",
}
