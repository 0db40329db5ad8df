"""What no search can bring about, in sentences."""

from collections.abc import Collection, Iterator

from screenings.solver.api import STANDARD, Impossible
from screenings.timetable.conflicts import Severity
from screenings.timetable.values import Programme
from screenings.wording.moments import minutes_text
from screenings.wording.relaxations import reasons_text, what_would_help
from screenings.wording.wishes import wanted_text

NAMED = 3  # titles that a sentence names


def impossible_sentences(programme: Programme, one: Impossible) -> Iterator[str]:
    """What is impossible; then why, and what would help."""
    yield _SAID[one.kind](programme, one)
    if one.explanation:
        if one.explanation.reasons:
            yield reasons_text(one.explanation)
        yield from what_would_help(programme, one.explanation)
    if one.shortage:
        yield from _way_out(programme, one)
    if one.kind == "halls":
        yield "add a venue with its halls first"


def _titles(programme: Programme, one: Impossible) -> str:
    known = {showing.uid: showing.title for showing in programme.showings}
    titles = list(dict.fromkeys(known[uid] for uid in one.uids))
    more = len(titles) - NAMED
    return ", ".join(titles[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _but_with(one: Impossible) -> str:
    return "" if one.severity is Severity.ERROR else " without a warning"


def _screening(programme: Programme, one: Impossible) -> str:
    return f"{_titles(programme, one)}: impossible{_but_with(one)}, even in an empty house"


def _days(programme: Programme, one: Impossible) -> str:
    count, short = len(one.uids), one.short
    days = count - short
    return (
        f"{_titles(programme, one)}: {count} screenings, and only {days} day{'' if days == 1 else 's'} "
        f"on which each can have one of its own{_but_with(one)}"
    )


def _room(programme: Programme, one: Impossible) -> str:
    assert one.shortage is not None
    lack, count = one.shortage, len(one.uids)
    what = f"{_titles(programme, one)}: {count} screening{'' if count == 1 else 's'}"
    what += f" in {lack.format}" if lack.format else ""
    takes = f"take{'s' if count == 1 else ''} {minutes_text(lack.needed)} with changeovers"
    has = f"{_halls(programme, lack.halls, 'has', 'have')} {minutes_text(lack.free)} free for them"
    has += f", {minutes_text(lack.longest)} at a stretch" if lack.needed <= lack.free else ""
    return f"{what} {takes}, and {has}, room for {count - one.short or 'none'} at most{_but_with(one)}"


def _halls(programme: Programme, halls: Collection[int], one: str, several: str) -> str:
    """`Hall 1 has`, `Hall 1 and Hall 2 have`, `all halls have`."""
    names = [programme.house.halls[hall].name for hall in halls]
    if len(names) == 1:
        return f"{names[0]} {one}"
    if len(names) == len(programme.house.halls):
        return f"all halls {several}"
    told, more = names[:NAMED], len(names) - NAMED
    last = f"{more} more" if more > 0 else told.pop()
    return f"{', '.join(told)} and {last} {several}"


def _way_out(programme: Programme, one: Impossible) -> Iterator[str]:
    assert one.shortage is not None
    lack = one.shortage.needed - one.shortage.free
    more = f", or at least {minutes_text(lack)} more" if lack > 0 else ", or longer hours"
    if one.shortage.format:
        yield f"one more hall that shows {one.shortage.format}, {one.short} of them in another format{more}"
    else:
        yield f"{one.short} of them less, another hall{more}"
    if halls := one.shortage.unstated:
        hours = f"from {STANDARD.opens:%H:%M} to {STANDARD.closes:%H:%M}"
        one_hall, several = "has no hours of its own and is used", "have no hours of their own and are used"
        yield f"{_halls(programme, halls, one_hall, several)} {hours} only: enter opening hours for more"


def _sequel(programme: Programme, one: Impossible) -> str:
    wanted = " and ".join(wanted_text(programme, order) for order in one.wanted)
    when = "hours" if any(order.after or order.within is not None for order in one.wanted) else "days"
    return f"{_titles(programme, one)}: no hall and no {when} allow what is a must: {wanted}"


def _circle(programme: Programme, one: Impossible) -> str:
    wanted = ", ".join(wanted_text(programme, order) for order in one.wanted)
    return f"These musts run in a circle, give up one: {wanted}"


def _no_halls(programme: Programme, one: Impossible) -> str:
    return f"{_titles(programme, one)}: the festival has no hall to show {'it' if one.short == 1 else 'them'} in"


_SAID = {
    "screening": _screening, "days": _days, "room": _room, "sequel": _sequel, "circle": _circle, "halls": _no_halls,
}  # fmt: skip
