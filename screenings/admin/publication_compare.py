"""Any two publications side by side, and an earlier one as the working timetable again."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from screenings import scheduling
from screenings.admin.publication_diff import grouped
from screenings.desk.actions import Done, Line, Outlook, token_of
from screenings.desk.lookups import row_number
from screenings.desk.reschedule import StepsForm, told_of
from screenings.loading import as_value
from screenings.models import Festival, Publication, PublishedScreening, Screening
from screenings.scheduling import Refused, Return, Step
from screenings.timetable.changes import changes_between
from screenings.timetable.values import PublicScreening
from screenings.timetable.what_if import Consequences
from screenings.wording import counted, moment_in_zone

WAY_BACK = "“Take the last restoration back” undoes it."
WHAT = (
    "Hall, start, cancelled or not and the public note become what they were then. Films, lengths, guests, access and "
    "tickets stay as they are now."
)


class Restore(StepsForm):
    """The chosen rows are publications; the steps are those of screenings."""

    # The title is also what the history says of it, and by which it is found to be taken back.
    title, button, past = scheduling.RETURNED, "Restore", "Restored"

    @cached_property
    def publication(self) -> Publication:
        if len(self.rows) != 1:
            raise Refused("Choose one publication.")
        chosen: Publication = self.rows[0]
        return chosen

    @cached_property
    def back(self) -> Return:
        back = scheduling.returning_to(self.publication)
        if not (back.steps or back.remade):
            raise Refused("The working timetable stands as it did then." + _lost_words(back))
        return back

    @cached_property
    def planned(self) -> Sequence[Step]:
        return self.back.steps

    def outlook(self) -> Outlook:
        back = self.back
        changed = super().outlook()
        made = tuple(Line(each.row.film.title, "deleted", f"there again: {told_of(each.row)}") for each in back.remade)
        self.note = WHAT + _lost_words(back)
        marks = [(str(each.row.uid), line.after) for each, line in zip(back.remade, made, strict=True)]
        return Outlook((*changed.lines, *made), token_of(changed.token, marks), changed.consequences)

    def meaning(self) -> Consequences:
        return scheduling.foreseen(self.publication.festival, self.back.steps, self.back.remade)

    def carry_out(self) -> list[Done]:
        done = super().carry_out()
        for each in self.back.remade:
            row = each.save()
            done.append(Done(row, f"{self.past}: deleted → {told_of(row)}", is_new=True))
        return done

    def festivals(self, done: Iterable[Done]) -> Iterable[Festival]:
        return {self.publication.festival}

    def said(self, done: Sequence[Done]) -> str:
        number = "1 screening stands" if len(done) == 1 else f"{len(done)} screenings stand"
        return f"{number} again as in publication {self.publication.number}.{_lost_words(self.back)} {WAY_BACK}"


class TakeBack(StepsForm):
    """Whichever publication is chosen, it is the festival's last restoration that is taken back."""

    title, button, past = "Take the last restoration back", "Take it back", "Taken back"

    @cached_property
    def festival(self) -> Festival:
        if len({row.festival_id for row in self.rows}) > 1:
            raise Refused("Choose a publication of one festival.")
        chosen: Festival = self.rows[0].festival
        return chosen

    @cached_property
    def planned(self) -> Sequence[Step]:
        return scheduling.taking_back(self.festival)

    def festivals(self, done: Iterable[Done]) -> Iterable[Festival]:
        return {self.festival}


def _lost_words(back: Return) -> str:
    return f" These were deleted since, and cannot come back: {'; '.join(back.lost)}." if back.lost else ""


def comparison(request: HttpRequest, publication: Publication, context: dict[str, Any]) -> HttpResponse:
    """What the later of the two changed in the earlier; `with` is the other's number, else the one before."""
    festival = publication.festival
    asked = request.GET.get("with", str(publication.number - 1))
    number = row_number(asked)
    made = Publication.objects.filter(festival=festival).order_by("-number").values_list("number", "published_at")
    known = {each: f"publication {each}, {moment_in_zone(at, festival.zone)}" for each, at in made}
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
        "own": known[publication.number],
        "others": [(each, name) for each, name in known.items() if each != publication.number],
        "number": number,
        "counted": counted(changes),
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
