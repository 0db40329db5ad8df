"""What an import means for the public, in one line: how many screenings appear, are cancelled, move, open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from screenings.models import Audience, Festival, Hold, Screening, Status
from screenings.wording.lists import joined_with_and


@dataclass(frozen=True, slots=True)
class PublicState:
    """A screening as far as the public is concerned. `is_public`: it would be announced as taking place."""

    is_public: bool
    is_private: bool
    hall: int | None
    starts_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicEffect:
    """Numbers of screenings. One that was private and opens does not count among those that appear."""

    appear: int = 0
    cancelled: int = 0
    moved: int = 0
    opened: int = 0

    def __str__(self) -> str:
        """`For the public: 3 appear, 1 is cancelled, 2 move, 1 private one opens.` Empty where nothing does."""
        parts = [
            f"{number} {one if number == 1 else several}"
            for number, one, several in (
                (self.appear, "screening appears", "screenings appear"),
                (self.cancelled, "is cancelled", "are cancelled"),
                (self.moved, "moves", "move"),
                (self.opened, "private one opens", "private ones open"),
            )
            if number
        ]
        return f"For the public: {joined_with_and(parts)}." if parts else ""


_ANNOUNCED = ("hall_id", "starts_at", "audience", "status")


def public_states(festival: Festival) -> dict[int, PublicState]:
    """Of every screening by its key. Two queries.

    The public keeps what was last announced of those on hold, unless they are cancelled or made private; those of which
    nothing was announced are left out.
    """
    announced = (f"screening__announced__{name}" for name in _ANNOUNCED)
    held = {uid: own for uid, *own in Hold.objects.filter(festival=festival).values_list("screening_id", *announced)}
    rows = Screening.objects.of(festival).values_list("pk", "uid", *_ANNOUNCED)
    states = {}
    for pk, uid, hall, starts_at, audience, status in rows:
        kept_hall, kept_start, kept_audience, kept_status = held.get(uid, (hall, starts_at, audience, status))
        if uid in held and kept_start is None:
            continue
        states[pk] = PublicState(
            is_public=Audience.PRIVATE not in (audience, kept_audience)
            and {status, kept_status} == {Status.PLANNED}
            and None not in (kept_hall, kept_start),
            is_private=Audience.PRIVATE in (audience, kept_audience),
            hall=kept_hall,
            starts_at=kept_start,
        )
    return states


def public_effect(before: Mapping[int, PublicState], after: Mapping[int, PublicState]) -> PublicEffect:
    """A screening that is public no more is cancelled to those who knew of it, whatever became of it."""
    appear = cancelled = moved = opened = 0
    for pk, now in after.items():
        was = before.get(pk)
        if now.is_public and (was is None or not was.is_public):
            opened += was is not None and was.is_private
            appear += was is None or not was.is_private
        elif was is not None and was.is_public:
            cancelled += not now.is_public
            moved += now.is_public and (was.hall, was.starts_at) != (now.hall, now.starts_at)
    return PublicEffect(appear, cancelled, moved, opened)
