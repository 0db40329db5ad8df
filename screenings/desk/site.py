"""The admin's front page is a desk: how long until the opening, what waits, what is missing, what is on today."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone

from screenings.desk.conflict_items import ConflictItem, conflict_items
from screenings.desk.edit_page import edit_page, mark_at_desk
from screenings.desk.staff_pages import may_review, review_address
from screenings.loading.versions import VersionedValues, tokens_of
from screenings.models import Festival, Film, Publication, Screening
from screenings.public.listings import current_festival, phase
from screenings.publishing import preview_publication
from screenings.reliability.form_submissions import delete_old_submissions, once_per_form
from screenings.timetable.conflicts import Conflict
from screenings.wording.changes import NO_PUBLIC_CHANGES, change_counts_text
from screenings.wording.moments import day_text, moment_text

MAX_TODAY_SHOWN = 60
MAX_BLOCKING_SHOWN = 3


# Where one works on a festival's timetable: name, what for, address by the festival's key, and who is let in.
TIMETABLE_PAGES = (
    ("Board", "place and move screenings", "board", "view_screening"),
    ("Scenarios", "try another timetable, compare, take over", "scenarios", "view_scenario"),
    ("Proposals", "search for places, or for a repair", "proposals", "view_scenario"),
    ("Conflicts", "what clashes, and what can be done", "conflicts", "view_festivalrules"),
    ("Review", "what the public would read next", "publish-review", "view_festival"),
)


@dataclass(frozen=True, slots=True)
class TimetablePageLink:
    """A page to work on."""

    name: str
    purpose: str
    address: str


@dataclass(frozen=True, slots=True)
class TodoCount:
    """A number of things that wait for somebody, and where they are."""

    number: int
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class TodayScreening:
    """One of today's screenings on its venue's clock. `state` is "over", "now" or "to come"."""

    address: str
    clock: str
    title: str
    place: str
    state: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishStatus:
    """What is not public, and what is. `published` is None before the first publication."""

    changes: int
    change_counts: str
    unnoticed_changes: str
    blocking: tuple[ConflictItem, ...]
    more_blocking: int
    published: str | None
    publication: str


class DeskSite(AdminSite):
    """Django's admin with the desk above its list of models. Whatever form it shows counts once."""

    site_header = "Festival desk"
    site_title = "Festival desk"
    index_title = "The festival"
    site_url = reverse_lazy("home")  # type: ignore[assignment]  # as good as a str, once it is asked for

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        once = once_per_form(view)

        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return mark_at_desk(request, once(request, *args, **kwargs))

        return super().admin_view(marked, cacheable)

    def get_urls(self) -> list[Any]:
        return [path("edit/", self.admin_view(edit_page), name="edit-page"), *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With what is to be done now and then: signing in is rare beside sending forms, and writes anyhow."""
        response = super().login(request, extra_context)
        if request.method == "POST" and request.user.is_authenticated:
            delete_old_submissions()
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        at = timezone.now()
        festival = current_festival(at)
        own = _desk(request, festival, at) if festival else {"may_begin": _may(request, "add_festival")}
        return super().index(request, {**own, **(extra_context or {})})


def _may(request: HttpRequest, permission: str) -> bool:
    return request.user.has_perm(f"screenings.{permission}")


def _desk(request: HttpRequest, festival: Festival, at: datetime) -> dict[str, Any]:
    """Each part for those who may read what it is made of. A fixed number of queries."""
    sees_screenings = _may(request, "view_screening")
    today = festival.calendar.day_of(at)
    return {
        "festival": festival,
        "title": festival.name,
        "countdown": countdown(festival, at),
        "run": f"{day_text(festival.starts_on)} to {day_text(festival.ends_on)} {festival.ends_on.year}",
        "todo_counts": [
            *(_unplaced_count(festival) if sees_screenings else ()),
            *(_missing_counts(festival) if _may(request, "view_film") else ()),
        ],
        "timetable_pages": [
            TimetablePageLink(name, purpose, reverse(f"admin:{address}", args=[festival.pk]))
            for name, purpose, address, permission in TIMETABLE_PAGES
            if _may(request, permission)
        ],
        "publish_status": _publish_status(festival, at) if may_review(request.user) else None,
        "review": review_address(festival),
        "today_name": day_text(today),
        "today": _today(festival, today, at) if sees_screenings else None,
        "today_sheets": reverse("admin:sheets-day", args=[festival.pk, today.isoformat()]),
        "today_list": _changelist_address("screening", festival__id__exact=festival.pk, day=today.isoformat()),
    }


def countdown(festival: Festival, at: datetime) -> str:
    """By the festival's own days: `Opens in 12 days`, `Day 3 of 12`, `Ended 4 days ago`."""
    today = festival.calendar.day_of(at)
    match phase(festival, at):
        case "before":
            days = (festival.starts_on - today).days
            return "Opens tomorrow" if days == 1 else f"Opens in {days} days"
        case "during":
            return f"Day {(today - festival.starts_on).days + 1} of {(festival.ends_on - festival.starts_on).days + 1}"
        case _:
            days = (today - festival.ends_on).days
            return "Ended yesterday" if days == 1 else f"Ended {days} days ago"


def _changelist_address(model: str, **chosen: Any) -> str:
    return f"{reverse(f'admin:screenings_{model}_changelist')}?{urlencode(chosen)}"


def _unplaced_count(festival: Festival) -> list[TodoCount]:
    number = Screening.objects.of(festival).unplaced().count()
    return [
        TodoCount(
            number,
            "screenings without a place",
            _changelist_address("screening", festival__id__exact=festival.pk, placed="no"),
        )
    ]


def _missing_counts(festival: Festival) -> list[TodoCount]:
    """One query for all; each leads to the list that shows just these."""
    films = Film.objects.of(festival)

    def among(some: Any) -> Count:
        return Count("pk", filter=Q(Exists(some.filter(pk=OuterRef("pk")))))

    every = Film.objects.order_by()
    numbers = films.order_by().aggregate(
        screening=among(every.without_screening()),
        runtime=among(every.without_runtime()),
        print=among(every.filter(prints__isnull=True)),
        section=Count("pk", filter=Q(section__isnull=True)),
    )
    return [
        *(
            TodoCount(numbers[name], label, _changelist_address("film", festival__id__exact=festival.pk, missing=name))
            for name, label in (
                ("screening", "films without a screening"),
                ("runtime", "films without a running time"),
                ("print", "films without a print"),
            )
        ),
        TodoCount(
            numbers["section"],
            "films without a section",
            _changelist_address("film", festival__id__exact=festival.pk, section__isnull="True"),
        ),
    ]


class _WaitingChanges(NamedTuple):
    """What a publication would bring now, as the desk tells it."""

    changes: int
    change_counts: str
    unnoticed_changes: str
    blocking: tuple[Conflict, ...]


_WAITING: VersionedValues[_WaitingChanges] = VersionedValues(16)


def _publish_status(festival: Festival, at: datetime) -> PublishStatus:
    """What waits is worked out once for each state of the festival, and anew each hour: what was cancelled long ago is
    forgotten by the clock.
    """
    hour = at.replace(minute=0, second=0, microsecond=0)
    waiting = _WAITING.get_or_make(
        festival.pk,
        lambda: (tokens := tokens_of(festival.pk, "working", "live", "public")) and (*tokens, hour),
        lambda: _waiting_changes(festival, at),
    )
    published, publication = _last_publication(festival)
    return PublishStatus(
        changes=waiting.changes,
        change_counts=waiting.change_counts,
        unnoticed_changes=waiting.unnoticed_changes,
        blocking=tuple(conflict_items(waiting.blocking[:MAX_BLOCKING_SHOWN])),
        more_blocking=max(0, len(waiting.blocking) - MAX_BLOCKING_SHOWN),
        published=published,
        publication=publication,
    )


def _waiting_changes(festival: Festival, at: datetime) -> _WaitingChanges:
    preview = preview_publication(festival, at=at)
    return _WaitingChanges(
        len(preview.changes),
        change_counts_text(preview.changes),
        "" if preview.is_empty or preview.changes else NO_PUBLIC_CHANGES,
        preview.blocking,
    )


def _last_publication(festival: Festival) -> tuple[str | None, str]:
    """When and by whom, and where it can be read. One query."""
    last = Publication.objects.filter(festival=festival).select_related("published_by").order_by("-number").first()
    if last is None:
        return None, ""
    when = moment_text(last.published_at, festival.zone)
    zone = f"{last.published_at.astimezone(festival.zone):%Z}"
    by = f" by {last.published_by}" if last.published_by else ""
    address = reverse("admin:screenings_publication_change", args=[last.pk])
    return f"Number {last.number}, {when} {zone}{by}", address


def _today(festival: Festival, today: date, at: datetime) -> list[TodayScreening]:
    rows = Screening.objects.of(festival).on(today, festival).for_timetable().in_time_order()
    return [_today_screening(row, at) for row in rows[:MAX_TODAY_SHOWN]]


def _today_screening(row: Screening, at: datetime) -> TodayScreening:
    assert row.starts_at is not None
    assert row.ends_at is not None
    starts, ends = (moment.astimezone(row.zone) for moment in (row.starts_at, row.ends_at))
    state = "to come" if at < row.starts_at else "now" if at < row.ends_at else "over"
    marks = (row.get_status_display() if row.status != "planned" else "", "Sold out" if row.sold_out else "")
    return TodayScreening(
        address=reverse("admin:screenings_screening_change", args=[row.pk]),
        clock=f"{starts:%H:%M}–{ends:%H:%M}" + ("" if row.length_is_known else "?"),
        title=row.film.title,
        place=row.hall.full_name if row.hall else "",
        state=state,
        marks=tuple(filter(None, marks)),
    )
