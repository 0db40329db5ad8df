"""Publishing is paused by the first move on the board, and goes on when somebody publishes."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from screenings.loading import published_screenings
from screenings.models import Festival, Screening, TriedPlace
from screenings.publishing import SaveResult, publish, publish_after_save, switch_publishing
from screenings.scheduling.board_moves import move_on_board
from screenings.scheduling.editions import duplicate_edition
from screenings.scheduling.undo import MoveResult, undo
from tests import world
from tests.world import SPRING, at, film, hall, published, screening

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=1)


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada")


@pytest.fixture
def evening(harbour: Festival) -> Screening:
    """Public, in a festival that publishes as saved."""
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    published(harbour)
    return row


def moved(row: Screening, starts: str, by: User) -> MoveResult:
    row.refresh_from_db()
    return move_on_board(
        row.festival,
        row.pk,
        hall=row.hall,
        starts_at=at(starts),
        version_token=row.placement.version_token,
        by=by,
        at=LATER,
    )


def tried(row: Screening, starts: str, by: User) -> SaveResult:
    return publish_after_save(row.festival, at=LATER, by=by, tried=moved(row, starts, by))


def public_starts(of: Festival) -> list[str]:
    return [f"{row.starts_at:%d %H:%M}" for row in published_screenings(of).values()]


def pause_of(of: Festival) -> tuple[object, object]:
    of.refresh_from_db()
    return of.paused_at, of.paused_by


def test_the_first_move_pauses_and_everything_gathers_until_somebody_publishes(evening: Screening, ada: User) -> None:
    of = evening.festival
    first = tried(evening, "2026-10-10 21:00", ada)
    assert (first.state, first.has_paused, len(first.changes)) == ("waiting", True, 1)
    assert pause_of(of) == (LATER, ada)
    bob = User.objects.create_user("bob")
    second = tried(evening, "2026-10-10 22:00", bob)
    assert (second.state, second.has_paused) == ("waiting", False)
    evening.refresh_from_db()
    evening.sold_out = True
    world.saved(evening)
    assert publish_after_save(of, at=LATER).state == "waiting", "a form that is saved meanwhile gathers as well"
    assert (public_starts(of), pause_of(of)) == (["10 18:00"], (LATER, ada))
    assert publish(of, at=LATER).publication is not None
    assert (public_starts(of), pause_of(of), TriedPlace.objects.count()) == (["10 20:00"], (None, None), 0)
    evening.sold_out = False
    world.saved(evening)
    assert publish_after_save(of, at=LATER).state == "published"


def test_the_history_says_when_and_by_whom(evening: Screening, ada: User) -> None:
    tried(evening, "2026-10-10 21:00", ada)
    publish(evening.festival, at=LATER, by=ada)
    records = Festival.history.filter(history_change_reason__startswith="Publi")  # type: ignore[attr-defined]
    assert [
        (record.history_change_reason, record.paused_at, record.history_user) for record in records.order_by("pk")
    ] == [("Publishing paused", LATER, ada), ("Published, so the pause is over", None, ada)]


def test_where_nothing_differs_publishing_ends_the_pause_all_the_same(evening: Screening, ada: User) -> None:
    tried(evening, "2026-10-10 21:00", ada)
    back = publish_after_save(evening.festival, at=LATER, by=ada, tried=undo(evening.festival, by=ada))
    assert (back.state, pause_of(evening.festival)) == ("unchanged", (LATER, ada))
    assert publish(evening.festival, at=LATER).publication is None
    assert pause_of(evening.festival) == (None, None)


def test_a_blocked_publication_leaves_the_pause(evening: Screening, ada: User) -> None:
    other = screening(film(evening.festival, "Vagabond"), evening.hall, "2026-10-10 14:00")
    published(evening.festival)
    tried(other, "2026-10-10 20:30", ada)
    with pytest.raises(Exception, match="unacknowledged"):
        publish(evening.festival, at=LATER)
    assert pause_of(evening.festival) == (LATER, ada)


@pytest.mark.parametrize(("publishing", "state"), [("live", "published"), ("after-review", "waiting")])
def test_nothing_is_paused_where_the_festival_publishes_otherwise(
    evening: Screening, ada: User, publishing: str, state: str
) -> None:
    Festival.objects.update(publishing=publishing)
    assert tried(evening, "2026-10-10 21:00", ada).state == state
    assert (pause_of(evening.festival), TriedPlace.objects.count()) == ((None, None), 0)


def test_nothing_is_paused_before_the_first_publication(harbour: Festival, ada: User) -> None:
    row = screening(film(harbour), hall(harbour), "2026-10-10 20:00")
    assert tried(row, "2026-10-10 21:00", ada).state == "before-first"
    assert pause_of(harbour) == (None, None)


def test_going_live_publishes_what_waits_and_ends_the_pause(evening: Screening, ada: User) -> None:
    of = evening.festival
    tried(evening, "2026-10-10 21:00", ada)
    of.refresh_from_db()
    assert switch_publishing(of, Festival._meta.get_field("publishing").to_python("live"), by=ada)
    assert publish_after_save(of, at=LATER, by=ada).state == "published"
    assert (public_starts(of), pause_of(of), of.publishing) == (["10 19:00"], (None, None), "live")
    assert not switch_publishing(of, of.publishing, by=ada), "it is live already"


def test_a_festival_that_is_set_to_publish_otherwise_forgets_its_pause(evening: Screening, ada: User) -> None:
    tried(evening, "2026-10-10 21:00", ada)
    Festival.objects.update(publishing="after-review")
    assert publish_after_save(evening.festival, at=LATER).state == "waiting"
    assert (pause_of(evening.festival), TriedPlace.objects.count()) == ((None, None), 0)


def test_the_next_edition_is_not_paused(evening: Screening, ada: User) -> None:
    tried(evening, "2026-10-10 21:00", ada)
    evening.festival.refresh_from_db()
    new = duplicate_edition(evening.festival, name="Next", slug="next", starts_on=world.OPENING)
    assert (new.paused_at, new.paused_by, new.publishing) == (None, None, "as-saved")
