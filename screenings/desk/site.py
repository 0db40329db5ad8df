"""The admin's front page is a desk: how long until the opening, what waits, what is missing, what is on today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial, wraps
from typing import Any, NamedTuple, cast

from django.apps import AppConfig
from django.contrib.admin import AdminSite, autodiscover
from django.core.checks import CheckMessage
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone

from screenings.desk.checklist import Step, steps_to_publication
from screenings.desk.conflict_items import ConflictItem, first_conflict_items
from screenings.desk.edit_page import edit_page, mark_at_desk
from screenings.desk.editions import choose_edition, clock_of_page, note_edition, working_festival
from screenings.desk.help import show_help, show_picture
from screenings.desk.holds import HeldLine, held_lines
from screenings.desk.navigation import grouped_models, may, own_area, reads_only, timetable_pages
from screenings.desk.person_picker import PeopleAutocomplete
from screenings.desk.site_search import show_search
from screenings.desk.staff_pages import may_review, review_address
from screenings.desk.todo import TodoCount, changelist_address, missing_counts, open_arrivals, unplaced_count
from screenings.loading.versions import VersionedValues, tokens_of
from screenings.models import Festival, Publication, Screening
from screenings.public.listings import phase
from screenings.publishing import preview_publication
from screenings.reliability.form_submissions import delete_old_submissions, once_per_form
from screenings.text.clock import clock_shown, clock_text
from screenings.timetable.conflicts import Conflict
from screenings.wording.changes import NO_PUBLIC_CHANGES, change_counts_text
from screenings.wording.moments import day_text, moment_text

MAX_TODAY_SHOWN = 40
MAX_BLOCKING_SHOWN = 3
MAX_HELD_SHOWN = 3


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
    """What is not public, and what is; what is on hold, and where all of that is listed. `published` is None before the
    first publication.
    """

    changes: int
    change_counts: str
    unnoticed_changes: str
    blocking: tuple[ConflictItem, ...]
    more_blocking: int
    published: str | None
    publication: str
    on_hold: tuple[HeldLine, ...]
    more_on_hold: int
    all_on_hold: str


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
            with clock_shown(lambda: clock_of_page(request)):
                response = mark_at_desk(request, note_edition(request, once(request, *args, **kwargs)))
                # What it says of times it says on this page's clock, and not on that of whoever asks next.
                return response.render() if isinstance(response, SimpleTemplateResponse) else response

        return super().admin_view(marked, cacheable)

    def get_urls(self) -> list[Any]:
        """Registers all that the apps have to register, where nobody has yet."""
        autodiscover()
        pages = [
            path("edit/", self.admin_view(edit_page), name="edit-page"),
            path("edition/", self.admin_view(choose_edition), name="choose-edition"),
            path("search/", self.admin_view(partial(show_search, site=self)), name="desk-search"),
            path("help/", self.admin_view(partial(show_help, site=self)), name="help"),
            path("help/<slug:name>.png", self.admin_view(show_picture), name="help-picture"),
            path("help/<slug:name>/", self.admin_view(partial(show_help, site=self)), name="help-page"),
        ]
        return [*pages, *super().get_urls()]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, PeopleAutocomplete.as_view(admin_site=self)(request))

    def check(self, app_configs: Sequence[AppConfig] | None) -> list[CheckMessage]:
        autodiscover()
        return super().check(app_configs)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """With what is to be done now and then: signing in is rare beside sending forms, and writes anyhow."""
        response = super().login(request, extra_context)
        if request.method == "POST" and request.user.is_authenticated:
            delete_old_submissions()
        return response

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Without an empty bar at the side for whoever has no role yet."""
        context = super().each_context(request)
        return {**context, "is_nav_sidebar_enabled": context["is_nav_sidebar_enabled"] and context["available_apps"]}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Under what people do, and for the page of one app as Django lists it."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else grouped_models(request, apps)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        at = timezone.now()
        festival = working_festival(request)
        own = _desk(request, festival, at) if festival else {"may_begin": may(request, "add_festival")}
        return super().index(request, {**own, **(extra_context or {})})


