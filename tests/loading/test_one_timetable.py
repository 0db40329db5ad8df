"""Whoever is asked about a timetable reports the same conflicts: each page and command by its own front door.

The truth is what the rules find in a programme that is made row by row, by nothing of the loader's own.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from screenings.board.free_slots import slots_by_hall
from screenings.board.grid import line_at
from screenings.loading import as_showing, load_timetable, public_screenings
from screenings.loading.scenario import load_scenario_placements, with_scenario
from screenings.models import Festival, Hall, Print, Scenario, Screening, SearchKind
from screenings.proposals.request import build_solve_request
from screenings.publishing import check_errors, partition_errors, preview_publication, publish
from screenings.scheduling.acknowledgements import acknowledge
from screenings.scheduling.changes import plan_move
from screenings.scheduling.preview import preview_conflicts
from screenings.scheduling.scenarios import copy_timetable
from screenings.sheets.loading import load_sheets
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.placement import Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Consequences, Move, WhatIf, consequences_of
from tests.loading.by_hand import programme_by_hand
from tests.loading.random_rows import random_festival_rows
from tests.staff import staff_client
from tests.world import SPRING, at, festival, film, hall, programme, saved, screening

pytestmark = pytest.mark.django_db
Key = tuple[str, tuple[str, ...], str, str]
Keys = frozenset[Key]
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (3, 7))]


def key(conflict: Conflict) -> Key:
    return conflict.code, tuple(sorted(map(str, conflict.uids))), str(conflict.severity), conflict.fingerprint


def keys(conflicts: Iterable[Conflict]) -> Keys:
    return frozenset(map(key, conflicts))


def errors(found: Keys) -> Keys:
    return frozenset(each for each in found if each[2] == Severity.ERROR)


def truth(of: Festival) -> Keys:
    return keys(find_conflicts(programme_by_hand(Festival.objects.get(pk=of.pk))))


class Runs(list[tuple[Severity, Keys]]):
    """What each run of the rules was asked for at least and has found, whichever module asked."""

    def taken(self) -> list[tuple[Severity, Keys]]:
        taken = list(self)
        self.clear()
        return taken


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    found = Runs()

    def noted(
        programme: Programme, *, at_least: Severity = Severity.NOTICE, pairwise: bool = False
    ) -> tuple[Conflict, ...]:
        conflicts = find_conflicts(programme, at_least=at_least, pairwise=pairwise)
        found.append((at_least, keys(conflicts)))
        return conflicts

    import_module(settings.ROOT_URLCONF)  # so that every page's module is there to be patched
    for name, module in list(sys.modules.items()):
        if name.startswith("screenings.") and getattr(module, "find_conflicts", None) is find_conflicts:
            monkeypatch.setattr(module, "find_conflicts", noted)
    return found


def double_bill() -> Festival:
    """Films A (print DCP) and B (print 35 mm) shown as one, A's print chosen, in a hall that offers DCP alone."""
    of = festival("Double bill", slug="double-bill")
    parts = film(of, "A", runtime=30), film(of, "B", runtime=30)
    copy, _other = (saved(Print(film=part, format=name)) for part, name in zip(parts, ("DCP", "35 mm"), strict=True))
    whole = programme(of, "Double bill", *parts)
    screening(whole, hall(of, formats=["DCP"]), "2026-10-10 20:00", print=copy, ref="1")
    return of


def by_pages(of: Festival, desk: Client, runs: Runs, folder: Path) -> Iterator[tuple[str, list[tuple[Severity, Keys]]]]:
    """Each page or command, and the runs of the rules that it made."""
    scenario = copy_timetable(of, "As it is", by=None, at=SPRING)
    pages = {
        "the conflicts page": reverse("admin:conflicts", args=[of.pk]),
        "the review page": reverse("admin:publish-review", args=[of.pk]),
        "the board's day": reverse("admin:board-day", args=[of.pk, "2026-10-10"]),
        "the board's whole festival": reverse("admin:board-overview", args=[of.pk]),
        "a scenario's board": reverse("admin:scenario-board-day", args=[of.pk, scenario.pk, "2026-10-10"]),
        "a scenario compared": reverse("admin:scenario", args=[of.pk, scenario.pk]),
    }
    runs.clear()
    # Who may hold nothing is offered no way on; for that the rules also run on what would be public then.
    reader = staff_client("reader", ["view_festival"])
    for name, address in pages.items():
        client = reader if name == "the review page" else desk
        assert client.get(address).status_code == 200, name
        yield name, runs.taken()
    call_command("export_programme", str(folder), festival=of.slug, stdout=StringIO())
    note_first_row(folder / "screenings.csv")
    call_command("import_programme", str(folder), dry_run=True, stdout=StringIO(), verbosity=0)
    yield "an import's preview of a note, before and after", runs.taken()


def note_first_row(table: Path) -> None:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["notes"] = "Row 1 is kept"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)


def from_command_line(of: Festival) -> Keys:
    out = StringIO()
    with suppress(SystemExit):  # where an error blocks the publication
        call_command("conflicts", festival=of.slug, format="json", stdout=out)
    return frozenset(
        (each["code"], tuple(sorted(each["screenings"])), each["severity"], each["fingerprint"])
        for each in json.loads(out.getvalue())["conflicts"]
    )


def boxes_to_tick(of: Festival, desk: Client) -> set[str]:
    """The fingerprints of the conflicts page's boxes, on however many pages."""
    boxes: set[str] = set()
    number = 1
    while True:
        page = desk.get(reverse("admin:conflicts", args=[of.pk]), {"page": number}).content.decode()
        boxes.update(
            value
            for tag in re.findall(r"<input[^>]*>", page)
            if 'name="conflict"' in tag
            for value in re.findall(r'value="([0-9a-f]{32})"', tag)
        )
        number += 1
        if f"page={number}" not in page:
            return boxes


