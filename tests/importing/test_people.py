"""A film keeps the people it credits; where several bear a name, the import says who is taken and can be told."""

from pathlib import Path

import pytest

from screenings.importing.export import programme_files
from screenings.importing.importer import ImportResult, import_programme
from screenings.importing.problems import ProgrammeRefused
from screenings.models import Credit, Festival, Film, Person
from tests import world
from tests.world import saved

pytestmark = pytest.mark.django_db
NAME = "Anna Müller"


def bring_in(at: Path, films: str, **options: object) -> ImportResult:
    at.mkdir(exist_ok=True)
    (at / "films.csv").write_text(films)
    return import_programme(at, **options)  # type: ignore[arg-type]  # as they came


def credits_of(film: str) -> list[tuple[str, str, str]]:
    found = Credit.objects.filter(film__ref=film).order_by("role", "order")
    return list(found.values_list("role", "person__slug", "character"))


@pytest.fixture
def festival(db: None) -> Festival:
    """Of two people of one name the second has a film here."""
    of = world.festival()
    saved(Person(name=NAME))
    second = saved(Person(name=NAME))
    film = world.film(of, "Vagabond", ref="f1", year=1985)
    saved(Credit(film=film, person=second, role="director"))
    return of


def test_a_film_keeps_whom_it_credits_when_its_row_changes(festival: Festival, tmp_path: Path) -> None:
    table = f"id,title,directors,cast\nf1,Vagabond,Ida Lupino|{NAME},{NAME} (Mona)\n"
    imported = bring_in(tmp_path, table)

    assert imported.ambiguous_names == ()
    assert credits_of("f1") == [
        ("cast", "anna-muller-2", "Mona"),
        ("director", "ida-lupino", ""),
        ("director", "anna-muller-2", ""),
    ]
    assert bring_in(tmp_path, table).diff.is_empty


def test_capitals_and_the_form_of_an_accent_make_nobody_new(festival: Festival, tmp_path: Path) -> None:
    imported = bring_in(tmp_path, "id,title,directors\nf1,Vagabond,ANNA MU\u0308LLER\n")

    assert imported.diff.is_empty
    assert Person.objects.count() == 2


def test_the_dry_run_says_who_is_taken_and_how_to_name_another(festival: Festival, tmp_path: Path) -> None:
    imported = bring_in(tmp_path, f"id,title,directors\nf2,Cléo,{NAME}\n", dry_run=True)

    (told,) = map(str, imported.ambiguous_names)
    assert told == (
        'films.csv, line 2, directors: 2 people are called "Anna Müller". The one meant is taken to be '
        "[anna-muller-2] (Vagabond (1985)). For another write Anna Müller [anna-muller] (no film yet); "
        "for somebody new Anna Müller [anna-muller-3]."
    )


@pytest.mark.parametrize(
    ("written", "person"),
    [
        (NAME, "anna-muller-2"),
        (f"{NAME} [anna-muller]", "anna-muller"),
        (f"{NAME} [anna-muller-2]", "anna-muller-2"),
        (f"{NAME} [anna-muller-3]", "anna-muller-3"),
        (f"{NAME.upper()} [anna-muller]", "anna-muller"),
        ("Alice [voice]", "alice-voice"),
    ],
)
def test_a_person_is_written_with_the_address_behind_the_name(
    written: str, person: str, festival: Festival, tmp_path: Path
) -> None:
    table = f"id,title,cast\nf2,Cléo,{written} (The nurse)\n"
    bring_in(tmp_path, table)

    assert credits_of("f2") == [("cast", person, "The nurse")]
    again = bring_in(tmp_path, table)
    assert again.diff.is_empty
    assert again.ambiguous_names == ()


def test_two_people_of_one_name_may_stand_in_one_film(festival: Festival, tmp_path: Path) -> None:
    table = f"id,title,directors\nf1,Vagabond,{NAME} [anna-muller]|{NAME} [anna-muller-2]\n"
    bring_in(tmp_path, table)

    assert [slug for _role, slug, _character in credits_of("f1")] == ["anna-muller", "anna-muller-2"]
    assert bring_in(tmp_path, table).diff.is_empty


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("Ida Lupino [anna-muller]", '[anna-muller] is the address of "Anna Müller", not of "Ida Lupino".'),
        (f"{NAME} [ana-muller-2]", "nobody has the address [ana-muller-2]. Write Anna Müller [anna-muller]; Anna M"),
        ("Ida Lupino [ida-2000]", "nobody has the address [ida-2000]. Write Ida Lupino alone."),
    ],
)
def test_an_address_that_fits_nobody_is_refused(written: str, message: str, festival: Festival, tmp_path: Path) -> None:
    with pytest.raises(ProgrammeRefused) as refused:
        bring_in(tmp_path, f"id,title,directors\nf2,Cléo,{written}\n")
    assert str(refused.value).startswith(f"films.csv, line 2, directors: {message}")
    assert not Film.objects.filter(ref="f2").exists()


@pytest.mark.parametrize(("chosen", "person"), [("anna-muller", "anna-muller"), ("+", "anna-muller-3")])
def test_who_is_meant_can_be_chosen_for_each_film(chosen: str, person: str, festival: Festival, tmp_path: Path) -> None:
    table = f"id,title,directors\nf2,Cléo,{NAME}\nf3,La Pointe Courte,{NAME}\n"
    first, second = bring_in(tmp_path, table, dry_run=True).ambiguous_names

    bring_in(tmp_path, table, person_choices={first.key: chosen})

    assert credits_of("f2") == [("director", person, "")]
    assert credits_of("f3") == [("director", "anna-muller-2", "")]
    assert second.key != first.key
    with pytest.raises(ProgrammeRefused, match="none of those who bear the name"):
        bring_in(
            tmp_path, f"id,title,directors\nf4,Daguerréotypes,{NAME}\n", person_choices={"f4|anna müller": "ida-lupino"}
        )


def test_namesakes_go_out_and_come_back_as_two(festival: Festival, tmp_path: Path) -> None:
    first = Person.objects.get(slug="anna-muller")
    saved(Credit(film=world.film(festival, "Cléo", ref="f2"), person=first, role="cast", character="Self"))
    saved(Credit(film=Film.objects.get(ref="f2"), person=saved(Person(name="Prince [artist]")), role="director"))
    (tmp_path / "out").mkdir()
    for name, data in programme_files(festival).items():
        (tmp_path / "out" / name).write_bytes(data)
    films = (tmp_path / "out" / "films.csv").read_text()

    assert f"{NAME} [anna-muller-2]" in films
    assert f"{NAME} [anna-muller] (Self)" in films
    assert import_programme(tmp_path / "out").diff.is_empty
    before = credits_of("f1"), credits_of("f2")
    festival.delete()
    Person.objects.all().delete()
    import_programme(tmp_path / "out")
    assert (credits_of("f1"), credits_of("f2")) == before
    assert import_programme(tmp_path / "out").diff.is_empty
