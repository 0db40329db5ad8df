"""What staff are told after a save: what became public, what waits, or what stands in the way."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from screenings.desk.conflict_items import conflict_items
from screenings.desk.staff_pages import may_review, review_address
from screenings.models import Festival
from screenings.publishing import SaveResult
from screenings.reliability.form_submissions import SAVED
from screenings.wording.changes import NO_PUBLIC_CHANGES, change_counts_text, unpublished_changes_text

MAX_BLOCKING_IN_MESSAGE = 3


def add_publish_message(request: HttpRequest, festival: Festival, saved: SaveResult) -> None:
    """Say on the next page what the save meant for the public."""
    level, text = publish_message(request, festival, saved)
    messages.add_message(request, level, text, extra_tags=SAVED)


def publish_message(request: HttpRequest, festival: Festival, saved: SaveResult) -> tuple[int, str]:
    """The level of the message, and its text or markup."""
    level, text = _WORDS[saved.state](festival, saved)
    way_on = _WAY_ON.get(saved.state)
    if way_on and may_review(request.user):
        text = format_html('{} <a href="{}">{}</a>', text, review_address(festival), way_on)
    return level, text


def _published(festival: Festival, saved: SaveResult) -> tuple[int, str]:
    assert saved.publication is not None
    what = change_counts_text(saved.changes) or NO_PUBLIC_CHANGES
    return messages.SUCCESS, f"Public now, as publication {saved.publication.number}: {what}."


def _waiting(festival: Festival, saved: SaveResult) -> tuple[int, str]:
    return messages.WARNING, unpublished_changes_text(saved.changes)


def _blocked(festival: Festival, saved: SaveResult) -> tuple[int, str]:
    lines = format_html_join(" ", "{}", ((line,) for line in conflict_items(saved.blocking[:MAX_BLOCKING_IN_MESSAGE])))
    more = len(saved.blocking) - MAX_BLOCKING_IN_MESSAGE
    return messages.ERROR, format_html("Nothing goes public: {}{}", lines, f" And {more} more." if more > 0 else "")


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
