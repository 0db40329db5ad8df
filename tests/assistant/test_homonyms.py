"""Two films, people or halls of one name: asked which is meant, and told apart by what is known of them."""

from pathlib import Path

import pytest

from screenings.models import Credit, Film, Hall, Person, Screening
from tests import world
from tests.assistant.bring import brought, harbour, said, workbook

pytestmark = pytest.mark.django_db
HEADER = ["Title", "Date", "Time", "Cinema"]


def book(at: Path, *rows: list[object], header: list[str] = HEADER) -> Path:
    return workbook(at / "a.xlsx", S=[header, *rows])


def test_of_two_films_of_one_title_it_is_asked_which_is_meant(tmp_path: Path) -> None:
    of = harbour()
    world.film(of, "Twin", ref="t1", year=2019, runtime=80, directors=("Kim Lee",))
    second = world.film(of, "Twin", ref="t2", year=2023, section=world.section(of), runtime=None)
    path = book(tmp_path, ["Twin", "4 Oct", "20:00", "Odeon 1"], ["Twin", "5 Oct", "20:00", "Odeon 1"])
    (question,) = brought(path).questions

    assert question.text == '2 films are called "Twin". Which one is meant?'
    assert [choice.label for choice in question.choices] == [
        "Twin, 2019, Kim Lee, 80 minutes, id t1", "Twin, 2023, Competition, id t2", "another film",
    ]  # fmt: skip
    assert said(brought(path, {question.key: "t2"})) == ["written"]
    assert [row.film for row in Screening.objects.all()] == [second, second]
    assert said(brought(book(tmp_path, ["Twin", "6 Oct", "20:00", "Odeon 1"]), {question.key: "another-film"})) == [
        "written"
    ]
    assert Film.objects.filter(title="Twin").count() == 3


@pytest.mark.parametrize(("title", "year"), [("Twin", 2023), ("Twin (2023)", None)])
def test_the_year_tells_two_films_apart(tmp_path: Path, title: str, year: int | None) -> None:
    of = harbour()
    world.film(of, "Twin", ref="t1", year=2019)
    world.film(of, "Twin", ref="t2", year=2023)
    path = book(tmp_path, [title, "4 Oct", "20:00", "Odeon 1", year], header=[*HEADER, "Year"])

    assert said(brought(path, takes_suggestions=True)) == ["written"]
    assert Screening.objects.get().film.ref == "t2"


def test_where_and_when_each_is_shown_tells_two_films_apart(tmp_path: Path) -> None:
    """As in a ticket shop's list, which knows no ids: a row of neither's place is asked about."""
    of = harbour()
    first, second = (world.film(of, "Twin", ref=ref) for ref in ("t1", "t2"))
    hall = world.hall(of, "Odeon 1")
    shown = [world.screening(film, hall, f"2024-10-0{day} 20:00") for film, day in ((first, 4), (second, 5))]
    header = [*HEADER, "Ticket link"]
    rows: list[list[object]] = [
        ["Twin", f"{day} Oct", "20:00", "Odeon 1", f"https://t.example/{day}"] for day in (5, 4)
    ]

    assert said(brought(book(tmp_path, *rows, header=header))) == ["written"]
    assert [Screening.objects.get(pk=row.pk).ticket_url for row in shown] == [
        "https://t.example/4", "https://t.example/5",
    ]  # fmt: skip
    assert Screening.objects.count() == 2
    world.screening(second, hall, "2024-10-04 20:00")
    (question,) = brought(book(tmp_path, *rows, header=header)).questions
    assert question.text == '2 films are called "Twin". Which one is meant?'
    # Until it is known when the night ones are, nobody is asked which film they are.
    world.screening(first, hall, "2024-10-08 00:30")
    night: list[object] = ["Twin", "7 Oct", "0:30", "Odeon 1", "https://t.example/7"]
    questions = brought(book(tmp_path, night, header=header)).questions
    assert [question.key for question in questions] == ["after-midnight"]
    assert said(brought(book(tmp_path, night, header=header), {"after-midnight": "night-after"})) == ["written"]
    other = ["Twin", "6 Oct", "20:00", "Odeon 1", ""]
    (question,) = brought(book(tmp_path, rows[0], other, header=header)).questions
    assert question.place == "sheet S, A3"


def test_of_two_people_of_one_name_the_films_say_who(tmp_path: Path) -> None:
    of = harbour()
    for title, slug in (("Flow", "kim-lee"), ("Bill", "kim-lee-2")):
        person = world.saved(Person(name="Kim Lee", slug=slug))
        world.saved(Credit(film=world.film(of, title), person=person, role="director"))
    path = workbook(tmp_path / "a.xlsx", S=[["Title", "Director"], ["Twin", "Kim Lee"]])
    (question,) = brought(path).questions

    assert question.text == '2 people are called "Kim Lee". Who is meant?'
    assert [choice.label for choice in question.choices] == ['Kim Lee, of "Flow"', 'Kim Lee, of "Bill"']
    assert said(brought(path, {question.key: question.choices[1].value})) == ["written"]
    assert [each.person.slug for each in Film.objects.get(title="Twin").credits.all()] == ["kim-lee-2"]
    assert Person.objects.count() == 2


