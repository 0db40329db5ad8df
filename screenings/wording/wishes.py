"""What a festival asked for, in words: a wish for a place, an order of two."""

from collections.abc import Iterator
from uuid import UUID

from screenings.solver.api import Sequel, Unmet, Wish
from screenings.timetable.values import Programme
from screenings.wording.moments import day_text

JOINED = ", "


def wanted_text(programme: Programme, wanted: Wish | Sequel) -> str:
    """`Aftersun in Hall 3, on Sat 10 Oct, from 18:00`, `Part 2 at once after Part 1`."""
    return _wish_text(programme, wanted) if isinstance(wanted, Wish) else _sequel_text(programme, wanted)


def unmet_sentence(programme: Programme, one: Unmet) -> str:
    """`Not kept: Part 2 at once after Part 1 (2×, a must)`."""
    points = one.wanted.points
    what = "a must" if points is None else f"{points * one.count} points"
    times = f"{one.count}×, " if one.count > 1 else ""
    return f"Not kept: {wanted_text(programme, one.wanted)} ({times}{what})"


def _wish_text(programme: Programme, wish: Wish) -> str:
    return (
        f"{JOINED.join(_whose(programme, wish))} {'not ' if wish.avoid else ''}{JOINED.join(_where(programme, wish))}"
    )


def _whose(programme: Programme, wish: Wish) -> Iterator[str]:
    house = programme.house
    yield from (house.sections.get(section, "a section") for section in sorted(wish.sections))
    yield from (_name(programme, film) for film in sorted(wish.films))
    yield from (_name(programme, uid) for uid in sorted(wish.uids))


def _where(programme: Programme, wish: Wish) -> Iterator[str]:
    if wish.halls:
        yield "in " + " or ".join(_hall(programme, hall) for hall in sorted(wish.halls))
    if wish.days:
        yield "on " + " or ".join(day_text(day) for day in sorted(wish.days))
    if wish.begins:
        yield f"from {wish.begins:%H:%M}"
    if wish.until:
        yield f"before {wish.until:%H:%M}"
    if not (wish.halls or wish.days or wish.begins or wish.until):
        yield "anywhere"


def _hall(programme: Programme, hall: int) -> str:
    facts = programme.house.halls.get(hall)
    return facts.name if facts else "a hall that is no more"


def _sequel_text(programme: Programme, order: Sequel) -> str:
    first, then = _name(programme, order.first), _name(programme, order.then)
    if order.at_once:
        return f"{then} at once after {first}"
    if order.after or order.within is not None:
        return f"{then} {_minutes(order)} the end of {first}"
    if order.most is not None and order.most == order.least:
        return f"{then} {_days(order.least)} after {first}" if order.least else f"{then} after {first} on the same day"
    if order.most is not None:
        return f"{then} {order.least} to {_days(order.most)} after {first}"
    return f"{then} {_days(order.least)} or more after {first}" if order.least else f"{then} after {first}"


def _minutes(order: Sequel) -> str:
    if order.within is None:
        return f"{order.after} minutes or more after"
    if order.within == order.after:
        return f"{order.after} minutes after" if order.after else "right at"
    return f"{order.after} to {order.within} minutes after" if order.after else f"at most {order.within} minutes after"


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"


def _name(programme: Programme, which: UUID | int) -> str:
    if isinstance(which, UUID):
        titles = {showing.uid: showing.title for showing in programme.showings}
        return titles.get(which, "a screening that is no more")
    film = programme.house.films.get(which)
    return film.title if film else "a film that is no more"
