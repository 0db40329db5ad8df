"""How a page looks: the festival's own stylesheet, and where in the site it stands."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from screenings.models import Festival, Publication, PublishedScreening
from screenings.public.theme import theme

register = template.Library()


@register.simple_tag
def theme_address(festival: Festival, publication: Publication | None = None) -> str:
    """Of the stylesheet with the festival's colours; another address as soon as they change."""
    return reverse("theme", args=[festival.slug, theme(festival, publication or None).digest])


class _ListingRow:
    """A row of the listing to be rendered, known by what decides its text."""

    def __init__(self, row: PublishedScreening, festival: Festival, with_day: str, token: str) -> None:
        self.row, self.festival, self.with_day = row, festival, with_day
        self.cache_key = (token, row.pk, festival.slug, festival.timezone, with_day)

    def __hash__(self) -> int:
        return hash(self.cache_key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ListingRow) and self.cache_key == other.cache_key


@lru_cache(maxsize=8192)
def _row_text(cached_row: _ListingRow) -> SafeString:
    return render_to_string(
        "screenings/_row.html",
        {"row": cached_row.row, "festival": cached_row.festival, "with_day": cached_row.with_day},
    )


@register.simple_tag(takes_context=True)
def listing_row(context: template.Context, row: PublishedScreening, with_day: str) -> SafeString:
    """A row of the listing's table, rendered once for each publication: nothing a token names is ever changed."""
    return _row_text(_ListingRow(row, context["festival"], with_day, context["publication"].token))


@register.simple_tag(takes_context=True)
def here(context: template.Context, *names: str) -> SafeString:
    """Marks the link of the navigation that leads to this page, by the name of its address; then those below it."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = match.url_name if match else ""
    if name not in names:
        return SafeString("")
    return SafeString(' aria-current="page"' if name == names[0] else ' aria-current="true"')
