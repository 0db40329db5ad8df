"""The table's pages as their reader finds them, and what its script sends."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from screenings.models import Film, Screening
from tests.pages import Element, read

SCREENINGS, FILMS = reverse("admin:screening-table"), reverse("admin:film-table")
Cell = tuple[Screening | Film, str, str, str]


def send(client: Client, *cells: Cell, button: str = "_check", address: str = SCREENINGS, **more: Any) -> HttpResponse:
    """Cells as the script sends them: row, column, what stood there, what was typed."""
    edits = json.dumps([[row.pk, column, was, now] for row, column, was, now in cells])
    return client.post(address, {"edits": edits, button: "1", **more})


def sheet(response: HttpResponse) -> list[dict[str, str]]:
    """The rows by the heads of their columns."""
    table = next(part for part in read(response).all("table") if part["id"] == "worksheet")
    rows = table.all("tr")
    heads = [head.text for head in rows[0].all("th")]
    cells = [[part for part in row.children if isinstance(part, Element)] for row in rows[2:]]
    return [{head: _text(cell) for head, cell in zip(heads, row, strict=True)} for row in cells]


def _text(cell: Element) -> str:
    typed = [field["value"] for field in cell.all("input") if field["type"] == "text"]
    return typed[0] if typed else cell.text


def changed(response: HttpResponse) -> list[list[str]]:
    """Of the page that shows what would be saved: column, now, then."""
    assert response.status_code == 200
    table = read(response).all("table", of_class="differences")[0]
    return [[cell.text for cell in row.all("td")] for row in table.all("tr")[1:]]


def problems(response: HttpResponse) -> list[str]:
    assert response.status_code == 422
    return [item.text for item in read(response).all("div", of_class="errornote")[0].all("li")]