def test_people_of_one_name_whom_no_film_here_credits_are_asked_about_too(tmp_path: Path) -> None:
    harbour()
    other = world.festival(slug="other", name="Other")
    first, second = (world.saved(Person(name="Kim Lee", slug=slug)) for slug in ("kim-lee", "kim-lee-2"))
    world.saved(Credit(film=world.film(other, "Flow"), person=first, role="director"))
    path = workbook(tmp_path / "a.xlsx", S=[["Title", "Director"], ["Twin", "Kim Lee"]])
    (question,) = brought(path).questions

    assert question.text == '2 people are called "Kim Lee". Who is meant?'
    assert [choice.label for choice in question.choices] == [
        'Kim Lee, of "Flow"',
        "Kim Lee, of no film yet (kim-lee-2)",
    ]
    assert said(brought(path, {question.key: question.choices[1].value})) == ["written"]
    assert [each.person for each in Film.objects.get(title="Twin").credits.all()] == [second]
    assert Person.objects.count() == 2


def test_of_two_halls_of_one_name_the_cinema_says_which(tmp_path: Path) -> None:
    of = harbour()
    world.hall(of, "Hall 1", ref="o1")
    world.hall(of, "Hall 1", venue="Pier", ref="p1")
    path = book(tmp_path, ["Flow", "4 Oct", "20:00", "Hall 1"])
    (question,) = brought(path).questions

    assert question.text == '2 halls may be called "Hall 1". Which one is meant?'
    assert [choice.label for choice in question.choices] == ["Odeon, Hall 1", "Pier, Hall 1", "another hall, Hall 1"]
    assert said(brought(path, {question.key: "p1"})) == ["written"]
    assert Screening.objects.get().hall == Hall.objects.get(ref="p1")


SAME = [*HEADER, "Year", "Director"]


def test_rows_of_one_title_that_are_two_films_are_asked_about_and_kept_apart(tmp_path: Path) -> None:
    harbour()
    rows: list[list[object]] = [
        ["Nosferatu", "4 Oct", "20:00", "Odeon", 1922, "F W Murnau"],
        ["Nosferatu", "5 Oct", "20:00", "Odeon", 2024, "Robert Eggers"],
        ["Nosferatu", "6 Oct", "20:00", "Odeon", None, "Friedrich Wilhelm Murnau"],
    ]
    path = book(tmp_path, *rows, header=SAME)
    (question,) = brought(path).questions

    assert (question.text, question.suggested) == (
        '"Nosferatu" is described as 1922, F W Murnau and as 2024, Robert Eggers. Are these one film?', "several",
    )  # fmt: skip
    for _time in range(2):
        assert said(brought(path, {question.key: "several"})) == ["written"]
        shown = [(row.film.year, f"{row.starts_at:%d}") for row in Screening.objects.order_by("starts_at")]
        assert shown == [(1922, "04"), (2024, "05"), (1922, "06")]


def test_other_directors_alone_are_asked_about_without_a_suggestion(tmp_path: Path) -> None:
    harbour()
    rows = (["Twin", "4 Oct", "20:00", "Odeon", None, "Kim Lee"], ["Twin", "5 Oct", "20:00", "Odeon", None, "Bo Ek"])
    path = book(tmp_path, *rows, header=SAME)
    (question,) = brought(path).questions

    assert question.suggested == ""
    assert said(brought(path, {question.key: "one"})) == ["written"]
    assert Film.objects.count() == 1


def test_a_film_that_is_here_is_not_taken_for_another_of_its_title(tmp_path: Path) -> None:
    of = harbour()
    world.film(of, "Twin", ref="t1", year=2019, directors=("Kim Lee",))
    path = book(tmp_path, ["Twin", "4 Oct", "20:00", "Odeon", 1980, "Bo Ek"], header=SAME)
    (question,) = brought(path).questions

    assert said(brought(path, {question.key: "several"})) == ["written"]
    assert sorted(Film.objects.values_list("year", flat=True)) == [1980, 2019]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((2023, "Agnès Varda and JR"), (2024, "JR / A. Varda")),
        ((2023, "Varda, Agnès, JR"), (None, "Agnes Varda")),
        ((None, "Brady Corbet"), (2024, "Brady Corbett")),
        ((2023, ""), (None, "Kim Lee")),
    ],
)
def test_what_one_film_may_be_described_as_is_one_film_without_a_question(
    one: tuple[int | None, str], other: tuple[int | None, str], tmp_path: Path
) -> None:
    harbour()
    rows = (["Twin", "4 Oct", "20:00", "Odeon", *one], ["Twin", "5 Oct", "20:00", "Odeon", *other])

    assert not [
        each.key for each in brought(book(tmp_path, *rows, header=SAME)).questions if each.key.startswith("same-title")
    ]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ann Y & Bob Z", ["Ann Y", "Bob Z"]),
        ("Agnès Varda & JR", ["Agnès Varda", "JR"]),
        ("Ana Gil y Luis Sol", ["Ana Gil", "Luis Sol"]),
        ("Eva Gal e Pia Sol", ["Eva Gal", "Pia Sol"]),
        ("Harry Connick, Jr.", ["Harry Connick, Jr."]),
    ],
)
def test_a_letter_of_a_name_is_no_word_between_two(cell: str, names: list[str], tmp_path: Path) -> None:
    harbour()
    assert said(brought(book(tmp_path, ["Twin", cell], header=["Title", "Director"]))) == ["written"]

    assert [each.person.name for each in Film.objects.get().credits.order_by("order")] == names
