"""More showings of the same film."""

from django.db import transaction

from screenings.models import Screening
from screenings.scheduling.holds import hold_alike
from screenings.scheduling.screening_change import ChangeRefused

MAX_REPEATS = 20
# What one showing alone has: its place and name in calendars, its tickets, what was said of that evening.
_OWN = frozenset({
    "id", "uid", "ref", "hall", "starts_at", "ticket_url", "sold_out", "standby", "status", "public_note", "notes",
    "pinned",
})  # fmt: skip


def repeat(screening: Screening, *, times: int) -> list[Screening]:
    """That many more, unplaced, each with a uid of its own; the same film, lengths, print, access and guests, and as
    much on hold as it is.

    Where a guest cannot come, the rules will say so once the repeat has a place. Raises ChangeRefused.
    """
    if not 1 <= times <= MAX_REPEATS:
        raise ChangeRefused(f"Give a number of repeats from 1 to {MAX_REPEATS}.")
    values = {field.name: getattr(screening, field.name) for field in Screening._meta.fields if field.name not in _OWN}
    with transaction.atomic():
        guests = list(screening.guests.all())
        made = [Screening.objects.create(**values) for _ in range(times)]
        for row in made:
            row.guests.set(guests)
        hold_alike(screening, made)
    return made
