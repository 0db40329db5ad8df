"""What a screening needs of a hall is one answer, whoever asks: the conflicts, the board, what-if and publish."""

from collections.abc import Iterable
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from django.test import Client

from screenings.board.free_slots import slots_by_hall
from screenings.loading import load_timetable, public_screening_from_row, public_screenings
from screenings.loading.scenario import load_scenario_placements, with_scenario
from screenings.models import Festival, Film, Hall, Print, Scenario, Screening
from screenings.publishing import preview_publication
from screenings.sheets.loading import load_sheets
from screenings.timetable.conflicts import Conflict
from screenings.timetable.placement import Placement
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move, WhatIf
from tests.world import OPENING, SPRING, at, festival, film, hall, programme, published, saved, screening

pytestmark = pytest.mark.django_db
CODE = "hall-lacks-format"


def double_bill(of: Festival) -> Film:
    """Films A (print DCP) and B (print 35 mm), shown as one."""
    parts = film(of, "A", runtime=30), film(of, "B", runtime=30)
    for part, name in zip(parts, ("DCP", "35 mm"), strict=True):
        saved(Print(film=part, format=name))
    return programme(of, "Double bill", *parts)


def test_a_double_bill_of_two_formats_is_refused_by_the_board_and_called_neither_in_public(client: Client) -> None:
    of = festival()
    where = hall(of, formats=["DCP"])
    copy = Print.objects.get(film__title="A", film__in=[link.part for link in double_bill(of).film_parts.all()])
    row = screening(Film.objects.get(title="Double bill"), where, "2026-10-10 20:00", print=copy)
    board = load_timetable(of).programme
    (places,) = slots_by_hall(board, board.showings[0], OPENING + timedelta(days=1))
    assert {CODE} <= {conflict.code for stretch in places.ranges for conflict in stretch.conflicts}
    assert all(CODE in {c.code for c in stretch.conflicts} for stretch in places.ranges), "no line is free"
    assert public_screenings(of)[row.uid].format == "DCP, 35 mm"
    assert [show.format for show in load_sheets(of).shows] == ["DCP, 35 mm"]
    published(of)
    page = client.get(f"/{of.slug}/screenings/").content.decode()
    assert "DCP, 35 mm" in page
    assert public_screening_from_row(of.published.get()).format == "DCP, 35 mm"


@pytest.mark.parametrize(
    ("formats", "announced"),
    [
        ((("35 mm",), ("35 mm",)), "35 mm"),
        ((("DCP",), ("35 mm", "16 mm")), ""),
        ((("DCP",), ()), ""),
        ((("DCP", "35 mm"), ("DCP", "DCP")), "DCP"),
    ],
    ids=["both alike", "the other is not settled", "the other has no print", "the chosen one decides"],
)
def test_a_programme_is_announced_in_a_format_only_where_all_its_films_are_settled(
    formats: tuple[tuple[str, ...], ...], announced: str
) -> None:
    of = festival()
    parts = [film(of, title, runtime=30) for title in "AB"]
    copies = [
        [saved(Print(film=part, format=name)) for name in names] for part, names in zip(parts, formats, strict=True)
    ]
    row = screening(programme(of, "Both", *parts), hall(of), "2026-10-10 20:00", print=copies[0][0])
    assert public_screenings(of)[row.uid].format == announced
    row.format = ("file", "16 mm")
    row.save()
    assert public_screenings(of)[row.uid].format == "file, 16 mm", "what is stated counts, in its order"


