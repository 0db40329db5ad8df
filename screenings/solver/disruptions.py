"""Disruptions: the same programme after the loss of a hall, of some days of a print, or of a guest."""

from dataclasses import replace
from datetime import date, datetime

from screenings.timetable.values import Programme


def with_hall_closed(programme: Programme, hall: int, first: date, last: date) -> Programme:
    """The hall cannot be used on the festival days from `first` to `last`, both included."""
    facts = programme.context.halls[hall]
    closed = replace(facts, closures=(*facts.closures, (first, last)))
    return _with(programme, halls={**programme.context.halls, hall: closed})


def with_print_delayed(programme: Programme, number: int, day: date) -> Programme:
    """The print is available from that day on, not before."""
    facts = programme.context.prints[number]
    comes = day if facts.available_from is None else max(day, facts.available_from)
    return _with(programme, prints={**programme.context.prints, number: replace(facts, available_from=comes)})


def with_guest_leaving(programme: Programme, guest: int, moment: datetime) -> Programme:
    """The guest departs at that instant, or earlier where an earlier one is known."""
    facts = programme.context.guests[guest]
    departs = moment if facts.departs_at is None else min(moment, facts.departs_at)
    return _with(programme, guests={**programme.context.guests, guest: replace(facts, departs_at=departs)})


def with_guest_arriving(programme: Programme, guest: int, moment: datetime) -> Programme:
    """The guest arrives at that instant, or later where a later one is known."""
    facts = programme.context.guests[guest]
    arrives = moment if facts.arrives_at is None else max(moment, facts.arrives_at)
    return _with(programme, guests={**programme.context.guests, guest: replace(facts, arrives_at=arrives)})


def _with(programme: Programme, **facts: object) -> Programme:
    return replace(programme, context=replace(programme.context, **facts))  # type: ignore[arg-type]  # RuleContext's own fields
