"""The list of screenings of the harbour festival, as a browser gets it."""

import re

from django.test import Client

from tests.public.pages import Page

LISTING = "/harbour/screenings/"


def page(client: Client, query: str = "", status: int = 200) -> Page:
    response = client.get(LISTING + query)
    assert response.status_code == status
    return Page(response)


def body(page: Page) -> list[str]:
    """The rows under the heading row, without the links every row ends in."""
    return [re.sub(r"( (Tickets|Ticket page) for .*)? Calendar file of .*", "", row) for row in page.rows[1:]]


def titles(page: Page) -> list[str]:
    return [re.sub(r"^.*? to \d\d:\d\d (.*?) (Odeon|Paris).*$", r"\1", row) for row in body(page) if " to " in row]
