"""How many plans may be begun: nobody fills the database with them, and a cinema's foyer is one address."""

from collections import Counter
from threading import Lock
from typing import Final

from django.http import HttpRequest

from screenings.public.client_addresses import client_network, is_behind_uncounted_proxy

WINDOW_SECONDS: Final = 600
PER_NETWORK: Final = 200  # in one window; a foyer full of people who all begin at once
PER_PROCESS: Final = 3000


class TooManyPlans(Exception):
    """So many were begun lately; it is worth asking again in some minutes."""


class NewPlans:
    """Counts for each network and for all together. A window is forgotten when the next one begins."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._window = 0
        self._counts: Counter[str] = Counter()

    def count(self, request: HttpRequest, *, at: float) -> None:
        """Raises TooManyPlans. `at`: seconds of a clock that only goes on."""
        network = "" if is_behind_uncounted_proxy(request) else client_network(request) or ""
        with self._lock:
            if (window := int(at // WINDOW_SECONDS)) != self._window:
                self._window, self._counts = window, Counter()
            if self._counts.total() >= PER_PROCESS or (network and self._counts[network] >= PER_NETWORK):
                raise TooManyPlans
            self._counts[network] += 1


NEW_PLANS = NewPlans()
