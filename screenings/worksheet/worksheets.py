"""Which tables there are: their rows, their columns, and how a row is changed by what was typed into its cells."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext, gettext_lazy

from screenings.desk.local_time_fields import (
    ClockField,
    RepeatedHourField,
    on_festival_day,
    refuse_far_day,
    typed_instant,
)
from screenings.models import Access, Festival, Film, Hall, Person, Print, PrintFormat, Screening, Section
from screenings.models.form_fields import PlainDayField
from screenings.text.cleaning import natural_sort_key
from screenings.text.clock import clock_text
from screenings.timetable.days import is_ambiguous, offset_text, utc_offsets
from screenings.worksheet.columns import (
    COUNTRIES,
    LANGUAGES,
    CodesColumn,
    FieldColumn,
    RelatedColumn,
    SeveralChoicesColumn,
    WorksheetColumn,
    column_of,
    field_of,
)
from screenings.worksheet.people_columns import CREDITS, GuestsColumn, PeopleThere, credits_columns
from screenings.worksheet.row_columns import PrintColumn

DAY, TIME, HALL, GUESTS = "day", "time", "hall", "guests"
PLACE = (DAY, TIME, HALL)
ONCE = frozenset({"ref", "slug"})  # which no two rows of a festival share


class Worksheet:
    """One table of a festival. Its columns are made once; they read no row of the database."""

    model: ClassVar[type[Model]]
    title: ClassVar[Any]
    columns: tuple[WorksheetColumn, ...]

    def __init__(self, festival: Festival, *, may_add: frozenset[str] = frozenset()) -> None:
        """`may_add`: of which models a cell may make a row by its name, `person` or `guest`."""
        self.festival = festival
        self.made: dict[str, Person] = {}
        self.people = PeopleThere(may_add="person" in may_add)

    def rows(self) -> QuerySet[Any]:
        """In the order in which the table opens; a fixed number of queries."""
        raise NotImplementedError

    def name_of(self, row: Any) -> str:
        return str(row)

    def apply(self, row: Any, texts: Mapping[str, str]) -> dict[str, str]:
        """Set what the cells say, by column; what is wrong with a cell, by column. Nothing is saved."""
        return self._write(row, texts) or self._check(row, texts)

    def _write(self, row: Any, texts: Mapping[str, str]) -> dict[str, str]:
        errors: dict[str, str] = {}
        for name, text in texts.items():
            column = self.column(name)
            assert isinstance(column, FieldColumn)
            try:
                column.write(row, text)
            except ValidationError as wrong:
                errors[name] = " ".join(wrong.messages)
        return errors

    def column(self, name: str) -> WorksheetColumn:
        """Raises KeyError for a column that there is not."""
        return self.by_name[name]

    @property
    def by_name(self) -> dict[str, WorksheetColumn]:
        return {column.name: column for column in self.columns}

    def fields_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The fields of the row that these columns write."""
        return tuple(dict.fromkeys(names))

    def differs(self, field: str, before: Any, after: Any) -> bool:
        """Whether that field of the row does."""
        column = self.by_name.get(field)
        if isinstance(column, FieldColumn):
            return column.differs(before, after)
        return bool(getattr(before, field) != getattr(after, field))

    def save_links(self, row: Any, fields: Iterable[str]) -> None:
        """Of a row that is saved, what stands in other tables."""
        for column in map(self.by_name.get, fields):
            if isinstance(column, FieldColumn):
                column.save(row)

    def _check(self, row: Any, names: Iterable[str]) -> dict[str, str]:
        """What the row itself refuses, in the cells that were typed; of others it is no matter here."""
        fields = self.fields_of(names)
        first = next(iter(names))
        errors: dict[str, str] = {}
        try:
            untouched = {field.name for field in row._meta.fields} - set(fields)
            row.clean_fields(exclude=untouched)
            row.clean()
            if ONCE & set(fields):
                row.validate_constraints(exclude=untouched - {"festival"})
        except ValidationError as wrong:
            for field, messages in wrong.message_dict.items():
                errors[self._column_with(field, names, first)] = " ".join(messages)
        return errors

    def _column_with(self, field: str, names: Iterable[str], otherwise: str) -> str:
        return next((name for name in names if field in self.fields_of([name])), otherwise)


class FilmWorksheet(Worksheet):
    model = Film
    title = gettext_lazy("Films as a table")

    def __init__(self, festival: Festival, *, may_add: frozenset[str] = frozenset()) -> None:
        super().__init__(festival, may_add=may_add)
        field = partial(field_of, Film)
        sections = {row.name: row for row in Section.objects.filter(festival=festival)}
        self.columns = (
            column_of(field("title")),
            column_of(field("original_title")),
            column_of(field("kind")),
            RelatedColumn(field("section"), sections, name_of=lambda section: section.name),
            column_of(field("year")),
            column_of(field("runtime")),
            CodesColumn(field("countries"), COUNTRIES),
            CodesColumn(field("languages"), LANGUAGES),
            CodesColumn(field("subtitles"), LANGUAGES),
            *map(column_of, map(field, ("genres", "tags", "synopsis", "statement", "based_on", "content_notes"))),
            *map(column_of, map(field, ("releases", "gap"))),
            column_of(field("rating")),
            column_of(field("minimum_age")),
            column_of(field("premiere")),
            column_of(field("embargo_until")),
            column_of(field("expected_audience")),
            column_of(field("distributor")),
            column_of(field("companies")),
            *credits_columns(self.people, self.made),
            column_of(field("ref")),
            column_of(field("slug")),
        )

    def rows(self) -> QuerySet[Film]:
        rows = Film.objects.filter(festival=self.festival).select_related("section")
        return rows.prefetch_related(CREDITS).order_by("sort_title", "pk")


