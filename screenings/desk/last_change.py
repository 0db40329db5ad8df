"""What changed since yesterday, and who did it: a column and two filters for every list, read from the history."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from screenings.audit.timeline import child_relations, concrete_model
from screenings.desk.day_filter import festival_of_list
from screenings.desk.history import HistoryAdmin
from screenings.desk.lookups import parse_pk
from screenings.models.history import HISTORY_MODELS, LOADED_REASON
from screenings.timetable.days import day_bounds
from screenings.wording.changes import EMPTY_VALUE
from screenings.wording.moments import moment_in_zone

# The first entry of rows that nobody at the desk wrote.
AUTOMATIC_REASONS = (LOADED_REASON, "kept from here on")  # the latter as the migration wrote it that began the history
DAYS_BACK = {"today": 0, "yesterday": 1, "week": 7}  # days before this one
CHANGED_SINCE_PARAM, CHANGED_BY_PARAM = "changed", "changed_by"


def start_of_past_day(days_back: int, request: HttpRequest, at: datetime) -> datetime:
    """When the festival day began that was `days_back` days before this one; by UTC where there is no festival yet."""
    festival = festival_of_list(request)
    if festival is None:
        return at - timedelta(days=days_back + 1)
    today = festival.calendar.day_of(at)
    return day_bounds(today - timedelta(days=days_back), festival.zone, festival.day_starts_at)[0]


def staff_history(model: type[Any]) -> Any:
    """What is recorded of its rows, without the first entries that nobody at the desk wrote."""
    return model.history.exclude(history_change_reason__in=AUTOMATIC_REASONS)


def changed_rows(model: type[Any], **entry_filter: Any) -> Q:
    """Rows with such an entry in their history, or in that of what belongs to them, such as a film's credits."""
    condition = Q(pk__in=staff_history(concrete_model(model)).filter(**entry_filter).values("id"))
    for _name, other, key in child_relations(model):
        own_key = key.foreign_related_fields[0].name
        changed = staff_history(other).filter(**entry_filter).values(key.attname)
        condition |= Q(**{f"{own_key}__in": changed})
    return condition


def _entry_filter(request: HttpRequest) -> dict[str, Any]:
    """What both filters ask of one entry: the same person may have changed it long ago."""
    entry_filter: dict[str, Any] = {}
    if (back := DAYS_BACK.get(request.GET.get(CHANGED_SINCE_PARAM, ""))) is not None:
        entry_filter["history_date__gte"] = start_of_past_day(back, request, timezone.now())
    if (user_pk := parse_pk(request.GET.get(CHANGED_BY_PARAM, ""))) is not None:
        entry_filter["history_user"] = user_pk
    return entry_filter


class ChangedSinceFilter(admin.SimpleListFilter):
    title = "last change"
    parameter_name = CHANGED_SINCE_PARAM

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("today", "Today"), ("yesterday", "Since yesterday"), ("week", "In the last seven days")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return (
            queryset.filter(changed_rows(queryset.model, **_entry_filter(request)))
            if self.value() in DAYS_BACK
            else queryset
        )


class ChangedByFilter(admin.SimpleListFilter):
    title = "who changed it"
    parameter_name = CHANGED_BY_PARAM

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        staff = User.objects.filter(is_staff=True).order_by("username")
        return [(str(pk), name) for pk, name in staff.values_list("pk", "username")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() is None:
            return queryset
        if parse_pk(self.value() or "") is None:
            return queryset.none()
        return queryset.filter(changed_rows(queryset.model, **_entry_filter(request)))


class LastChangeAdmin(HistoryAdmin):
    """Adds the column and the filters to a list whose rows have a history."""

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = super().get_list_display(request)
        return (*shown, "last_change") if self._is_recorded() else shown

    def get_list_filter(self, request: HttpRequest) -> Any:
        filters = super().get_list_filter(request)
        return (*filters, ChangedSinceFilter, ChangedByFilter) if self._is_recorded() else filters

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The list's rows with their newest entry; boxes and forms that ask for rows do without."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if not self._is_recorded() or match is None or not str(match.url_name).endswith("_changelist"):
            return rows
        newest = (
            staff_history(concrete_model(self.model)).filter(id=OuterRef("pk")).order_by("-history_date", "-history_id")
        )
        return rows.annotate(
            changed_at=Subquery(newest.values("history_date")[:1]),
            changed_by=Subquery(newest.values("history_user__username")[:1]),
        )

    def _is_recorded(self) -> bool:
        return concrete_model(self.model) in HISTORY_MODELS

    def zone_in_list(self, obj: Any) -> ZoneInfo:
        """The zone of its times in a list, from what the list has loaded: no query a row."""
        return self.zone_of(obj)

    @admin.display(description="last change", ordering="changed_at")
    def last_change(self, obj: Any) -> str:
        if obj.changed_at is None:
            return EMPTY_VALUE
        return ", ".join(filter(None, (moment_in_zone(obj.changed_at, self.zone_in_list(obj)), obj.changed_by)))
