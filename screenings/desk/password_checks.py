"""Checking a password costs a third of a second of a core, on purpose. Strangers may ask for few: the site stays fast.

One password is checked at a time in each process, one more waits for its turn, and who comes then is told so at once:
public pages keep their threads and a core. Beside it, an address may fail only so often, whatever names it tries.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Condition
from time import monotonic
from typing import Any, Final

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Min, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from screenings.public.client_addresses import client_network, is_behind_uncounted_proxy
from screenings.public.serving.unavailable import resubmit_page

logger = logging.getLogger(__name__)
LOGIN_VIEW: Final = "admin:login"
# What checks a password or makes a hash of one, by whoever is logged in.
PASSWORD_CHANGE_VIEWS: Final = frozenset(
    {"admin:password_change", "admin:auth_user_add", "admin:auth_user_password_change"}
)
QUEUE_LENGTH: Final = 2  # one whose password is checked and one who waits, of the four threads we start
MAX_WAIT_SECONDS: Final = 5.0  # seconds
BUSY_SECONDS: Final = 2
LOG_INTERVAL_SECONDS: Final = 60.0  # seconds; a line for each refusal would fill the disk

BUSY = _("Many people are logging in at this moment, so your password was not looked at. Try again in a few seconds.")
TOO_MANY = ngettext_lazy(
    "There were too many wrong passwords from your network, so no more are looked at for now. "
    "Try again in %(minutes)d minute, or from another network.",
    "There were too many wrong passwords from your network, so no more are looked at for now. "
    "Try again in %(minutes)d minutes, or from another network.",
    "minutes",
)


@dataclass(eq=False, slots=True)
class PasswordCheckTicket:
    """`network` is set for one that has failed often: it has one turn at a time, so that others come to theirs."""

    network: str | None


class PasswordCheckQueue:
    """First come, first served; the first is the one that is under way."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._queue: list[PasswordCheckTicket] = []

    def take(
        self, network: str | None, *, max_length: int | None = QUEUE_LENGTH, max_wait: float = MAX_WAIT_SECONDS
    ) -> PasswordCheckTicket | None:
        """None where it would take too long. What is taken has to be given back."""
        with self._changed:
            if max_length is not None and len(self._queue) >= max_length:
                return None
            if network and any(turn.network == network for turn in self._queue):
                return None
            turn = PasswordCheckTicket(network)
            self._queue.append(turn)
            if self._changed.wait_for(lambda: self._queue[0] is turn, max_wait):
                return turn
            self._leave(turn)
            return None

    def give_back(self, turn: PasswordCheckTicket) -> None:
        with self._changed:
            self._leave(turn)

    def _leave(self, turn: PasswordCheckTicket) -> None:
        self._queue.remove(turn)
        self._changed.notify_all()


_check_queue = PasswordCheckQueue()
_next_log_at: dict[str, float] = {}


class PasswordCheckThrottle:
    """Behind CsrfViewMiddleware, so that a form from elsewhere costs nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            if turn := getattr(request, "password_turn", None):
                _check_queue.give_back(turn)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.method != "POST" or name not in {LOGIN_VIEW, *PASSWORD_CHANGE_VIEWS}:
            return None
        if name in PASSWORD_CHANGE_VIEWS:
            if request.user.is_authenticated:
                # A colleague, who is not sent away: waits for a while, and then goes on all the same.
                request.password_turn = _check_queue.take(None, max_length=None)  # type: ignore[attr-defined]  # our own mark
            return None
        return self._begin_login(request)

    def _begin_login(self, request: HttpRequest) -> HttpResponse | None:
        network = None if is_behind_uncounted_proxy(request) else client_network(request)
        failures, seconds = failures_of(network) if network else (0, 0)
        if failures >= settings.LOGIN_ATTEMPTS_PER_ADDRESS:
            _log("after %d wrong passwords from %s", failures, network)
            return _refused(request, TOO_MANY % {"minutes": -(-seconds // 60)}, seconds)
        turn = _check_queue.take(network if failures >= settings.AXES_FAILURE_LIMIT else None)
        if turn is None:
            _log("because others are being checked")
            return _refused(request, str(BUSY), BUSY_SECONDS)
        request.password_turn = turn  # type: ignore[attr-defined]  # our own mark
        return None


def failures_of(network: str) -> tuple[int, int]:
    """Wrong passwords of any name during the last pause, and the seconds until the first of them are forgotten."""
    pause = get_cool_off() or timedelta()
    now = timezone.now()
    attempts = AccessAttempt.objects.filter(ip_address=network, attempt_time__gt=now - pause)
    failed = attempts.aggregate(failures=Sum("failures_since_start"), first=Min("attempt_time"))
    if failed["first"] is None:
        return 0, 0
    return failed["failures"], max(1, int((failed["first"] + pause - now).total_seconds()))


def _refused(request: HttpRequest, sentence: str, seconds: int) -> HttpResponse:
    """Early and cheap: it costs no more than the page of an outage, which it looks like."""
    page = resubmit_page(request, "Not logged in", sentence)
    page.status_code = 429
    page.headers["Retry-After"] = str(seconds)
    page.headers["Cache-Control"] = "no-store"
    page._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return page


def _log(reason: str, *values: object) -> None:
    now = monotonic()
    if now >= _next_log_at.get(reason, 0.0):
        _next_log_at[reason] = now + LOG_INTERVAL_SECONDS
        logger.warning("Logins are refused " + reason, *values)
