"""Hostile text in every field, on every page that staff see: it stays text."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests.public.crowd import crowd

WORD = "hostile"
TEXT = f"\"'><{WORD} on{WORD}=x></title></textarea></script></style><{WORD}>\" on{WORD}=\"x' on{WORD}='x"


class Page(HTMLParser):
    """What a browser would make of it: elements, attributes and links. Django's own pages leave end tags out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}
        self.links += [value or "" for name, value in attrs if tag == "a" and name == "href"]


def pages(client: Client) -> dict[str, str]:
    """One page of each kind that links lead to from the desk."""
    found: dict[str, str] = {}
    todo = ["/admin/"]
    while todo:
        address = todo.pop(0)
        name = resolve(urlsplit(address).path).view_name
        if name in found or name == "admin:logout":
            continue
        answer = client.get(address)
        found[name] = answer.content.decode() if answer["Content-Type"].startswith("text/html") else ""
        links = (urljoin(address, link) for link in Page(found[name]).links)
        todo += [link for link in links if link.startswith("/admin/")]
    return found


@pytest.mark.slow
def test_hostile_text_adds_no_element_and_no_attribute_to_any_page_of_the_desk(desk: Client) -> None:
    crowd(TEXT)
    found = pages(desk)
    print(len(found), sorted(found))
    assert {name for name, text in found.items() if any(WORD in part for part in Page(text).names)} == set()
    assert sum(WORD in text for text in found.values()) > 20


def test_text_that_a_page_would_not_escape_is_found() -> None:
    assert {f"<p>{TEXT}</p>", f'<input value="{TEXT}">', f"<input value='{TEXT}'>"} == {
        text
        for text in (f"<p>{TEXT}</p>", f'<input value="{TEXT}">', f"<input value='{TEXT}'>")
        if any(WORD in part for part in Page(text).names)
    }
