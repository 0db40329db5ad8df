"""What may go wrong with a festival: the same programme with a hall, some days of a print or of a guest less."""

from dataclasses import replace
from datetime import date, datetime

from screenings.timetable.values import Programme


def with_hall_closed(programme: Programme, hall: int, first: date, last: date) -> Programme:
    """A hall cannot be used from one festival day to another."""
    facts = programme.context.halls[hall]
    closed = replace(facts, closures=(*facts.closures, (first, last)))
    return _with(programme, halls={**programme.context.halls, hall: closed})


def with_print_delayed(programme: Programme, number: int, day: date) -> Programme:
    """A print is not here before that day."""
    facts = programme.context.prints[number]
    comes = day if facts.available_from is None else max(day, facts.available_from)
    return _with(programme, prints={**programme.context.prints, number: replace(facts, available_from=comes)})


def with_guest_leaving(programme: Programme, guest: int, moment: datetime) -> Programme:
    """A guest is gone from that instant on."""
    facts = programme.context.guests[guest]
    departs = moment if facts.departs_at is None else min(moment, facts.departs_at)
    return _with(programme, guests={**programme.context.guests, guest: replace(facts, departs_at=departs)})


def with_guest_arriving(programme: Programme, guest: int, moment: datetime) -> Programme:
    """A guest is not here before that instant."""
    facts = programme.context.guests[guest]
    arrives = moment if facts.arrives_at is None else max(moment, facts.arrives_at)
    return _with(programme, guests={**programme.context.guests, guest: replace(facts, arrives_at=arrives)})


def _with(programme: Programme, **facts: object) -> Programme:
    return replace(programme, context=replace(programme.context, **facts))  # type: ignore[arg-type]  # RuleContext's own fields
