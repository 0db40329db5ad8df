"""A way from a public page to where staff edit it; visitors' pages are the same bytes with and without it."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.conf import settings
from django.db.models import Model
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def edit_address(context: Mapping[str, Any], row: Model) -> str:
    """Where the row is edited, for staff who may; empty for everybody else.

    A request without a session's cookie is not asked who it is: its page then varies on nothing, and any cache may
    keep it. Who has one gets `Vary: Cookie` from the session, so that staff's pages stay theirs.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    name = f"{row._meta.app_label}.{{}}_{row._meta.model_name}"
    user = request.user
    if not user.is_staff or not any(user.has_perm(name.format(verb)) for verb in ("change", "view")):
        return ""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
