"""Addresses that open something to whoever knows them, and how a text is told without them."""

import re

HIDDEN = "…"
# Private calendars, visitors' plans, and what resets a password: what stands behind these names is secret. The admin's
# pages of plans go by their numbers.
ROOMS = ("house", "plan", "reset")
_IN_A_ROOM = re.compile(rf"(?i)(?<!/admin/screenings)(/(?:{'|'.join(ROOMS)})/)[^\s\"'<>?#,;)\]]+")
# A secret in a mistyped address: 144 bits in the letters of addresses, among which there are capitals.
_A_TOKEN = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])[\w-]{22,}(?=\.ics|[./?#\s\"')\]]|$)", re.ASCII)
# A secret that something else than a slash parts from its room: a line break that a mail put in, a bracket, `%2F`.
_BEHIND_A_ROOM = re.compile(rf"(?i)((?:/|%2f)(?:{'|'.join(ROOMS)})(?:%[0-9a-f]{{2}}|[^\w%-])*)[\w-]{{22,}}", re.ASCII)
# A secret that stands by itself, with letters that names of a traceback seldom have together.
_ALONE = re.compile(
    r"(?:(?<![\w-])|(?<=%[0-9A-Fa-f]{2}))(?=[\w-]*[A-Z])(?=[\w-]*[a-z])(?=[\w-]*[\d_-])[\w-]{24}(?![\w-])", re.ASCII
)
_IN_A_QUERY = re.compile(r"(?i)([?&](?:key|edit_key|share_key|token|signature|password)=)[^\s&\"'<>#]+")


def is_secret(path: str) -> bool:
    """Whether the path, as it was asked for, has a secret in it, were it mistyped too."""
    return without_secrets(path) != path


def without_secrets(text: str) -> str:
    """The text with an ellipsis for each secret of an address in it."""
    for pattern, told in (
        (_IN_A_ROOM, rf"\1{HIDDEN}"),
        (_BEHIND_A_ROOM, rf"\1{HIDDEN}"),
        (_A_TOKEN, HIDDEN),
        (_ALONE, HIDDEN),
        (_IN_A_QUERY, rf"\1{HIDDEN}"),
    ):
        text = pattern.sub(told, text)
    return text
