"""What the preview of a table asks: who of several is meant, and whose cell counts where both have changed it."""

import pytest
from django.test import Client

from screenings.models import Credit, Festival, Film, Person
from tests.desk.forms import fields_of
from tests.desk.uploads import confirm, exported, problems, uploaded, words
from tests.pages import read
from tests.world import film, saved


def test_who_of_several_is_meant_is_chosen_in_the_preview(desk: Client, harbour: Festival) -> None:
    first, second = (saved(Person(name="Anna Müller")) for _ in range(2))
    shown = uploaded(desk, "film", "id,title,directors\nf2,Cléo,Anna Müller\n")
    assert "Who is meant?" in words(shown)
    assert "Anna Müller in Cléo Anna Müller [anna-muller], no film yet Anna Müller [anna-muller-2]" in words(shown)
    assert Credit.objects.filter(person__in=(first, second)).count() == 0

    (field,) = [name for name in fields_of(shown) if name.startswith("who:")]
    confirm(desk, "film", shown, **{field: second.slug})

    assert Credit.objects.get(film__ref="f2").person == second


def test_a_choice_that_the_preview_did_not_offer_writes_nothing(desk: Client, harbour: Festival) -> None:
    for _ in range(2):
        saved(Person(name="Anna Müller"))
    shown = uploaded(desk, "film", "id,title,directors\nf2,Cléo,Anna Müller\n")
    (field,) = [name for name in fields_of(shown) if name.startswith("who:")]

    answer = confirm(desk, "film", shown, **{field: "varda"})

    assert problems(answer) == [
        'films.csv, line 2, directors: "Anna Müller" is none of those who bear the name. Choose again.'
    ]
    assert not Film.objects.filter(ref="f2").exists()


def test_what_somebody_changed_since_the_export_is_asked_about_where_the_file_changed_it_too(
    desk: Client, harbour: Festival
) -> None:
    other = film(harbour, "Vagabond", ref="f2", runtime=100)
    data = exported(desk, "film", "csv").replace(b"f2,Vagabond,,,100", b"f2,Vagabond,,1985,95")
    other.runtime, other.rating = 105, "12A"
    other.save()

    shown = uploaded(desk, "film", data)
    page = read(shown).text
    assert "Whose counts?" in page
    assert 'runtime of "Vagabond" was "100". It is "105" here and "95" in the file. It was changed here last' in page
    assert problems(shown) == ["films.csv, line 2: what was changed here since the export stays: rating."]
    unanswered = confirm(desk, "film", shown)
    assert "Choose whose counts for each cell that both have changed." in words(unanswered)
    other.refresh_from_db()
    assert (other.runtime, other.year) == (105, None)

    confirm(desk, "film", shown, **{"whose:both/films/f2/runtime": "file"})
    other.refresh_from_db()
    assert (other.runtime, other.year, other.rating) == (95, 1985, "12A")


@pytest.mark.parametrize(
    ("chosen", "runtime", "year"),
    [
        ({"whose:": "file"}, 95, 1985),
        ({"whose:": "here"}, 105, 1999),
        ({"whose:": "here", "whose:both/films/f2/year": "file"}, 105, 1985),
    ],
)
def test_one_choice_counts_for_every_cell_that_has_none_of_its_own(
    desk: Client, harbour: Festival, chosen: dict[str, str], runtime: int, year: int
) -> None:
    other = film(harbour, "Vagabond", ref="f2", runtime=100)
    data = exported(desk, "film", "csv").replace(b"f2,Vagabond,,,100", b"f2,Vagabond,,1985,95")
    other.runtime, other.year = 105, 1999
    other.save()

    shown = uploaded(desk, "film", data)
    assert [part.text for part in read(shown).all("legend")] == [
        "Where you choose nothing below",
        *(legend.text for legend in read(shown).all("legend")[1:]),
    ]
    assert "Take all from the file Keep all that is here" in read(shown).text
    confirm(desk, "film", shown, **chosen)
    other.refresh_from_db()
    assert (other.runtime, other.year) == (runtime, year)
