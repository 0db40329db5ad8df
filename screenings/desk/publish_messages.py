"""What staff are told after a save: what became public, what waits, or what stands in the way."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext

from screenings.desk.staff_pages import may_review, review_address
from screenings.models import Festival
from screenings.publishing import SaveResult
from screenings.reliability.form_submissions import SAVED
from screenings.wording.changes import NO_PUBLIC_CHANGES, change_counts_text, unpublished_changes_text
from screenings.wording.holds import kept_back_text


def add_publish_message(request: HttpRequest, festival: Festival, saved: SaveResult) -> None:
    """Say on the next page what the save meant for the public."""
    level, text = publish_message(request, festival, saved)
    messages.add_message(request, level, text, extra_tags=SAVED)


def publish_message(request: HttpRequest, festival: Festival, saved: SaveResult) -> tuple[int, str]:
    """The level of the message, and its text or markup."""
    level, text = _WORDS[saved.state](festival, saved)
    if saved.kept_back:
        text = format_html("{} {}", text, kept_back_text(saved.kept_back))
    way_on = _WAY_ON.get(saved.state)
    if way_on and may_review(request.user):
        text = format_html('{} <a href="{}">{}</a>', text, review_address(festival), way_on)
    return level, text


def _published(festival: Festival, saved: SaveResult) -> tuple[int, str]:
    assert saved.publication is not None
    what = change_counts_text(saved.changes) or NO_PUBLIC_CHANGES
    return messages.SUCCESS, f"Public now, as publication {saved.publication.number}: {what}."


def _waiting(festival: Festival, saved: SaveResult) -> tuple[int, str]:
    waiting = unpublished_changes_text(saved.changes)
    if saved.has_paused:
        return messages.WARNING, gettext("Publishing is paused, so that you can try things. %(waiting)s") % {
            "waiting": waiting
        }
    return messages.WARNING, waiting


def _blocked(festival: Festival, saved: SaveResult) -> tuple[int, str]:
    """Which they are is said at the head of every page, once."""
    number = len(saved.blocking)
    text = ngettext(
        "Nothing goes public: %(number)s error is blocking it.",
        "Nothing goes public: %(number)s errors are blocking it.",
        number,
    )
    return messages.ERROR, text % {"number": number}


def _unchanged(festival: Festival, saved: SaveResult) -> tuple[int, str]:
    return messages.INFO, "The published timetable stays as it is."


def _before_first(festival: Festival, saved: SaveResult) -> tuple[int, str]:
    return messages.INFO, f"Nothing of {festival.name} is public yet."


_WORDS = {
    "published": _published,
    "waiting": _waiting,
    "blocked": _blocked,
    "unchanged": _unchanged,
    "before-first": _before_first,
}
_WAY_ON = {"waiting": "Review and publish", "before-first": "Review and publish", "blocked": "Review"}
