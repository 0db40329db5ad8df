"""Why a screening may not be moved by hand."""

from django.utils.translation import gettext


def fixed_text(*, pinned: bool, cancelled: bool) -> str:
    """What keeps it where it is, with the way out; empty where it may be moved."""
    if pinned:
        return gettext("It is pinned. Unpin it on its own page first.")
    if cancelled:
        return gettext("It is cancelled. Reinstate it on its own page first.")
    return ""
