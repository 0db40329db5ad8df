"""Every address of the project and what it answers to whom: the table is addresses.txt beside this module."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from screenings.models import (
    Acknowledgement,
    Credit,
    FilmPart,
    Merge,
    PlanAddress,
    Print,
    Role,
    Scenario,
    SearchRun,
    TravelTime,
)
from screenings.plans.actions import address_token, give_address, start_plan
from screenings.sheets.private_addresses import make_address, secret_token
from tests.world import festival, film, guest, hall, person, published, saved, screening, section

ROLES = ("nobody", "programmer", "scheduler", "front of house", "guest office", "superuser")
UID = UUID("11111111-1111-4111-8111-111111111111")
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)

TABLE = Path(__file__).with_suffix(".txt")


class Row(NamedTuple):
    """`reading` and `writing`: the answers to a GET and to an empty POST, in the order of ROLES."""

    address: str
    reading: list[int]
    writing: list[int]


def table() -> dict[str, Row]:
    """By route, as `routes()` names it."""
    lines = (re.split(r" {2,}", line) for line in TABLE.read_text(encoding="utf-8").splitlines())
    given = [line for line in lines if len(line) > 1]
    numbers = {line[0]: [[int(answer) for answer in answers.split()] for answers in line[2:]] for line in given}
    assert len(numbers) == len(given), "a route has two rows"
    return {line[0]: Row(line[1], *numbers[line[0]]) for line in given}


def routes(patterns: Iterable[URLPattern | URLResolver] | None = None, before: str = "/") -> Iterator[str]:
    """Every route, as Django writes it, from the root."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def plain(route: str) -> str:
    """Without what differs from one start to the next: the order in which the admin lists its apps."""
    return re.sub(r"<app_label>[^)]*", "<app_label>.+", route.removeprefix("^"))


def the_house() -> dict[str, int | str]:
    """One row of each kind, its key 1 and its slug short, published; and what an address may name besides."""
    of = festival(pk=1, slug="harbour")
    strand = section(of, "Competition", pk=1)
    varda = person("Agnès Varda", pk=1)
    shown = film(of, "Cléo", pk=1, section=strand)
    whole = film(of, "Shorts", pk=2, kind="programme", runtime=None)
    saved(FilmPart(pk=1, programme=whole, part=film(of, "Part", pk=3)))
    saved(Credit(pk=1, film=shown, person=varda, role=Role.DIRECTOR))
    place = hall(of, pk=1)
    saved(Print(pk=1, film=shown))
    saved(TravelTime(pk=1, origin=place.venue, destination=hall(of, "Hall 1", "Gloria", pk=2).venue, minutes=10))
    comes = guest(of, pk=1)
    screening(shown, place, "2026-10-10 20:00", pk=1, uid=UID).guests.add(comes)
    saved(Acknowledgement(pk=1, festival=of, code="hall-busy", fingerprint="1", reason="We know", at=NOON))
    SearchRun.objects.create(pk=1, festival=of, kind="all", seconds=9, asked_at=NOON, state="done")
    saved(Scenario(pk=1, festival=of, name="Plan B", made_at=NOON))
    gone = Merge(pk=1, festival=of, model="screenings.Film", kept_pk=1, kept="Cléo", merged="Cleo", steps=[], at=NOON)
    saved(gone)
    given = make_address(of, place, given_to="The booth", by=None, at=NOON)
    publication = published(of)
    plan, key = start_plan(of, at=NOON)
    for kind in (PlanAddress.SHARE, PlanAddress.CALENDAR):
        give_address(plan, kind, at=NOON)
    return {
        "venue": place.venue_id,
        "token": secret_token(given),
        "plan_edit": key,
        "plan_share": address_token(plan.addresses.get(kind=PlanAddress.SHARE)),
        "plan_calendar": address_token(plan.addresses.get(kind=PlanAddress.CALENDAR)),
        "publication": publication.pk,
        "published": publication.festival.published.get().pk,
        "film_type": ContentType.objects.get_by_natural_key("screenings", "film").pk,
        "superuser": User.objects.create_superuser("ada").pk,
        "group": Group.objects.get(name="programmer").pk,
    }


def visitor(role: str) -> Client:
    """A browser signed in as a member of staff of that role; as nobody, of no account at all."""
    client = Client()
    if role == "superuser":
        client.force_login(User.objects.get(username="ada"))
    elif role != "nobody":
        user = User.objects.create_user(role.replace(" ", "-"), is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
    return client
