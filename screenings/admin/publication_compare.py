"""Any two publications side by side, and an earlier one as the working timetable again."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from screenings import scheduling
from screenings.admin.publication_diff import publication_diff_groups
from screenings.desk.actions import ActionPreview, ActionResult, PreviewRow, preview_token
from screenings.desk.lookups import parse_pk
from screenings.desk.reschedule import ScreeningChangesForm, screening_text
from screenings.loading import public_screenings_from_rows
from screenings.models import Festival, Publication, PublishedScreening, Screening
from screenings.scheduling import ChangeRefused, RestorePlan, ScreeningChange
from screenings.scheduling.undo import UndoEntry, last_restoration, plan_undo, undo
from screenings.timetable.changes import changes_between
from screenings.timetable.values import PublicScreening
from screenings.timetable.what_if import Consequences
from screenings.wording.changes import change_counts_text
from screenings.wording.moments import moment_in_zone

UNDO_HINT = "“Take the last restoration back” undoes it."
RESTORE_NOTE = (
    "Hall, start, cancelled or not and the public note become what they were then. Films, lengths, guests, access and "
    "tickets stay as they are now."
)


class RestorePublicationForm(ScreeningChangesForm):
    """The chosen rows are publications; the changes are those of screenings."""

    title, button, past = "Restore as the working timetable", "Restore", "Restored"

    @cached_property
    def publication(self) -> Publication:
        if len(self.rows) != 1:
            raise ChangeRefused("Choose one publication.")
        chosen: Publication = self.rows[0]
        return chosen

    @cached_property
    def restore_plan(self) -> RestorePlan:
        plan = scheduling.plan_restore_publication(self.publication)
        if not (plan.changes or plan.recreated):
            raise ChangeRefused("The working timetable stands as it did then." + _lost_text(plan))
        return plan

    @cached_property
    def changes(self) -> Sequence[ScreeningChange]:
        return self.restore_plan.changes

    def preview(self) -> ActionPreview:
        changed = super().preview()
        made = tuple(
            PreviewRow(recreated.row.film.title, "deleted", f"there again: {screening_text(recreated.row)}")
            for recreated in self.restore_plan.recreated
        )
        self.note = RESTORE_NOTE + _lost_text(self.restore_plan)
        tokens = [
            (str(recreated.row.uid), line.after)
            for recreated, line in zip(self.restore_plan.recreated, made, strict=True)
        ]
        return ActionPreview((*changed.lines, *made), preview_token(changed.token, tokens), changed.consequences)

    def consequences(self) -> Consequences:
        changes, recreated = self.restore_plan.changes, self.restore_plan.recreated
        found = scheduling.preview_conflicts(self.publication.festival, changes, recreated)
        return found.told_of([*(change.screening.uid for change in changes), *(each.row.uid for each in recreated)])

    def write_changes(self) -> Sequence[Screening]:
        self.restored = scheduling.restore_publication(
            self.publication.festival, self.restore_plan, by=self.by, at=self.at
        ).rows
        return self.restored[: len(self.changes)]

    def carry_out(self) -> list[ActionResult]:
        changed = super().carry_out()
        made = self.restored[len(changed) :]
        return [*changed, *(ActionResult(row, f"{self.past}: deleted → {screening_text(row)}", True) for row in made)]

    def festivals(self, done: Iterable[ActionResult]) -> Iterable[Festival]:
        return {self.publication.festival}

    def success_text(self, done: Sequence[ActionResult]) -> str:
        number = "1 screening stands" if len(done) == 1 else f"{len(done)} screenings stand"
        return f"{number} again as in publication {self.publication.number}.{_lost_text(self.restore_plan)} {UNDO_HINT}"


class UndoRestoreForm(ScreeningChangesForm):
    """Whichever publication is chosen, it is the festival's last restoration that is taken back."""

    title, button, past = "Take the last restoration back", "Take it back", "Taken back"
    is_step = False

    @cached_property
    def festival(self) -> Festival:
        if len({row.festival_id for row in self.rows}) > 1:
            raise ChangeRefused("Choose a publication of one festival.")
        chosen: Festival = self.rows[0].festival
        return chosen

    @cached_property
    def undo_entry(self) -> UndoEntry:
        return last_restoration(self.festival)

    @cached_property
    def changes(self) -> Sequence[ScreeningChange]:
        keys = [move.screening_id for move in self.undo_entry.moves]
        rows = Screening.objects.filter(pk__in=keys).for_timetable()
        return plan_undo(self.undo_entry, {row.pk: row for row in rows})

    def write_changes(self) -> Sequence[Screening]:
        return undo(self.festival, by=self.by, batch=self.undo_entry.batch).rows

    def festivals(self, done: Iterable[ActionResult]) -> Iterable[Festival]:
        return {self.festival}


def _lost_text(plan: RestorePlan) -> str:
    return (
        f" These were deleted since, and cannot come back: {'; '.join(plan.unrecoverable)}."
        if plan.unrecoverable
        else ""
    )


def comparison_page(request: HttpRequest, publication: Publication, context: dict[str, Any]) -> HttpResponse:
    """What the later of the two changed in the earlier; `with` is the other's number, else the one before."""
    festival = publication.festival
    asked = request.GET.get("with", str(publication.number - 1))
    number = parse_pk(asked)
    made = Publication.objects.filter(festival=festival).order_by("-number").values_list("number", "published_at")
    known = {each: f"publication {each}, {moment_in_zone(at, festival.zone)}" for each, at in made}
    if number is None or number not in {0, *known}:
        raise Http404
    earlier, later = sorted((number, publication.number))
    changes = changes_between(_published_then(festival, earlier), _published_then(festival, later))
    extra = {
        "title": f"Publication {later}, compared with {earlier or 'nothing'}",
        "subtitle": festival.name,
        "publication": publication,
        "opts": Publication._meta,
        "earlier": f"Publication {earlier}",
        "later": f"Publication {later}",
        "own": known[publication.number],
        "others": [(each, name) for each, name in known.items() if each != publication.number],
        "number": number,
        "change_counts": change_counts_text(changes),
        "groups": publication_diff_groups(changes, dict(Screening.objects.of(festival).values_list("uid", "pk"))),
    }
    return TemplateResponse(request, "admin/screenings/publication/compare.html", {**context, **extra})


def _published_then(festival: Festival, number: int) -> dict[Any, PublicScreening]:
    """What was public then; nothing before the first. One query."""
    rows = (
        PublishedScreening.objects.in_publication(festival.pk, number) if number else PublishedScreening.objects.none()
    )
    return {screening.uid: screening for screening in public_screenings_from_rows(rows)}


def comparison_address(publication: Publication, other: int | None = None) -> str:
    address = reverse("admin:compare-publications", args=[publication.pk])
    return address if other is None else f"{address}?with={other}"
