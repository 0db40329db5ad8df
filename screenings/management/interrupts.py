"""Ctrl-C during a search: the first one asks it to end with what it has, the second one breaks it off."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread


@contextmanager
def stop_on_ctrl_c(notify: Callable[[str], object]) -> Iterator[Event]:
    """Set by the first Ctrl-C, which `notify` answers. Signals are the main thread's: in another it is never set."""
    stop = Event()
    if current_thread() is not main_thread():
        yield stop
        return

    def hear(*_signal: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        notify("\nStopping with the best so far. Press Ctrl-C again to break off at once.")

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
