"""What every page of the admin shows: what keeps changes from being public, the days above a list, whom to ask."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from screenings.desk.help import help_for
from screenings.desk.search_notices import search_notices
from screenings.desk.staff_pages import may_review
from screenings.desk.stated_wishes import may_propose, offered_wishes, stated_wishes
from screenings.desk.unpublished_notices import unpublished_notices
from screenings.desk.whom_to_ask import whom_to_ask
from screenings.models import Festival

register = template.Library()
register.simple_tag(whom_to_ask)


@register.inclusion_tag("admin/screenings/_timetable_notice.html", takes_context=True)
def timetable_notice(context: Mapping[str, Any]) -> dict[str, Any]:
    """What keeps saves from going public. One query while nothing is written."""
    user, request = context.get("user"), context.get("request")
    if context.get("is_popup") or user is None or not user.has_perm("screenings.view_screening"):
        return {"notices": []}
    return {
        "may_review": may_review(user),
        "may_publish": user.has_perm("screenings.add_publication"),
        "may_put_back": user.has_perm("screenings.change_screening"),
        "notices": unpublished_notices(),
        "back": request.get_full_path() if request else "",
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("admin/screenings/_search_notice.html", takes_context=True)
def search_notice(context: Mapping[str, Any]) -> dict[str, Any]:
    """How one's own search stands; no query while there is none."""
    request = context.get("request")
    if context.get("is_popup") or request is None or "editions" not in context:
        return {"searches": ()}
    searches = search_notices(request)
    return {"searches": searches, "back": request.get_full_path(), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("admin/screenings/festival/_wishes.html", takes_context=True)
def wish_panel(context: Mapping[str, Any], festival: Festival, *, is_folded: bool = False) -> dict[str, Any]:
    """The wishes that searches go by, and for whoever may search those they could go by; two queries, else one.

    `is_folded`: below a line that unfolds it, as beside a board.
    """
    request = context["request"]
    may_state = may_propose(request.user)
    stated = stated_wishes(festival)
    return {
        "stated": stated,
        "offered": offered_wishes(festival, stated) if may_state else (),
        "may_state": may_state,
        "is_folded": is_folded,
        "address": reverse("admin:proposal-wishes", args=[festival.pk]),
        "back": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def help_address(context: Mapping[str, Any]) -> str:
    """Where the page that is shown is explained."""
    return help_for(context["request"])


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