def _desk(request: HttpRequest, festival: Festival, at: datetime) -> dict[str, Any]:
    """Each part for those who may read what it is made of. A fixed number of queries."""
    sees_screenings = may(request, "view_screening")
    today = festival.calendar.day_of(at)
    status = _publish_status(festival, at) if may_review(request.user) else None
    return {
        "festival": festival,
        "own_area": own_area(request),
        "steps": _first_steps(request, festival, status),
        "title": festival.name,
        "countdown": countdown(festival, at),
        "run": f"{day_text(festival.starts_on)} to {day_text(festival.ends_on)} {festival.ends_on.year}",
        "is_today_first": own_area(request) == "house" or reads_only(request),
        "todo_counts": _todo_counts(request, festival),
        "timetable_pages": timetable_pages(request, festival),
        "publish_status": status,
        "review": review_address(festival),
        "today_name": day_text(today),
        **(_today(festival, today, at) if sees_screenings else {"today": None}),
        "today_door": reverse("admin:door", args=[festival.pk]),
        "today_sheets": reverse("admin:sheets-day", args=[festival.pk, today.isoformat()]),
        "today_list": changelist_address("screening", festival__id__exact=festival.pk, day=today.isoformat()),
    }


def _todo_counts(request: HttpRequest, festival: Festival) -> list[TodoCount]:
    """One's own work first: of who changes no screenings, the guests or the films."""
    counts = (
        ("change_screening", unplaced_count(festival) if may(request, "view_screening") else ()),
        ("change_film", missing_counts(festival) if may(request, "view_film") else ()),
        ("change_guest", open_arrivals(festival) if may(request, "change_guest") else ()),
    )
    return [each for _right, some in sorted(counts, key=lambda part: not may(request, part[0])) for each in some]


def _first_steps(request: HttpRequest, festival: Festival, status: PublishStatus | None) -> list[Step]:
    """Until the first publication, for those who may read what it is made of."""
    if status is None or status.published is not None or not may(request, "view_screening"):
        return []
    return steps_to_publication(request, festival, len(status.blocking) + status.more_blocking)


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


class _WaitingChanges(NamedTuple):
    """What a publication would bring now, as the desk tells it, and how many screenings are on hold."""

    changes: int
    change_counts: str
    unnoticed_changes: str
    blocking: tuple[Conflict, ...]
    on_hold: int


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
    blocking, more_blocking = first_conflict_items(waiting.blocking, MAX_BLOCKING_SHOWN)
    return PublishStatus(
        changes=waiting.changes,
        change_counts=waiting.change_counts,
        unnoticed_changes=waiting.unnoticed_changes,
        blocking=blocking,
        more_blocking=more_blocking,
        published=published,
        publication=publication,
        on_hold=tuple(held_lines(festival, MAX_HELD_SHOWN)) if waiting.on_hold else (),
        more_on_hold=max(0, waiting.on_hold - MAX_HELD_SHOWN),
        all_on_hold=changelist_address("screening", festival__id__exact=festival.pk, hold="yes"),
    )


def _waiting_changes(festival: Festival, at: datetime) -> _WaitingChanges:
    preview = preview_publication(festival, at=at)
    return _WaitingChanges(
        len(preview.changes),
        change_counts_text(preview.changes),
        "" if preview.is_empty or preview.changes else NO_PUBLIC_CHANGES,
        preview.blocking,
        len(preview.timetable.holds),
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


def _today(festival: Festival, today: date, at: datetime) -> dict[str, Any]:
    """All of a short day; of a long one what is on and what comes next, and how many are left out."""
    rows = Screening.objects.of(festival).on(today, festival).for_timetable().in_time_order()
    every = [_today_screening(row, at) for row in rows]
    coming = [each for each in every if each.state != "over"] if len(every) > MAX_TODAY_SHOWN else every
    return {
        "today": coming[:MAX_TODAY_SHOWN],
        "today_number": len(every),
        "today_over": len(every) - len(coming),
        "today_later": max(0, len(coming) - MAX_TODAY_SHOWN),
    }


def _today_screening(row: Screening, at: datetime) -> TodayScreening:
    assert row.starts_at is not None
    assert row.ends_at is not None
    starts, ends = (moment.astimezone(row.zone) for moment in (row.starts_at, row.ends_at))
    state = "to come" if at < row.starts_at else "now" if at < row.ends_at else "over"
    marks = (
        row.get_status_display() if row.status != "planned" else "",
        "Sold out" if row.sold_out else "",
        "Standby" if row.standby else "",
    )
    return TodayScreening(
        address=reverse("admin:screenings_screening_change", args=[row.pk]),
        clock=f"{clock_text(starts)}–{clock_text(ends)}" + ("" if row.length_is_known else "?"),
        title=row.film.title,
        place=row.hall.full_name if row.hall else "",
        state=state,
        marks=tuple(filter(None, marks)),
    )
