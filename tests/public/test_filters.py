"""What a query chooses, what it cannot choose, and how it is said."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screenings.models import Access, Festival, Publication
from screenings.public.filter_choices import filter_choices
from screenings.public.filters import ScreeningFilter, canonical_query
from screenings.public.listings import QUERY_NAMES, public_rows
from screenings.public.publication_index import FilterOption, PublicationIndex, publication_index
from screenings.publishing import publish
from tests import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def festival() -> Festival:
    """Four screenings of three films in two cinemas of two zones, one of them a press screening."""
    festival = world.festival()
    odeon, second = world.hall(festival), world.hall(festival, "Hall 2")
    paris = world.hall(festival, "Main", "Paris Theater", timezone="America/New_York")
    galas = world.section(festival, "Galas")
    eternity = world.film(
        festival, "L’Éternité", section=galas, countries=["FR", "BE"], languages=("fr",), directors=("Agnès Varda",)
    )
    song = world.film(festival, "Ålesund Song", countries=["NO"], languages=("nb", "fr"), subtitles=("en",))
    bare = world.film(festival, "100% Nothing_Known", runtime=None)
    world.screening(eternity, odeon, "2026-10-10 20:00", access=("captions", "relaxed"))
    world.screening(song, second, "2026-10-11 00:30")
    world.screening(bare, odeon, "2026-10-11 18:00")
    world.screening(eternity, paris, "2026-10-11 12:00", audience="press")
    world.published(festival)
    return festival


def index(festival: Festival) -> PublicationIndex:
    return publication_index(Publication.objects.current(festival))


def offered(festival: Festival) -> dict[str, tuple[FilterOption, ...]]:
    return dict(filter_choices(index(festival)).options)


def chosen(festival: Festival, query: str) -> ScreeningFilter:
    return ScreeningFilter(QueryDict(query), public_rows(festival), festival=festival, index=index(festival))


def found(festival: Festival, query: str) -> list[str]:
    """The titles a query leaves, in alphabetical order of their code points."""
    found = chosen(festival, query)
    assert found.is_valid(), found.problems
    return sorted(row.title for row in found.qs)


ETERNITY, SONG, BARE = "L’Éternité", "Ålesund Song", "100% Nothing_Known"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", [ETERNITY, SONG, BARE, ETERNITY]),
        ("unknown=1&page=7", [ETERNITY, SONG, BARE, ETERNITY]),
        ("day=2026-10-10", [ETERNITY, SONG]),
        ("day=2026-10-11", [BARE, ETERNITY]),
        ("day=2026-10-15", []),
        ("venue=odeon", [ETERNITY, SONG, BARE]),
        ("hall=odeon.hall-2", [SONG]),
        ("section=galas", [ETERNITY, ETERNITY]),
        ("section=no-such-section", []),
        ("country=BE", [ETERNITY, ETERNITY]),
        ("language=fr", [ETERNITY, SONG, ETERNITY]),
        ("language=nb", [SONG]),
        ("subtitles=en", [SONG]),
        ("access=relaxed", [ETERNITY]),
        ("access=captions&venue=odeon&day=2026-10-10", [ETERNITY]),
        ("audience=press", [ETERNITY]),
        ("audience=public", [ETERNITY, SONG, BARE]),
        ("q=eternite", [ETERNITY, ETERNITY]),
        ("q=ÉTERNITÉ", [ETERNITY, ETERNITY]),
        ("q=varda+eternite", [ETERNITY, ETERNITY]),
        ("q=varda+song", []),
        ("q=alesund", [SONG]),
        ("q=100%25", [BARE]),
        ("q=g_k", [BARE]),
        ("q=g%25k", [BARE]),
        ("day=2026-10-10&day=2026-10-11", [ETERNITY, SONG, BARE, ETERNITY]),
        ("venue=odeon&venue=paris-theater&audience=press", [ETERNITY]),
        ("country=BE&country=NO", [ETERNITY, SONG, ETERNITY]),
        ("venue=odeon&venue=nowhere", [ETERNITY, SONG, BARE]),
        ("time=evening", [ETERNITY, BARE]),
        ("time=night", [SONG]),
        ("time=afternoon&time=night", [SONG, ETERNITY]),
        ("time=morning", []),
        ("tickets=left", [ETERNITY, SONG, BARE, ETERNITY]),
        ("last=showing", [ETERNITY, SONG, BARE]),
        ("q=%27", [ETERNITY, ETERNITY]),
        ("from=2026-10-11T00:30", [SONG, BARE, ETERNITY]),
        ("from=2026-10-11T00:31", [BARE, ETERNITY]),
        ("until=2026-10-11T18:00", [ETERNITY, SONG]),
        # Noon in New York is six in the evening in Berlin.
        ("until=2026-10-11T18:01", [ETERNITY, SONG, BARE, ETERNITY]),
        ("from=2026-10-11T18:00&until=2026-10-11T18:01", [BARE, ETERNITY]),
        ("from=2026-10-11T12:00-04:00", [BARE, ETERNITY]),
        ("from=2026-10-11T17:00+01:00", [BARE, ETERNITY]),
    ],
)
def test_a_query_leaves_exactly_the_screenings_it_names(festival: Festival, query: str, titles: list[str]) -> None:
    assert found(festival, query) == sorted(titles)


def test_whatever_the_form_offers_can_be_chosen_and_gives_as_many_as_it_says(festival: Festival) -> None:
    added = world.film(festival, "Offered", languages=("zh-hant-tw", "zxx"), subtitles=("sr-latn",), countries=["NO"])
    hall = world.hall(festival, "Saal 4½", "Kino_3")
    world.screening(added, hall, "2026-10-12 18:00", access=Access.values)
    publish(festival, at=world.SPRING + timedelta(hours=1))
    options = [(name, each) for name, some in offered(festival).items() for each in some]
    assert {each.value for name, each in options if name == "access"} == {"captions", "description", "sign", "relaxed"}
    for name, option in options:
        assert len(found(festival, urlencode({name: option.value}))) == (option.count or 0), (name, option)


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("day=2027-02-30", ("day", "Write a date as 2024-10-12.")),
        ("day=yesterday", ("day", "Write a date as 2024-10-12.")),
        ("from=yesterday", ("from", "Write it as 2024-10-12T18:00.")),
        ("from=2026-10-11", ("from", "Write it as 2024-10-12T18:00.")),
        ("until=9999-12-31T23:59", ("until", "No festival was or will be then.")),
        ("from=0001-01-01T00:00", ("from", "No festival was or will be then.")),
        ("venue=../etc", ("venue", "This is no name of ours. Choose from the list.")),
        ("venue=odeon%0A", None),
        ("country=%00", ("country", "This is no code. Choose from the list.")),
        ("country=B", ("country", "This is no code. Choose from the list.")),
        ("language=%ff", ("language", "This is no code. Choose from the list.")),
        ("q=a&q=b", ("q", "It was given more than once; only the last one counts.")),
        ("venue=odeon&venue=../etc", ("venue", "This is no name of ours. Choose from the list.")),
        ("&".join(f"venue=v{number}" for number in range(61)), ("venue", "Choose at most 60.")),
        ("day=2026-10-10&day=2026-10-10", None),
        (f"q={'x' * 201}", ("q", "Ensure this value has at most 200 characters (it has 201).")),
    ],
)
def test_what_cannot_be_read_is_named_and_filters_nothing(
    festival: Festival, query: str, problem: tuple[str, str] | None
) -> None:
    found = chosen(festival, query)
    assert [(each.name, each.message) for each in found.problems] == ([problem] if problem else [])
    assert found.is_valid() is (problem is None)
    if problem and "more than once" not in problem[1]:
        assert problem[0] not in found.chosen
        assert found.qs.count() == 4


def test_a_wall_time_the_clock_shows_twice_takes_in_both_and_a_skipped_one_is_refused() -> None:
    festival = world.festival(starts_on="2026-10-20", ends_on="2026-10-30")
    for name, hour in (("first", 0), ("second", 1)):
        hall = world.hall(festival, name)
        world.screening(world.film(festival, name), hall, datetime(2026, 10, 25, hour, 30, tzinfo=UTC))
    world.published(festival)
    assert found(festival, "from=2026-10-25T02:30") == ["first", "second"]
    assert found(festival, "from=2026-10-25T02:30%2B01:00") == ["second"]
    assert found(festival, "until=2026-10-25T02:31") == ["first", "second"]
    skipped = chosen(festival, "from=2026-03-29T02:30")
    assert [problem.message for problem in skipped.problems] == [
        "2026-03-29T02:30 does not exist in Europe/Berlin: the clock jumps forward that night; write 2026-03-29T03:30"
    ]


def test_the_choices_are_those_of_the_current_publication_in_words_and_in_order(festival: Festival) -> None:
    options = offered(festival)
    assert {name: [(option.value, option.label) for option in found] for name, found in options.items()} == {
        "day": [("2026-10-10", "Saturday 10 October 2026"), ("2026-10-11", "Sunday 11 October 2026")],
        "time": [("afternoon", "Afternoon, 12 to 17"), ("evening", "Evening, 17 to 22"), ("night", "Night, from 22")],
        "genre": [],
        "with": [],
        "tickets": [("left", "Not sold out")],
        "last": [("showing", "The film’s last showing")],
        "age": [],
        "venue": [("odeon", "Odeon"), ("paris-theater", "Paris Theater")],
        "hall": [("odeon.hall-1", "Hall 1"), ("odeon.hall-2", "Hall 2"), ("paris-theater.main", "Main")],
        "section": [("galas", "Galas")],
        "country": [("BE", "Belgium"), ("FR", "France"), ("NO", "Norway")],
        "language": [("fr", "French"), ("nb", "Norwegian Bokmål")],
        "subtitles": [("en", "English")],
        "access": [("captions", "Open captions"), ("relaxed", "Relaxed screening")],
        "audience": [("public", "Public"), ("press", "Press & industry")],
    }


def test_a_well_formed_name_that_nobody_knows_is_said_to_be_unknown(festival: Festival) -> None:
    found = chosen(festival, "venue=nowhere&day=2026-10-15&section=galas&q=x")
    assert found.unknown == ("day", "venue")
    assert [(name, found.labels(name)) for name in found.chosen] == [
        ("q", ["x"]), ("day", ["2026-10-15"]), ("section", ["Galas"]), ("venue", ["nowhere"]),
    ]  # fmt: skip


def test_the_canonical_query_has_one_order_and_no_empty_and_no_unknown_names() -> None:
    assert (
        canonical_query(QueryDict("q=+la++mer+&page=2&day=&venue=b&access=sign&utm=x"))
        == "access=sign&q=la+mer&venue=b"
    )
    assert canonical_query(QueryDict("")) == ""
    assert canonical_query(QueryDict("q=a&q=b&day=b&day=a&day=b&day=")) == "day=a&day=b&q=b"


@given(st.dictionaries(st.sampled_from(QUERY_NAMES), st.lists(st.text(max_size=20), max_size=3)))
def test_a_canonical_query_reads_as_itself(data: dict[str, list[str]]) -> None:
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    once = canonical_query(query)
    assert canonical_query(QueryDict(once)) == once


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(QUERY_NAMES), st.text(max_size=300)))
def test_no_value_of_any_name_is_more_than_a_problem(festival: Festival, data: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(data)
    found = chosen(festival, query.urlencode())
    assert found.qs.count() <= 4
    assert len([found.labels(name) for name in found.chosen]) + len({p.name for p in found.problems}) <= len(data)
    for name in query.keys() - found.chosen.keys():
        del query[name]
    assert found.query == canonical_query(query)


def test_ages_genres_guests_and_tickets_are_those_of_the_publication() -> None:
    festival = world.festival()
    hall = world.hall(festival)
    small = world.film(festival, "Small", genres=["Animation", "Comedy"], minimum_age=6)
    grown = world.film(festival, "Grown", genres=["Drama"], minimum_age=16)
    world.screening(small, hall, "2026-10-10 10:00", qa=20)
    guest = world.guest(festival, "Ida Lupino")
    with_guest = world.screening(grown, hall, "2026-10-10 20:00", sold_out=True, standby=True)
    with_guest.guests.add(guest)
    world.screening(world.film(festival, "Unknown"), hall, "2026-10-11 20:00")
    world.published(festival)
    for query, titles in (
        ("age=6", ["Small"]),
        ("age=16", ["Grown", "Small"]),
        ("genre=Drama", ["Grown"]),
        ("genre=Drama&genre=Comedy", ["Grown", "Small"]),
        ("with=qa", ["Small"]),
        ("with=guest", ["Grown"]),
        ("with=guest&with=qa", ["Grown", "Small"]),
        ("tickets=left", ["Small", "Unknown"]),
        ("tickets=standby", ["Grown"]),
    ):
        assert found(festival, query) == titles, query
    assert [option.label for option in offered(festival)["age"]] == ["Suitable at age 6", "Suitable at age 16"]
