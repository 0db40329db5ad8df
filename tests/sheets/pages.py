"""The pages of sheets as the house reads them."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

DAY = "2026-10-10"


def text_of(response: Any) -> str:
    """What is to be read on the page's main part, in one line."""
    page = response.content.decode()
    main = page.partition('id="content')[2].partition('id="footer"')[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def sheet(client: Client, name: str, *args: object) -> Any:
    response = client.get(reverse(f"admin:{name}", args=args))
    assert response.status_code == 200
    return response
