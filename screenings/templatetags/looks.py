"""How a page looks: the festival's own stylesheet, and where in the site it stands."""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from screenings.models import Festival, Publication
from screenings.public.theme import theme

register = template.Library()


@register.simple_tag
def theme_address(festival: Festival, publication: Publication | None = None) -> str:
    """Of the stylesheet with the festival's colours; another address as soon as they change."""
    return reverse("theme", args=[festival.slug, theme(festival, publication or None).digest])


@register.simple_tag(takes_context=True)
def here(context: template.Context, *names: str) -> SafeString:
    """Marks the link of the navigation that leads to this page, by the name of its address; then those below it."""
    match = getattr(context.get("request"), "resolver_match", None)
    name = match.url_name if match else ""
    if name not in names:
        return SafeString("")
    return SafeString(' aria-current="page"' if name == names[0] else ' aria-current="true"')
