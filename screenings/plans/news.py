"""What became of the things in a plan since its visitor last looked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from screenings.loading.published import PUBLIC_FIELDS
from screenings.loading.visits import films_of
from screenings.models import Pick, PublishedScreening
from screenings.plans.picked import PickedProgramme
from screenings.timetable.changes import PublicChange, changes_between
from screenings.timetable.values import PublicScreening
from screenings.wording.changes import public_change_sentence

# Of a film, what happens to one of its showings is news only where one could go there.
_NEWS_OF_FILM = frozenset({"status", "title", "starts_at", "venue", "hall", "sold_out", "standby", "audience"})


@dataclass(frozen=True, slots=True)
class News:
    title: str
    sentence: str


def plan_news(picked: PickedProgramme) -> list[News]:
    """By start, what is gone first. One query where anything was published meanwhile, whatever the number of picks."""
    number = picked.programme.publication.number if picked.programme.publication else 0
    outdated = [each for each in _living_picks(picked) if each.seen < number]
    gone = [News(each.title, _("It is no longer in the programme.")) for each in picked.gone]
    changes = {change.uid: change for change in _changes(picked, outdated)}
    zone = picked.programme.festival.timezone
    told = sorted(changes.values(), key=lambda change: (change.after.starts_at, str(change.uid)))
    return gone + [News(change.after.title, public_change_sentence(change, zone)) for change in told]


def _living_picks(picked: PickedProgramme) -> Iterator[Pick]:
    yield from (each.pick for each in picked.showings)
    yield from (each.pick for each in picked.films)


def _changes(picked: PickedProgramme, outdated: list[Pick]) -> Iterator[PublicChange]:
    if not outdated:
        return
    rows, now = _former_rows(picked, outdated), picked.programme.rows
    slugs = {each.pick.pk: each.slug for each in picked.films}
    for pick in outdated:
        before = {uid: _at(versions, pick.seen) for uid, versions in rows.items()}
        if pick.screening_uid:
            wanted = {pick.screening_uid}
        else:
            slug = slugs[pick.pk]
            wanted = {row.uid for row in picked.programme.by_film[slug]}
            wanted |= {uid for uid, row in before.items() if row and pick.film_slug in films_of(row)}
        old = {uid: row for uid in wanted if (row := before.get(uid))}
        new = {uid: now[uid] for uid in wanted if uid in now}
        for change in changes_between(old, new):
            if pick.screening_uid or change.before is None or _NEWS_OF_FILM.intersection(change.fields):
                yield change


def _former_rows(
    picked: PickedProgramme, outdated: Iterable[Pick]
) -> dict[UUID, list[tuple[int, int | None, PublicScreening]]]:
    """Every state since the first publication that was looked at last: from which publication, and until which."""
    outdated = list(outdated)
    slugs = {pick.film_slug for pick in outdated if pick.film_slug} | {film.slug for film in picked.films}
    uids = {pick.screening_uid for pick in outdated if pick.screening_uid}
    uids |= {row.uid for slug in slugs for row in picked.programme.by_film.get(slug, ())}
    oldest = min(pick.seen for pick in outdated)
    found: dict[UUID, list[tuple[int, int | None, PublicScreening]]] = {}
    rows = PublishedScreening.objects.filter(
        Q(until__isnull=True) | Q(until__gt=oldest),
        Q(uid__in=uids) | Q(film_slug__in=slugs),
        festival=picked.programme.festival,
    )
    for since, until, *values in rows.order_by("since").values_list("since", "until", *PUBLIC_FIELDS):
        row = PublicScreening(*values)
        found.setdefault(row.uid, []).append((since, until, row))
    return found


def _at(versions: list[tuple[int, int | None, PublicScreening]], number: int) -> PublicScreening | None:
    for since, until, row in versions:
        if since <= number and (until is None or until > number):
            return row
    return None
