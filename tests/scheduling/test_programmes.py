"""Films put together."""

import pytest

from screenings.models import Festival, Film
from screenings.scheduling import ChangeRefused
from screenings.scheduling.programmes import make_programme
from tests.world import festival, film, programme, section

pytestmark = pytest.mark.django_db


def test_a_programme_has_its_films_in_their_order_their_length_and_their_section(harbour: Festival) -> None:
    strand = section(harbour)
    shorts = [film(harbour, name, runtime=minutes, section=strand) for name, minutes in (("B", 12), ("A", 20))]
    made = make_programme(shorts, title=" Shorts 1 ")
    row = Film.objects.get(pk=made.pk)
    assert (row.title, row.kind, row.section, row.running_time.minutes) == ("Shorts 1", "programme", strand, 32)
    assert [link.part.title for link in row.film_parts.all()] == ["B", "A"]
    row.full_clean()


def test_what_cannot_be_put_together_is_refused_and_nothing_is_made(harbour: Festival) -> None:
    one, two = film(harbour, "One"), film(harbour, "Two", section=section(harbour))
    both = programme(harbour, "Both", film(harbour, "Three"))
    refused = {
        "at least two": ([one], "Alone"),
        "of one festival": ([one, film(festival("Next Year", slug="next"))], "Two years"),
        "itself a programme": ([one, both], "Nested"),
        "cannot be blank": ([one, two], " "),
        "at most 200": ([one, two], "x" * 201),
    }
    before = Film.objects.count()
    for words, (films, title) in refused.items():
        with pytest.raises(ChangeRefused, match=words):
            make_programme(films, title=title)
    assert Film.objects.count() == before
    assert make_programme([one, two], title="Both sections").section is None
