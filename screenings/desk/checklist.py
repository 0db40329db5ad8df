"""What leads a new festival to its first publication, a step at a time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from screenings.desk.staff_pages import board_address, conflicts_address, review_address
from screenings.models import Festival, Film, Hall, Screening, Venue

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # of the stubs alone


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: how many there are of it, whether that is enough, and where it is done."""

    name: "_StrPromise"
    number: int
    is_done: bool
    address: str


def steps_to_publication(request: HttpRequest, festival: Festival, errors: int) -> list[Step]:
    """In the order in which they are taken. `errors` stand in the way of a publication. Five queries."""
    screenings = Screening.objects.of(festival)
    venues = Venue.objects.filter(festival=festival).count()
    halls = Hall.objects.filter(venue__festival=festival).count()
    films = Film.objects.of(festival).count()
    showings, unplaced = screenings.count(), screenings.unplaced().count()

    def add_or_list(model: str, number: int, add_page: str = "", **chosen: str) -> str:
        """The list; while there is nothing in it, the form for the first."""
        if not number and request.user.has_perm(f"screenings.add_{model}"):
            return reverse(f"admin:{add_page or f'screenings_{model}_add'}")
        return f"{reverse(f'admin:screenings_{model}_changelist')}?{urlencode(chosen)}"

    key = str(festival.pk)
    return [
        Step(_("Venues"), venues, venues > 0, add_or_list("venue", venues, festival__id__exact=key)),
        Step(_("Halls"), halls, halls > 0, add_or_list("hall", halls, venue__festival__id__exact=key)),
        Step(_("Films"), films, films > 0, add_or_list("film", films, "film-several", festival__id__exact=key)),
        Step(_("Showings"), showings, showings > 0, add_or_list("screening", showings, festival__id__exact=key)),
        Step(_("Showings without a place"), unplaced, showings > 0 and not unplaced, board_address(festival)),
        Step(_("Errors"), errors, showings > unplaced and not errors, conflicts_address(festival)),
        Step(_("Publish"), 0, False, review_address(festival)),
    ]
