"""A page's form as a browser would send it back."""

import re
from html.parser import HTMLParser
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from tests.pages import errors

SENT_TWICE = "You sent this form twice, and it counted once. This is what it did the first time:"


class _Fields(HTMLParser):
    """What the forms of a page hold: typed, ticked and chosen values, without the buttons and the header's search."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._select = ""
        self._area: str | None = None
        self._is_search = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._is_search = given.get("role") == "search"
        if "disabled" in given or self._is_search:
            return
        if tag == "input" and name and given.get("type") not in ("submit", "image", "file"):
            if given.get("type") in ("checkbox", "radio") and "checked" not in given:
                return
            value = given.get("value", "on" if given.get("type") == "checkbox" else "")
            self.values.setdefault(name, []).append(value or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given and self._select:
            self.values.setdefault(self._select, []).append(given.get("value") or "")
        elif tag == "textarea":
            self._area = name
            self.values[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._is_search = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.values[self._area][0] += data.removeprefix("\n") if not self.values[self._area][0] else data


def fields_of(response: HttpResponse) -> dict[str, Any]:
    parser = _Fields()
    parser.feed(response.content.decode())
    parser.values.pop("csrfmiddlewaretoken", None)
    return {name: values if len(values) > 1 else values[0] for name, values in parser.values.items()}


def send(client: Client, address: str, button: str = "_save", /, **typed: Any) -> HttpResponse:
    """Open the form at the address, type over some of its fields, press the button. Follows no redirect."""
    shown = client.get(address)
    assert shown.status_code == 200, address
    return client.post(address, {**fields_of(shown), button: "1", **typed})


def said(response: HttpResponse) -> list[str]:
    """The messages the next page will show."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def shown_messages(client: Client, response: HttpResponse) -> list[str]:
    """What stands above the page that the answer leads to."""
    page = client.get(response["Location"]).content.decode()
    shown = re.search(r'<ul class="messagelist">(.*?)</ul>', page, re.DOTALL)
    return (
        [" ".join(strip_tags(line).split()) for line in re.findall(r"<li.*?</li>", shown[1], re.DOTALL)]
        if shown
        else []
    )


def complaints(response: HttpResponse) -> list[str]:
    """Every error of the form and its inlines."""
    assert response.status_code == 200, "the form was accepted"
    return errors(response)


def form_of(row: Any) -> str:
    return reverse(f"admin:screenings_{row._meta.model_name}_change", args=[row.pk])
