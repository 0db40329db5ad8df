"""Whatever is edited, held, released and published: what is on hold is public as if nobody had touched it since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from screenings.loading import public_screenings, published_screenings
from screenings.models import AnnouncedScreening, Festival, Film, Hall, Hold, Print, Screening
from screenings.publishing import PublishingBlocked, publish
from screenings.scheduling.holds import release
from screenings.timetable.values import PublicScreening
from tests import world
from tests.timetable.random_festivals import seeds
from tests.world import SPRING, on_hold

pytestmark = pytest.mark.django_db
STEPS = 30
# Whatever a publication tells of a screening by itself; the rest is told of its film, its hall and its festival.
OWN = (
    "film_id", "hall_id", "starts_at", "intro", "qa", "stated_length", "print_id", "format", "subtitles", "audience",
    "status", "billing", "public_title", "public_note",
)  # fmt: skip
Columns = dict[str, Any]


class Staff:
    """Somebody who edits, holds, releases and publishes by chance, and remembers by hand what was announced."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.festival = world.festival()
        self.films = [world.film(self.festival, title, runtime=runtime) for title, runtime in
                      (("Cléo", 90), ("Vagabond", 105), ("Le Bonheur", None))]  # fmt: skip
        self.halls = [world.hall(self.festival, name) for name in ("Hall 1", "Hall 2")]
        self.guests = [world.guest(self.festival, name) for name in ("Agnès Varda", "Jacques Demy")]
        self.prints = [world.saved(Print(film=film, format="35 mm", label="one")) for film in self.films]
        for number in range(4):
            world.screening(random.choice(self.films), self.halls[number % 2], f"2026-10-1{number} 20:00")
        self.announced: dict[UUID, Columns] = {}
        self.number = 0

    @property
    def row(self) -> Screening:
        return self.random.choice(list(Screening.objects.order_by("pk")))

    def edit(self) -> None:
        choose = self.random.choice
        edits: list[Callable[[], Columns]] = [
            lambda: {
                "hall": choose(self.halls),
                "starts_at": world.at(f"2026-10-1{choose('0123')} {choose('12')}0:00"),
            },
            lambda: {"hall": None, "starts_at": None},
            lambda: {"intro": choose((0, 10)), "qa": choose((0, 20))},
            lambda: {"stated_length": choose((None, 60, 200))},
            lambda: {"format": choose(("", "DCP")), "subtitles": choose(((), ("de",)))},
            lambda: {"public_note": choose(("", "Bring a coat.")), "public_title": choose(("", "Hush"))},
            lambda: {"audience": choose(("public", "press", "private"))},
            lambda: {"status": choose(("planned", "cancelled"))},
            lambda: {"billing": choose(("title", "secret", "tba"))},
            lambda: {"sold_out": choose((True, False)), "access": choose(((), ("sign",)))},
            lambda: {"ticket_url": choose(("", "https://tickets.example/1"))},
        ]
        Screening.objects.filter(pk=self.row.pk).update(**choose(edits)())

    def change_film(self) -> None:
        number = self.random.randrange(3)
        chosen = self.random.choice((None, self.prints[number]))
        Screening.objects.filter(pk=self.row.pk).update(film=self.films[number], print=chosen)

    def invite(self) -> None:
        self.row.guests.set(self.random.sample(self.guests, self.random.randrange(3)))

    def rename(self) -> None:
        """Names that others share, of a hall and a film."""
        hall, film, name = self.random.choice(self.halls), self.random.choice(self.films), self.random.choice("ABC")
        Hall.objects.filter(pk=hall.pk).update(name=f"{name} {hall.pk}", slug=f"{name.lower()}-{hall.pk}")
        Film.objects.filter(pk=film.pk).update(title=name, runtime=self.random.choice((80, None)))

    def hold(self) -> None:
        on_hold(self.row)

    def release(self) -> None:
        release([self.row])

    def publish(self) -> None:
        self.number += 1
        before = state(self.festival)
        try:
            publish(self.festival, at=SPRING + timedelta(hours=self.number))
        except PublishingBlocked:
            assert state(self.festival) == before
            return
        expected, shown = self.expected(), without_moves(published_screenings(self.festival))
        assert {uid: shown[uid] for uid in expected} == expected
        assert all(value.is_cancelled for uid, value in shown.items() if uid not in expected)
        no_two_in_one_hall(shown.values())
        self.remember(expected)

    def expected(self) -> dict[UUID, PublicScreening]:
        """As if there were no holds and whoever edited what is on hold had put it back."""
        with transaction.atomic():
            held = set(Hold.objects.values_list("screening", flat=True))
            for row in Screening.objects.filter(uid__in=held):
                self.put_back(row, self.announced.get(row.uid))
            Hold.objects.all().delete()
            shown = public_screenings(self.festival)
            transaction.set_rollback(True)
        return shown

    def put_back(self, row: Screening, then: Columns | None) -> None:
        columns = dict(then or {"audience": "private", "guests": ()})
        if row.audience == "private":
            columns["audience"] = "private"
        if row.status == "cancelled" and columns.get("status") == "planned":
            columns |= {"status": "cancelled", "public_note": row.public_note}
        if row.billing not in ("title", columns.get("billing")):
            columns |= {"billing": row.billing, "public_title": row.public_title}
        row.guests.set(columns.pop("guests"))
        Screening.objects.filter(pk=row.pk).update(**columns)

    def remember(self, shown: dict[UUID, PublicScreening]) -> None:
        for row in Screening.objects.filter(hold=None):
            self.announced.pop(row.uid, None)
            if row.uid in shown:
                guests = tuple(row.guests.values_list("pk", flat=True))
                self.announced[row.uid] = {**{name: getattr(row, name) for name in OWN}, "guests": guests}


def state(festival: Festival) -> Any:
    return (
        published_screenings(festival),
        list(Hold.objects.order_by("pk").values()),
        list(AnnouncedScreening.objects.order_by("pk").values()),
    )


def without_moves(shown: dict[UUID, PublicScreening]) -> dict[UUID, PublicScreening]:
    return {uid: replace(value, moved_from_starts_at=None, moved_from_hall="") for uid, value in shown.items()}


def no_two_in_one_hall(shown: Any) -> None:
    for one, other in combinations([each for each in shown if not each.is_cancelled], 2):
        assert one.hall_slug != other.hall_slug or one.ends_at <= other.starts_at or other.ends_at <= one.starts_at


@pytest.mark.slow
@given(seeds())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_what_is_on_hold_is_public_as_if_nobody_had_touched_it(seed: int) -> None:
    random = Random(seed)
    with transaction.atomic():
        staff = Staff(random)
        acts = [staff.edit] * 6 + [staff.hold, staff.hold, staff.release, staff.invite, staff.change_film, staff.rename]
        for _step in range(STEPS):
            random.choice([*acts, *[staff.publish] * 4])()
        staff.publish()
        transaction.set_rollback(True)
