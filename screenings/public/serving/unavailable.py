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
from django.utils.translation import gettext as _

from screenings.public.known_languages import language_of_address
from screenings.public.views.errors import internal_error
from screenings.reliability.outages import Outage, outage_of
from screenings.reliability.write_queue import queued_writes
from screenings.wording.outages import CHOOSE_AGAIN, NOT_LOGGED_IN, NOT_SAVED, NOT_SHOWN, UNCERTAIN

logger = logging.getLogger(__name__)
HTTP_SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
# Who asks for one of these is a program, and reads no page.
NON_HTML_SUFFIXES = (".ics", ".csv", ".xml", ".atom", ".css", ".txt", ".png", ".svg", ".ico")
# What a form sends along without anybody having typed it.
TECHNICAL_FIELDS = frozenset({"action", "do", "hall", "index", "next", "on", "screening", "seen", "select_across"})
MANAGEMENT_FORM_SUFFIXES = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS", "-id")


@dataclass(frozen=True, slots=True)
class SubmittedField:
    """A field as it came. `kind` is hidden, text, lines or password; a password is never sent back."""

    name: str
    label: str
    kind: str
    value: str


class OutageMiddleware:
    """Outside of everything else, so that it sees what other middleware answers and writes too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with queued_writes():
            response = self.get_response(request)
        if response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Whatever the fault, what was rolled back with it must not be told as done on the next page."""
        _discard_messages(request)
        return outage_response(request, problem)


def server_error(request: HttpRequest) -> HttpResponse:
    """For what came up outside of the view: a session that could not be saved, a form that could not be read."""
    problem = sys.exc_info()[1]
    # The view has had its say once the form was accepted, and may have saved.
    is_late = request.method not in HTTP_SAFE_METHODS and getattr(request, "csrf_processing_done", False)
    return outage_response(request, problem, may_have_saved=is_late) or internal_error(request)


def outage_response(
    request: HttpRequest, problem: BaseException | None, *, may_have_saved: bool = False
) -> HttpResponse | None:
    """None where the fault is no outage."""
    outage = outage_of(problem)
    if outage is None or problem is None:
        return None
    # The route and not the address, which may hold a secret.
    match = request.resolver_match
    logger.warning("503 %s for %s /%s: %s", outage.value, request.method, match.route if match else "", problem)
    _discard_session_and_messages(request)
    may_have_saved = may_have_saved or (outage is Outage.UNAVAILABLE and _was_committing(problem.__traceback__))
    return _outage_page(request, outage, may_have_saved=may_have_saved)


def _discard_session_and_messages(request: HttpRequest) -> None:
    """A half-made login and `was saved` must not reach the next page."""
    if hasattr(request, "session"):
        request.session.modified = False
    _discard_messages(request)


def _discard_messages(request: HttpRequest) -> None:
    """Those of this request; what waited from earlier ones still waits."""
    if hasattr(request, "_messages"):
        request._messages = default_storage(request)


def _was_committing(trace: TracebackType | None) -> bool:
    while trace is not None:
        if trace.tb_frame.f_code.co_name == "_commit":
            return True
        trace = trace.tb_next
    return False


def _outage_page(request: HttpRequest, outage: Outage, *, may_have_saved: bool) -> HttpResponse:
    with language_of_address(request):
        return as_unavailable(_outage_answer(request, outage, may_have_saved=may_have_saved), outage)


def _outage_answer(request: HttpRequest, outage: Outage, *, may_have_saved: bool) -> HttpResponse:
    title, message = _title_and_message(request, outage, may_have_saved=may_have_saved)
    response: HttpResponse
    match preferred_format(request):
        case "json":
            response = JsonResponse({"outage": outage.value, "message": message, "retry_after": outage.retry_after})
        case "text":
            response = HttpResponse(f"{message}\n", content_type="text/plain; charset=utf-8")
        case _:
            own_form = None if may_have_saved else _admin_form_as_typed(request, outage, message)
            response = own_form or resubmit_page(request, title, message)
    return response


