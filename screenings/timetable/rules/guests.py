"""A guest is in one place at a time, and only between arrival and departure."""

from collections.abc import Iterator

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.context import RuleContext, RuleGuest
from screenings.timetable.rules.rule import DependsOn, Rule
from screenings.timetable.rules.sweep import ceil_minutes, group_shows
from screenings.timetable.rules.tight_pairs import find_tight_pairs
from screenings.timetable.values import PlacedShowing, Programme


def required_guests(context: RuleContext, show: PlacedShowing) -> tuple[tuple[int, ...], bool]:
    """Who has to be at a show from its start to its end, and whether that was said.

    Where a show has a Q&A and no guest is named, it is with the directors who are here: of the film, and of each film
    of a programme.
    """
    if show.showing.guests:
        return show.showing.guests, True
    if not show.showing.qa or not context.guests:
        return (), True
    directors = (person for film in show.film.film_ids for person in context.films[film].directors)
    here = dict.fromkeys(context.guest_by_person[person] for person in directors if person in context.guest_by_person)
    return tuple(here), False


def by_guest(programme: Programme, show: PlacedShowing) -> tuple[int, ...]:
    return required_guests(programme.context, show)[0]


def guest_in_two_places(programme: Programme) -> Iterator[Conflict]:
    """A guest at two shows at once, or with less time between them than the way takes."""
    for guest, shows in group_shows(programme, by_guest).items():
        if len(shows) > 1:
            named = {show.uid for show in shows if guest in show.showing.guests}
            names = {"who": programme.context.guests[guest].name}
            for meeting in find_tight_pairs(programme, shows):
                yield meeting.conflict("guest-in-two-places", {"guest": guest}, names, named)


def guest_away(programme: Programme) -> Iterator[Conflict]:
    """A show that begins before its guest has arrived, or ends after the guest has left.

    That a director comes to a Q&A is an assumption, and an end may rest on one: no more than a warning does.
    """
    for show in programme.scheduled:
        guests, is_named = required_guests(programme.context, show)
        for guest_id in guests:
            guest = programme.context.guests[guest_id]
            if guest.arrives_at is not None and show.start < guest.arrives_at:
                yield _away(show, guest, "arrives", ceil_minutes(guest.arrives_at - show.start), is_named)
            if guest.departs_at is not None and guest.departs_at < show.end:
                yield _away(show, guest, "departs", ceil_minutes(show.end - guest.departs_at), is_named)


def _away(show: PlacedShowing, guest: RuleGuest, why: str, missing: int, is_named: bool) -> Conflict:
    moment = guest.arrives_at if why == "arrives" else guest.departs_at
    assert moment is not None
    is_sure = is_named and (why == "arrives" or show.showing.length_is_known or moment <= show.start)
    facts: dict[str, str | int] = {
        "guest": guest.id,
        "why": why,
        "at": moment.isoformat(),
        "starts": show.start.isoformat(),
        "ends": show.end.isoformat(),
        "missing": missing,
        "assumed": int(not is_sure),
    }
    names = {"who": guest.name, "guessed": "" if is_named else "yes", **show.names_for_wording()}
    return Conflict("guest-away", (show.uid,), facts, names, Severity.ERROR if is_sure else Severity.WARNING)


def needs_guests(programme: Programme, show: PlacedShowing) -> bool:
    return bool(by_guest(programme, show))


RULES = (
    Rule(
        "guest-in-two-places",
        guest_in_two_places,
        Severity.ERROR,
        DependsOn.HALL | DependsOn.OTHERS,
        group_by=by_guest,
        only_nearby=True,
    ),
    Rule("guest-away", guest_away, Severity.WARNING, DependsOn.HOUR, concerns=needs_guests),
)
