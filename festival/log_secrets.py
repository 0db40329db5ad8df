"""The log is read by more people than a private calendar: no address that opens something is written into it."""

import logging

from screenings.sheets.secret_addresses import redact_secrets

_EXCEPTIONS = logging.Formatter()


class WithoutSecrets(logging.Filter):
    """Hides secrets in the message, in the traceback and in the stack, also from the handlers that come after."""

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = f"{record.msg} {record.args}"  # arguments that do not fit: told as they are
        if (redacted := redact_secrets(message)) != message:
            record.msg, record.args = redacted, None
        if record.exc_info and record.exc_info[0] and not record.exc_text:
            record.exc_text = _EXCEPTIONS.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact_secrets(record.exc_text)
        if record.stack_info:
            record.stack_info = redact_secrets(record.stack_info)
        return True
