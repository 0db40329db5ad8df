"""Regular expressions that few requests need: compiled when first used, so that a start does not wait for them."""

import re
from typing import cast

from django.utils.functional import SimpleLazyObject


def lazy_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but an invalid pattern raises `re.error` only when it is first used."""
    return cast("re.Pattern[str]", SimpleLazyObject(lambda: re.compile(pattern, flags)))
