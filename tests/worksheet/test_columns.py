"""What the cells of films and screenings show, and how what is typed is read."""

import pytest
from django.test import Client

from screenings.models import Festival, Film, Screening
from tests.pages import read
from tests.worksheet.table_pages import FILMS, SCREENINGS, changed, problems, send, sheet
from tests.world import film, screening


@pytest.fixture
def cleo(harbour: Festival) -> Film:
    return film(harbour, "Cléo", synopsis="Two hours.\n\nIn Paris.", genres=("Drama", "Comedy"))


def test_paragraphs_stay_and_only_they_are_a_change(desk: Client, cleo: Film) -> None:
    assert (
        send(desk, (cleo, "synopsis", cleo.synopsis, "Two hours.\r\n\r\nIn Paris. "), address=FILMS).status_code == 302
    )
    send(desk, (cleo, "synopsis", cleo.synopsis, "Two hours in Paris.\nShe waits."), address=FILMS, button="_save")
    cleo.refresh_from_db()
    assert cleo.synopsis == "Two hours in Paris.\nShe waits."
    shown = read(desk.get(f"{FILMS}?form=1")).field("Synopsis, Cléo")
    assert (shown.tag, shown.words().strip()) == ("textarea", "Two hours in Paris.\nShe waits.")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Drama; Western", ("Drama", "Western")),
        ("Drama | Western", ("Drama", "Western")),
        ("Drama; Drama", ("Drama",)),
        ("Sword, sandal", ("Sword, sandal",)),
        ("A; B |", ("A; B",)),
        ("", ()),
    ],
)
def test_items_stand_with_semicolons_between_them(typed: str, kept: tuple[str, ...], desk: Client, cleo: Film) -> None:
    assert sheet(desk.get(FILMS))[0]["Genres"] == "Drama; Comedy"
    send(desk, (cleo, "genres", "Drama; Comedy", typed), address=FILMS, button="_save")
    cleo.refresh_from_db()
    assert cleo.genres == kept
    shown = sheet(desk.get(FILMS))[0]["Genres"]
    assert send(desk, (cleo, "genres", "x", shown), address=FILMS).status_code == 302  # it says the same


@pytest.mark.parametrize("typed", ["Open captions, Sign language", "captions; sign", "sign language | OPEN CAPTIONS"])
def test_access_is_written_in_words(typed: str, desk: Client, cleo: Film) -> None:
    row = screening(cleo)
    send(desk, (row, "access", "", typed), button="_save")
    assert set(Screening.objects.get().access) == {"captions", "sign"}
    assert set(sheet(desk.get(SCREENINGS))[0]["Access"].split("; ")) == {"Open captions", "Sign language"}
    shown = sheet(desk.get(SCREENINGS))[0]["Access"]
    assert "“Subtitles” is none of: Open captions" in problems(send(desk, (row, "access", shown, "Subtitles")))[0]


def test_countries_with_a_comma_in_their_name_and_several_with_commas_between_them(desk: Client, cleo: Film) -> None:
    assert changed(send(desk, (cleo, "countries", "", "France, South Korea"), address=FILMS)) == [
        ["Countries", "–", "France; South Korea"]
    ]
