"""The one price that a line of text names, for machines that want a number and a currency."""

import re
from functools import cache

from babel import Locale

# Signs that one currency alone goes by; a $ or a ¥ is several countries'.
_SIGNS = {"€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", "₪": "ILS", "₴": "UAH", "zł": "PLN", "Kč": "CZK"}
_AMOUNT = r"(?P<amount>\d{1,6}(?:[.,]\d{1,2})?)"
_PRICE = re.compile(rf"(?:(?P<before>[^\s\d]{{1,3}})\s?)?{_AMOUNT}(?:[.,][-–—])?(?:\s?(?P<after>[^\s\d]{{1,3}}))?")


def single_price(line: str) -> tuple[str, str] | None:
    """`€ 12,50` is ("12.50", "EUR"). None where there are several amounts, words, or a sign of several currencies."""
    match = _PRICE.fullmatch(line.strip())
    if match is None or bool(match["before"]) == bool(match["after"]):
        return None
    unit = match["before"] or match["after"]
    currency = _SIGNS.get(unit, unit)
    return (match["amount"].replace(",", "."), currency) if currency in _currencies() else None


@cache
def _currencies() -> frozenset[str]:
    """ISO 4217 codes."""
    return frozenset(Locale("en").currencies)
