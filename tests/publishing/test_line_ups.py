"""A line-up that waits: what is added to a film or a section on hold is on hold, whichever way it is added."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from screenings.loading import published_screenings
from screenings.models import Festival, Film, Hold, Screening, Section
from screenings.publishing import preview_publication, publish, publish_after_save
from screenings.scheduling import duplicate_edition, repeat
from screenings.scheduling.holds import hold_line_up
from screenings.scheduling.merging import merge
from screenings.scheduling.showings import add_showings
from tests import world
from tests.board.boards import DAY
from tests.desk.forms import form_of, said, send
from tests.desk.list_actions import ask, confirm, lines
from tests.pages import read
from tests.world import SPRING

pytestmark = pytest.mark.django_db
REASON = "Line-up not announced yet"


class Programme:
    """Alpha in the Competition, whose line-up waits, and Beta outside it, which is public; as saved."""

    def __init__(self, festival: Festival) -> None:
        self.festival = festival
        self.section = world.section(festival, "Competition", slug="competition")
        self.alpha = world.film(festival, "Alpha", section=self.section)
        self.beta = world.film(festival, "Beta")
        self.hall = world.hall(festival)
        self.open = world.screening(self.beta, self.hall, "2026-10-10 18:00")
        world.published(festival)
        Festival.objects.update(publishing="live")
        festival.refresh_from_db()
        hold_line_up([self.section], reason=REASON)

    def place(self, row: Screening, start: str = "2026-10-11 20:00") -> None:
        row.hall, row.starts_at = self.hall, world.at(start)
        world.saved(row)
        publish_after_save(self.festival, at=SPRING)


@pytest.fixture
def programme(harbour: Festival) -> Programme:
    return Programme(harbour)


def by_form(desk: Client, of: Programme, _at: Path) -> None:
    send(desk, reverse("admin:screenings_screening_add"), festival=of.festival.pk, film=of.alpha.pk, hall=of.hall.pk,
         starts_at_0="2026-10-11", starts_at_1="20:00")  # fmt: skip


def by_films_form(desk: Client, of: Programme, _at: Path) -> None:
    added = {
        "TOTAL_FORMS": 1, "0-film": of.alpha.pk, "0-hall": of.hall.pk, "0-starts_at_0": "2026-10-11",
        "0-starts_at_1": "20:00", "0-intro": 0, "0-qa": 0, "0-status": "planned",
    }  # fmt: skip
    send(desk, form_of(of.alpha), **{f"screenings-{name}": value for name, value in added.items()})


def by_board(desk: Client, of: Programme, _at: Path) -> None:
    added = {"on": DAY, "do": "add", "film": of.alpha.pk, "hall": of.hall.pk, "day": "2026-10-11", "time": "20:00"}
    desk.post(reverse("admin:board-moves", args=[of.festival.pk]), added)


def by_action(desk: Client, of: Programme, _at: Path) -> None:
    confirm(desk, ask(desk, "add_showings", [of.alpha], times=1))
    of.place(Screening.objects.get(film=of.alpha))


def by_verb(_desk: Client, of: Programme, _at: Path) -> None:
    of.place(add_showings(of.alpha, times=1)[0])


def by_repeat_of_one_that_was_released(_desk: Client, of: Programme, _at: Path) -> None:
    first = world.screening(of.alpha, of.hall, "2026-10-12 20:00")
    publish_after_save(of.festival, at=SPRING)
    call_command("release", "--screening", str(first.uid))
    assert set(published_screenings(of.festival)) == {of.open.uid, first.uid}
    of.place(repeat(first, times=1)[0])


def by_import(_desk: Client, of: Programme, at: Path) -> None:
    (at / "screenings.csv").write_text("id,film,hall,start\nx,alpha,odeon/hall-1,2026-10-11T20:00\n")
    call_command("import_programme", str(at), "--festival", of.festival.slug)


def by_list(_desk: Client, of: Programme, at: Path) -> None:
    (at / "list.csv").write_text("Title,Date,Time,Cinema\nAlpha,2026-10-11,20:00,Odeon 1\n")
    call_command("import_programme", str(at / "list.csv"), "--mapping", "x", "--festival", of.festival.slug)


def by_moving_its_film(desk: Client, of: Programme, _at: Path) -> None:
    gamma = world.film(of.festival, "Gamma")
    Festival.objects.update(publishing="after-review")
    world.screening(gamma, of.hall, "2026-10-11 20:00")
    send(desk, form_of(gamma), section=of.section.pk)
    Festival.objects.update(publishing="live")


def by_another_film(desk: Client, of: Programme, _at: Path) -> None:
    Festival.objects.update(publishing="after-review")
    row = world.screening(of.beta, of.hall, "2026-10-11 20:00")
    send(desk, form_of(row), film=of.alpha.pk)
    Festival.objects.update(publishing="live")


def by_merging(_desk: Client, of: Programme, _at: Path) -> None:
    double = world.film(of.festival, "Alfa")
    world.screening(double, of.hall, "2026-10-11 20:00")
    merge(of.alpha, double, at=SPRING)
    publish_after_save(of.festival, at=SPRING)


def by_hand(_desk: Client, of: Programme, _at: Path) -> None:
    world.screening(of.alpha, of.hall, "2026-10-11 20:00")


WAYS: tuple[Callable[[Client, Programme, Path], None], ...] = (
    by_form, by_films_form, by_board, by_action, by_verb, by_repeat_of_one_that_was_released, by_import, by_list,
    by_moving_its_film, by_another_film, by_merging, by_hand,
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_added_is_on_hold_whichever_way(
    way: Callable[[Client, Programme, Path], None], desk: Client, programme: Programme, tmp_path: Path
) -> None:
    way(desk, programme, tmp_path)
    festival = Festival.objects.get()
    publish(festival, at=SPRING)

    (row,) = Screening.objects.filter(starts_at=world.at("2026-10-11 20:00"))
    assert row.uid not in published_screenings(festival)
    assert (row.hold.reason, row.hold.by) == (REASON, None)
    assert programme.open.uid in published_screenings(festival)


def test_without_the_hold_of_its_section_it_goes_public(programme: Programme) -> None:
    hold_line_up([programme.section], reason="")
    by_verb(Client(), programme, Path())

    assert len(published_screenings(programme.festival)) == 2
    assert not Hold.objects.exists()


def test_what_was_released_singly_stays_released_though_it_is_published_later(programme: Programme) -> None:
    Festival.objects.update(publishing="after-review")
    row = world.screening(programme.alpha, programme.hall, "2026-10-11 20:00")
    publish_after_save(programme.festival, at=SPRING)
    assert Hold.objects.count() == 1

    call_command("release", "--screening", str(row.uid))
    call_command("publish", "--festival", programme.festival.slug)
    assert row.uid in published_screenings(programme.festival)
    assert not Hold.objects.exists()


def test_the_preview_says_what_the_publication_brings(programme: Programme) -> None:
    Festival.objects.update(publishing="after-review")
    festival = Festival.objects.get()
    world.screening(programme.alpha, programme.hall, "2026-10-11 20:00")
    publish_after_save(festival, at=SPRING)

    assert preview_publication(festival, at=SPRING).changes == ()


def test_a_film_alone_is_put_on_hold_before_it_has_a_screening(desk: Client, programme: Programme) -> None:
    gamma = world.film(programme.festival, "Gamma")
    shown = ask(desk, "hold", [gamma], reason="Rights")
    from_now_on = "Screenings added later are on hold from the start: Rights."
    assert lines(shown) == [("Gamma", "Screenings added later are not on hold.", from_now_on)]
    assert [part.text for part in read(shown).all("th") if part["scope"] == "col"][-3:] == ["Film", "Now", "Then"]
    assert said(confirm(desk, shown))[0] == "On hold: Gamma."
    world.screening(gamma, programme.hall, "2026-10-11 20:00")
    publish(programme.festival, at=SPRING)
    assert [held.reason for held in Hold.objects.all()] == ["Rights"]

    of_section = ask(desk, "hold", [programme.section], reason="Rights")
    headings = [part.text for part in read(of_section).all("th") if part["scope"] == "col"]
    assert headings[-3:] == ["Film or section", "Now", "Then"]

    confirm(desk, ask(desk, "release", [gamma]))
    assert Film.objects.get(pk=gamma.pk).line_up_hold == ""
    assert len(published_screenings(programme.festival)) == 2


def test_the_next_edition_has_no_line_up_that_waits(programme: Programme) -> None:
    new = duplicate_edition(programme.festival, name="Next", slug="next", starts_on=world.at("2027-10-09 12:00").date())

    assert [section.line_up_hold for section in Section.objects.filter(festival=new)] == [""]


def test_a_line_up_that_waits_costs_the_others_no_query(programme: Programme) -> None:
    counts = []
    for day, reason in ((12, REASON), (13, "")):
        hold_line_up([programme.section], reason=reason)
        world.screening(programme.beta, programme.hall, f"2026-10-{day} 20:00")
        with CaptureQueriesContext(connection) as queries:
            publish(programme.festival, at=SPRING)
        counts.append(len(queries))
    assert counts[0] == counts[1]
