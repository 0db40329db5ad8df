"""A print is in one place at a time, and only while it is here."""

from collections.abc import Iterator

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.formats import prints_needed
from screenings.timetable.rules.rule import DependsOn, Rule
from screenings.timetable.rules.sweep import group_shows
from screenings.timetable.rules.tight_pairs import find_tight_pairs
from screenings.timetable.values import PlacedShowing, Programme


def by_print(programme: Programme, show: PlacedShowing) -> list[int]:
    """The prints a show cannot do without: chosen, or the only one there is."""
    return [prints[0] for prints, _is_chosen in prints_needed(programme.context, show.showing) if len(prints) == 1]


def print_in_two_places(programme: Programme) -> Iterator[Conflict]:
    """One print in two halls at once, or with less time between them than it takes to carry it there.

    A film's only print counts as chosen, but that is an assumption, and no more than a warning rests on one.
    """
    for each, shows in group_shows(programme, by_print).items():
        if len(shows) > 1:
            chosen = {show.uid for show in shows if show.showing.print == each}
            names = {"what": programme.context.prints[each].name}
            for meeting in find_tight_pairs(programme, shows):
                yield meeting.conflict("print-in-two-places", {"print": each}, names, chosen)


def print_unavailable(programme: Programme) -> Iterator[Conflict]:
    """A show on a festival day on which its print is not here; where none is chosen, none of the film's.

    That one of those is meant is an assumption, and no more than a warning rests on it.
    """
    for show in programme.scheduled:
        for prints, is_chosen in prints_needed(programme.context, show.showing):
            copies = [programme.context.prints[each] for each in prints]
            if not any(copy.is_here(show.day) for copy in copies):
                facts: dict[str, str | int] = {
                    "prints": " ".join(str(copy.id) for copy in copies),
                    "day": show.day.isoformat(),
                    "windows": " ".join(f"{copy.available_from or ''}/{copy.available_until or ''}" for copy in copies),
                }
                names = {"what": "\n".join(copy.name for copy in copies), **show.names_for_wording()}
                conflict = Conflict("print-unavailable", (show.uid,), facts, names)
                yield conflict if is_chosen else conflict.as_assumed()


RULES = (
    Rule(
        "print-in-two-places",
        print_in_two_places,
        Severity.ERROR,
        DependsOn.HALL | DependsOn.OTHERS,
        group_by=by_print,
        only_nearby=True,
    ),
    Rule("print-unavailable", print_unavailable, Severity.ERROR, DependsOn.DAY),
)
