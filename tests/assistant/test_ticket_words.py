"""A ticket shop's list: matched by name, and nothing changed but tickets."""

from pathlib import Path

import pytest
from django.forms.models import model_to_dict

from screenings.assistant.ticket_words import ticket_states
from screenings.models import Film, Screening
from tests import world
from tests.assistant.bring import brought, harbour, said, workbook


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Sold out", ("sold-out",)),
        ("AUSVERKAUFT!", ("sold-out",)),
        ("Épuisé", ("sold-out",)),
        ("tutto esaurito", ("sold-out",)),
        ("Last tickets", ("available",)),
        ("nur noch wenige Plätze", ("available",)),
        ("Últimas entradas", ("available",)),
        ("Stand-by", ("standby",)),
        ("liste d\u2019attente", ("standby",)),
        ("Sold out (standby)", ("sold-out", "standby")),
        ("uitverkocht, wachtlijst", ("sold-out", "standby")),
        ("ask Kim", ()),
        ("sold out, ask Kim", ()),
    ],
)
def test_a_word_says_whether_there_are_tickets(text: str, states: tuple[str, ...]) -> None:
    assert ticket_states(text) == states


HEADER = ["Titel", "Datum", "Beginn", "Kino", "Ticketlink", "Preis", "Status"]


@pytest.mark.django_db
def test_a_shops_list_changes_link_price_and_state_and_nothing_else(tmp_path: Path) -> None:
    of = harbour()
    flow = world.film(of, "Flow", runtime=85)
    row = world.screening(
        flow, world.hall(of, "Hall 1"), "2024-10-04 20:00", qa=20, stated_length=120, notes="x", access=("sign",)
    )
    other = world.screening(flow, world.hall(of, "Hall 2"), "2024-10-05 20:00", sold_out=True, standby=True)
    third = world.screening(flow, world.hall(of, "Hall 2"), "2024-10-06 20:00", price="€7")
    before = {each.pk: model_to_dict(each) for each in (row, other, third)}
    path = workbook(
        tmp_path / "shop.xlsx",
        Shop=[
            HEADER,
            ["FLOW", "4.10.", "20:00", "Odeon 1", "https://t.example/1", "12 €", "ausverkauft"],
            ["Flow", "5.10.", "20:00", "Odeon 2", "https://t.example/2", "12 €", "letzte Karten"],
            ["Flow", "6.10.", "20:00", "Odeon 2", "", "", "Warteliste"],
        ],
    )

    assert said(brought(path, {"film:flow": "one"})) == ["written"]
    assert Film.objects.count() == 1
    expected = (
        {"ticket_url": "https://t.example/1", "price": "12 €", "sold_out": True, "standby": False},
        {"ticket_url": "https://t.example/2", "price": "12 €", "sold_out": False, "standby": False},
        {"ticket_url": "", "price": "€7", "sold_out": False, "standby": True},
    )
    for each, tickets in zip((row, other, third), expected, strict=True):
        each.refresh_from_db()
        assert model_to_dict(each) == {**before[each.pk], **tickets}
    again = brought(path, {"film:flow": "one"}).result
    assert again is not None
    assert again.diff.is_empty


@pytest.mark.django_db
def test_a_word_that_nobody_knows_is_asked_once(tmp_path: Path) -> None:
    of = harbour()
    world.screening(world.film(of, "Flow"), world.hall(of, "Hall 1"), "2024-10-04 20:00")
    world.screening(world.film(of, "Bill"), world.hall(of, "Hall 1"), "2024-10-04 22:00")
    header = ["Title", "Date", "Time", "Cinema", "Availability"]
    rows = [["Flow", "4 Oct", "20:00", "Odeon 1", "Ask Kim"], ["Bill", "4 Oct", "22:00", "Odeon 1", "ask kim"]]
    path = workbook(tmp_path / "shop.xlsx", Shop=[header, *rows])

    assert said(brought(path)) == ['sheet Shop, E2: "Ask Kim": what does that say of the tickets?']
    assert said(brought(path, {"tickets:ask-kim": "standby"})) == ["written"]
    assert set(Screening.objects.values_list("sold_out", "standby")) == {(False, True)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heading", "cell", "tickets"),
    [
        ("Tickets", "Sold out", (True, False)),
        ("Tickets left", 0, (True, False)),
        ("Tickets left", 14, (False, False)),
        ("Sold out", "ja", (True, False)),
        ("Uitverkocht", "nee", (False, False)),
        ("Standby", "x", (False, True)),
        ("Sold out", "standby", (False, True)),
        ("Status", "confirmed", (False, False)),
    ],
)
def test_a_column_says_it_in_its_own_way(
    tmp_path: Path, heading: str, cell: object, tickets: tuple[bool, bool]
) -> None:
    of = harbour()
    row = world.screening(world.film(of, "Flow"), world.hall(of, "Hall 1"), "2024-10-04 20:00")
    header = ["Title", "Date", "Time", "Cinema", heading]
    path = workbook(tmp_path / "shop.xlsx", Shop=[header, ["Flow", "4 Oct", "20:00", "Odeon 1", cell]])

    assert said(brought(path)) == ["written"]
    row.refresh_from_db()
    assert (row.sold_out, row.standby) == tickets


@pytest.mark.django_db
def test_addresses_are_no_titles_however_seldom_they_come_again(tmp_path: Path) -> None:
    """Of a shop whose headings say little; `Buy link` says enough."""
    of = harbour()
    films = [world.film(of, title) for title in ("Flow", "Salt")]
    rows = [
        world.screening(film, world.hall(of, "Odeon 1"), f"2024-10-0{day} 20:00") for day, film in enumerate(films, 4)
    ]
    header = ["Performance", "Starts at", "Location", "URL", "Box office", "Buy link"]
    shop = [
        [
            film.title,
            f"2024-10-0{day} 20:00",
            "Odeon 1",
            f"www.t.example/{day}",
            f"d{day}@t.example",
            f"https://t.example/{day}",
        ]
        for day, film in enumerate(films, 4)
    ]
    result = brought(workbook(tmp_path / "shop.xlsx", Shop=[["Export"], [], header, *shop]))

    assert said(result) == ["written"]
    assert [Screening.objects.get(pk=row.pk).ticket_url for row in rows] == [
        "https://t.example/4",
        "https://t.example/5",
    ]
    assert (Film.objects.count(), Screening.objects.count()) == (2, 2)
    remarks = [str(remark) for remark in result.remarks]
    assert any('no heading is known for titles, and "Performance" is taken for it' in remark for remark in remarks)


@pytest.mark.django_db
def test_titles_without_a_heading_are_known_though_each_film_is_shown_four_times(tmp_path: Path) -> None:
    of = harbour()
    films = [world.film(of, f"Film {number}") for number in range(22)]
    rows = [
        world.screening(film, world.hall(of, f"Odeon {hall}"), f"2024-10-0{3 + number // 4} {10 + number % 4 * 3}:00")
        for number, film in enumerate(films)
        for hall in range(1, 5)
    ]
    shop = [
        [
            row.film.title,
            f"{row.starts_at.astimezone(row.zone):%d.%m.%Y %H:%M}",
            row.hall and row.hall.full_name,
            "https://t.example/1",
        ]
        for row in rows
        if row.starts_at
    ]
    header = ["Performance", "Starts at", "Location", "Buy link"]

    assert said(brought(workbook(tmp_path / "shop.xlsx", Shop=[header, *shop]))) == ["written"]
    assert (Film.objects.count(), Screening.objects.filter(ticket_url="https://t.example/1").count()) == (22, 88)
