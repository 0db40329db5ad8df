"""Published screenings on a page, and the small words around them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import TypeVar
from urllib.parse import urlencode

from django import template
from django.utils.safestring import SafeString, mark_safe

from screenings.models import Festival, Film, Section
from screenings.public.addresses import page_path
from screenings.public.showing_html import ShowingWriter, marks_html, star, version_html
from screenings.public.showing_words import zone_name
from screenings.public.timetable_grid import STEP_MINUTES, GridCell
from screenings.text.clock import clock_text
from screenings.text.dates import full_date, long_day, short_day, short_month, short_weekday
from screenings.timetable.values import PublicScreening

Item = TypeVar("Item")
register = template.Library()
register.filter("full_date", full_date)
register.filter("long_day", long_day)
register.filter("zone_name", zone_name)
register.filter("short_day", short_day)
register.filter("short_month", short_month)
register.filter("short_weekday", short_weekday)


@register.simple_tag(takes_context=True)
def showings(context: template.Context, rows: Iterable[PublicScreening], **options: bool) -> SafeString:
    """As items of a list, with the options of `ShowingWriter.list_item`."""
    return _written(rows, partial(_writer(context).list_item, **options))


@register.simple_tag(takes_context=True)
def listing_rows(context: template.Context, rows: Iterable[PublicScreening], *, is_dated: bool = False) -> SafeString:
    """As rows of the listing's table, under their day or each with its own."""
    return _written(rows, partial(_writer(context).table_row, is_dated=is_dated))


@register.simple_tag(takes_context=True)
def lane(context: template.Context, cells: Iterable[GridCell[PublicScreening]]) -> SafeString:
    """As a row of the timetable with its gaps."""
    writer = _writer(context)

    def cell(each: GridCell[PublicScreening]) -> str:
        row = each.item
        if row is None:
            return f'<td colspan="{each.steps}"></td>'
        return writer.slot(row, steps=each.steps, minutes=each.steps * STEP_MINUTES)

    return _written(cells, cell)


@register.simple_tag(takes_context=True)
def entries(context: template.Context, rows: Iterable[PublicScreening]) -> SafeString:
    """As lines of the overview."""
    return _written(rows, _writer(context).entry)


@register.simple_tag(takes_context=True)
def showing_part(context: template.Context, part: str, row: PublicScreening) -> SafeString:
    """One part of what is said of it elsewhere: "when", "title", "marks" or "version"."""
    writer = _writer(context)
    parts = {"when": writer.when, "title": writer.title, "marks": marks_html, "version": version_html}
    return mark_safe(parts[part](row))  # noqa: S308  # the writer escapes every text


@register.simple_tag(takes_context=True)
def film_star(context: template.Context, film: Film) -> SafeString:
    """The star of a film."""
    address = page_path("plan-star-film", context["festival"].slug, film.slug)
    return mark_safe(star(address, film.title))  # noqa: S308  # it escapes the title


def _writer(context: template.Context) -> ShowingWriter:
    return ShowingWriter(context["festival"], context.get("at"), context.get("pictures") or {})


def _written(items: Iterable[Item], write: Callable[[Item], str]) -> SafeString:
    return mark_safe("".join(map(write, items)))  # noqa: S308  # the writer escapes every text


@register.simple_tag
def on_clock(moment: datetime, festival: Festival) -> str:
    """Sat 12 Oct 2024, 18:05, on the festival's clock."""
    local = moment.astimezone(festival.zone)
    return f"{short_day(local)} {local.year}, {clock_text(local)}"


@register.simple_tag
def query_with(query: str, **extra: object) -> str:
    """`?` and the query with more behind it; empty values are left out. `?` alone where nothing is left."""
    more = urlencode({name: value for name, value in extra.items() if value})
    return "?" + "&".join(part for part in (query, more) if part)


@register.filter
def without(query: str, name: str) -> str:
    """The query but for one name."""
    return "&".join(part for part in query.split("&") if part and not part.startswith(f"{name}="))


@register.filter
def of_page(rows: Mapping[str, PublicScreening], about: Film | Section) -> PublicScreening | None:
    """The row that is kept under the address of what a page is about."""
    return rows.get(about.slug) if rows else None
