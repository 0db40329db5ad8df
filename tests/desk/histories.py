"""The history of a row, and the way back, as staff read them."""

from datetime import UTC, datetime
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.audit.timeline import timeline
from tests.desk.forms import fields_of
from tests.world import BERLIN


def on(day: int, hour: int = 12) -> Any:
    return time_machine.travel(datetime(2026, 3, day, hour, tzinfo=UTC), tick=False)


def told(row: Any) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Who, why and the lines of each entry, newest first."""
    entries = timeline(row, BERLIN)
    return [(str(e.by or ""), e.why, [(line.what, line.old, line.new) for line in e.lines]) for e in entries]


def history_of(row: Any) -> str:
    return reverse(f"admin:screenings_{row._meta.model_name}_history", args=[row.pk])


def restore_of(row: Any, moment: str) -> str:
    return f"{reverse(f'admin:screenings_{row._meta.model_name}_restore', args=[row.pk])}?at={moment}"


def page_text(client: Client, address: str) -> str:
    return words_of(client.get(address))


def words_of(page: Any) -> str:
    return " ".join(strip_tags(page.content.decode().replace("<", " <")).split())


def restored(client: Client, address: str) -> Any:
    """Look at what would change, and confirm it."""
    shown = client.get(address)
    return client.post(address, {"seen": fields_of(shown)["seen"]})
