"""Address parts: filled from a name where none is typed, and never two alike."""

from collections.abc import Collection
from typing import Any

from django.db import models

from screenings.text.cleaning import slug_of

SLUG_LENGTH = 80
ADDRESS_HELP = (
    "The part of the web address that names it. Links and calendar subscriptions go by it: "
    "the address it has now will lead to the new one."
)


def free_slug(text: str, taken: Collection[str], *, fallback: str) -> str:
    """The text's slug, with -2, -3 … behind it where it is taken."""
    base = slug_of(text, fallback=fallback)
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def fill_slug(instance: models.Model, text: str, **among: Any) -> None:
    """Give a slugless instance a free one among the others of its kind. One query, and only where it is needed."""
    if not instance.slug:  # type: ignore[attr-defined]  # every caller has a slug field
        kind = str(instance._meta.verbose_name)
        others = type(instance)._default_manager.filter(**among).exclude(pk=instance.pk)
        taken = set(others.filter(slug__startswith=slug_of(text, fallback=kind)).values_list("slug", flat=True))
        instance.slug = free_slug(text, taken, fallback=kind)  # type: ignore[attr-defined]  # it has one
