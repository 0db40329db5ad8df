"""What a worker is asked to do. As in a view, the clock is read here."""

import django
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from screenings.proposals.retention import SEARCH_RETENTION, delete_old_searches
from screenings.proposals.run_search import run_waiting_search

if django.VERSION >= (6, 0):
    from django.tasks import task
else:
    from django_tasks import task  # type: ignore[no-redef]  # one of the two


@task
def look_for_places(pk: int) -> None:
    """Carry out the search of that key; then old searches make way, and what the library knows of their tasks."""
    run_waiting_search(pk, clock=timezone.now)
    delete_old_searches(at=timezone.now())
    if apps.is_installed("django_tasks_db"):
        call_command("prune_db_task_results", min_age_days=SEARCH_RETENTION.days, verbosity=0)
