"""An action of an admin's list: asked for, shown, confirmed."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from screenings.models import Screening
from tests import pages
from tests.desk.forms import fields_of
from tests.pages import read

ROW = re.compile(r'<th scope="row">(.*?)</th>\s*<td>(.*?)</td>\s*<td>(.*?)</td>', re.DOTALL)


def ask(client: Client, action: str, rows: Iterable[Model], **typed: Any) -> HttpResponse:
    """Tick the rows, choose the action; with answers, press the button that shows what they would do."""
    chosen = list(rows)
    address = reverse(f"admin:screenings_{chosen[0]._meta.model_name}_changelist")
    sent = {"action": action, "_selected_action": [row.pk for row in chosen], **typed}
    return client.post(address, {**sent, "_show": "1"} if typed else sent)


def confirm(client: Client, shown: HttpResponse, **typed: Any) -> HttpResponse:
    """Press the button below what was shown."""
    return client.post(shown.wsgi_request.get_full_path(), {**fields_of(shown), "_do": "1", **typed})


def lines(response: HttpResponse) -> list[tuple[str, ...]]:
    """What the page says will happen: name, now and then."""
    return [tuple(strip_tags(cell).strip() for cell in row) for row in ROW.findall(response.content.decode())]


def section(response: HttpResponse, name: str) -> str:
    found = re.search(rf'aria-labelledby="{name}">(.*?)</section>', response.content.decode(), re.DOTALL)
    return " ".join(strip_tags(found[1]).split()) if found else ""


def errors(response: HttpResponse) -> list[str]:
    """Beside the fields, and above them."""
    above = [part.text for part in read(response).all("p", of_class="errornote")]
    return above + pages.errors(response)


def stands(row: Screening) -> tuple[str, str]:
    row = Screening.objects.get(pk=row.pk)
    return (row.hall.name if row.hall else "", f"{row.starts_at:%d %H:%M}" if row.starts_at else "")
