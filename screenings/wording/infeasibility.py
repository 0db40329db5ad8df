"""What no search can bring about, in sentences."""

from collections.abc import Collection, Iterator

from screenings.solver.api import DEFAULT_PREFERENCES, Infeasibility
from screenings.text.clock import clock_text
from screenings.timetable.conflicts import Severity
from screenings.timetable.days import minutes_text
from screenings.timetable.values import Programme
from screenings.wording.lists import joined_with_and
from screenings.wording.preferences import constraint_text
from screenings.wording.relaxations import reasons_text, relaxation_sentences

MAX_TITLES = 3  # titles that a sentence names


def infeasibility_sentences(programme: Programme, infeasibility: Infeasibility) -> Iterator[str]:
    """What is impossible; then why, and what would help."""
    yield _SENTENCES[infeasibility.kind](programme, infeasibility)
    if infeasibility.explanation:
        if infeasibility.explanation.reasons:
            yield reasons_text(infeasibility.explanation)
        yield from relaxation_sentences(programme, infeasibility.explanation)
    if infeasibility.shortage:
        yield from _remedies(programme, infeasibility)
    if infeasibility.kind == "halls":
        yield "add a venue with its halls first"


def _titles(programme: Programme, infeasibility: Infeasibility) -> str:
    title_by_uid = {showing.uid: showing.title for showing in programme.showings}
    titles = list(dict.fromkeys(title_by_uid[uid] for uid in infeasibility.uids))
    more = len(titles) - MAX_TITLES
    return ", ".join(titles[:MAX_TITLES]) + (f" and {more} more" if more > 0 else "")


def _severity_clause(infeasibility: Infeasibility) -> str:
    return "" if infeasibility.severity is Severity.ERROR else " without a warning"


def _screening(programme: Programme, infeasibility: Infeasibility) -> str:
    return f"{_titles(programme, infeasibility)}: impossible{_severity_clause(infeasibility)}, even in an empty house"


def _days(programme: Programme, infeasibility: Infeasibility) -> str:
    count, short = len(infeasibility.uids), infeasibility.unplaceable
    days = count - short
    return (
        f"{_titles(programme, infeasibility)}: {count} screenings, and only {days} day{'' if days == 1 else 's'} "
        f"on which each can have one of its own{_severity_clause(infeasibility)}"
    )


def _capacity(programme: Programme, infeasibility: Infeasibility) -> str:
    assert infeasibility.shortage is not None
    lack, count = infeasibility.shortage, len(infeasibility.uids)
    what = f"{_titles(programme, infeasibility)}: {count} screening{'' if count == 1 else 's'}"
    what += f" in {lack.format}" if lack.format else ""
    takes = f"take{'s' if count == 1 else ''} {minutes_text(lack.needed_minutes)} with changeovers"
    has = f"{_halls(programme, lack.halls, 'has', 'have')} {minutes_text(lack.free_minutes)} free for them"
    has += (
        f", {minutes_text(lack.longest_free_minutes)} at a stretch" if lack.needed_minutes <= lack.free_minutes else ""
    )
    room = count - infeasibility.unplaceable or "none"
    return f"{what} {takes}, and {has}, room for {room} at most{_severity_clause(infeasibility)}"


def _halls(programme: Programme, halls: Collection[int], singular: str, plural: str) -> str:
    """`Hall 1 has`, `Hall 1 and Hall 2 have`, `all halls have`."""
    names = [programme.context.halls[hall].name for hall in halls]
    if len(names) == 1:
        return f"{names[0]} {singular}"
    if len(names) == len(programme.context.halls):
        return f"all halls {plural}"
    more = len(names) - MAX_TITLES
    named = [*names[:MAX_TITLES], f"{more} more"] if more > 0 else names
    return f"{joined_with_and(named)} {plural}"


def _remedies(programme: Programme, infeasibility: Infeasibility) -> Iterator[str]:
    assert infeasibility.shortage is not None
    lack = infeasibility.shortage.needed_minutes - infeasibility.shortage.free_minutes
    more = f", or at least {minutes_text(lack)} more" if lack > 0 else ", or longer hours"
    count = infeasibility.unplaceable
    if infeasibility.shortage.format:
        yield f"one more hall that shows {infeasibility.shortage.format}, {count} of them in another format{more}"
    else:
        yield f"{count} of them less, another hall{more}"
    if halls := infeasibility.shortage.halls_without_hours:
        hours = f"from {clock_text(DEFAULT_PREFERENCES.opens)} to {clock_text(DEFAULT_PREFERENCES.closes)}"
        one_hall, several = "has no hours of its own and is used", "have no hours of their own and are used"
        yield f"{_halls(programme, halls, one_hall, several)} {hours} only: enter opening hours for more"


def _sequel(programme: Programme, infeasibility: Infeasibility) -> str:
    wanted = " and ".join(constraint_text(programme, order) for order in infeasibility.constraints)
    when = (
        "hours"
        if any(order.min_minutes or order.max_minutes is not None for order in infeasibility.constraints)
        else "days"
    )
    return f"{_titles(programme, infeasibility)}: no hall and no {when} allow what is a must: {wanted}"


def _circle(programme: Programme, infeasibility: Infeasibility) -> str:
    wanted = ", ".join(constraint_text(programme, order) for order in infeasibility.constraints)
    return f"These musts run in a circle, give up one: {wanted}"


def _no_halls(programme: Programme, infeasibility: Infeasibility) -> str:
    them = "it" if infeasibility.unplaceable == 1 else "them"
    return f"{_titles(programme, infeasibility)}: the festival has no hall to show {them} in"


_SENTENCES = {
    "screening": _screening, "days": _days, "room": _capacity, "sequel": _sequel, "circle": _circle, "halls": _no_halls,
}  # fmt: skip
