"""What each publication brought: the difference to the one before it, read from the rows that it wrote and closed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from screenings.models import Publication, PublishedScreening
from screenings.models.publications import PublicationQuerySet
from screenings.programme import as_value
from screenings.timetable.changes import Change, changes_between


@dataclass(frozen=True, slots=True)
class News:
    """A publication and its changes by start; of the first one, which is the whole programme, only their number."""

    publication: Publication
    changes: tuple[Change, ...]

    @property
    def is_first(self) -> bool:
        return self.publication.number == 1

    @property
    def number(self) -> int:
        return sum(self.publication.counts.values())


def publications_with_news(festival_id: int, *, upto: int | None = None) -> PublicationQuerySet:
    """The newest first. Without those that changed nothing the public is told of, unless somebody wrote a note."""
    found = Publication.objects.filter(festival=festival_id).order_by("-number")
    if upto is not None:
        found = found.filter(number__lte=upto)
    return found.exclude(~Q(number=1), counts={}, note="")


def news_of(festival_id: int, publications: Sequence[Publication]) -> list[News]:
    """What each of these brought, in their order. One query."""
    numbers = [each.number for each in publications if each.number > 1]
    rows = PublishedScreening.objects.filter(festival=festival_id).defer("vevent", "search_text")
    found = list(rows.filter(Q(since__in=numbers) | Q(until__in=numbers))) if numbers else []
    before: dict[int, dict] = {number: {} for number in numbers}
    after: dict[int, dict] = {number: {} for number in numbers}
    for row in found:
        if row.until in before:
            before[row.until][row.uid] = as_value(row)
        if row.since in after:
            after[row.since][row.uid] = as_value(row)
    return [
        News(each, changes_between(before[each.number], after[each.number]) if each.number > 1 else ())
        for each in publications
    ]
