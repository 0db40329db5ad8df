"""--film, --section, --screening, --all: which screenings a command is about, in the same words everywhere."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.db.models import Q

from screenings.models import Festival, Film, Screening, Section
from screenings.text.cleaning import is_storable


def add_screening_arguments(parser: ArgumentParser) -> None:
    named = "may be given several times"
    parser.add_argument("--film", action="append", default=[], metavar="SLUG", help=f"all screenings of it; {named}")
    parser.add_argument(
        "--section", action="append", default=[], metavar="SLUG", help=f"all screenings of its films; {named}"
    )
    parser.add_argument(
        "--screening", action="append", default=[], metavar="ID", help=f"its uid or the festival's own id; {named}"
    )
    parser.add_argument("--all", action="store_true", help="every screening of the festival")


def chosen_screenings(festival: Festival, options: dict[str, Any]) -> list[Screening]:
    """In the order of time. Raises CommandError where nothing is named, or something that there is not."""
    films, sections, ids = options["film"], options["section"], options["screening"]
    if not (films or sections or ids or options["all"]):
        raise CommandError("Say which screenings: --film, --section, --screening or --all.")
    _require("--film", films, Film.objects.filter(festival=festival).values_list("slug", flat=True))
    _require("--section", sections, Section.objects.filter(festival=festival).values_list("slug", flat=True))
    rows = Screening.objects.of(festival).in_time_order().for_timetable()
    if options["all"]:
        return list(rows)
    wanted = Q(film__slug__in=films) | Q(film__section__slug__in=sections)
    for name in ids:
        chosen = _by_id(name)
        if not rows.filter(chosen):
            raise CommandError(f"--screening: {festival} has no screening {name!a}. Give its uid, or its own id.")
        wanted |= chosen
    return list(rows.filter(wanted))


def chosen_line_ups(festival: Festival, options: dict[str, Any]) -> list[Film | Section]:
    """The films and sections that were named, of which the screenings that are still to come are meant as well."""
    films = Film.objects.filter(festival=festival, slug__in=options["film"]).order_by("sort_title", "pk")
    return [*films, *Section.objects.filter(festival=festival, slug__in=options["section"])]


def _by_id(name: str) -> Q:
    try:
        return Q(uid=UUID(name))
    except ValueError:
        return Q(ref=name) if name and is_storable(name) else Q(pk__in=())


def _require(option: str, named: Iterable[str], known: Iterable[str]) -> None:
    known = sorted(known)
    for name in named:
        if name not in known:
            raise CommandError(f"{option}: there is no {name!a}. Known: {', '.join(known) or 'none'}.")
