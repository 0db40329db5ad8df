"""A staff form that is sent twice counts once: the second answer leads where the first did, and says so.

A double click, a browser that repeats a request after a lost answer, *Back* and *Save* again. Each rendered form has a
one-time token in a hidden field; with the sender, the address and what was typed it names what is to be done once.
Whoever goes back and types something else has sent another form.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from screenings.models import FormSubmission

View = Callable[..., HttpResponse]
# Of no account for what is saved: Django's own token, and the buttons that say what comes after saving.
IGNORED_FIELDS = ("csrfmiddlewaretoken", "_save", "_addanother", "_continue", "_publish")
SUBMISSION_RETENTION = timedelta(days=7)  # longer than a browser offers to send a form again
WRITE_STATEMENTS = ("INSERT", "UPDATE", "DELETE")
# Tag of an error that is no refusal: what was typed is saved, and something else stands in the way of its being public.
SAVED = "saved"


def reads_only(view: View) -> View:
    """Mark a view whose POST writes no rows, such as the preview of an upload: it is not made to wait for writers."""
    view.reads_only = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def once_per_form(view: View) -> View:
    """The view, in one transaction with the note that this form was carried out.

    Of two at the same moment the second waits for the first. A form that was refused, or that wrote nothing, may be
    sent again. Costs two queries for each form that is sent: its row goes in without a look whether it is there.
    """
    if getattr(view, "reads_only", False):
        return view

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.POST.get(FormSubmission.FIELD):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            key = _key(request)
            try:
                with transaction.atomic():
                    submission = FormSubmission.objects.create(key=key, sent_at=timezone.now())
            except IntegrityError:
                return _answered_again(request, FormSubmission.objects.get(key=key))
            watch = _WriteDetector()
            with connection.execute_wrapper(watch):
                response = view(request, *args, **kwargs)
            if watch.any and _succeeded(request, response):
                _keep_answer(request, submission, response)
            elif not connection.needs_rollback:
                submission.delete()
            return response

    return inner


def delete_old_submissions() -> None:
    """For every now and then: by its date none of them can be sent again."""
    FormSubmission.objects.filter(sent_at__lt=timezone.now() - SUBMISSION_RETENTION).delete()


class _WriteDetector:
    """Notices whether a statement wrote anything."""

    any = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.any = self.any or sql.lstrip().upper().startswith(WRITE_STATEMENTS)
        return execute(sql, params, many, context)


def _key(request: HttpRequest) -> str:
    typed = sorted((name, values) for name, values in request.POST.lists() if name not in IGNORED_FIELDS)
    files = sorted((name, [(file.name, file.size) for file in some]) for name, some in request.FILES.lists())
    return sha256(repr((request.user.pk, request.get_full_path(), typed, files)).encode()).hexdigest()


def _succeeded(request: HttpRequest, response: HttpResponse) -> bool:
    """A form that is shown again has not been carried out, and a refusal says so."""
    leads_on = isinstance(response, HttpResponseRedirect) or _popup_data(response) is not None
    return bool(_data(response)) or (leads_on and not any(_refuses(message) for message in _queued(request)))


def _refuses(message: Any) -> bool:
    return message.level >= messages.ERROR and SAVED not in (message.extra_tags or "").split()


def _popup_data(response: HttpResponse) -> str | None:
    context = response.context_data if isinstance(response, SimpleTemplateResponse) else None
    return (context or {}).get("popup_response_data")


def _data(response: HttpResponse) -> str:
    """What a script was answered, where that says that something moved; not the page, which will have changed."""
    answer = json.loads(response.content) if isinstance(response, JsonResponse) else {}
    answer.pop("page", None)
    return json.dumps(answer) if answer.get("moved") else ""


def _keep_answer(request: HttpRequest, submission: FormSubmission, response: HttpResponse) -> None:
    submission.next_address = response.url if isinstance(response, HttpResponseRedirect) else ""
    submission.popup = _popup_data(response) or ""
    submission.data = _data(response)
    submission.messages = [_message_data(message) for message in _queued(request)]
    submission.save()


def _queued(request: HttpRequest) -> list[Any]:
    """What this request has to say, left in place for the page that will say it."""
    # There is no public way that does not use it up.
    return list(getattr(get_messages(request), "_queued_messages", ()))


def _answered_again(request: HttpRequest, first: FormSubmission) -> HttpResponse:
    if first.popup:
        return TemplateResponse(request, "admin/popup_response.html", {"popup_response_data": first.popup})
    if first.data:
        return HttpResponse(first.data, content_type="application/json")
    # Where the first answer never reached its page, what it had to say is still waiting for one.
    waiting = [_message_data(message) for message in get_messages(request)]
    messages.info(request, _("You sent this form twice, and it counted once. This is what it did the first time:"))
    for level, tags, html in [*waiting, *(message for message in first.messages if message not in waiting)]:
        messages.add_message(request, level, mark_safe(html), extra_tags=tags)  # noqa: S308  # ours, escaped when kept
    return HttpResponseRedirect(first.next_address)


def _message_data(message: Any) -> list[Any]:
    return [message.level, message.extra_tags, conditional_escape(message.message)]
