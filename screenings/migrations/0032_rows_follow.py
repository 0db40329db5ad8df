"""What is there follows the new columns, tables, rules and usual values; a fresh database has nothing to follow."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import combinations
from math import ceil
from typing import Any, NamedTuple

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat

BATCH = 500
HAVE_FORMATS = ("HistoricalScreening", "Screening")
OVERLAP, CHANGEOVER = "hall-busy", "changeover-too-short"
FORMER, USUAL = ["section", "director", "country"], ["section", "director"]


def as_lists(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A list has a line for each of its items, and one before and after them."""
    line = Value("\n")
    for name in HAVE_FORMATS:
        rows = apps.get_model("screenings", name).objects.exclude(format="")
        rows.update(format=Concat(line, F("format"), line, output_field=TextField()))


def as_texts(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The first of several is kept."""
    for name in HAVE_FORMATS:
        rows = apps.get_model("screenings", name).objects.exclude(format="").order_by()
        for formats in set(rows.values_list("format", flat=True)):
            rows.filter(format=formats).update(format=Value(formats[0], output_field=TextField()))


def announce_what_is_public(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What publications have told so far. What they withhold of a secret, and the print, is as it stands now."""
    festival_model, announced = (apps.get_model("screenings", name) for name in ("Festival", "AnnouncedScreening"))
    for festival in festival_model.objects.filter(publications__isnull=False).distinct():
        rows = list(filter(None, map(_Known(apps, festival).announced, _published(apps, festival))))
        announced.objects.bulk_create([announced(festival=festival, **row) for row in rows], batch_size=BATCH)


def _published(apps: Apps, festival):
    published = apps.get_model("screenings", "PublishedScreening").objects
    return published.filter(festival=festival, until__isnull=True).order_by("pk")


class _Known:
    """What the names in published rows mean by now."""

    def __init__(self, apps: Apps, festival) -> None:
        screening, hall, film, guest = (
            apps.get_model("screenings", name) for name in ("Screening", "Hall", "Film", "Guest")
        )
        rows = screening.objects.filter(festival=festival).prefetch_related("guests")
        self.screenings = {row.uid: row for row in rows}
        halls = hall.objects.filter(venue__festival=festival).values_list("venue__slug", "slug", "pk")
        self.halls = {f"{venue}.{slug}": pk for venue, slug, pk in halls}
        self.films = dict(film.objects.filter(festival=festival).values_list("slug", "pk"))
        self.guests = dict(guest.objects.filter(festival=festival).values_list("person", "pk"))

    def announced(self, then):
        """Nothing where it is not in the timetable, or had been taken out."""
        row = self.screenings.get(then.uid)
        if row is None:
            return None
        is_out = row.hall_id is None or row.audience == "private"
        hall = self.halls.get(then.hall_slug, row.hall_id)
        if hall is None or (then.status == "cancelled" and is_out):
            return None
        same = {name: getattr(row, name) for name in ("print_id", "format", "subtitles", "public_title")}
        facts = {
            "screening_id": then.uid, "hall_id": hall, "starts_at": then.starts_at, "audience": then.audience,
            "status": "cancelled" if then.status == "cancelled" else "planned",
        }
        return {**same, **facts, **(self._named(then) if then.film_slug else self._hidden(then, row))}

    def _named(self, then):
        minutes = round((then.ends_at - then.starts_at).total_seconds() / 60)
        is_stated = not then.end_is_estimated and minutes != then.intro + (then.runtime or 0) + then.qa
        guests = (self.guests.get(int(person)) for person in then.guest_keys)
        return {
            "film_id": self.films.get(then.film_slug) or self.screenings[then.uid].film_id, "billing": "title",
            "intro": then.intro, "qa": then.qa, "stated_length": minutes if is_stated else None,
            "guests": tuple(str(guest) for guest in guests if guest), "public_note": then.note,
        }  # fmt: skip

    def _hidden(self, then, row):
        names = ("film_id", "intro", "qa", "stated_length", "public_note")
        return {
            **{name: getattr(row, name) for name in names},
            "guests": tuple(str(guest.pk) for guest in row.guests.all()),
            "billing": "tba" if then.status == "tentative" else "secret" if row.billing == "title" else row.billing,
            "public_title": then.title,
        }


class Show(NamedTuple):
    uid: str
    film: int
    starts: datetime
    ends: datetime
    length_is_known: bool


def part(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """An acknowledgement is known by what the rule said of it then; two shows that overlapped never had one."""
    # What a festival set for the old rule was how severe it held a short changeover: an overlap was always an error.
    apps.get_model("screenings", "RuleSetting").objects.filter(code=OVERLAP).update(code=CHANGEOVER)
    given = apps.get_model("screenings", "Acknowledgement").objects.filter(code=OVERLAP)
    for festival in apps.get_model("screenings", "Festival").objects.filter(acknowledgements__code=OVERLAP).distinct():
        own = {row.fingerprint: row for row in given.filter(festival=festival)}
        for before, after in _fingerprints(apps, festival):
            if row := own.get(before):
                row.code, row.fingerprint = CHANGEOVER, after
                row.save(update_fields=["code", "fingerprint"])


def join(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """The other way round: what was acknowledged is to be acknowledged again."""
    settings = apps.get_model("screenings", "RuleSetting").objects
    settings.filter(code=OVERLAP).delete()
    settings.filter(code=CHANGEOVER).update(code=OVERLAP)


def _fingerprints(apps: Apps, festival: Any) -> Iterator[tuple[str, str]]:
    """Of every short changeover in its timetable the one under the old rule and the one under the new."""
    for hall, changeover, shows in _shows_by_hall(apps, festival):
        for first, second in combinations(sorted(shows, key=lambda show: (show.starts, show.uid)), 2):
            gap = second.starts - first.ends
            if timedelta(0) <= gap < timedelta(minutes=changeover):
                facts = {
                    "hall": hall,
                    "films": f"{first.film} {second.film}",
                    "first_ends": first.ends.isoformat(),
                    "second_starts": second.starts.isoformat(),
                    "changeover": changeover,
                    "missing": ceil((timedelta(minutes=changeover) - gap) / timedelta(minutes=1)),
                }
                uids = (first.uid, second.uid)
                yield (
                    _fingerprint(OVERLAP, uids, {**facts, "overlap": 0}),
                    _fingerprint(CHANGEOVER, uids, {**facts, "assumed": int(not first.length_is_known)}),
                )


def _fingerprint(code: str, uids: tuple[str, str], facts: Mapping[str, str | int]) -> str:
    lines = "\n".join(f"{name}={value}" for name, value in sorted(facts.items()))
    return sha256(f"{code}\n{' '.join(sorted(uids))}\n{lines}".encode()).hexdigest()[:32]


def _shows_by_hall(apps: Apps, festival: Any) -> Iterator[tuple[int, int, list[Show]]]:
    parts: defaultdict[int, list[int | None]] = defaultdict(list)
    links = apps.get_model("screenings", "FilmPart").objects.filter(programme__festival=festival)
    for programme, runtime in links.values_list("programme_id", "part__runtime"):
        parts[programme].append(runtime)
    rows = apps.get_model("screenings", "Screening").objects.filter(
        festival=festival, starts_at__isnull=False, hall__shared=False, status="planned"
    )
    changeovers: dict[int, int] = {}
    shows: defaultdict[int, list[Show]] = defaultdict(list)
    for row in rows.select_related("film", "hall"):
        stated = row.hall.changeover
        changeovers[row.hall_id] = festival.default_changeover if stated is None else stated
        minutes, is_known = _length(row, parts[row.film_id], festival.default_runtime)
        starts = row.starts_at.astimezone(UTC)
        ends = starts + timedelta(minutes=minutes)
        shows[row.hall_id].append(Show(str(row.uid), row.film_id, starts, ends, is_known))
    for hall, of_hall in shows.items():
        yield hall, changeovers[hall], of_hall


def _length(screening: Any, parts: list[int | None], default: int) -> tuple[int, bool]:
    if screening.stated_length is not None:
        return screening.stated_length, True
    runtime, is_known = screening.film.runtime, True
    if runtime is None:
        known = sum(part for part in parts if part is not None) + screening.film.gap * (len(parts) - 1)
        is_known = bool(parts) and None not in parts
        runtime = known if is_known else max(default, known) if parts else default
    return screening.intro + runtime + screening.qa, is_known


def follow_the_default(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A festival that had left countries in, as they were usual, leaves them out as is usual now."""
    festivals = apps.get_model("screenings", "Festival").objects
    for pk, clashes in festivals.values_list("pk", "clashes"):
        if list(clashes) == FORMER:
            festivals.filter(pk=pk).update(clashes=USUAL)


class Migration(migrations.Migration):
    dependencies = [
        ("screenings", "0031_new_columns"),
    ]

    operations = [
        migrations.RunPython(as_lists, as_texts),
        migrations.RunPython(announce_what_is_public, migrations.RunPython.noop),
        migrations.RunPython(part, join),
        migrations.RunPython(follow_the_default, migrations.RunPython.noop),
    ]
