"""Addresses that open something to whoever knows them, and how a text is told without them."""

import re

HIDDEN = "…"
# Private calendars, visitors' plans, and what resets a password: what stands behind these names is secret. The admin's
# pages of plans go by their numbers.
ROOMS = ("house", "plan", "reset")
_IN_A_ROOM = re.compile(rf"(?i)(?<!/admin/screenings)(/(?:{'|'.join(ROOMS)})/)[^\s\"'<>?#,;)\]]+")
# A secret in a mistyped address: 144 bits in the letters of addresses, among which there are capitals.
_A_TOKEN = re.compile(r"(?<=/)(?=[^/\s]*[A-Z])[\w-]{22,}(?=\.ics|[./?#\s\"')\]]|$)", re.ASCII)
_IN_A_QUERY = re.compile(r"(?i)([?&](?:key|edit_key|share_key|token|signature|password)=)[^\s&\"'<>#]+")


def is_secret(path: str) -> bool:
    """Whether the path, as it was asked for, has a secret in it, were it mistyped too."""
    return without_secrets(path) != path


def without_secrets(text: str) -> str:
    """The text with an ellipsis for each secret of an address in it."""
    text = _IN_A_ROOM.sub(rf"\1{HIDDEN}", text)
    return _IN_A_QUERY.sub(rf"\1{HIDDEN}", _A_TOKEN.sub(HIDDEN, text))
