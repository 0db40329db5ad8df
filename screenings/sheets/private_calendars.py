"""What a private calendar says.

Where, when and whether follow the publication, so that nobody in the house works from a half-made edit. The crew's
facts (print, guests, people, notes) and private screenings, which no publication holds, are read as they stand now. An
entry is compared with what was last served: where it reads differently, its SEQUENCE, DTSTAMP and LAST-MODIFIED rise
together, and else none of them does.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse

from screenings.feeds.ical import FeedMetadata, VEvent, calendar_bytes, vevent_text
from screenings.fingerprints.outputs import feed_fingerprint
from screenings.loading import site_address
from screenings.loading.versions import version_of
from screenings.models import Festival, PrivateCalendar, PrivateEntry
from screenings.sheets.ical import (
    PrivateCalendarShow,
    entry_from_json,
    entry_to_json,
    guest_entry,
    house_entry,
    removed_entry,
    stay_entry,
)
from screenings.sheets.loading import SheetData, load_sheets
from screenings.sheets.private_addresses import private_calendar_address
from screenings.sheets.sheet import guest_stops, turnarounds_of
from screenings.text.translation import active_language, gettext, gettext_noop, in_language
from screenings.timetable.context import RuleGuest
from screenings.timetable.days import day_bounds

KEEP_AFTER_FESTIVAL = timedelta(days=30)
BATCH = 100
UPDATED_FIELDS = ("shown", "has_left", "sequence", "revised_at", "starts_at", "timezone", "vevent")
REMOVED_REASONS = {
    "hall": gettext_noop("This screening is not in this hall any more. The run sheet of the day says where it is."),
    "venue": gettext_noop("This screening is not in this cinema any more. The run sheet of the day says where it is."),
    "guest": gettext_noop("You are not expected at this screening any more. The guest office says why."),
}
ARRIVAL, DEPARTURE = gettext_noop("Arrival"), gettext_noop("Departure")  # by which an entry is known, and named


def calendar_body(calendar: PrivateCalendar, token: str) -> bytes:
    """The calendar as it was last brought up to date; always the same bytes for the same entries. One query."""
    with in_language(calendar.language):
        return _calendar_body(calendar, token)


def _calendar_body(calendar: PrivateCalendar, token: str) -> bytes:
    entries = list(calendar.entries.values_list("vevent", "timezone", "starts_at"))
    zones: dict[str, tuple[datetime, datetime]] = {}
    for _, zone, starts_at in entries:
        zones[zone] = (zones[zone][0] if zone in zones else starts_at, starts_at)
    name, url = _heading(calendar)
    heading = FeedMetadata(
        name=name,
        page_url=url,
        feed_url=private_calendar_address(calendar, token),
        timezone=calendar.festival.timezone,
        colour=calendar.festival.colour,
        last_modified=calendar.changed_at,
        language=active_language(),
    )
    return calendar_bytes((entry[0] for entry in entries), metadata=heading, zones=zones)


def _heading(calendar: PrivateCalendar) -> tuple[str, str]:
    """Its name, and the page it belongs to."""
    festival = calendar.festival
    name = (
        gettext("{festival}: {guest}, itinerary") if calendar.guest_id else gettext("{festival}: {place}, run sheets")
    )
    named = name.format(festival=festival.name, guest=calendar, place=calendar)
    return named, site_address(festival) + reverse("festival", args=[festival.slug])


def refresh_calendar(calendar: PrivateCalendar, *, at: datetime) -> PrivateCalendar:
    """The calendar with its entries as they are to be served.

    One query while nothing has changed at all, else a fixed number, whatever the festival's size.
    """
    # Read before the timetable is: what is written meanwhile belongs to the next state.
    state = _state(calendar)
    if calendar.state == state:
        return calendar
    with transaction.atomic():
        # Two who ask at once take turns; the second finds it done.
        locked = PrivateCalendar.objects.select_for_update().get(pk=calendar.pk)
        if locked.state != state:
            with in_language(calendar.language):
                _rewrite_entries(calendar, locked, state, at)
        calendar.state, calendar.digest, calendar.changed_at = locked.state, locked.digest, locked.changed_at
    return calendar


def _state(calendar: PrivateCalendar) -> str:
    """Names everything a calendar is made of: the working timetable, the publication, the language and the writer."""
    version = version_of(calendar.festival_id)
    # Without a name for what is read, they are compared each time.
    tokens = (token_hex(),) if version is None or version.is_writing else (version.working, version.public)
    return sha256("/".join((*tokens, calendar.language, feed_fingerprint())).encode()).hexdigest()


def _rewrite_entries(calendar: PrivateCalendar, locked: PrivateCalendar, state: str, at: datetime) -> None:
    moment = max(at.astimezone(UTC).replace(microsecond=0), locked.changed_at)
    sheets = load_sheets(calendar.festival)
    entries = {UUID(entry.uid): entry for entry in _entries(calendar, sheets)}
    kept = {row.uid: row for row in locked.entries.all()}
    removed = {uid: row for uid, row in kept.items() if uid not in entries}
    _, over = day_bounds(calendar.festival.ends_on, calendar.festival.zone, calendar.festival.day_starts_at)
    forgotten = {row.pk for row in removed.values() if moment > max(over, row.revised_at) + KEEP_AFTER_FESTIVAL}
    PrivateEntry.objects.filter(pk__in=forgotten).delete()
    leaving = [row for row in removed.values() if not row.has_left and row.pk not in forgotten]
    written = [
        *filter(None, (_changed_row(locked, uid, entry, kept.get(uid), moment) for uid, entry in entries.items())),
        *(_removed_row(calendar, row, moment) for row in leaving),
    ]
    new, changed = [row for row in written if row.pk is None], [row for row in written if row.pk is not None]
    PrivateEntry.objects.bulk_create(new, batch_size=BATCH)
    PrivateEntry.objects.bulk_update(changed, UPDATED_FIELDS, batch_size=BATCH)
    digest = _content_digest(calendar)
    if digest != locked.digest:
        # A calendar that was read before is another one a second later at the earliest.
        locked.changed_at = max(moment, locked.changed_at + timedelta(seconds=1)) if locked.digest else moment
    locked.state, locked.digest = state, digest
    locked.save(update_fields=("state", "digest", "changed_at"))


def _content_digest(calendar: PrivateCalendar) -> str:
    """With its writer: the frame around the same entries may be another one after an upgrade."""
    festival = calendar.festival
    heading = (*_heading(calendar), calendar.language, festival.timezone, festival.colour)
    made = sha256(repr((feed_fingerprint(), *heading)).encode())
    for vevent in calendar.entries.values_list("vevent", flat=True):
        made.update(vevent.encode())
    return made.hexdigest()


def _changed_row(
    calendar: PrivateCalendar, uid: UUID, entry: VEvent, row: PrivateEntry | None, moment: datetime
) -> PrivateEntry | None:
    """The row of an entry that is new or reads differently; None for one that says what it said."""
    shown = entry_to_json(entry)
    if row is not None and row.shown == shown and not row.has_left:
        return None
    row = row or PrivateEntry(calendar=calendar, uid=uid, sequence=-1, revised_at=moment - timedelta(seconds=1))
    row.shown, row.has_left = shown, False
    return _revised(row, entry, moment)


def _removed_row(calendar: PrivateCalendar, row: PrivateEntry, moment: datetime) -> PrivateEntry:
    row.has_left = True
    if row.uid in (stay_uid(calendar, ARRIVAL), stay_uid(calendar, DEPARTURE)):
        label = gettext("Not known any more")
        reason = gettext("When this will be is not known any more. The guest office says why.")
    else:
        kind = "guest" if calendar.guest_id else "hall" if calendar.hall_id else "venue"
        label, reason = gettext("Not here any more"), gettext(REMOVED_REASONS[kind])
    return _revised(row, removed_entry(entry_from_json(row.shown), reason=reason, label=label), moment)


def _revised(row: PrivateEntry, entry: VEvent, moment: datetime) -> PrivateEntry:
    row.sequence += 1
    row.revised_at = max(moment, row.revised_at + timedelta(seconds=1))
    row.starts_at, row.timezone = entry.starts_at, entry.timezone
    row.vevent = vevent_text(entry, sequence=row.sequence, revised_at=row.revised_at)
    return row


def _entries(calendar: PrivateCalendar, sheets: SheetData) -> Iterator[VEvent]:
    if calendar.guest_id:
        return _guest_entries(calendar, calendar.guest_id, sheets)
    own_shows = [
        listed
        for listed in sheets.calendar_shows
        if listed.show.place.hall == calendar.hall_id or listed.show.place.venue == calendar.venue_id
    ]
    return _house_entries(own_shows, names_hall=calendar.venue_id is not None)


def _house_entries(calendar_shows: Iterable[PrivateCalendarShow], *, names_hall: bool) -> Iterator[VEvent]:
    by_uid = {each.show.uid: each for each in calendar_shows}
    for turn in turnarounds_of(each.show for each in by_uid.values()):
        yield house_entry(by_uid[turn.show.uid], turn, names_hall=names_hall)


def stay_uid(calendar: PrivateCalendar, what: str) -> UUID:
    """A guest's arrival or departure, for ever."""
    return uuid5(calendar.namespace, f"{what} of guest {calendar.guest_id}")


def _guest_entries(calendar: PrivateCalendar, guest: int, sheets: SheetData) -> Iterator[VEvent]:
    shows_by_uid = {
        listed.show.uid: listed
        for listed in sheets.calendar_shows
        if listed.show.uid in sheets.showings and guest in sheets.showings[listed.show.uid].guests
    }
    for stop in guest_stops((listed.show for listed in shows_by_uid.values()), sheets.context.travel):
        yield guest_entry(shows_by_uid[stop.show.uid], stop)
    if (facts := sheets.context.guests.get(guest)) is not None:
        yield from _stay_entries(calendar, facts, sheets.festival)


def _stay_entries(calendar: PrivateCalendar, guest: RuleGuest, festival: Festival) -> Iterator[VEvent]:
    """As they are known now: no publication holds them."""
    for what, moment in ((ARRIVAL, guest.arrives_at), (DEPARTURE, guest.departs_at)):
        if moment is not None:
            uid, zone = stay_uid(calendar, what), festival.zone
            yield stay_entry(uid, gettext(what), moment, guest=guest.name, zone=zone, festival=festival.name)
