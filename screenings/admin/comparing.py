"""Any two publications side by side, and an earlier one as the working timetable again."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from screenings import scheduling
from screenings.admin.announcing import counted
from screenings.admin.confirming import Done, Outlook
from screenings.admin.differences import grouped
from screenings.admin.rescheduling import StepsForm
from screenings.admin.searching import row_number
from screenings.models import Festival, Publication, PublishedScreening, Screening
from screenings.programme import as_value
from screenings.scheduling import Refused, Step
from screenings.timetable.changes import changes_between
from screenings.timetable.values import PublicScreening


class Restore(StepsForm):
    """The chosen rows are publications; the steps are those of screenings."""

    title, button, past = "Restore as the working timetable", "Restore", "Restored"

    @cached_property
    def publication(self) -> Publication:
        if len(self.rows) != 1:
            raise Refused("Choose one publication.")
        chosen: Publication = self.rows[0]
        return chosen

    @cached_property
    def planned(self) -> Sequence[Step]:
        return self.steps()

    def steps(self) -> Sequence[Step]:
        back = scheduling.returning_to(self.publication)
        self.lost = back.lost
        if not back.steps:
            raise Refused("The working timetable stands as it did then." + self._lost_words())
        return back.steps

    def _lost_words(self) -> str:
        if not self.lost:
            return ""
        return f" These have been deleted since, and stay so: {'; '.join(self.lost)}."

    def outlook(self) -> Outlook:
        outlook = super().outlook()
        if self.lost:
            self.note = self._lost_words().strip()
        return outlook

    def festivals(self, done: Iterable[Done]) -> Iterable[Festival]:
        return {self.publication.festival}

    def said(self, done: Sequence[Done]) -> str:
        number = "1 screening stands" if len(done) == 1 else f"{len(done)} screenings stand"
        return f"{number} again as in publication {self.publication.number}.{self._lost_words()}"


def comparison(request: HttpRequest, publication: Publication, context: dict[str, Any]) -> HttpResponse:
    """What the later of the two changed in the earlier; `with` is the other's number, else the one before."""
    festival = publication.festival
    asked = request.GET.get("with", str(publication.number - 1))
    number = row_number(asked)
    known = list(Publication.objects.filter(festival=festival).order_by("-number").values_list("number", flat=True))
    if number is None or number not in {0, *known}:
        raise Http404
    earlier, later = sorted((number, publication.number))
    changes = changes_between(_values(festival, earlier), _values(festival, later))
    extra = {
        "title": f"Publication {later}, compared with {earlier or 'nothing'}",
        "subtitle": festival.name,
        "publication": publication,
        "opts": Publication._meta,
        "earlier": f"Publication {earlier}",
        "later": f"Publication {later}",
        "numbers": [each for each in known if each != publication.number],
        "number": number,
        "counted": counted(changes) if changes else "",
        "groups": grouped(changes, dict(Screening.objects.of(festival).values_list("uid", "pk"))),
    }
    return TemplateResponse(request, "admin/screenings/publication/compare.html", {**context, **extra})


def _values(festival: Festival, number: int) -> dict[Any, PublicScreening]:
    """What was public then; nothing before the first. One query."""
    rows = PublishedScreening.objects.of(festival.pk, number) if number else PublishedScreening.objects.none()
    return {row.uid: as_value(row) for row in rows.defer("vevent", "search_text")}


def comparison_address(publication: Publication, other: int | None = None) -> str:
    address = reverse("admin:compare-publications", args=[publication.pk])
    return address if other is None else f"{address}?with={other}"