@pytest.mark.parametrize("seed", [4, 5, 10])
def test_everybody_agrees_on_which_screening_a_hall_cannot_show(seed: int) -> None:
    of, random = festival(), Random(seed)
    halls = [hall(of, f"Hall {n}", formats=random.sample(["DCP", "35MM", "16 mm"], n)) for n in range(3)]
    shown = _works(of, random)
    rows = [_showing(each, halls[0], number, random) for number, each in enumerate(shown)]
    before = load_timetable(of).programme
    free = {row.uid: _on_the_board(load_timetable(of).programme, row) for row in rows}
    for where in halls:
        wanted = {row.uid for row in rows if _is_lacking(row, where)}
        assert {uid for uid, refused in free.items() if where.pk in refused} == wanted, "the board"
        assert {row.uid for row in rows if _by_what_if(before, row, where)} == wanted, "what-if"
        scenario = Scenario.objects.create(festival=of, name=where.name, made_at=SPRING)
        Screening.objects.update(hall=where)
        assert _told(find_conflicts(load_timetable(of).programme)) == wanted, "the conflicts page"
        assert _told(find_conflicts(preview_publication(of, at=SPRING).timetable.programme)) == wanted, "publish"
        copied = with_scenario(load_timetable(of), load_scenario_placements(scenario))
        assert _told(find_conflicts(copied.programme)) == wanted, "a scenario"


def _works(of: Festival, random: Random) -> list[Film]:
    """Three films and three programmes of two of them, with prints of either."""
    films = [film(of, f"Film {number}", runtime=20) for number in range(3)]
    films += [programme(of, f"Programme {number}", *random.sample(films, 2)) for number in range(3)]
    for each in films:
        for name in random.choices(["DCP", "35 mm", "16 mm"], k=random.choice([0, 1, 1, 2])):
            if each.kind == "film" or random.random() < 0.3:
                saved(Print(film=each, format=name))
    return films


def _showing(of: Film, where: Hall, number: int, random: Random) -> Screening:
    works = [of.pk, *(link.part_id for link in of.film_parts.all())]
    copies = list(Print.objects.filter(film__in=works).order_by("pk")) or [None]
    moment = at("2026-10-10 12:00") + timedelta(hours=2 * number)
    return screening(
        of,
        where,
        moment,
        print=random.choice((*copies, None)),
        format=random.choice(["", "", "", "35 mm", "DCP|35 mm"]),
    )


def _is_lacking(row: Screening, where: Hall) -> bool:
    """By hand: whether something of it has no copy that the hall can show."""
    able = {name.replace(" ", "").lower() for name in where.formats}
    if row.format:
        choices = [{stated} for stated in row.format]
    else:
        parts = [link.part for link in row.film.film_parts.all()]
        of = row.print.film if row.print else None
        things = [row.film] if of == row.film or row.film.prints.exists() or not parts else parts
        choices = [{copy.format for copy in thing.prints.all()} for thing in things if thing != of]
        choices += [{row.print.format}] if row.print else []
    needed = [{name.replace(" ", "").lower() for name in names} for names in choices if names]
    return bool(able) and any(not able & names for names in needed)


def _told(conflicts: Iterable[Conflict]) -> set[UUID]:
    return {uid for conflict in conflicts if conflict.code == CODE for uid in conflict.uids}


def _on_the_board(programme: Programme, row: Screening) -> set[int]:
    """The halls in which it says so of every line."""
    showing = next(each for each in programme.showings if each.uid == row.uid)
    found = set()
    for places in slots_by_hall(programme, showing, OPENING + timedelta(days=1)):
        said = {CODE in {conflict.code for conflict in stretch.conflicts} for stretch in places.ranges}
        assert len(said) == 1, "the hour is nothing to a format"
        found |= {places.hall.id} if said == {True} else set()
    return found


def _by_what_if(programme: Programme, row: Screening, where: Hall) -> bool:
    """Moved there; the first hall, where all of them are to begin with, names no format."""
    moved = WhatIf(programme).consequences_of(Move(row.uid, Placement(where.pk, row.starts_at)))
    return CODE in {conflict.code for conflict in moved.added}


def test_a_screening_in_several_formats_needs_a_hall_that_shows_all_of_them() -> None:
    of = festival()
    both = screening(film(of), hall(of, formats=["DCP", "16 mm"]), "2026-10-10 20:00", format="16 mm|DCP")
    one = screening(film(of, "Vagabond"), hall(of, "Hall 2", formats=["DCP"]), "2026-10-11 20:00", format="16 mm|DCP")
    (found,) = load_timetable(Festival.objects.get(pk=of.pk)).conflicts
    assert (found.code, found.uids, found.facts["needs"]) == ("hall-lacks-format", (one.uid,), "16 mm")
    assert public_screenings(of)[both.uid].format == "16 mm, DCP"
