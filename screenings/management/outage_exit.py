"""A command that meets a locked, full or absent database ends with one line that says what to do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from screenings.management.exit_codes import TRY_AGAIN
from screenings.reliability.outages import outage_of
from screenings.reliability.write_queue import command_lock_timeout
from screenings.wording.outages import BROKE_OFF


@contextmanager
def exit_on_outage() -> Iterator[None]:
    """Around a whole command line. Nothing half written is left: commands write in one transaction."""
    try:
        with command_lock_timeout():
            yield
    except Exception as problem:
        outage = outage_of(problem)
        if outage is None or "--traceback" in sys.argv:
            raise
        sys.stderr.write(f"{BROKE_OFF[outage]} ({' '.join(str(problem).split())})\n")
        sys.exit(TRY_AGAIN)
