"""What was last announced is known of every screening, though only that which has changed since is read."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.loading import load_timetable
from screenings.loading.announced import AnnouncedUnread
from screenings.loading.holds import AnnouncedFacts, facts_to_announce
from screenings.models import AnnouncedScreening, Festival, Screening
from screenings.publishing import publish
from tests.publishing.random_edits import edit, editable_festival
from tests.world import SPRING, on_hold

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(4))
def test_it_is_what_the_rows_hold_whatever_has_been_edited_since(seed: int) -> None:
    random = Random(seed)
    of = editable_festival(random)
    publish(of, at=SPRING)
    differed: set[bool] = set()
    for _ in range(25):
        done = edit(of, random)
        timetable = load_timetable(Festival.objects.get(pk=of.pk))
        rows = AnnouncedScreening.objects.filter(screening_id__in=timetable.showings)
        facts = {
            row.screening_id: AnnouncedFacts(*(getattr(row, name) for name in AnnouncedFacts._fields)) for row in rows
        }
        assert dict(timetable.announced.all_read()) == facts, done
        assert set(timetable.announced) == facts.keys(), done
        placed = {uid: facts_to_announce(showing) for uid, showing in timetable.showings.items() if showing.hall}
        assert timetable.announced.unchanged == {uid for uid in facts if placed.get(uid) == facts[uid]}, done
        differed |= {uid in timetable.announced.unchanged for uid in facts}
    assert differed == {True, False}, "some were as announced, and some were not"


def queries(of: Festival) -> int:
    with CaptureQueriesContext(connection) as asked:
        load_timetable(of)
    return len(asked)


def test_a_query_more_is_asked_only_where_something_on_hold_has_changed() -> None:
    of = editable_festival(Random(1))
    publish(of, at=SPRING)
    asked = [queries(of)]
    Screening.objects.filter(festival=of).update(qa=35)
    asked.append(queries(of))
    rows = list(Screening.objects.filter(uid__in=AnnouncedScreening.objects.values("screening")))
    for held in (rows[:1], rows):
        on_hold(*held)
        asked.append(queries(of))
    assert asked == [6, 6, 7, 7]


def test_what_was_not_read_is_never_taken_for_nothing() -> None:
    of = editable_festival(Random(1))
    publish(of, at=SPRING)
    Screening.objects.filter(festival=of).update(qa=35)
    announced = load_timetable(of).announced
    (uid, *_others) = announced.unread
    assert uid in announced
    with pytest.raises(AnnouncedUnread):
        announced.get(uid)
