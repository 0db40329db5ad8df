"""What a showing says of itself: that it lies within the festival, and lasts as long as what is shown."""

from collections.abc import Iterator

from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.rules.rule import DependsOn, Rule
from screenings.timetable.values import Programme

# Minutes. Printed timetables go in steps of five minutes, so an end may be that far from where a running time puts it.
ROUNDING = 5


def outside_festival(programme: Programme) -> Iterator[Conflict]:
    """A show on a festival day before the first or after the last; one past the last midnight is still inside."""
    calendar = programme.calendar
    for show in programme.scheduled:
        days = max((calendar.starts_on - show.day).days, (show.day - calendar.ends_on).days)
        if days > 0:
            facts: dict[str, str | int] = {
                "day": show.day.isoformat(),
                "first_day": calendar.starts_on.isoformat(),
                "last_day": calendar.ends_on.isoformat(),
                "days": days,
            }
            yield Conflict("outside-festival", (show.uid,), facts, show.names_for_wording())


def runtime_mismatch(programme: Programme) -> Iterator[Conflict]:
    """A stated length that is not introduction, film and Q&A together, where the film's running time is known.

    Too short is a mistake somewhere. Too long may be meant, and is a notice at most. Up to ROUNDING minutes either way
    are nobody's mistake.
    """
    for show in programme.scheduled:
        showing, runtime = show.showing, show.film.runtime
        if showing.stated_length is None or runtime is None:
            continue
        adds_up = showing.intro + runtime + showing.qa
        if abs(showing.stated_length - adds_up) > ROUNDING:
            facts: dict[str, str | int] = {
                "film": show.film.id,
                "stated": showing.stated_length,
                "runtime": runtime,
                "intro": showing.intro,
                "qa": showing.qa,
                "missing": adds_up - showing.stated_length,
            }
            severity = Severity.ERROR if showing.stated_length < adds_up else Severity.NOTICE
            yield Conflict("runtime-mismatch", (show.uid,), facts, show.names_for_wording(), severity)


RULES = (
    Rule("outside-festival", outside_festival, Severity.WARNING, DependsOn.DAY),
    Rule("runtime-mismatch", runtime_mismatch, Severity.WARNING, DependsOn.NOTHING),
)
