"""The documentation is part of the admin: every page of it, with links that lead on."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from screenings.desk.help import DOCS, help_pages
from screenings.models import Festival
from tests.pages import read
from tests.staff import staff_client

HELP = "/admin/help/"


def test_every_page_of_the_documentation_is_one_of_the_admin(desk: Client) -> None:
    assert set(help_pages()) == {path.stem for path in DOCS.glob("*.md")}
    for name in set(help_pages()) - {"README"}:
        page = desk.get(f"{HELP}{name}/")
        title = re.search(r"^# (.+)$", (DOCS / f"{name}.md").read_text(encoding="utf-8"), re.MULTILINE)
        assert title
        assert read(page).headings[0].replace("`", "") == title[1].replace("`", "")


def test_every_link_between_pages_leads_to_a_page_and_its_part(desk: Client) -> None:
    pages = {
        HELP: read(desk.get(HELP)),
        **{f"{HELP}{name}/": read(desk.get(f"{HELP}{name}/")) for name in help_pages()},
    }
    for address, page in pages.items():
        for words, target in page.all("article")[0].links:
            if "://" in target:
                continue
            path, _mark, anchor = target.partition("#")
            assert (path or address) in pages, (address, words, target)
            if anchor:
                assert anchor in {part["id"] for part in pages[path or address].walk()}, (address, target)


def test_every_picture_is_shown_with_what_it_shows_in_words(desk: Client) -> None:
    pictures = [picture for name in help_pages() for picture in read(desk.get(f"{HELP}{name}/")).all("img")]
    assert len(pictures) >= 5
    for picture in pictures:
        answer = desk.get(picture["src"])
        assert answer.status_code == 200
        assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
        assert picture["alt"]


def test_what_is_no_page_is_not_found(desk: Client) -> None:
    assert desk.get(f"{HELP}nothing/").status_code == 404
    assert desk.get(f"{HELP}nothing.png").status_code == 404
    assert desk.get(f"{HELP}..%2F..%2Fpyproject/").status_code == 404


@pytest.mark.parametrize(
    ("page", "explains"),
    [
        ("admin:index", HELP),
        ("admin:screenings_film_changelist", f"{HELP}desk/"),
        ("admin:auth_user_changelist", f"{HELP}roles/"),
        ("admin:screenings_publication_changelist", f"{HELP}publishing/"),
    ],
)
def test_help_leads_to_what_explains_the_page(page: str, explains: str, desk: Client, harbour: Festival) -> None:
    assert read(desk.get(reverse(page))).link("Help") == explains


@pytest.mark.parametrize(("page", "explains"), [("board", "board"), ("sheets", "house"), ("door", "house")])
def test_help_of_the_festivals_pages(page: str, explains: str, desk: Client, harbour: Festival) -> None:
    assert read(desk.get(reverse(f"admin:{page}", args=[harbour.pk]))).link("Help") == f"{HELP}{explains}/"


def test_whoever_works_here_reads_it_and_a_stranger_does_not(db: None) -> None:
    assert staff_client("nobody", []).get(HELP).status_code == 200
    assert Client().get(HELP).status_code == 302
