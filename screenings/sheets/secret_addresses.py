"""Addresses that open something to whoever knows them, and how a text is told without them."""

import re

REDACTED = "…"
# Private calendars, visitors' plans, and what resets a password: what stands behind these names is secret. The admin's
# pages of plans go by their numbers.
SECRET_PREFIXES = ("house", "plan", "reset")
_AFTER_PREFIX = re.compile(rf"(?i)(?<!/admin/screenings)(/(?:{'|'.join(SECRET_PREFIXES)})/)[^\s\"'<>?#,;)\]]+")
# A secret in a mistyped address: 144 bits in the letters of addresses, among which there are capitals.
_TOKEN_IN_PATH = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])[\w-]{22,}(?=\.ics|[./?#\s\"')\]]|$)", re.ASCII)
# A secret that something else than a slash parts from its room: a line break that a mail put in, a bracket, `%2F`.
_AFTER_BROKEN_PREFIX = re.compile(
    rf"(?i)((?:/|%2f)(?:{'|'.join(SECRET_PREFIXES)})(?:%[0-9a-f]{{2}}|[^\w%-])*)[\w-]{{22,}}", re.ASCII
)
# A secret that stands by itself, with letters that names of a traceback seldom have together.
_BARE_TOKEN = re.compile(
    r"(?:(?<![\w-])|(?<=%[0-9A-Fa-f]{2}))(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*[\d_-])[\w-]{24}(?![\w-])", re.ASCII
)
_IN_A_QUERY = re.compile(r"(?i)([?&](?:key|edit_key|share_key|token|signature|password)=)[^\s&\"'<>#]+")


def has_secret(path: str) -> bool:
    """Whether the path, as it was asked for, has a secret in it, were it mistyped too."""
    return redact_secrets(path) != path


def redact_secrets(text: str) -> str:
    """The text with an ellipsis for each secret of an address in it."""
    for pattern, replacement in (
        (_AFTER_PREFIX, rf"\1{REDACTED}"),
        (_AFTER_BROKEN_PREFIX, rf"\1{REDACTED}"),
        (_TOKEN_IN_PATH, REDACTED),
        (_BARE_TOKEN, REDACTED),
        (_IN_A_QUERY, rf"\1{REDACTED}"),
    ):
        text = pattern.sub(replacement, text)
    return text
