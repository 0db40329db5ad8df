"""Holds as staff set, release and see them: by selection, by film, by section; since when, by whom and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from screenings.desk.actions import (
    ActionForm,
    ActionPreview,
    ActionResult,
    PreviewRow,
    change_page_address,
    confirmed_action,
    preview_token,
)
from screenings.desk.autopublish import AutopublishAdmin
from screenings.desk.reschedule import screening_text
from screenings.loading.holds import HoldState
from screenings.loading.published import public_screenings_from_rows
from screenings.models import Festival, Film, Hold, PublishedScreening, Screening, Section
from screenings.models.holds import REASON_LENGTH
from screenings.scheduling import ChangeRefused
from screenings.scheduling.holds import LINE_UP_REASON, hold, hold_line_up, release
from screenings.wording.changes import published_placement_text
from screenings.wording.holds import hold_text, kept_here_text, kept_text, later_text
from screenings.wording.moments import moment_text
from screenings.wording.sentences import as_sentence

BATCH = 500


def hold_text_of(held: Hold, festival: Festival) -> str:
    """In words, on the festival's clock. Load the hold with `by`."""
    return hold_text(held.reason, held.by.get_username() if held.by else "", held.since, festival.zone)


def holder_names(holds: Iterable[HoldState]) -> dict[int, str]:
    """The names that those who put them there log in with, by key. One query, none where nobody signed any."""
    keys = {held.by for held in holds if held.by is not None}
    return {user.pk: user.get_username() for user in User.objects.filter(pk__in=keys)} if keys else {}