class ScreeningWorksheet(Worksheet):
    """A place is typed in three cells: the festival day, the time on the hall's clock, and the hall."""

    model = Screening
    title = gettext_lazy("Screenings as a table")

    def __init__(self, festival: Festival, *, may_add: frozenset[str] = frozenset()) -> None:
        super().__init__(festival, may_add=may_add)
        field = partial(field_of, Screening)
        guests = Screening._meta.get_field(GUESTS)
        self.guests = GuestsColumn(guests, festival, self.people, self.made, may_add="guest" in may_add)
        prints = Print.objects.filter(film__festival=festival).select_related("film").order_by("pk")
        halls = Hall.objects.filter(venue__festival=festival).select_related("venue__festival")
        by_name = {hall.full_name: hall for hall in sorted(halls, key=lambda hall: natural_sort_key(hall.full_name))}
        self.halls = RelatedColumn(field(HALL), by_name, name_of=lambda hall: hall.full_name)
        self.columns = (
            WorksheetColumn("film", gettext_lazy("film"), lambda row: row.film.title),
            _PlaceColumn(DAY, gettext_lazy("festival day"), self._day_text),
            _PlaceColumn(TIME, gettext_lazy("time"), self._time_text),
            self.halls,
            *map(column_of, map(field, ("intro", "qa", "stated_length", "audience", "status"))),
            *map(column_of, map(field, ("sold_out", "standby", "billing", "public_title", "public_note"))),
            *map(column_of, map(field, ("ticket_url", "price"))),
            SeveralChoicesColumn(field("access"), Access),
            self.guests,
            PrintColumn(field("print"), prints),
            SeveralChoicesColumn(field("format"), PrintFormat),
            CodesColumn(field("subtitles"), LANGUAGES),
            *map(column_of, map(field, ("expected_audience", "notes", "pinned", "ref"))),
        )

    def rows(self) -> QuerySet[Screening]:
        rows = Screening.objects.of(self.festival).in_time_order().for_timetable()
        return rows.prefetch_related("guests__person")

    def fields_of(self, names: Iterable[str]) -> tuple[str, ...]:
        fields = ["starts_at" if name in (DAY, TIME) else name for name in names]
        return tuple(dict.fromkeys([*fields, "starts_at"] if HALL in fields else fields))

    def _write(self, row: Screening, texts: Mapping[str, str]) -> dict[str, str]:
        place = {name: text for name, text in texts.items() if name in PLACE}
        others = {name: text for name, text in texts.items() if name not in PLACE}
        return (self._place(row, place) if place else {}) | super()._write(row, others)

    def _place(self, row: Screening, typed: Mapping[str, str]) -> dict[str, str]:
        """What is not typed stays, as the clock shows it: another hall keeps day and hour."""
        texts = {name: typed.get(name, self.column(name).text(row)).strip() for name in PLACE}
        if not any(texts.values()):
            row.hall = row.starts_at = None
            return {}
        missing = [self.column(name).label for name in PLACE if not texts[name]]
        if missing:
            message = gettext("Write day, time and hall, or leave all three empty: %(missing)s is empty.")
            return {next(iter(typed)): message % {"missing": ", ".join(missing)}}
        at = HALL
        try:
            hall = self.halls.find(texts[HALL])
            at = DAY
            day = PlainDayField().clean(texts[DAY])
            refuse_far_day(day)
            at = TIME
            clock = ClockField(max_length=20).clean(texts[TIME])
            assert clock is not None
            wall = on_festival_day(day, clock, self.festival)
            starts_at = typed_instant(wall, hall.venue.zone, which="", which_field=RepeatedHourField())
        except ValidationError as wrong:
            message = " ".join(wrong.messages)
            if getattr(wrong, "code", "") == "repeated":
                message += " " + _with_offsets(texts[TIME], wall.wall, hall.venue.zone)
            return {at if at in typed else next(iter(typed)): message}
        row.hall, row.starts_at = hall, starts_at
        return {}

    def _day_text(self, row: Screening) -> str:
        if row.starts_at is None:
            return ""
        return self.festival.calendar.day_of(row.starts_at, row.zone).isoformat()

    @staticmethod
    def _time_text(row: Screening) -> str:
        if row.starts_at is None:
            return ""
        local = row.starts_at.astimezone(row.zone)
        offset = local.utcoffset() if is_ambiguous(row.starts_at, row.zone) else None
        return clock_text(local) + (offset_text(offset) if offset is not None else "")


class _PlaceColumn(WorksheetColumn):
    """A part of the place; the three are read together."""

    is_editable = True


def _with_offsets(text: str, wall: datetime, zone: Any) -> str:
    meant = gettext(" or ").join(f"{clock_text(wall)}{offset_text(offset)}" for offset in utc_offsets(wall, zone))
    return gettext("Write %(times)s.") % {"times": meant}