def resubmit_page(request: HttpRequest, title: str, message: str) -> HttpResponse:
    """A page that says why nothing came of it, with the form as it was sent."""
    page = {"title": title, "message": message, "address": request.get_full_path(), **_resubmit_context(request)}
    return HttpResponse(render_to_string("503.html", page))


def _admin_form_as_typed(request: HttpRequest, outage: Outage, message: str) -> HttpResponse | None:
    """The admin's own form as it was typed, where the database still answers what it needs."""
    view: Any = request.resolver_match.func if request.resolver_match else None
    show = getattr(getattr(view, "model_admin", None), "shown_as_typed", None)
    if show is None or not outage.can_read or not _was_accepted(request):
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


def as_unavailable(response: HttpResponse, outage: Outage) -> HttpResponse:
    """That answer as a 503."""
    response.status_code = 503
    response.headers["Retry-After"] = str(outage.retry_after)
    response.headers["Cache-Control"] = "no-store"
    # Said above, in one line; Django would log it once more with its traceback.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return response


def preferred_format(request: HttpRequest) -> str:
    """`json`, `text` or `html`."""
    if request.path_info.endswith(NON_HTML_SUFFIXES):
        return "text"
    asked = request.get_preferred_type(["text/html", "application/json"])
    return "json" if asked == "application/json" or request.path_info.endswith(".json") else "html"


def _title_and_message(request: HttpRequest, outage: Outage, *, may_have_saved: bool) -> tuple[str, str]:
    if request.method in HTTP_SAFE_METHODS:
        return _("Not available at the moment"), str(NOT_SHOWN[outage])
    if _is_login(request):
        return _("Not logged in"), str(NOT_LOGGED_IN[outage])
    return (_("Perhaps not saved"), str(UNCERTAIN)) if may_have_saved else (_("Not saved"), str(NOT_SAVED[outage]))


def _is_login(request: HttpRequest) -> bool:
    return _was_accepted(request) and {"username", "password"} <= request.POST.keys()


def _was_accepted(request: HttpRequest) -> bool:
    """Whether the form came from a page of ours: nothing else is offered to be sent again in somebody's name."""
    return request.method == "POST" and bool(getattr(request, "csrf_processing_done", False))


def _resubmit_context(request: HttpRequest) -> dict[str, object]:
    """The form, to be sent again as it was."""
    if not _was_accepted(request):
        return {}
    sent = list(_submitted_fields(request))
    return {
        "again": True,
        "token": get_token(request),
        "typed": [each for each in sent if each.kind != "hidden"],
        "hidden": [each for each in sent if each.kind == "hidden"],
        "files": [(name, _label(name)) for name in request.FILES],
        "encoding": "multipart/form-data" if request.FILES else "application/x-www-form-urlencoded",
        "button": _("Log in") if _is_login(request) else _("Send again"),
    }


def _submitted_fields(request: HttpRequest) -> Iterator[SubmittedField]:
    for name, values in request.POST.lists():
        if name != "csrfmiddlewaretoken":
            for value in values:
                kind = _kind(name, value)
                yield SubmittedField(name, _label(name), kind, "" if kind == "password" else value)


def _kind(name: str, value: str) -> str:
    if "password" in name:
        return "password"
    if not value.strip() or name in TECHNICAL_FIELDS or name.startswith(("_", "initial-", "this_is")):
        return "hidden"
    if name.endswith(MANAGEMENT_FORM_SUFFIXES):
        return "hidden"
    return "lines" if "\n" in value else "text"


def _label(name: str) -> str:
    """`credits-0-role` is the first credit's role, `starts_at_0` the first part of a start."""
    parts = [str(int(part) + 1) if part.isdecimal() else part for part in name.split("-")]
    words = " ".join(parts).replace("_", " ").strip()
    return words[:1].upper() + words[1:]
