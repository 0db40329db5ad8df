"""Secrets in addresses. None is in the database or its backups, only what it is found by.

One that must be shown again is made from a salt in the database and the site's SECRET_KEY.
"""

import base64
from hashlib import sha256

from django.conf import settings
from django.utils.crypto import salted_hmac


def token_digest(token: str) -> str:
    """By which the database finds a secret, so that the time it takes tells nothing of it."""
    return sha256(token.encode()).hexdigest()


def make_token(purpose: str, salt: str, *, key: str | None = None) -> str:
    """144 bits for that purpose and salt, safe in an address; with the site's present SECRET_KEY, unless another is
    given.
    """
    made = salted_hmac(purpose, salt, secret=key or settings.SECRET_KEY, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:18]).decode()


def shown_token(purpose: str, salt: str, digest: str) -> str:
    """The secret of that digest; empty where it was made with a SECRET_KEY that is gone, and cannot be shown again."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        token = make_token(purpose, salt, key=key)
        if token_digest(token) == digest:
            return token
    return ""
