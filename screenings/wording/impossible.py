"""What no search can bring about, in sentences."""

from collections.abc import Iterator

from screenings.timetable.conflicts import Severity
from screenings.timetable.solver import Impossible, Shortage
from screenings.timetable.values import Programme
from screenings.wording.moments import minutes_text
from screenings.wording.relaxations import reasons_text, relaxation_sentence
from screenings.wording.wishes import wanted_text

NAMED = 3  # titles that a sentence names


def impossible_sentences(programme: Programme, one: Impossible) -> Iterator[str]:
    """What is impossible; then why, and what would help."""
    yield _SAID[one.kind](programme, one)
    if one.explanation:
        if one.explanation.reasons:
            yield reasons_text(one.explanation)
        yield from (relaxation_sentence(programme, relaxation) for relaxation in one.explanation.relaxations)
    if one.shortage:
        yield from _way_out(programme, one)


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
    has = f"{_halls(programme, lack)} {minutes_text(lack.free)} free for them"
    return f"{what} {takes}, and {has}, room for {count - one.short or 'none'} at most{_but_with(one)}"


def _halls(programme: Programme, lack: Shortage) -> str:
    """`Hall 1 has`, `Hall 1 and Hall 2 have`, `all halls have`."""
    names = [programme.house.halls[hall].name for hall in lack.halls]
    if len(names) == 1:
        return f"{names[0]} has"
    if len(names) == len(programme.house.halls):
        return "all halls have"
    told, more = names[:NAMED], len(names) - NAMED
    return f"{', '.join(told)} and {more} more have" if more > 0 else f"{', '.join(told[:-1])} and {told[-1]} have"


def _way_out(programme: Programme, one: Impossible) -> Iterator[str]:
    assert one.shortage is not None
    lack = one.shortage.needed - one.shortage.free
    more = f", or {minutes_text(lack)} more" if lack > 0 else ""
    if one.shortage.format:
        yield f"one more hall that shows {one.shortage.format}, {one.short} of them in another format{more}"
    else:
        yield f"{one.short} of them less, another hall{more}"


def _sequel(programme: Programme, one: Impossible) -> str:
    wanted = " and ".join(wanted_text(programme, order) for order in one.wanted)
    when = "hours" if any(order.after or order.within is not None for order in one.wanted) else "days"
    return f"{_titles(programme, one)}: no hall and no {when} allow what is a must: {wanted}"


def _circle(programme: Programme, one: Impossible) -> str:
    wanted = ", ".join(wanted_text(programme, order) for order in one.wanted)
    return f"These musts run in a circle, give up one: {wanted}"


_SAID = {"screening": _screening, "days": _days, "room": _room, "sequel": _sequel, "circle": _circle}
