"""plan_visit on the command line: what is public, and nothing else."""

import json
from datetime import timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.loading.visits import load_visit_options
from screenings.models import Festival, Screening, TravelTime, Venue
from tests import world

pytestmark = pytest.mark.django_db


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("plan_visit", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def harbour(db: None) -> Festival:
    """Cléo twice, Vagabond against the first Cléo, Aftersun in another cinema; and a secret film."""
    festival = world.festival()
    odeon, rex = world.hall(festival), world.hall(festival, "Salon", venue="Rex")
    world.saved(
        TravelTime(origin=Venue.objects.get(name="Odeon"), destination=Venue.objects.get(name="Rex"), minutes=40)
    )
    cleo, vagabond, aftersun = (world.film(festival, title) for title in ("Cléo", "Vagabond", "Aftersun"))
    world.screening(cleo, odeon, "2026-10-10 20:00", uid=UUID(int=1))
    world.screening(cleo, odeon, "2026-10-11 20:00", uid=UUID(int=2))
    world.screening(vagabond, rex, "2026-10-10 20:00", uid=UUID(int=3))
    world.screening(aftersun, rex, "2026-10-11 22:00", uid=UUID(int=4))
    world.screening(
        world.film(festival, "Jaws"), odeon, "2026-10-12 20:00", billing="secret", public_title="Surprise",
        uid=UUID(int=5),
    )  # fmt: skip
    world.published(festival)
    return festival


def test_the_best_plan_is_told_with_its_proof_and_what_it_leaves_out(harbour: Festival) -> None:
    assert told("cleo=must", "vagabond=5", "aftersun", "--alternatives", "0").splitlines() == [
        "Sat 10 Oct 20:00–21:30 Vagabond, Rex, Salon",
        "Sun 11 Oct 20:00–21:30 Cléo, Odeon, Hall 1",
        "2 films, 1 of the musts, worth 8; no plan is worth more.",
        "Left out:",
        "  Aftersun: Sun 11 Oct 22:00–23:30 Aftersun, Rex, Salon would cost 2, instead of Vagabond.",
    ]


def test_the_way_and_the_margin_count_and_may_be_to_blame(harbour: Festival) -> None:
    seen = told("cleo=must", "vagabond=must", "aftersun=must", "--alternatives", "0")
    assert seen.splitlines()[-1].endswith("not together with Cléo, Aftersun, the way between venues.")

    TravelTime.objects.update(minutes=20)
    assert "3 films, 3 of the musts" in told("cleo=must", "vagabond=must", "aftersun=must")


def test_the_same_as_json(harbour: Festival) -> None:
    answer = json.loads(told("cleo", "vagabond=maybe", "--format", "json", "--not-after", "23:00"))

    assert [(stop["uid"], stop["starts_at"]) for stop in answer["plan"]["stops"]] == [
        (str(UUID(int=3)), "2026-10-10T20:00:00+02:00"),
        (str(UUID(int=2)), "2026-10-11T20:00:00+02:00"),
    ]
    assert (answer["plan"]["weight"], answer["plan"]["bound"], answer["plan"]["is_proven"]) == (4, 4, True)
    assert (answer["left_out"], answer["clashes"], answer["waived"]) == ([], [], [])
    assert [plan["films"] for plan in answer["alternatives"]] == [["cleo"]]


def test_limits_hold_on_each_day_and_a_booking_goes_before_them(harbour: Festival) -> None:
    early = told("cleo", "--not-after", "20:30", "--alternatives", "0")
    booked = told("cleo", "--not-after", "20:30", "--booked", str(UUID(int=1)), "--alternatives", "0")
    supper = told("vagabond", "--break", "19:00-21:00/50", "--alternatives", "0")
    hungry = told("vagabond", "--break", "19:00-21:00/51", "--alternatives", "0")
    none = told("vagabond", "--at-most", "0", "--alternatives", "0")

    assert early.splitlines()[0] == "0 films, worth 0; no plan is worth more."
    assert early.splitlines()[-1].endswith("Cléo: cannot be had; not together with the latest end.")
    assert booked.splitlines()[-1] == "2026-10-10: the latest end gives way to what is booked."
    assert supper.splitlines()[0].startswith("Sat 10 Oct 20:00")
    assert hungry.splitlines()[-1].endswith("cannot be had; not together with the breaks, the time to be there early.")
    assert none.splitlines()[-1].endswith("Vagabond: cannot be had; not together with the number of screenings a day.")


def test_a_secret_film_reads_like_one_that_is_not_there(harbour: Festival) -> None:
    for film in ("jaws", "jawz"):
        with pytest.raises(CommandError) as refused:
            told(film)
        assert str(refused.value) == f'No public screening shows "{film}", or all are sold out.'
    booked = told("cleo", "--booked", str(UUID(int=5)))
    assert "Surprise, Odeon, Hall 1" in booked
    assert "Jaws" not in booked


def test_what_is_not_published_is_not_planned_with(harbour: Festival) -> None:
    Screening.objects.filter(uid=UUID(int=2)).update(starts_at=world.at("2026-10-12 10:00"))
    world.screening(world.film(harbour, "Unheard Of"), world.hall(harbour), "2026-10-13 10:00")

    assert "Sun 11 Oct 20:00" in told("cleo", "vagabond")
    with pytest.raises(CommandError, match="No public screening shows"):
        told("unheard-of")


def test_cancelled_sold_out_and_press_screenings_are_no_offers(harbour: Festival) -> None:
    Screening.objects.filter(uid=UUID(int=1)).update(status="cancelled")
    Screening.objects.filter(uid=UUID(int=2)).update(sold_out=True)
    Screening.objects.filter(uid=UUID(int=3)).update(audience="press")
    world.published(harbour, world.SPRING + timedelta(hours=1))

    assert {offer.uid.int for offer in load_visit_options(harbour).offers} == {4}
    assert {offer.uid.int for offer in load_visit_options(harbour, booked=[UUID(int=2)]).offers} == {2, 4}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("clea",), 'No public screening shows "clea", or all are sold out. Did you mean cleo?'),
        (("cleo=ten",), '"ten" is no weight. Write cleo=must, want, maybe or 1 to 1000.'),
        (("cleo=1001",), '"1001" is no weight. Write cleo=must, want, maybe or 1 to 1000.'),
        (("cleo", "cleo"), "picked more than once: cleo; give each film one weight."),
        (("cleo", "--break", "lunch"), '"lunch" is no break. Write 12:00-14:30/45 for 45 minutes'),
        (("cleo", "--break", "12:00-12:30/45"), "a break of 45 min does not fit between its bounds, 30 min apart."),
        (("cleo", "--not-before", "9"), '"9" is no time of day. Write 18:30.'),
        (("cleo", "--at-most", "-1"), "at most -1 showings a day; give 0 or more."),
        (("cleo", "--booked", str(UUID(int=99))), f"booked, but not among the offers: {UUID(int=99)}."),
    ],
)
def test_what_is_asked_for_wrongly_says_how_to_ask(harbour: Festival, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(CommandError) as refused:
        told(*arguments)
    assert said in str(refused.value)


def test_before_the_first_publication_there_is_nothing_to_plan_with() -> None:
    world.festival()
    with pytest.raises(CommandError, match="Nothing of Harbour Film Festival is public yet"):
        told("cleo")


@pytest.mark.parametrize("more", [0, 2])
def test_two_queries_load_any_number_of_showings(harbour: Festival, more: int) -> None:
    for number in range(more):
        world.screening(
            world.film(harbour, f"Film {number}"), world.hall(harbour), f"2026-10-1{4 + number} 20:00", uid=uuid4()
        )
    if more:
        world.published(harbour, world.SPRING + timedelta(hours=1))
    with CaptureQueriesContext(connection) as queries:
        assert len(load_visit_options(harbour).offers) == 4 + more
    assert len(queries) == 2
