"""How one's own searches stand, as every page of the admin says it until it has been seen how they ended."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from screenings.desk.editions import editions_of
from screenings.models import SearchRun
from screenings.reliability.search_workers import is_lost
from screenings.wording.searches import better_text, search_status


@dataclass(frozen=True, slots=True)
class SearchNotice:
    """The line about one search. `version` changes whenever the line does."""

    text: str
    address: str
    notice_address: str
    is_over: bool

    @property
    def version(self) -> str:
        return sha256(self.text.encode()).hexdigest()[:16]


def search_notices(request: HttpRequest) -> tuple[SearchNotice, ...]:
    """Of the searches that this person asked for and has not seen the end of, but on their own pages.

    No query beside that of the editions while there is none.
    """
    keys = editions_of(request).unread_searches
    if not keys:
        return ()
    runs = SearchRun.objects.filter(pk__in=keys).select_related("festival").defer("best", "told")
    notices = (search_notice(run, at=timezone.now()) for run in runs)
    return tuple(notice for notice in notices if not request.path.startswith(notice.address))


def search_notice(run: SearchRun, *, at: datetime) -> SearchNotice:
    status, names = search_status(run, worker_lost=is_lost(run, at=at)), [run.festival_id, run.pk]
    values = {"festival": run.festival, "status": status.sentence, "better": better_text(run)}
    return SearchNotice(
        (gettext("Search for %(festival)s: %(status)s %(better)s") % values).strip(),
        reverse("admin:proposal", args=names),
        reverse("admin:proposal-notice", args=names),
        status.is_over,
    )
