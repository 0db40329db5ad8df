"""Private calendars: their secret addresses, and what they say."""

from screenings.private_calendars.addresses import (
    address_of,
    find_address,
    make_address,
    note_fetch,
    renew,
    revoke,
    token_of,
)
from screenings.private_calendars.entries import body_of, bring_up_to_date

__all__ = [
    "address_of", "body_of", "bring_up_to_date", "find_address", "make_address", "note_fetch", "renew", "revoke",
    "token_of",
]  # fmt: skip