def hold_of(screening: Screening) -> Hold | None:
    """Its hold, if it has one. No query where the screening was loaded with it."""
    found: Hold | None = getattr(screening, "hold", None)
    return found


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A screening on hold, where the timetable has it, what the public keeps, and the hold in words."""

    pk: int
    title: str
    place: str
    kept: str
    hold: str
    address: str


def held_lines(festival: Festival, limit: int | None = None) -> list[HeldLine]:
    """Those on hold, in the order of time. Four queries."""
    rows = list(held_screenings(festival)[:limit])
    kept = _public_places(rows)
    return [
        HeldLine(
            row.pk,
            row.film.title,
            screening_text(row),
            kept_text(kept.get(row.uid, "")),
            hold_text_of(row.hold, festival),
            change_page_address(row),
        )
        for row in rows
    ]


def held_screenings(festival: Festival) -> QuerySet[Screening]:
    rows = Screening.objects.of(festival).on_hold().in_time_order()
    return rows.for_timetable().select_related("hold__by")


def _public_places(rows: Sequence[Screening]) -> dict[UUID, str]:
    """Where the public has them going ahead, in words. A query for each few hundred."""
    places = {}
    for start in range(0, len(rows), BATCH):
        uids = [row.uid for row in rows[start : start + BATCH]]
        public = PublishedScreening.objects.filter(uid__in=uids, until__isnull=True).going_ahead()
        places.update({each.uid: published_placement_text(each) for each in public_screenings_from_rows(public)})
    return places


def _place_of(row: Screening) -> str:
    """As `published_placement_text` says it; empty where it has none."""
    if row.starts_at is None or row.hall is None:
        return ""
    return f"{moment_text(row.starts_at, row.zone)}, {row.hall.full_name}"


class _HoldActionForm(ActionForm):
    """On screenings, or on all screenings of films or of sections."""

    @property
    def row_heading(self) -> str:  # type: ignore[override]  # what the rows are is known by now
        """A section is listed with its films."""
        return "film or section" if isinstance(self.rows[0], Section) else ""

    @property
    def line_ups(self) -> list[Film | Section]:
        """The films or sections that were chosen, of which screenings that are still to come are on hold, too."""
        return [row for row in self.rows if isinstance(row, Film | Section)]

    @cached_property
    def screenings(self) -> list[Screening]:
        """Those it changes. Raises ChangeRefused where nothing changes at all."""
        keys = [row.pk for row in self.rows]
        match self.rows[0]:
            case Film():
                chosen = Q(film__in=keys)
            case Section():
                chosen = Q(film__section__in=keys)
            case _:
                chosen = Q(pk__in=keys)
        rows = Screening.objects.filter(chosen).in_time_order().for_timetable().select_related("hold__by")
        wanted = [row for row in rows if self.concerns(row)]
        if not wanted and not any(map(self.concerns_line_up, self.line_ups)):
            raise ChangeRefused(self.nothing_text)
        return wanted

    nothing_text = ""

    def concerns(self, row: Screening) -> bool:
        """Whether anything changes for it."""
        raise NotImplementedError  # each of the two says

    def concerns_line_up(self, row: Film | Section) -> bool:
        """Whether anything changes for the screenings that it will get."""
        raise NotImplementedError  # each of the two says

    def line_up_text(self) -> str:
        """How it is afterwards with the screenings that are still to come."""
        raise NotImplementedError  # each of the two says

    def then_text(self, row: Screening, public: str) -> str:
        """How it is afterwards; `public` is the place that the public knows."""
        raise NotImplementedError  # each of the two says

    def preview(self) -> ActionPreview:
        public = _public_places(self.screenings)
        lines = tuple(
            PreviewRow(row.film.title, self._now_text(row), self.then_text(row, public.get(row.uid, "")),
                       change_page_address(row))
            for row in self.screenings
        )  # fmt: skip
        later = tuple(
            PreviewRow(
                str(row),
                later_text(row.line_up_hold),
                self.line_up_text(),
                change_page_address(row),
            )
            for row in self.line_ups
            if self.concerns_line_up(row)
        )
        return ActionPreview((*lines, *later), preview_token((*lines, *later)))

    def _now_text(self, row: Screening) -> str:
        held = hold_of(row)
        text = screening_text(row)
        return f"{as_sentence(text)} {hold_text_of(held, row.festival)}" if held else text

    def results(self, changed: Sequence[Film | Section | Screening], message: str) -> list[ActionResult]:
        """Of those that changed. Raises ChangeRefused where somebody else did it all at this very moment."""
        if not changed:
            raise ChangeRefused(self.nothing_text)
        return [ActionResult(row, message) for row in changed]

    def festivals(self, done: Iterable[ActionResult]) -> Iterable[Festival]:
        return {row.festival for row in (*self.screenings, *self.line_ups)}


class HoldForm(_HoldActionForm):
    title, button = "Put on hold", "Put on hold"
    nothing_text = "There is no screening among these that is not on hold already."
    reason = forms.CharField(
        max_length=REASON_LENGTH,
        initial=LINE_UP_REASON,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="For the staff. The public keeps what was last announced, or is told nothing, until the release.",
    )

    def concerns(self, row: Screening) -> bool:
        return hold_of(row) is None

    def then_text(self, row: Screening, public: str) -> str:
        """Why is said above, once for all."""
        kept = kept_here_text() if public and public == _place_of(row) else kept_text(public)
        return gettext("On hold. %(kept)s") % {"kept": kept}

    def concerns_line_up(self, row: Film | Section) -> bool:
        return row.line_up_hold != self.cleaned_data["reason"]

    def line_up_text(self) -> str:
        return later_text(self.cleaned_data["reason"])

    def carry_out(self) -> list[ActionResult]:
        try:
            line_ups = hold_line_up(self.line_ups, reason=self.cleaned_data["reason"])
            rows = hold(self.screenings, reason=self.cleaned_data["reason"], by=self.by, at=self.at)
        except ValidationError as wrong:
            raise ChangeRefused(" ".join(wrong.messages)) from wrong
        return self.results((*rows, *line_ups), f"Put on hold: {self.cleaned_data['reason']}")

    def success_text(self, done: Sequence[ActionResult]) -> str:
        return _done_text("On hold", done)


class ReleaseForm(_HoldActionForm):
    title, button = "Release", "Release"
    nothing_text = "None of these is on hold."
    note = "What is released goes public like any other change."

    def concerns(self, row: Screening) -> bool:
        return hold_of(row) is not None

    def concerns_line_up(self, row: Film | Section) -> bool:
        return bool(row.line_up_hold)

    def line_up_text(self) -> str:
        return later_text("")

    def then_text(self, row: Screening, public: str) -> str:
        return f"Released: {screening_text(row)}"

    def carry_out(self) -> list[ActionResult]:
        line_ups = hold_line_up(self.line_ups, reason="")
        return self.results((*release(self.screenings), *line_ups), "Released")

    def success_text(self, done: Sequence[ActionResult]) -> str:
        return _done_text("Released", done)


def _done_text(what: str, done: Sequence[ActionResult]) -> str:
    """Of films and sections their screenings count, unless there is none."""
    rows = [each.row for each in done]
    screenings = [row for row in rows if isinstance(row, Screening)]
    if len(screenings or rows) == 1:
        return f"{what}: {(screenings or rows)[0]}."
    return f"{what}: {len(screenings)} screenings." if screenings else f"{what}: {len(rows)} line-ups."


class HoldsAdmin(AutopublishAdmin):
    """Offers both actions to those who may change screenings."""

    hold = confirmed_action(HoldForm, "Put on hold: the public keeps what was announced", "hold")
    release = confirmed_action(ReleaseForm, "Release from hold", "hold")

    def has_hold_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("screenings.change_screening")


class HoldFilter(admin.SimpleListFilter):
    title = "hold"
    parameter_name = "hold"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "On hold"), ("no", "Not on hold")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case "yes":
                return queryset.on_hold()
            case "no":
                return queryset.filter(hold__isnull=True)
        return queryset
