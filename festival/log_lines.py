"""How the log is written: a line for each refusal, a traceback for each fault of ours."""

import logging
from copy import copy

from django.http.request import UnreadablePostError

CLIENT_ERRORS = range(400, 500)


class OneLineFormatter(logging.Formatter):
    """One line a message, whatever a request put into it, so that nobody can write a line of their own into the log.

    A refusal is somebody's mistake, or their connection's: what Django says of it is enough without the way it took
    through the code. A fault keeps its traceback, below its line.
    """

    def format(self, record: logging.LogRecord) -> str:
        if _is_refusal(record):
            record = copy(record)  # other handlers get theirs whole
            record.exc_info = record.exc_text = None
        return super().format(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # logging's own name
        record.message = _on_one_line(record.message)
        return super().formatMessage(record)


def _is_refusal(record: logging.LogRecord) -> bool:
    """By the answer's number, which Django gives the record; a visitor who hung up in the middle is no fault either."""
    if record.exc_info and isinstance(record.exc_info[1], UnreadablePostError):
        return True
    return getattr(record, "status_code", None) in CLIENT_ERRORS


def _on_one_line(text: str) -> str:
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )
