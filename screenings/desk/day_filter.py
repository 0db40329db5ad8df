"""Lists by festival day: what starts after midnight belongs to the evening before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from screenings.desk.editions import ALL_EDITIONS, edition_in_list, editions_of
from screenings.desk.lookups import parse_pk
from screenings.models import Festival
from screenings.timetable.days import day_bounds
from screenings.wording.moments import day_text


def festival_of_list(request: HttpRequest) -> Festival | None:
    """The one a list is filtered by, else the one that is worked on."""
    chosen, editions = edition_in_list(request), editions_of(request)
    return editions.working if chosen in ("", ALL_EDITIONS) else editions.find(parse_pk(chosen))


@dataclass(frozen=True, slots=True)
class DayLink:
    """A day above the list, and how many rows of it the other filters leave."""

    text: str
    number: int
    query: str
    is_chosen: bool


class FestivalDayFilter(admin.SimpleListFilter):
    """The day of `field`, by the clock of the festival that is filtered by, else of the one that is worked on."""

    title = "festival day"
    parameter_name = "day"
    field: ClassVar[str] = "starts_at"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.festival = festival_of_list(request)
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(day.isoformat(), day_text(day)) for day in self._run()]

    def _run(self) -> Iterator[date]:
        if self.festival is not None:
            days = (self.festival.ends_on - self.festival.starts_on).days + 1
            yield from (self.festival.starts_on + timedelta(days=number) for number in range(days))

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.festival is None or not self.value():
            return queryset
        try:
            start, end = day_bounds(
                date.fromisoformat(self.value() or ""), self.festival.zone, self.festival.day_starts_at
            )
        except (ValueError, OverflowError):
            return queryset.none()
        return queryset.filter(festival=self.festival, **{f"{self.field}__gte": start, f"{self.field}__lt": end})


class DayBarFilter(FestivalDayFilter):
    """Stands above the list, with the number of rows of each day, and not beside it."""

    template = "admin/screenings/nothing.html"
    is_above = True

    def days(self, changelist: Any, request: HttpRequest) -> list[DayLink]:
        """The days of the run and those beside it that have rows. One query."""
        if self.festival is None:
            return []
        moments = self._others(changelist, request).filter(festival=self.festival, **{f"{self.field}__isnull": False})
        calendar = self.festival.calendar
        starts = moments.order_by().values_list("pk", self.field)
        numbers = Counter(calendar.day_of(moment) for _, moment in starts)
        return [
            DayLink(
                day_text(day),
                numbers[day],
                changelist.get_query_string({self.parameter_name: day.isoformat()}, ["p"]),
                self.value() == day.isoformat(),
            )
            for day in sorted({*self._run(), *numbers})
        ]

    def _others(self, changelist: Any, request: HttpRequest) -> QuerySet[Any]:
        """The rows that the other filters and the search leave."""
        rows = changelist.root_queryset
        for spec in changelist.filter_specs:
            if spec is not self:
                narrowed = spec.queryset(request, rows)
                rows = rows if narrowed is None else narrowed
        rows, has_doubles = changelist.model_admin.get_search_results(request, rows, changelist.query)
        return rows.distinct() if has_doubles else rows