@pytest.mark.parametrize("seed", ["double bill", *SEEDS])
def test_every_page_and_command_reports_the_same_conflicts(
    seed: int | str, desk: Client, runs: Runs, tmp_path: Path
) -> None:
    of = double_bill() if isinstance(seed, str) else random_festival_rows(seed)
    found = truth(of)
    assert found
    if (known := [c for c in find_conflicts(programme_by_hand(of)) if c.acknowledgeable])[1:]:
        acknowledge(of, known[:1], reason="We know", by=None, at=SPRING)
    for name, made in by_pages(of, desk, runs, tmp_path / "exported"):
        assert made, f"{name} ran no rules"
        for at_least, conflicts in made:
            assert conflicts == (errors(found) if at_least is Severity.ERROR else found), name
    timetable = load_timetable(of)
    scenario = Scenario.objects.get(festival=of)
    preview = preview_publication(of, at=SPRING)
    blocking, acknowledged = partition_errors(check_errors(of))
    answers = {
        "the command line": from_command_line(of),
        "the timetable": keys(find_conflicts(timetable.programme)),
        "a scenario that moves nothing": keys(
            find_conflicts(with_scenario(timetable, load_scenario_placements(scenario)).programme)
        ),
        "the solver's request": keys(find_conflicts(build_solve_request(of, SearchKind.ALL, at=SPRING).programme)),
        "the sheets": keys(find_conflicts(load_sheets(of).timetable.programme)),
        "what a publication is made of": keys(find_conflicts(preview.timetable.programme)),
    }
    assert {name for name, conflicts in answers.items() if conflicts != found} == set()
    assert keys((*preview.blocking, *preview.acknowledged)) == keys((*blocking, *acknowledged)) == errors(found)
    ackable = {c.fingerprint for c in find_conflicts(programme_by_hand(of)) if c.acknowledgeable}
    assert boxes_to_tick(of, desk) == ackable - timetable.acknowledged_fingerprints


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_move_would_break_is_one_answer_and_is_so_once_it_is_made(seed: int) -> None:
    of = random_festival_rows(seed)
    before, timetable = truth(of), load_timetable(of)
    what_if = WhatIf(timetable.programme)
    halls = list(Hall.objects.filter(venue__festival=of).order_by("pk"))
    for row in Screening.objects.filter(festival=of).exclude(status="cancelled").order_by("pk")[:8]:
        place = (None, None) if row.pk % 4 == 0 else (halls[row.pk % len(halls)], at("2026-10-10 14:00"))
        where, starts_at = place
        moved = Screening.objects.get(pk=row.pk)
        moved.hall, moved.starts_at = where, starts_at
        guests = tuple(guest.pk for guest in row.guests.order_by("person__sort_key"))
        told = {
            "what-if": what_if.consequences_of(Move(row.uid, Placement.of(where and where.pk, starts_at))),
            "a form, not saved": consequences_of(timetable.programme, as_showing(moved, guests=guests)),
            "an action's preview": preview_conflicts(of, [plan_move(row, hall=where, starts_at=starts_at)]),
        }
        saved(moved)
        after = truth(of)
        saved(row)
        expected = (before - after, after - before)
        assert {name: sides(each) for name, each in told.items()} == dict.fromkeys(told, expected)


def sides(consequences: Consequences) -> tuple[Keys, Keys]:
    """What goes and what comes. A conflict whose facts stay, and which only names the new place, may be on both."""
    removed, added = keys(consequences.removed), keys(consequences.added)
    return removed - added, added - removed


@pytest.mark.parametrize("seed", SEEDS)
def test_a_free_slot_where_a_screening_is_has_the_severity_of_its_worst_conflict(seed: int) -> None:
    of = random_festival_rows(seed)
    found, timetable = truth(of), load_timetable(of).programme
    for show in timetable.scheduled:
        line = line_at(show.start, show.day, show.hall.zone, timetable.calendar)
        (slots,) = [each for each in slots_by_hall(timetable, show.showing, show.day) if each.hall == show.hall]
        (here,) = [each for each in slots.ranges if each.first <= line < each.last]
        own = [Severity(each[2]) for each in found if str(show.uid) in each[1]]
        assert here.severity == max(own, key=lambda level: level.rank, default=Severity.OFF), show.film.title


def test_a_double_bill_with_one_print_chosen_needs_the_other_film_s_format_too(desk: Client, client: Client) -> None:
    of = double_bill()
    row = Screening.objects.get()
    uid = str(row.uid)
    assert {(code, uids) for code, uids, *_ in truth(of)} == {("hall-lacks-format", (uid,))}
    sentence = "Odeon, Hall 1 cannot show 35 mm, which Double bill needs"
    conflicts, board = (
        desk.get(reverse(name, args=args)).content.decode()
        for name, args in (("admin:conflicts", [of.pk]), ("admin:board-day", [of.pk, "2026-10-10"]))
    )
    assert sentence in conflicts
    assert sentence in board
    slots = desk.get(
        reverse("admin:board-places", args=[of.pk, "2026-10-10", row.pk]), headers={"Accept": "application/json"}
    ).json()
    assert slots["reasons"] == ["The hall cannot show 35 mm"]
    assert public_screenings(of)[row.uid].format == "DCP, 35 mm"
    assert [show.format for show in load_sheets(of).shows] == ["DCP, 35 mm"]
    publish(of, at=SPRING)
    assert "DCP, 35 mm" in client.get(f"/{of.slug}/screenings/").content.decode()
    sheet = desk.get(reverse("admin:run-sheet", args=[of.pk, "2026-10-10", row.hall_id])).content.decode()
    assert "DCP, 35 mm" in sheet
