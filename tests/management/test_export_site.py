"""The public site as files: the same links and bytes as the site itself, renewed in one step, and nothing outside."""

import gzip
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from time import sleep
from unittest.mock import patch
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client

from screenings.management.site_export import file_of, is_exported
from screenings.management.site_links import links_in
from screenings.models import Festival, Film, Screening
from screenings.public.serving.pages import PAGE_CACHE
from screenings.publishing import publish
from tests import world
from tests.installation.machine import nginx
from tests.installation.processes import free_port
from tests.management.exporting import export, files, rich
from tests.public.crowd import crowd
from tests.world import SPRING, saved

DOCS = Path(__file__).parents[2] / "docs" / "static-site.md"


class _Links(HTMLParser):
    """An oracle of its own: what a reader of the page can follow."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def links_of(address: str, body: bytes) -> list[str]:
    return [urljoin(address, link).partition("#")[0] for link in _Links(body.decode()).found]


@pytest.mark.django_db(transaction=True)
def test_every_file_has_the_bytes_of_the_site_and_is_renewed_alone(
    exports: None, tmp_path: Path, client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    crowd("harmless")
    folder = tmp_path / "site"
    first = export(folder)
    for name in ("harbour/index.html", "harbour/screenings/index.html", "harbour/films/film/index.html",
                 "harbour/films/film.ics", "harbour/venues/cinema/hall.ics", "harbour/sections/section.ics",
                 "harbour/timetable/2026-10-13.ics", "harbour/programme.json", "harbour/changes.atom", "sitemap.xml",
                 "harbour/schedule.xml", "programme.schema.json", "robots.txt", "favicon.ico"):  # fmt: skip
        path = "/" + name.removesuffix("index.html")
        assert first[name] == client.get(path, headers={"accept-encoding": "identity"}).getvalue(), name
        zipped = folder / f"{name}.gz"
        assert not zipped.exists() or gzip.decompress(zipped.read_bytes()) == first[name]
    assert (folder / "harbour/index.html.gz").exists()
    assert not [name for name in first if "plan/" in name or "embed" in name or "admin" in name or "house" in name]
    assert "<h1>" in first["404.html"].decode()
    assert '<a href="/harbour/">' in first["index.html"].decode()

    numbers = {path: os.stat(folder / path).st_ino for path in first}
    PAGE_CACHE.clear()
    built = PAGE_CACHE.build_count
    capsys.readouterr()
    assert export(folder) == first
    assert capsys.readouterr().out.strip().endswith(f"0 files written, {len(first)} unchanged, 0 gone.")
    assert PAGE_CACHE.build_count == built + 1, "only where the front door leads was asked anew"
    assert {path: os.stat(folder / path).st_ino for path in first} == numbers, "they are the same files"

    film = Film.objects.get(slug="programme")
    film.synopsis = "Told anew."
    saved(film)
    second = export(folder)
    changed = {name for name in first if second[name] != first[name]}
    assert {"harbour/films/programme/index.html", "harbour/programme.json"} <= changed
    assert "harbour/screenings.ics" not in changed
    # The one before is there for who is just reading it, and no more.
    assert len(list(tmp_path.glob(".site.*.site"))) == 2

    Screening.objects.filter(film__slug="programme").delete()
    festival = Festival.objects.get()
    festival.sections.update(slug="renamed")
    publish(festival, at=SPRING + timedelta(days=3))
    third = export(folder)
    assert "harbour/sections/renamed.ics" in third
    # Those who subscribed to it before go on.
    assert third["harbour/sections/section.ics"] == client.get("/harbour/sections/section.ics").getvalue()


@pytest.mark.django_db(transaction=True)
def test_what_fails_leaves_what_was_there(exports: None, tmp_path: Path) -> None:
    festival = crowd("harmless")
    folder = tmp_path / "site"
    first, leads = export(folder), os.readlink(folder)
    saved(festival)  # so that no page is what it was
    with (
        patch("screenings.public.views.films.film_meta", side_effect=OperationalError("gone")),
        patch.object(PAGE_CACHE, "last_built", return_value=None),
        pytest.raises((CommandError, OperationalError)),
    ):
        call_command("export_site", folder)
    assert (files(folder), os.readlink(folder)) == (first, leads)
    assert [path.name for path in tmp_path.glob(".site.*.site")] == [leads]


@pytest.mark.django_db(transaction=True)
def test_nobodys_folder_is_written_over(exports: None, tmp_path: Path) -> None:
    crowd("harmless")
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "thesis.txt").write_text("mine")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.symlink_to(taken)
    for folder in (taken, elsewhere, taken / "thesis.txt"):
        with pytest.raises(CommandError, match=r"Name a folder that is empty or not there yet|Not a directory"):
            call_command("export_site", folder)
    assert (taken / "thesis.txt").read_text() == "mine"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "harbour/index.html" in export(empty)


HOSTILE = (
    "/../../etc/passwd", "/harbour/../../etc/passwd", "/harbour/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd",
    "/harbour/films/..%2f..%2fetc%2fpasswd/", "/static/../../etc/passwd", "/static/%2e%2e/settings.py",
    "/media/../../../etc/passwd", "/media/..%2f..%2fetc/passwd", "/harbour/films/%00/", "/static/..\\..\\x",
    "/.git/config", "/harbour/.htaccess", "etc/passwd", "",
)  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
def test_no_address_names_a_file_outside(path: str, tmp_path: Path) -> None:
    inside = (tmp_path / file_of(path)).resolve().is_relative_to(tmp_path) if "\0" not in file_of(path) else False
    assert not is_exported(path) or inside


@pytest.mark.django_db(transaction=True)
def test_titles_and_slugs_that_climb_write_nothing_outside(exports: None, tmp_path: Path) -> None:
    festival = crowd("../../etc/passwd")
    film = Film.objects.get(slug="film")
    film.links.update(url="https://harbour.example/harbour/films/../../../../climbed.html")
    # Past every form and check.
    Film.objects.filter(slug="programme").update(slug="../../climbed")
    publish(festival, at=SPRING + timedelta(days=2))
    folder = tmp_path / "deep" / "site"
    with suppress(CommandError):
        export(folder)
    outside = [path for path in tmp_path.rglob("*") if "climbed" in path.name or "passwd" in path.name]
    assert outside == []
    assert {path.name for path in tmp_path.iterdir()} == {"deep"}


def test_links_are_found_in_pages_styles_scripts_and_data() -> None:
    page = (
        b'<a href="films/">x</a><a href="?day=1">x</a><a href="//evil.example/x">x</a><img src="/media/a.jpg" '
        b'srcset="/media/a-480.jpg 480w, /media/a-960.jpg 960w"><meta property="og:image" content="https://a.example/c.png">'
        b'<script type="application/ld+json">{"image":["https://a.example/media/b.jpg","https://b.example/no.jpg"]}'
        b'</script><a href="mailto:a@a.example">x</a><a href="#main">x</a>'
    )
    assert links_in("/harbour/", page, "text/html; charset=utf-8", {"https://a.example"}) == (
        "/harbour/films/", "/media/a.jpg", "/media/a-480.jpg", "/media/a-960.jpg", "/c.png", "/media/b.jpg",
        "/harbour/",
    )  # fmt: skip
    assert links_in("/static/s.css", b"@font-face{src:url('f.woff2')}", "text/css", ()) == ("/static/f.woff2",)
    assert links_in("/static/a.js", b'import { x } from "./b.js";', "text/javascript", ()) == ("/static/b.js",)


@contextmanager
def served(folder: Path, home: Path, live: str) -> Iterator[int]:
    """By nginx, as the page of the documentation sets it up."""
    found = re.search(r"```nginx\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    port = free_port()
    server = found[1].replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/var/www/festival", str(folder))
    server = server.replace("https://live.festival.example", live)
    user = "user root;" if os.getuid() == 0 else ""
    temporary = "".join(
        f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    conf = home / "nginx.conf"
    conf.write_text(
        f"{user} daemon off; worker_processes 1; pid {home}/pid; error_log {home}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{server}}}\n"
    )
    with subprocess.Popen([nginx(), "-e", f"{home}/error.log", "-c", str(conf)]) as process:
        try:
            for _ in range(100):
                try:
                    ask(port, "/robots.txt")
                    break
                except OSError:
                    sleep(0.1)
            yield port
        finally:
            process.terminate()


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": "festival.example", **headers})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_behind_nginx_a_reader_finds_the_same_links_and_bytes_as_on_the_live_site(
    exports: None, tmp_path: Path, client: Client
) -> None:
    world.published(rich())
    call_command("export_site", tmp_path / "site")
    live = "https://live.example"
    with served(tmp_path / "site", tmp_path, live) as port:
        waiting, seen, handed_on = ["/harbour/"], set[str](), set[str]()
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            status, headers, body = ask(port, address)
            if status == 302:
                assert headers["location"] == live + address
                handed_on.add(address)
                continue
            own = client.get(address, headers={"accept-encoding": "identity"})
            assert (status, body) == (own.status_code, own.getvalue()), address
            assert headers["content-type"] == own.headers["Content-Type"].replace('"', "").lower(), address
            if own.headers["Content-Type"].startswith("text/html"):
                found = links_of(address, body)
                assert found == links_of(address, own.getvalue())
                waiting += [link for link in found if not urlsplit(link).netloc and link.startswith("/")]
                zipped = ask(port, address, **{"Accept-Encoding": "gzip"})
                assert (zipped[1]["content-encoding"], gzip.decompress(zipped[2])) == ("gzip", body)
        # What the page of the documentation allows is what the site itself does, and that forms may go to the site.
        allowed = ask(port, "/harbour/")[1]["content-security-policy"].replace(f" {live}", "")
        own_policy = client.get("/harbour/").headers["Content-Security-Policy"]
        assert sorted(allowed.split("; ")) == sorted(own_policy.split("; "))
        assert ask(port, "/harbour/screenings.json")[1]["access-control-allow-origin"] == "*"
    pages = {address for address in seen - handed_on if address.endswith("/")}
    assert len(pages) > 15, pages
    needs_the_site = ("?", "/plan/", "/admin/", "/embed/")
    assert [each for each in handed_on if not any(part in each for part in needs_the_site)] == []
    assert handed_on, "the control: some links do lead to the live site"
