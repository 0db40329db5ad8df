"""The embedded worker: a thread of the server that works off what waits in the database, by the library's own Worker.

So the two-command start and SQLite, which wants one process, need nothing else. Several server processes on PostgreSQL
may each have one: a task's row is locked by whoever takes it. What computes does so in a process of its own, so
this thread never keeps the pages waiting.
"""

import logging
import os
import signal
from multiprocessing import parent_process
from threading import Thread
from time import sleep

from django.db import connection
from django.utils.crypto import get_random_string

logger = logging.getLogger(__name__)
INTERVAL = 1.0  # seconds between two looks for something to do
FAILURE_PAUSE = 5.0  # seconds after a failure, such as a database that is away
SHUTDOWN_GRACE = 30.0  # seconds in which a server process ends what it has in hand


def exit_with_parent() -> Thread | None:
    """Where a server with processes of its own started this one: it ends when that server was killed.

    Left alone, it would go on answering beside the next server, and keep the lock on SQLite's file from it.
    """
    if (parent := parent_process()) is None:
        return None
    thread = Thread(target=_exit_with, args=(parent.pid,), name="end with server", daemon=True)
    thread.start()
    return thread


def _exit_with(parent: int | None) -> None:
    while os.getppid() == parent:
        sleep(INTERVAL)
    os.kill(os.getpid(), signal.SIGTERM)
    sleep(SHUTDOWN_GRACE)
    os._exit(1)


def start_worker() -> Thread:
    """A daemon: it ends with the server, whatever it is doing."""
    thread = Thread(target=_work, name="worker", daemon=True)
    thread.start()
    return thread


def _work() -> None:
    from django_tasks_db.management.commands.db_worker import Worker  # noqa: PLC0415  # asks for models: once Django is up

    while True:
        try:
            Worker(
                queue_names=["default"],
                interval=INTERVAL,
                batch=False,
                backend_name="default",
                startup_delay=True,
                max_tasks=None,
                worker_id=get_random_string(32),
                excluded_queue_names=[],
            ).run()
        except Exception as problem:  # the thread must outlive a database that is away for a while
            logger.warning("The worker begins again in %d s: %s", FAILURE_PAUSE, problem)
            connection.close()
            sleep(FAILURE_PAUSE)
