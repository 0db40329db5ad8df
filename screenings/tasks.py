"""What a worker is asked to do. As in a view, the clock is read here."""

import django
from django.utils import timezone

from screenings.proposing.carrying_out import carry_out

if django.VERSION >= (6, 0):
    from django.tasks import task
else:
    from django_tasks import task  # type: ignore[no-redef]


@task
def look_for_places(pk: int) -> None:
    """Carry out the search of that key."""
    carry_out(pk, clock=timezone.now)
