"""What may go wrong with a festival: the same programme with a hall, some days of a print or of a guest less."""

from dataclasses import replace
from datetime import date, datetime

from screenings.timetable.values import Programme


def hall_lost(programme: Programme, hall: int, first: date, last: date) -> Programme:
    """A hall cannot be used from one festival day to another."""
    facts = programme.house.halls[hall]
    closed = replace(facts, closures=(*facts.closures, (first, last)))
    return _with(programme, halls={**programme.house.halls, hall: closed})


def print_late(programme: Programme, number: int, day: date) -> Programme:
    """A print is not here before that day."""
    facts = programme.house.prints[number]
    comes = day if facts.available_from is None else max(day, facts.available_from)
    return _with(programme, prints={**programme.house.prints, number: replace(facts, available_from=comes)})


def guest_leaves(programme: Programme, guest: int, moment: datetime) -> Programme:
    """A guest is gone from that instant on."""
    facts = programme.house.guests[guest]
    departs = moment if facts.departs_at is None else min(moment, facts.departs_at)
    return _with(programme, guests={**programme.house.guests, guest: replace(facts, departs_at=departs)})


def guest_comes(programme: Programme, guest: int, moment: datetime) -> Programme:
    """A guest is not here before that instant."""
    facts = programme.house.guests[guest]
    arrives = moment if facts.arrives_at is None else max(moment, facts.arrives_at)
    return _with(programme, guests={**programme.house.guests, guest: replace(facts, arrives_at=arrives)})


def _with(programme: Programme, **facts: object) -> Programme:
    return replace(programme, house=replace(programme.house, **facts))  # type: ignore[arg-type]  # a House's own fields
