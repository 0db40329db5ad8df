"""The head of a page."""

from typing import Any

from django import template

from screenings.public.seo import PageMeta, festival_meta

register = template.Library()


@register.simple_tag(takes_context=True)
def page_head(context: dict[str, Any]) -> PageMeta | None:
    """The page's own `meta`, else its festival's; None on a page of no festival."""
    meta: PageMeta | None = context.get("meta")
    festival = context.get("festival")
    return meta or (festival_meta(festival) if festival else None)
