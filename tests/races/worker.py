"""One of many processes that place a screening in one hall at one time and publish, round after round.

Called with a JSON object of main()'s arguments; prints what happened as another.
"""

import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import django

ROUND = 0.25  # seconds; every process begins a round at the same tick of the clock
FIRST = datetime(2026, 10, 9, 8, tzinfo=UTC)


def main(  # noqa: C901 - the ways side by side
    festival_pk: int, hall_pk: int, screening_pk: int, shared_pk: int, other_hall_pk: int, seconds: float, way: str
) -> dict[str, object]:
    """`way`: save and publish together as the admin does, apart, `board`, or `stock`: look first, then write, as
    software does that trusts its own check.

    Who is at the board also moves a screening that everybody at the board moves, to a place of their own.
    """
    from django.contrib.auth.models import User
    from django.db import IntegrityError, OperationalError, transaction

    from screenings import publishing
    from screenings.models import Festival, Hall, Screening
    from screenings.models.hall_guard import GUARD
    from screenings.publishing import writing
    from screenings.scheduling.board_moves import move_on_board
    from screenings.scheduling.screening_change import StaleChange
    from screenings.scheduling.undo import undo
    from screenings.wording.conflicts import conflict_sentence

    festival = Festival.objects.get(pk=festival_pk)
    mine = Screening.objects.filter(pk=screening_pk)
    told: dict[str, object] = {"published": 0, "refused": 0, "guard": 0, "stale": 0, "sentences": []}
    taken: list[tuple[str, str]] = []  # from where to where the shared one was moved
    me = User.objects.get_or_create(username=f"racer {screening_pk}")[0]
    halls = Hall.objects.select_related("venue__festival").in_bulk([hall_pk, other_hall_pk])

    def count(name: str) -> None:
        told[name] = int(str(told[name])) + 1

    def together(starts_at: datetime) -> None:
        with transaction.atomic():
            mine.update(hall=hall_pk, starts_at=starts_at)
            publishing.publish(festival, at=datetime.now(UTC))

    def apart(starts_at: datetime) -> None:
        mine.update(hall=hall_pk, starts_at=starts_at)
        try:
            publishing.publish(festival, at=datetime.now(UTC))
        except publishing.PublishingBlocked:
            mine.update(hall=None, starts_at=None)
            raise

    def on_board(pk: int, hall: int, starts_at: datetime, seen: str) -> str:
        row = Screening.objects.for_timetable().get(pk=pk)
        moved = move_on_board(
            row.festival, row.pk, hall=halls[hall], starts_at=starts_at, version_token=seen, by=me, at=datetime.now(UTC)
        )
        return moved.row.placement.version_token

    def board(starts_at: datetime) -> None:
        try:
            mine_too = starts_at + timedelta(minutes=screening_pk)
            taken.append((seen["shared"], on_board(shared_pk, other_hall_pk, mine_too, seen["shared"])))
        except StaleChange:
            count("stale")
        on_board(screening_pk, hall_pk, starts_at, seen["mine"])
        try:
            publishing.publish(festival, at=datetime.now(UTC))
        except publishing.PublishingBlocked:
            undo(festival, by=me)
            raise

    def look() -> dict[str, str]:
        marks = {
            row.pk: row.placement.version_token for row in Screening.objects.filter(pk__in=(screening_pk, shared_pk))
        }
        return {"mine": marks[screening_pk], "shared": marks[shared_pk]}

    def stock(starts_at: datetime) -> None:
        if Screening.objects.filter(hall=hall_pk, starts_at=starts_at).exists():
            raise publishing.PublishingBlocked(())
        mine.update(hall=hall_pk, starts_at=starts_at)
        writing._write(
            festival,
            publishing.preview_publication(festival, at=datetime.now(UTC)),
            at=datetime.now(UTC),
            by=None,
            note="",
        )

    ways: dict[str, Callable[[datetime], None]] = {"together": together, "apart": apart, "board": board, "stock": stock}
    until = time.time() + seconds
    while time.time() < until:
        seen = look()
        number = int(time.time() / ROUND) + 1
        time.sleep(max(0.0, number * ROUND - time.time()))
        try:
            # Three hours a round, so that nobody's place of the round before is in the way.
            ways[way](FIRST + timedelta(hours=3 * (number % 80)))
            count("published")
        except publishing.PublishingBlocked as stop:
            count("refused")
            told["sentences"] = [conflict_sentence(conflict) for conflict in stop.conflicts] or told["sentences"]
        except IntegrityError as error:
            if GUARD not in str(error) and way != "stock":
                raise
            count("guard" if GUARD in str(error) else "refused")
            mine.update(hall=None, starts_at=None)
        except OperationalError:  # SQLite: others held the database for too long
            count("refused")
    return {**told, "taken": taken}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(**json.loads(sys.argv[1]))))
