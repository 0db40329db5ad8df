"""What changed, in the words the public reads."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from screenings.timetable.changes import changes_between
from screenings.timetable.values import CANCELLED, CONFIRMED, PublicScreening
from screenings.wording.changes import change_sentence, changed_field_names, public_change_sentence

START = datetime(2026, 10, 10, 18, tzinfo=UTC)
CLEO = PublicScreening(
    UUID(int=1), CONFIRMED, "Cléo", START, START + timedelta(minutes=90), "Europe/Berlin", date(2026, 10, 10),
    "Odeon", "odeon", "Hall 1", "odeon.hall-1", runtime=90,
)  # fmt: skip
# The night the clock shows 02:30 twice.
FIRST_0230, SECOND_0230 = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def told(after: PublicScreening | None, before: PublicScreening | None = CLEO) -> tuple[str, str]:
    """To the public, and to staff."""
    (change,) = changes_between(*({each.uid: each} if each else {} for each in (before, after)))
    return public_change_sentence(change), change_sentence(change)


NEWS = {
    "Added: Sat 10 Oct 20:00, Odeon, Hall 1.": lambda: told(CLEO, None),
    "Added: Sat 10 Oct 20:00, Odeon, Hall 1. With live music.": lambda: told(
        replace(CLEO, note="With live music."), None
    ),
    "Cancelled: Sat 10 Oct 20:00, Odeon, Hall 1. The print is late.": lambda: told(
        replace(CLEO, status=CANCELLED, note="The print is late.")
    ),
    "Cancelled: Sat 10 Oct 20:00, Odeon, Hall 1.": lambda: told(replace(CLEO, status=CANCELLED), None),
    "Takes place after all: Sat 10 Oct 20:00, Odeon, Hall 1.": lambda: told(CLEO, replace(CLEO, status=CANCELLED)),
    "Moved from Sat 10 Oct 20:00, Odeon, Hall 1 to Sun 11 Oct 01:00, Odeon, Hall 2.": lambda: told(
        replace(CLEO, starts_at=START + timedelta(hours=5), hall="Hall 2", hall_slug="odeon.hall-2")
    ),
    "It was called Cléo: Sat 10 Oct 20:00, Odeon, Hall 1.": lambda: told(replace(CLEO, title="Cléo, restored")),
    "Sat 10 Oct 20:00: Odeon, Hall 1 is now called Odeon, Great Hall.": lambda: told(
        replace(CLEO, hall="Great Hall")
    ),
    "Sat 10 Oct 20:00, Odeon, Hall 1. It ends at 21:40 instead of 21:30.": lambda: told(
        replace(CLEO, ends_at=START + timedelta(minutes=100), runtime=100)
    ),
    "Sat 10 Oct 20:00: Odeon, Hall 1 is now called Odeon Palace, Hall 1. It ends at 21:40 instead of 21:30.": (
        lambda: told(replace(CLEO, venue="Odeon Palace", ends_at=START + timedelta(minutes=100)))
    ),
    "Sat 10 Oct 20:00, Odeon, Hall 1. New: address.": lambda: told(replace(CLEO, address="Quay 1")),
    "Sat 10 Oct 20:00, Odeon, Hall 1. New: running time.": lambda: told(replace(CLEO, runtime=88)),
    "Sat 10 Oct 20:00, Odeon, Hall 1. It ends at 21:50 instead of 21:30. New: guests and access.": lambda: told(
        replace(
            CLEO, ends_at=START + timedelta(minutes=110), qa=20, guests=("Agnès Varda",), access=("captions",),
            image_url="https://x.example/1.jpg",
        )
    ),
    "Sat 10 Oct 20:00, Odeon, Hall 1. Sold out.": lambda: told(replace(CLEO, sold_out=True)),
    "Sat 10 Oct 20:00, Odeon, Hall 1. Standby: whoever has no ticket may queue at the door.": lambda: told(
        replace(CLEO, standby=True)
    ),
    "Sat 10 Oct 20:00, Odeon, Hall 1. There are tickets again.": lambda: told(CLEO, replace(CLEO, sold_out=True)),
    "Sat 10 Oct 19:00 BST, Odeon, Hall 1. New: time zone.": lambda: told(replace(CLEO, timezone="Europe/London")),
    "Moved from Sat 10 Oct 20:00 CEST, Odeon, Hall 1 to Sat 10 Oct 20:00 BST, Odeon, Hall 1.": lambda: told(
        replace(CLEO, timezone="Europe/London", starts_at=START + timedelta(hours=1))
    ),
    "Moved from Sun 25 Oct 02:30 CEST, Odeon, Hall 1 to Sun 25 Oct 02:30 CET, Odeon, Hall 1.": lambda: told(
        replace(CLEO, starts_at=SECOND_0230), replace(CLEO, starts_at=FIRST_0230)
    ),
    "Sun 25 Oct 01:00, Odeon, Hall 1. It ends at 02:30 CET instead of 02:30 CEST.": lambda: told(
        *(
            replace(CLEO, starts_at=FIRST_0230 - timedelta(minutes=90), ends_at=end)
            for end in (SECOND_0230, FIRST_0230)
        )
    ),
}  # fmt: skip


@pytest.mark.parametrize("sentence", NEWS)
def test_news_reads_as_a_sentence(sentence: str) -> None:
    assert NEWS[sentence]()[0] == sentence


def test_what_follows_from_something_else_is_not_told_beside_it() -> None:
    elsewhere = replace(
        CLEO, venue="Palast", venue_slug="palast", hall_slug="palast.hall-1", address="Quay 1", latitude=1.0
    )
    (change,) = changes_between({CLEO.uid: CLEO}, {CLEO.uid: elsewhere})
    assert changed_field_names(change) == ("venue",)
    (change,) = changes_between({CLEO.uid: CLEO}, {CLEO.uid: replace(CLEO, address="Quay 1", film_slug="c", year=1962)})
    assert changed_field_names(change) == ("address", "year")


def test_staff_read_the_title_in_the_sentence() -> None:
    assert told(CLEO, None)[1] == "Added: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1."
    assert told(replace(CLEO, status=CANCELLED), None)[1] == "Cancelled: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1."
    assert told(None)[1] == "Cancelled: Cléo, Sat 10 Oct 20:00, Odeon, Hall 1."
    assert told(replace(CLEO, starts_at=SECOND_0230), replace(CLEO, starts_at=FIRST_0230))[1] == (
        "Moved: Cléo, from Sun 25 Oct 02:30 CEST, Odeon, Hall 1 to Sun 25 Oct 02:30 CET, Odeon, Hall 1."
    )
