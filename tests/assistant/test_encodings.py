"""Tables that are no UTF-8: read as they most likely are, and asked about before anything is written."""

from pathlib import Path

import pytest

from screenings.assistant.bring_in import BroughtIn, MappingChoices, bring_in_file
from screenings.models import Film, Person
from tests.assistant.bring import harbour, said

pytestmark = pytest.mark.django_db
TABLE = (
    "Title;Date;Time;Cinema;Director\nÉté à Köln;4.10.;20:00;Odeon 1;Agnès Müller\nFür später;5.10.;20:00;Odeon 1;\n"
)


def brought(path: Path, encoding: str | None = None, **answers: str) -> BroughtIn:
    return bring_in_file(path, festival="harbour", choices=MappingChoices(answers=answers), encoding=encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp1250"])
def test_letters_that_can_be_read_in_several_ways_are_asked_about(tmp_path: Path, encoding: str) -> None:
    harbour()
    path = tmp_path / "plan.csv"
    path.write_bytes(TABLE.replace("à", "a").replace("è", "e").encode(encoding))
    asked = brought(path)

    assert said(asked) == ["plan.csv: The file does not say how its letters are written. Which of these are right?"]
    (question,) = asked.questions
    right = next(choice.value for choice in question.choices if choice.label.startswith("Été Köln Müller ("))
    assert not Film.objects.exists()
    assert said(brought(path, encoding=right)) == ["written"]
    assert [film.title for film in Film.objects.order_by("pk")] == ["Été a Köln", "Für später"]
    assert [person.name for person in Person.objects.all()] == ["Agnes Müller"]


def test_what_was_chosen_is_read_and_the_words_of_each_reading_are_shown(tmp_path: Path) -> None:
    harbour()
    path = tmp_path / "plan.csv"
    path.write_bytes(TABLE.encode("mac_roman"))
    (question,) = brought(path).questions

    assert {choice.value: choice.label for choice in question.choices}["mac_roman"] == ("Été à Köln (mac_roman)")
    assert question.suggested == question.choices[0].value
    wrong = bring_in_file(
        path, festival="harbour", choices=MappingChoices(answers={"encoding": "mac_roman"}), dry_run=True
    )
    assert wrong.result is not None
    assert next(str(entry) for entry in wrong.result.diff.added if entry.kind == "film").endswith('"Été à Köln"')


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_a_file_whose_bytes_say_it_is_read_and_not_asked_about(tmp_path: Path, encoding: str) -> None:
    harbour()
    path = tmp_path / "plan.csv"
    path.write_bytes(TABLE.encode(encoding))

    assert said(brought(path)) == ["written"]
    assert Film.objects.order_by("pk")[0].title == "Été à Köln"


def test_an_encoding_that_was_said_is_not_asked_about(tmp_path: Path) -> None:
    harbour()
    path = tmp_path / "plan.csv"
    path.write_bytes(TABLE.encode("cp1252"))

    assert said(brought(path, "cp1252")) == ["written"]
