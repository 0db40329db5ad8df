"""The head of a page."""

from typing import Any

from django import template

from screenings.public.seo import Head, festival_head

register = template.Library()


@register.simple_tag(takes_context=True)
def page_head(context: dict[str, Any]) -> Head | None:
    """The page's own `head`, else its festival's; None on a page of no festival."""
    head: Head | None = context.get("head")
    festival = context.get("festival")
    return head or (festival_head(festival) if festival else None)
