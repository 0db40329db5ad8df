"""django-environ, read strictly: a value that is not understood stops the start and says what to write."""

import json
import logging
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env

YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


class StrictEnv(Env):
    """Empty counts as left out. django-environ alone reads any unknown word as false, HTTPS=enabled too."""

    def flag(self, name: str, *, default: bool) -> bool:
        given = self._given(name).lower()
        if given not in ("", *YES, *NO):
            raise ImproperlyConfigured(f'{name} is "{given}". Write 1 or 0.')
        return given in YES if given else default

    def integer(self, name: str, *, default: int, low: int = 0) -> int:
        given = self._given(name) or str(default)
        if not (given.isascii() and given.isdigit() and int(given) >= low):
            least = f" from {low}" if low else ""
            raise ImproperlyConfigured(f'{name} is "{given}". Write a whole number{least}, such as {default}.')
        return int(given)

    def names(self, name: str, *, default: tuple[str, ...] = ()) -> list[str]:
        """With commas between them."""
        return [item.strip() for item in self._given(name).split(",") if item.strip()] or list(default)

    def one_of(self, name: str, default: str, *others: str) -> str:
        given = self._given(name).lower() or default
        if given not in (default, *others):
            raise ImproperlyConfigured(f'{name} is "{given}". Write one of {", ".join((default, *others))}.')
        return given

    def mapping(self, name: str) -> dict[str, Any]:
        """A JSON object. What is wrong with it is told without its text, which may hold a password."""
        try:
            value = json.loads(self._given(name) or "{}")
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise ImproperlyConfigured(f'{name} is no JSON object. Write one, such as {{"bucket_name": "festival"}}.')
        return value

    def level(self, name: str, *, default: str) -> str:
        given, levels = self._given(name).upper() or default, logging.getLevelNamesMapping()
        if given not in levels:
            raise ImproperlyConfigured(f'{name} is "{given}". Write one of {", ".join(levels)}.')
        return given

    def _given(self, name: str) -> str:
        return str(self.str(name, default="")).strip()
