"""Why a screening may not be moved by hand."""

from django.utils.translation import gettext


def fixed_text(*, pinned: bool, cancelled: bool) -> str:
    """What keeps it where it is, with the way out; empty where it may be moved."""
    if pinned:
        return gettext("It is pinned. Unpin it first, on its card or on its own page.")
    if cancelled:
        return gettext("It is cancelled. Take the cancellation back first, on its card or on its own page.")
    return ""
