"""The WSGI entry, which `manage.py serve` starts. With it come the lock on SQLite's file and the embedded worker."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from typing import NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

from festival.garbage_collection import collect_seldom, leave_out_what_is_loaded
from festival.worker import exit_with_parent, start_worker
from screenings.fingerprints.outputs import load_templates
from screenings.management.exit_codes import WRONG_CONFIGURATION
from screenings.reliability.sqlite_file import database_file, lock_for_worker

GUNICORN_STOPS = 3  # its master starts a worker that ended by any other code again, for ever


def _say(line: object) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _refuse(problem: ImproperlyConfigured) -> NoReturn:
    """At once and from any thread: runserver's, which reloads, would swallow an exception."""
    _say(problem)
    os._exit(GUNICORN_STOPS if "gunicorn" in sys.modules else WRONG_CONFIGURATION)


@contextmanager
def _stoppable() -> Iterator[None]:
    """A worker that waits ends at a stop signal; what it inherited from its server would only note it."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "festival.settings")
exit_with_parent()
try:
    with _stoppable():
        # Kept open for as long as this process lives.
        lock = lock_for_worker(path, on_wait=_say) if (path := database_file()) else None
except ImproperlyConfigured as refused:
    _refuse(refused)
collect_seldom()
application = get_wsgi_application()
# Here and not with the first request, which somebody waits for.
reverse("home")
load_templates()
leave_out_what_is_loaded()
if settings.WORKER == "embedded":
    start_worker()
