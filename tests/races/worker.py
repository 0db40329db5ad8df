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
    festival_pk: int, hall_pk: int, screening_pk: int, seconds: float, way: str
) -> dict[str, object]:
    """`way`: save and publish together as the admin does, apart as the board does, or `stock`: look first, then write,
    as software does that trusts its own check.
    """
    from django.db import IntegrityError, OperationalError, transaction

    from screenings import publishing
    from screenings.models import Festival, Screening
    from screenings.models.hall_guard import GUARD
    from screenings.wording import conflict_sentence

    festival = Festival.objects.get(pk=festival_pk)
    mine = Screening.objects.filter(pk=screening_pk)
    told: dict[str, object] = {"published": 0, "refused": 0, "guard": 0, "sentences": []}

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
        except publishing.Blocked:
            mine.update(hall=None, starts_at=None)
            raise

    def stock(starts_at: datetime) -> None:
        if Screening.objects.filter(hall=hall_pk, starts_at=starts_at).exists():
            raise publishing.Blocked(())
        mine.update(hall=hall_pk, starts_at=starts_at)
        publishing._write(
            festival, publishing.preview(festival, at=datetime.now(UTC)), at=datetime.now(UTC), by=None, note=""
        )

    ways: dict[str, Callable[[datetime], None]] = {"together": together, "apart": apart, "stock": stock}
    until = time.time() + seconds
    while time.time() < until:
        number = int(time.time() / ROUND) + 1
        time.sleep(max(0.0, number * ROUND - time.time()))
        try:
            # Three hours a round, so that nobody's place of the round before is in the way.
            ways[way](FIRST + timedelta(hours=3 * (number % 80)))
            count("published")
        except publishing.Blocked as stop:
            count("refused")
            told["sentences"] = [conflict_sentence(conflict) for conflict in stop.conflicts] or told["sentences"]
        except IntegrityError as error:
            if GUARD not in str(error) and way != "stock":
                raise
            count("guard" if GUARD in str(error) else "refused")
            mine.update(hall=None, starts_at=None)
        except OperationalError:  # SQLite: others held the database for too long
            count("refused")
    return told


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main(**json.loads(sys.argv[1]))))
