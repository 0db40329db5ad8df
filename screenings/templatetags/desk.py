"""What every page of the admin tells: which errors keep a festival's saved changes from going public."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import template
from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from screenings.loading import load_programme
from screenings.models import Festival, Publishing, Screening
from screenings.models.history import history_version
from screenings.publishing import partition_errors
from screenings.timetable.conflicts import Conflict
from screenings.wording import conflict_sentence

register = template.Library()

MAX_CONFLICTS = 3
# The notice loads whole timetables: it looks at the newest editions, which are the ones being worked on.
MAX_FESTIVALS = 3
CACHE_SECONDS = 300  # seconds, so that new rules in a new version of the software are asked soon


def review_address(festival: Festival) -> str:
    return reverse("admin:publish-review", args=[festival.pk])


def conflicts_address(festival: Festival) -> str:
    return reverse("admin:conflicts", args=[festival.pk])


def board_address(festival: Festival) -> str:
    return reverse("admin:board", args=[festival.pk])


def sheets_address(festival: Festival) -> str:
    return reverse("admin:sheets", args=[festival.pk])


def may_review(user: User | AnonymousUser) -> bool:
    return user.has_perm("screenings.view_festival") or user.has_perm("screenings.change_festival")


@dataclass(frozen=True, slots=True)
class ConflictItem:
    """A conflict in words, with a link to each of its screenings; `last` is the primary key of the one that is last."""

    sentence: str
    links: SafeString
    fingerprint: str
    acknowledgeable: bool
    last_screening_pk: int | None = None

    def __html__(self) -> str:
        return format_html("{} {}", self.sentence, self.links)


def conflict_items(conflicts: Iterable[Conflict]) -> list[ConflictItem]:
    """Two queries for any number of conflicts."""
    chosen = list(conflicts)
    uids = {uid for conflict in chosen for uid in conflict.uids}
    found = {row.uid: row for row in Screening.objects.filter(uid__in=uids).for_timetable()} if uids else {}
    return [
        ConflictItem(
            sentence=conflict_sentence(conflict),
            links=_links(conflict, found),
            fingerprint=conflict.fingerprint,
            acknowledgeable=conflict.acknowledgeable,
            last_screening_pk=found[conflict.uids[-1]].pk if conflict.uids[-1] in found else None,
        )
        for conflict in chosen
    ]


def _links(conflict: Conflict, found: Mapping[UUID, Screening]) -> SafeString:
    rows = (found[uid] for uid in conflict.uids if uid in found)
    links = ((reverse("admin:screenings_screening_change", args=[row.pk]), str(row)) for row in rows)
    return format_html_join(" · ", '<a href="{}">{}</a>', links)


@dataclass(frozen=True, slots=True)
class BlockedPublication:
    festival: Festival
    lines: tuple[ConflictItem, ...]
    more: int

    @property
    def address(self) -> str:
        return review_address(self.festival)


@register.inclusion_tag("admin/screenings/_timetable_notice.html", takes_context=True)
def timetable_notice(context: Mapping[str, Any]) -> dict[str, Any]:
    """Only where a festival publishes as saved and has begun to: there a save that goes nowhere would surprise."""
    user = context.get("user")
    if context.get("is_popup") or user is None or not user.has_perm("screenings.view_screening"):
        return {"notices": []}
    begun = Festival.objects.filter(publishing=Publishing.AS_SAVED, publications__number=1).newest_first()
    return {
        "may_review": may_review(user),
        "notices": [notice for festival in begun[:MAX_FESTIVALS] if (notice := _blocked_publication(festival))],
    }


def blocking_errors_key(festival: Festival) -> str:
    """Names the state of everything the rules read: what is recorded, and what was acknowledged. One query."""
    return f"standing:{festival.pk}:{history_version()}"


def cache_blocking_errors(key: str, blocking: tuple[Conflict, ...]) -> None:
    """For the notice on the pages to come. The key is read before the errors are looked for: what is written meanwhile
    belongs to another one.
    """
    cache.set(key, blocking, CACHE_SECONDS)


def _blocking_errors(festival: Festival) -> tuple[Conflict, ...]:
    """The errors that stop a publication: two queries while nothing has changed since they were last looked for."""
    key = blocking_errors_key(festival)
    known: tuple[Conflict, ...] | None = cache.get(key)
    if known is None:
        known, _acknowledged = partition_errors(festival, load_programme(festival))
        cache_blocking_errors(key, known)
    return known


def _blocked_publication(festival: Festival) -> BlockedPublication | None:
    blocking = _blocking_errors(festival)
    if not blocking:
        return None
    return BlockedPublication(
        festival, tuple(conflict_items(blocking[:MAX_CONFLICTS])), max(0, len(blocking) - MAX_CONFLICTS)
    )


@register.inclusion_tag("admin/screenings/_days_above.html", takes_context=True)
def days_above(context: Mapping[str, Any], cl: Any) -> dict[str, Any]:
    """The festival's days above a list that has a filter for them; one query."""
    above = next((spec for spec in cl.filter_specs if getattr(spec, "is_above", False)), None)
    if above is None:
        return {"days": []}
    return {
        "days": above.days(cl, context["request"]),
        "is_chosen": above.value() is not None,
        "all_days": cl.get_query_string(remove=[above.parameter_name, "p"]),
    }
