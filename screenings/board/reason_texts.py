"""Why a place is not free, and why a screening is hard to place, in a few words each."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.board.placement_difficulty import DifficultyReason
from screenings.text.clock import clock_text
from screenings.timetable.conflicts import Conflict
from screenings.timetable.days import minutes_text
from screenings.wording.bidi import bidi_isolated
from screenings.wording.moments import day_text
from screenings.wording.rules import RULE_WORDS

_BOTH = ("first_", "second_")


def slot_conflict_text(conflict: Conflict, uid: UUID) -> str:
    """What the conflict is to the screening `uid`, without the minutes, which differ from one start to the next."""
    return RULE_WORDS[conflict.code].short(conflict, _other(conflict, uid))


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
    return f"{bidi_isolated(conflict.names[f'{prefix}film'])}{day} {clock_text(start)}–{clock_text(end)}{doubt}"


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
