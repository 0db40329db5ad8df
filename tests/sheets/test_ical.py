"""Entries of private calendars, by themselves."""

import json
from dataclasses import replace

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from screenings.feeds.ical import vevent_text
from screenings.sheets.ical import (
    PrivateCalendarShow,
    entry_from_json,
    entry_to_json,
    guest_entry,
    house_entry,
    removed_entry,
)
from screenings.sheets.sheet import GuestStop, turnarounds_of
from screenings.timetable.values import CANCELLED, CONFIRMED, TENTATIVE
from tests.sheets.shows import ONE, instant, show

TEXT = st.text(st.characters(), max_size=60)


def only_event(text: str) -> icalendar.Event:
    whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{text}END:VCALENDAR\r\n"
    (event,) = icalendar.Calendar.from_ical(whole).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    return event


@given(title=TEXT, notes=TEXT, hall=TEXT, guests=st.lists(TEXT, max_size=2))
def test_no_text_breaks_an_entry_and_json_holds_all_of_it(title: str, notes: str, hall: str, guests: list[str]) -> None:
    shown = show(1, "20:00", place=replace(ONE, name=hall), title=title, notes=notes, guests=tuple(guests), qa=20)
    (turn,) = turnarounds_of([shown])
    settled = PrivateCalendarShow(shown, CONFIRMED, 52.5, 13.4)
    for entry in (house_entry(settled, turn, names_hall=True), guest_entry(settled, GuestStop(shown))):
        assert entry_from_json(json.loads(json.dumps(entry_to_json(entry)))) == entry
        event = only_event(vevent_text(entry, sequence=0, revised_at=instant("12:00")))
        assert str(event["SUMMARY"]) == entry.summary
        assert "\n" not in entry.summary + entry.location


def test_the_status_is_said_in_the_summary_too() -> None:
    (turn,) = turnarounds_of([show(1, "20:00", audience="press")])
    settled = PrivateCalendarShow(turn.show, TENTATIVE)
    entry = house_entry(settled, turn, names_hall=True)
    assert (entry.status, entry.summary) == (TENTATIVE, "Hall 1: Press & industry: Film 1")
    assert entry.description.startswith("Announced as not settled yet.\n19:40 Doors")
    (turn,) = turnarounds_of([replace(turn.show, cancelled=True)])
    gone = house_entry(PrivateCalendarShow(turn.show, CANCELLED), turn, names_hall=False)
    assert gone.summary == "Cancelled: Press & industry: Film 1"
    left = removed_entry(gone, reason="It is elsewhere.", label="Not here any more")
    assert (left.status, left.summary, left.description, left.uid) == (
        CANCELLED, "Not here any more: Press & industry: Film 1", "It is elsewhere.", gone.uid,
    )  # fmt: skip
