"""The listing as a table, for spreadsheets: a row a screening, several items of a cell with `|` between them."""

import csv
import io
from collections.abc import Callable, Iterable

from screenings.feeds.json_listing import local_iso
from screenings.text.spreadsheet import join_items, safe_cell
from screenings.timetable.values import PublicScreening

COLUMNS: dict[str, Callable[[PublicScreening], str]] = {
    "uid": lambda one: str(one.uid),
    "status": lambda one: one.status,
    "day": lambda one: one.day.isoformat(),
    "starts_at": lambda one: local_iso(one.starts_at, one),
    "ends_at": lambda one: local_iso(one.ends_at, one),
    "timezone": lambda one: one.timezone,
    "title": lambda one: safe_cell(one.title),
    "original_title": lambda one: safe_cell(one.original_title),
    "directors": lambda one: safe_cell(join_items(one.directors)),
    "year": lambda one: _number(one.year),
    "countries": lambda one: join_items(one.countries),
    "runtime": lambda one: _number(one.runtime),
    "section": lambda one: safe_cell(one.section),
    "venue": lambda one: safe_cell(one.venue),
    "hall": lambda one: safe_cell(one.hall),
    "address": lambda one: safe_cell(one.address),
    "languages": lambda one: join_items(one.languages),
    "subtitles": lambda one: join_items(one.subtitles),
    "format": lambda one: one.format,
    "intro": lambda one: _number(one.intro),
    "qa": lambda one: _number(one.qa),
    "guests": lambda one: safe_cell(join_items(one.guests)),
    "access": lambda one: join_items(one.access),
    "audience": lambda one: one.audience,
    "parts": lambda one: safe_cell(join_items(one.parts)),
    "sold_out": lambda one: "yes" if one.sold_out else "no",
    "ticket_url": lambda one: one.ticket_url,
    "film_url": lambda one: one.film_url,
    "note": lambda one: safe_cell(one.note),
    "moved_from_starts_at": lambda one: local_iso(one.moved_from_starts_at, one) if one.moved_from_starts_at else "",
    "moved_from": lambda one: safe_cell(one.moved_from_hall),
    "end_is_estimated": lambda one: "yes" if one.end_is_estimated else "no",
    "standby": lambda one: "yes" if one.standby else "no",
    "price": lambda one: safe_cell(one.price),
}


def listing_csv(screenings: Iterable[PublicScreening]) -> bytes:
    """UTF-8, RFC 4180: CRLF after each row, the first row names the columns. No cell is a formula to a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([cell(screening) for cell in COLUMNS.values()] for screening in screenings)
    return text.getvalue().encode("utf-8", "replace")


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
