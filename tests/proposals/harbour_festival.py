"""A worker that does what waits and goes home, and a festival with something to place."""

from unittest.mock import patch

from django_tasks_db.management.commands import db_worker

from screenings.models import Festival
from tests import world


def work() -> None:
    """Everything that waits, by the library's own worker; it must not close the connection the test is on."""
    with patch.object(db_worker, "close_old_connections"):
        db_worker.Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="tests",
            excluded_queue_names=[],
        ).run()


def harbour() -> Festival:
    """One hall: Cléo is pinned, Vagabond runs into it, Aftersun and Jaws lie in the tray."""
    of = world.festival()
    odeon = world.hall(of)
    world.screening(world.film(of, "Cléo"), odeon, "2026-10-10 20:00", pinned=True)
    world.screening(world.film(of, "Vagabond"), odeon, "2026-10-10 20:30")
    world.screening(world.film(of, "Aftersun"))
    world.screening(world.film(of, "Jaws"))
    return of
