"""What is public is read once for each publication, and another one's is never taken for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.loading.published import _read_rows, published_rows
from screenings.models import Festival, Film, Publication
from screenings.publishing import preview_publication
from tests import world

pytestmark = pytest.mark.django_db


def publications(festival: Festival) -> tuple[Publication, Publication]:
    """Under its first title, and under another."""
    screening = world.screening(world.film(festival, "Cléo de 5 à 7"), world.hall(festival), "2026-10-09 18:00")
    world.published(festival)
    Film.objects.filter(pk=screening.film_id).update(title="Lola")
    world.published(festival, when=world.SPRING.replace(month=6))
    second, first = festival.publications.all()
    return first, second


def titles(publication: Publication) -> list[str]:
    return [row.value.title for row in published_rows(publication).values()]


def test_what_was_just_published_is_not_read_again(harbour: Festival) -> None:
    _, second = publications(harbour)
    with CaptureQueriesContext(connection) as queries:
        assert titles(second) == ["Lola"]
    assert not queries.captured_queries
    assert published_rows(second) == _read_rows(second)


def test_an_earlier_publication_is_another(harbour: Festival) -> None:
    first, second = publications(harbour)
    assert titles(first) == ["Cléo de 5 à 7"]
    assert preview_publication(harbour, at=world.SPRING.replace(month=7)).is_empty, "it is compared with the second"
    assert titles(second) == ["Lola"]


def test_nothing_is_public_before_the_first(harbour: Festival) -> None:
    assert published_rows(None) == {}
