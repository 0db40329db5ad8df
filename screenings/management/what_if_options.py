"""What went wrong, as it is typed: a hall, a print or a guest by name, and the day or the moment."""

from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.management.base import CommandError

from screenings.solver.api import with_guest_arriving, with_guest_leaving, with_hall_closed, with_print_delayed
from screenings.timetable.days import from_wall_time
from screenings.timetable.values import Programme

OPTIONS = ("hall_lost", "print_late", "guest_leaves", "guest_comes")


def add_what_if_arguments(parser: ArgumentParser) -> None:
    """Each may be given more than once, and each asks for a repair."""
    for name, metavar, help_text in (
        ("--hall-lost", ("HALL", "DAY"), "repair as if the hall could not be used on that day"),
        ("--print-late", ("FILM", "DAY"), "repair as if the film's prints came on that day"),
        ("--guest-leaves", ("NAME", "WHEN"), "repair as if the guest left then, by the festival's clock"),
        ("--guest-comes", ("NAME", "WHEN"), "repair as if the guest came then"),
    ):
        parser.add_argument(name, nargs=2, action="append", default=[], metavar=metavar, help=help_text)


def has_what_if(options: Mapping[str, Any]) -> bool:
    return any(options[name] for name in OPTIONS)


def apply_what_if(programme: Programme, options: Mapping[str, Any]) -> Programme:
    """The programme as it would be. Raises CommandError for a name nobody has and a day that is none."""
    house, films = programme.context, programme.context.films
    for name, day in options["hall_lost"]:
        (hall,) = _called(name, {hall.id: hall.name for hall in house.halls.values()}, "hall")
        programme = with_hall_closed(programme, hall, _day(day), _day(day))
    for name, day in options["print_late"]:
        (film,) = _called(name, {film.id: film.title for film in films.values() if film.prints}, "film with a print")
        for number in films[film].prints:
            programme = with_print_delayed(programme, number, _day(day))
    for option, lost in (("guest_leaves", with_guest_leaving), ("guest_comes", with_guest_arriving)):
        for name, moment in options[option]:
            (guest,) = _called(name, {guest.id: guest.name for guest in house.guests.values()}, "guest")
            programme = lost(programme, guest, _moment(moment, programme))
    return programme


def _called(name: str, names: Mapping[int, str], what: str) -> tuple[int]:
    """The only one of that name, or else the only one with it in the name."""
    folded = name.casefold()
    matches = [key for key, full_name in names.items() if full_name.casefold() == folded]
    matches = matches or [key for key, full_name in names.items() if folded in full_name.casefold()]
    if len(matches) == 1:
        return (matches[0],)
    several = f"{len(matches)} are" if matches else "No one is"
    named = sorted(names[key] for key in matches) or sorted(names.values())
    raise CommandError(f"{several} called “{name}”. Name one {what} of these: {'; '.join(named) or 'there is none'}.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is no day. Write it as 2024-10-12.") from None


def _moment(text: str, programme: Programme) -> datetime:
    try:
        wall = datetime.fromisoformat(text)
        return wall if wall.tzinfo else from_wall_time(wall, programme.calendar.zone)
    except ValueError as wrong:
        raise CommandError(f"“{text}” is no moment: {wrong}. Write it as 2024-10-12T18:30.") from None
