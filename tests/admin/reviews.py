"""The review page as staff read it."""

from django.http import HttpResponse


def shown_groups(response: HttpResponse) -> dict[str, list[tuple[str, list[tuple[str, str, str]]]]]:
    """By heading: each screening's title with its lines of what, old and new."""
    return {
        group.heading: [(d.title, [(line.name, line.old, line.new) for line in d.lines]) for d in group.differences]
        for group in response.context["groups"]
    }
