"""A private calendar as a calendar program reads it."""

from datetime import datetime, timedelta
from typing import Any

import icalendar

from screenings.models import Festival, PrivateCalendar
from screenings.sheets.private_addresses import make_address
from screenings.sheets.private_calendars import calendar_body, refresh_calendar
from tests.world import SPRING

HOUR = timedelta(hours=1)


def calendar_of(of: Any, festival: Festival) -> PrivateCalendar:
    return make_address(festival, of, given_to="The booth", by=None, at=SPRING).calendar


def events(calendar: PrivateCalendar, when: datetime) -> list[Any]:
    """What a subscriber is shown at that moment."""
    fresh = PrivateCalendar.objects.select_related("festival").get(pk=calendar.pk)
    body = calendar_body(refresh_calendar(fresh, at=when), "secret")
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def read(calendar: PrivateCalendar, when: datetime) -> dict[str, Any]:
    """The same by title."""
    return {str(event["SUMMARY"]): event for event in events(calendar, when)}


def revision(event: Any) -> tuple[int, datetime, datetime]:
    return int(event["SEQUENCE"]), event.decoded("DTSTAMP"), event.decoded("LAST-MODIFIED")
