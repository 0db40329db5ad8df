"""People, as the staff choose among them."""

import pytest

from screenings.models import Guest, Person
from tests import world
from tests.world import saved

pytestmark = pytest.mark.django_db


def test_the_second_of_a_name_can_be_told_from_the_first() -> None:
    first, second = (saved(Person(name="Anna Müller")) for _ in range(2))
    assert [str(each) for each in (first, second)] == ["Anna Müller", "Anna Müller [anna-muller-2]"]
    assert str(saved(Guest(festival=world.festival(), person=second))) == "Anna Müller [anna-muller-2]"


def test_an_address_of_its_own_is_no_namesakes() -> None:
    assert str(saved(Person(name="Agnès Varda", slug="varda"))) == "Agnès Varda"
