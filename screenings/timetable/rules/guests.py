"""A guest is in one place at a time, and only between arrival and departure; so is a visitor with a plan."""

from collections.abc import Iterator

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import GuestFacts, House
from screenings.timetable.rules.sweep import grouped, minutes_short
from screenings.timetable.rules.whereabouts import too_far
from screenings.timetable.values import Placed, Programme


def guests_expected(house: House, show: Placed) -> tuple[tuple[int, ...], bool]:
    """Who has to be at a show from its start to its end, and whether that was said.

    Where a show has a Q&A and no guest is named, it is with the directors who are here: of the film, and of each film
    of a programme.
    """
    if show.showing.guests:
        return show.showing.guests, True
    if not show.showing.qa or not house.guests:
        return (), True
    directors = (person for film in show.film.works for person in house.films[film].directors)
    here = dict.fromkeys(house.guest_of[person] for person in directors if person in house.guest_of)
    return tuple(here), False


def same_guest(programme: Programme, show: Placed) -> tuple[int, ...]:
    return guests_expected(programme.house, show)[0]


def guest_in_two_places(programme: Programme) -> Iterator[Conflict]:
    """A guest at two shows at once, or with less time between them than the way takes."""
    for guest, shows in grouped(programme, same_guest).items():
        if len(shows) > 1:
            named = {show.uid for show in shows if guest in show.showing.guests}
            names = {"who": programme.house.guests[guest].name}
            for meeting in too_far(programme, shows):
                yield meeting.conflict("guest-in-two-places", {"guest": guest}, names, named)


def guest_away(programme: Programme) -> Iterator[Conflict]:
    """A show that begins before its guest has arrived, or ends after the guest has left."""
    for show in programme.live:
        guests, is_named = guests_expected(programme.house, show)
        for each in guests:
            guest = programme.house.guests[each]
            if guest.arrives_at is not None and show.start < guest.arrives_at:
                yield _away(show, guest, "arrives", minutes_short(guest.arrives_at - show.start), is_named)
            if guest.departs_at is not None and guest.departs_at < show.end:
                yield _away(show, guest, "departs", minutes_short(show.end - guest.departs_at), is_named)


def _away(show: Placed, guest: GuestFacts, why: str, missing: int, is_named: bool) -> Conflict:
    moment = guest.arrives_at if why == "arrives" else guest.departs_at
    assert moment is not None
    facts: dict[str, str | int] = {
        "guest": guest.id,
        "why": why,
        "at": moment.isoformat(),
        "starts": show.start.isoformat(),
        "ends": show.end.isoformat(),
        "missing": missing,
        "assumed": int(not is_named),
    }
    severity = Severity.ERROR if is_named else Severity.WARNING
    return Conflict("guest-away", (show.uid,), facts, {"who": guest.name, **show.named()}, severity)


def tight_travel(programme: Programme) -> Iterator[Conflict]:
    """Two of a visitor's picks that overlap, or lie too far apart for the time between them.

    Looks at `programme.chosen` alone: what one visitor cannot do, another can.
    """
    for shows in grouped(programme, same_plan).values():
        for meeting in too_far(programme, shows):
            yield meeting.conflict("tight-travel", {}, {}, programme.chosen)


def same_plan(programme: Programme, show: Placed) -> tuple[str, ...]:
    return ("plan",) if programme.chosen and show.uid in programme.chosen else ()
