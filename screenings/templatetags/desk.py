"""What every page of the admin shows: the errors that block a publication, and the days above a list."""

from collections.abc import Mapping
from typing import Any

from django import template

from screenings.desk.blocked_publication import blocked_publication
from screenings.desk.staff_pages import may_review
from screenings.models import Festival, Publishing

register = template.Library()

# The notice loads whole timetables: it looks at the newest editions, which are the ones being worked on.
MAX_FESTIVALS = 3


@register.inclusion_tag("admin/screenings/_timetable_notice.html", takes_context=True)
def timetable_notice(context: Mapping[str, Any]) -> dict[str, Any]:
    """Only where a festival publishes as saved and has begun to: there a save that goes nowhere would surprise."""
    user = context.get("user")
    if context.get("is_popup") or user is None or not user.has_perm("screenings.view_screening"):
        return {"notices": []}
    begun = Festival.objects.filter(publishing=Publishing.AS_SAVED, publications__number=1).newest_first()
    return {
        "may_review": may_review(user),
        "notices": [notice for festival in begun[:MAX_FESTIVALS] if (notice := blocked_publication(festival))],
    }


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
