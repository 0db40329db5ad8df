"""The one answer while the site cannot write or answer: 503 with a sentence, and with what was typed, to send again.

It asks no database, not even for who is logged in. Whatever view or middleware the fault came up in, it ends here.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse

from screenings.public.views.errors import unexpected
from screenings.reliability.outages import Outage, outage_of
from screenings.reliability.write_queue import taking_turns
from screenings.wording.outages import CHOOSE_AGAIN, NOT_LOGGED_IN, NOT_SAVED, NOT_SHOWN, UNCERTAIN

logger = logging.getLogger(__name__)
READING = ("GET", "HEAD", "OPTIONS", "TRACE")
# Who asks for one of these is a program, and reads no page.
FILES = (".ics", ".csv", ".xml", ".atom", ".css", ".txt", ".png", ".svg", ".ico")
# What a form sends along without anybody having typed it.
TECHNICAL = frozenset({"action", "do", "hall", "index", "next", "on", "screening", "seen", "select_across"})
MANAGEMENT = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS", "-id")


@dataclass(frozen=True, slots=True)
class Sent:
    """A field as it came. `kind` is hidden, text, lines or password; a password is never sent back."""

    name: str
    label: str
    kind: str
    value: str


class AnswersOutages:
    """Outside of everything else, so that it sees what other middleware answers and writes too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with taking_turns():
            response = self.get_response(request)
        if response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Whatever the fault, what was rolled back with it must not be told as done on the next page."""
        _forget_messages(request)
        return answer_outage(request, problem)


def server_error(request: HttpRequest) -> HttpResponse:
    """For what came up outside of the view: a session that could not be saved, a form that could not be read."""
    problem = sys.exc_info()[1]
    # The view has had its say once the form was accepted, and may have saved.
    is_late = request.method not in READING and getattr(request, "csrf_processing_done", False)
    return answer_outage(request, problem, is_late=is_late) or unexpected(request)


def answer_outage(request: HttpRequest, problem: BaseException | None, *, is_late: bool = False) -> HttpResponse | None:
    """None where the fault is no outage."""
    outage = outage_of(problem)
    if outage is None or problem is None:
        return None
    # The route and not the address, which may hold a secret.
    match = request.resolver_match
    logger.warning("503 %s for %s /%s: %s", outage.value, request.method, match.route if match else "", problem)
    _forget_what_did_not_happen(request)
    is_late = is_late or (outage is Outage.AWAY and _was_committing(problem.__traceback__))
    return _answer(request, outage, is_late=is_late)


def _forget_what_did_not_happen(request: HttpRequest) -> None:
    """A half-made login and `was saved` must not reach the next page."""
    if hasattr(request, "session"):
        request.session.modified = False
    _forget_messages(request)


def _forget_messages(request: HttpRequest) -> None:
    """Those of this request; what waited from earlier ones still waits."""
    if hasattr(request, "_messages"):
        request._messages = default_storage(request)


def _was_committing(trace: TracebackType | None) -> bool:
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "_commit":
            return True
        trace = trace.tb_next
    return False


def _answer(request: HttpRequest, outage: Outage, *, is_late: bool) -> HttpResponse:
    title, message = _said(request, outage, is_late=is_late)
    response: HttpResponse
    match wanted(request):
        case "json":
            response = JsonResponse({"outage": outage.value, "message": message, "retry_after": outage.retry_after})
        case "text":
            response = HttpResponse(f"{message}\n", content_type="text/plain; charset=utf-8")
        case _:
            own_form = None if is_late else _own_form(request, outage, message)
            response = own_form or sent_back(request, title, message)
    return unavailable(response, outage)


def sent_back(request: HttpRequest, title: str, message: str) -> HttpResponse:
    """A page that says why nothing came of it, with the form as it was sent."""
    page = {"title": title, "message": message, "address": request.get_full_path(), **_again(request)}
    return HttpResponse(render_to_string("503.html", page))


def _own_form(request: HttpRequest, outage: Outage, message: str) -> HttpResponse | None:
    """The admin's own form as it was typed, where the database still answers what it needs."""
    view: Any = request.resolver_match.func if request.resolver_match else None
    show = getattr(getattr(view, "model_admin", None), "shown_as_typed", None)
    if show is None or not outage.readable or not _was_accepted(request):
        return None
    if view.__name__ not in ("add_view", "change_view"):
        return None
    refusal = [message, str(CHOOSE_AGAIN)] if request.FILES else [message]
    try:
        response = show(request, request.resolver_match.kwargs.get("object_id"), refusal)  # type: ignore[union-attr]
        if isinstance(response, SimpleTemplateResponse):
            return response.render()
    except Exception as problem:  # the plain page needs nothing, and it is shown instead
        logger.warning("The form could not be shown again: %s", problem)
    return None


def unavailable(response: HttpResponse, outage: Outage) -> HttpResponse:
    """That answer as a 503."""
    response.status_code = 503
    response.headers["Retry-After"] = str(outage.retry_after)
    response.headers["Cache-Control"] = "no-store"
    # Said above, in one line; Django would log it once more with its traceback.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def wanted(request: HttpRequest) -> str:
    """`json`, `text` or `html`."""
    if request.path_info.endswith(FILES):
        return "text"
    asked = request.get_preferred_type(["text/html", "application/json"])
    return "json" if asked == "application/json" or request.path_info.endswith(".json") else "html"


def _said(request: HttpRequest, outage: Outage, *, is_late: bool) -> tuple[str, str]:
    if request.method in READING:
        return "Not available at the moment", str(NOT_SHOWN[outage])
    if _is_login(request):
        return "Not logged in", str(NOT_LOGGED_IN[outage])
    return ("Perhaps not saved", str(UNCERTAIN)) if is_late else ("Not saved", str(NOT_SAVED[outage]))


def _is_login(request: HttpRequest) -> bool:
    return _was_accepted(request) and {"username", "password"} <= request.POST.keys()


def _was_accepted(request: HttpRequest) -> bool:
    """Whether the form came from a page of ours: nothing else is offered to be sent again in somebody's name."""
    return request.method == "POST" and bool(getattr(request, "csrf_processing_done", False))


def _again(request: HttpRequest) -> dict[str, object]:
    """The form, to be sent again as it was."""
    if not _was_accepted(request):
        return {}
    sent = list(_sent(request))
    return {
        "again": True,
        "token": get_token(request),
        "typed": [each for each in sent if each.kind != "hidden"],
        "hidden": [each for each in sent if each.kind == "hidden"],
        "files": [(name, _label(name)) for name in request.FILES],
        "encoding": "multipart/form-data" if request.FILES else "application/x-www-form-urlencoded",
        "button": "Log in" if _is_login(request) else "Send again",
    }


def _sent(request: HttpRequest) -> Iterator[Sent]:
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken":
            for value in values:
                kind = _kind(name, value)
                yield Sent(name, _label(name), kind, "" if kind == "password" else value)


def _kind(name: str, value: str) -> str:
    if "password" in name:
        return "password"
    if not value.strip() or name in TECHNICAL or name.startswith(("_", "initial-", "this_is")):
        return "hidden"
    if name.endswith(MANAGEMENT):
        return "hidden"
    return "lines" if "\n" in value else "text"


def _label(name: str) -> str:
    """`credits-0-role` is the first credit's role, `starts_at_0` the first part of a start."""
    parts = [str(int(part) + 1) if part.isdecimal() else part for part in name.split("-")]
    words = " ".join(parts).replace("_", " ").strip()
    return words[:1].upper() + words[1:]
