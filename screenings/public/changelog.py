"""What each publication brought: the difference to the one before it, read from the rows that it wrote and closed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q

from screenings.loading import public_screening_from_row
from screenings.models import Publication, PublishedScreening
from screenings.models.publications import PublicationQuerySet, PublishedScreeningQuerySet
from screenings.timetable.changes import PublicChange, changes_between
from screenings.timetable.values import CANCELLED, CONFIRMED, PublicScreening, without_film


@dataclass(frozen=True, slots=True)
class PublicationChanges:
    """A publication and its changes by start; of the first one, which is the whole programme, only their number."""

    publication: Publication
    changes: tuple[PublicChange, ...]

    @property
    def is_first(self) -> bool:
        return self.publication.number == 1

    @property
    def screening_count(self) -> int:
        return sum(self.publication.counts.values())


def changelog_publications(festival_id: int, *, up_to: int | None = None) -> PublicationQuerySet:
    """The newest first. Without those that changed nothing the public is told of, unless somebody wrote a note."""
    found = Publication.objects.filter(festival=festival_id).order_by("-number")
    if up_to is not None:
        found = found.filter(number__lte=up_to)
    return found.exclude(~Q(number=1), counts={}, note="")


def publication_changes(
    festival_id: int, publications: Sequence[Publication], *, as_of: int
) -> list[PublicationChanges]:
    """What each of these brought, in their order, as it may be told once publication `asof` is out. Two queries.

    Whose film is named no more, because it was named by mistake, is told as if it never had been; a publication that
    did nothing else is left out.
    """
    numbers = [each.number for each in publications if each.number > 1]
    rows = PublishedScreening.objects.filter(festival=festival_id).defer("vevent", "search_text")
    found = list(rows.filter(Q(since__in=numbers) | Q(until__in=numbers))) if numbers else []
    secrets = {
        row.uid: public_screening_from_row(row) for row in (_last_secret_rows(festival_id, as_of) if numbers else ())
    }
    before: dict[int, dict] = {number: {} for number in numbers}
    after: dict[int, dict] = {number: {} for number in numbers}
    for row in found:
        value = public_screening_from_row(row)
        if row.uid in secrets:
            value = _as_if_always_secret(value, secrets[row.uid])
        if row.until in before:
            before[row.until][row.uid] = value
        if row.since in after:
            after[row.since][row.uid] = value
    told = (
        PublicationChanges(each, changes_between(before[each.number], after[each.number]) if each.number > 1 else ())
        for each in publications
    )
    return [news for news in told if news.is_first or news.changes or news.publication.note]


def _last_secret_rows(festival_id: int, as_of: int) -> PublishedScreeningQuerySet:
    """The last state of each screening that named no film by then, also of one that is forgotten since."""
    rows = PublishedScreening.objects.filter(festival=festival_id, since__lte=as_of)
    later = rows.filter(uid=OuterRef("uid"), since__gt=OuterRef("since"))
    return rows.filter(film_slug="").exclude(Exists(later)).defer("vevent", "search_text")


def _as_if_always_secret(value: PublicScreening, secret: PublicScreening) -> PublicScreening:
    """As it would have read if it had been the secret that it is now all along."""
    kept = without_film(value, title=secret.title, length=secret.ends_at - secret.starts_at)
    return replace(kept, status=CANCELLED if value.is_cancelled else CONFIRMED)
