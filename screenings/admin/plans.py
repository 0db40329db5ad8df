"""Visitors' plans: staff may name and revoke them, but never read the keys that open them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from screenings.desk.optimistic_lock import OptimisticLockAdmin
from screenings.desk.search import FoldedSearchAdmin
from screenings.models import Pick, Plan, Screening
from screenings.wording import moment_in_zone

VISIBLE_KEY_LENGTH = 4


class PickInline(admin.TabularInline):
    """What the visitor picked; the title is the working timetable's, where the screening is still in it."""

    model = Pick
    extra = 0
    fields = readonly_fields = ("screening", "added_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pick]:
        titles = Screening.objects.filter(uid=OuterRef("screening_uid")).values("film__title")
        return super().get_queryset(request).annotate(title=Subquery(titles))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="screening")
    def screening(self, pick: Any) -> str:
        return f"{pick.title or 'taken out of the timetable'} ({pick.screening_uid})"


@admin.register(Plan)
class PlanAdmin(FoldedSearchAdmin, OptimisticLockAdmin):
    search_fields = plain_fields = ("name",)
    list_display = ("__str__", "festival", "created", "picked", "is_revoked")
    list_filter = ("festival", ("revoked_at", admin.EmptyFieldListFilter))
    list_select_related = ("festival",)
    ordering = ("-created_at",)
    show_full_result_count = False
    fields = ("festival", "name", "edit", "share", "created", "revoked")
    readonly_fields = ("festival", "edit", "share", "created", "revoked")
    inlines = (PickInline,)
    actions = ("revoke",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Plan]:
        return super().get_queryset(request).annotate(number_picked=Count("picks"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        # Visitors make plans; one made here would have no visitor who knows its key.
        return False

    @admin.action(description="Revoke selected plans: their keys open nothing any more", permissions=["change"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Plan]) -> None:
        number = queryset.filter(revoked_at__isnull=True).update(revoked_at=timezone.now())
        self.message_user(request, f"Revoked: {number}.", messages.SUCCESS)

    @admin.display(description="edit key")
    def edit(self, plan: Plan) -> str:
        return _masked(plan.edit_key)

    @admin.display(description="share key")
    def share(self, plan: Plan) -> str:
        return _masked(plan.share_key)

    @admin.display(description="made", ordering="created_at")
    def created(self, plan: Plan) -> str:
        return moment_in_zone(plan.created_at, plan.festival.zone)

    @admin.display(description="revoked")
    def revoked(self, plan: Plan) -> str:
        return moment_in_zone(plan.revoked_at, plan.festival.zone) if plan.revoked_at else "no"

    @admin.display(description="revoked", boolean=True)
    def is_revoked(self, plan: Plan) -> bool:
        return plan.revoked_at is not None

    @admin.display(description="picks", ordering="number_picked")
    def picked(self, plan: Any) -> int:
        return int(plan.number_picked)


def _masked(key: str) -> str:
    return f"{key[:VISIBLE_KEY_LENGTH]}…"
