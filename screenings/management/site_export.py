"""The public site as files: every page, picture and feed with an address of its own, as the site itself answers it.

Begun at the sitemap and followed along the links, so that what is linked is there. Each file is asked of the site with
the validator of the last export, and what is unchanged is not rendered again.
"""

import gzip
import io
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from screenings.loading import site_address
from screenings.loading.versions import all_versions
from screenings.management.former_paths import former_paths, former_slugs
from screenings.management.site_folder import ExportedFile, ExportFailed, SiteFolder, link_file
from screenings.management.site_links import links_in
from screenings.models import Festival, PublishedScreening
from screenings.public.sitemap import public_pages
from screenings.public.views.errors import plain_not_found

# What a file cannot answer, or is one visitor's: a plan, a private calendar, whether the site is up, a frame whose
# policy the festival sets.
NOT_EXPORTED = frozenset({"home", "healthz", "private-feed", "embed"})
NOT_EXPORTED_PREFIX = "plan"
FESTIVAL_FILES = ("listing-feed", "listing-json", "listing-csv", "schedule", "programme", "changes-feed")
SITE_FILES = ("/sitemap.xml", "/robots.txt", "/favicon.ico", "/programme.schema.json")
# The calendar of what a page is about; a page names it for programs, not as a link.
FEED_OF_PAGE = {"film": "film-feed", "venue": "venue-feed", "section": "section-feed", "timetable-day": "day-feed"}
COMPRESSED = frozenset({".html", ".css", ".js", ".ics", ".json", ".csv", ".xml", ".atom", ".svg", ".txt"})
ATTEMPTS = 5


@dataclass(slots=True)
class ExportResult:
    """By path. `missing` are linked, and the site itself has nothing there."""

    files: dict[str, ExportedFile] = field(default_factory=dict)
    written: int = 0
    kept: int = 0
    removed: int = 0
    missing: list[str] = field(default_factory=list)


def export_site(folder: Path, *, progress: Callable[[int], None] = lambda count: None) -> ExportResult:
    """The whole site in that folder: a symbolic link, changed in one step from the last export to this one.

    The trees lie beside it; the one before stays for who is just reading it. Raises ExportFailed.
    """
    place = SiteFolder(folder)
    with place.locked():
        previous = place.current_tree()
        known = place.manifest(previous) if previous else {}
        tree = place.new_tree()
        try:
            result = _consistent(tree, previous, known, progress)
            result.removed = len(known.keys() - result.files.keys())
            place.write_manifest(tree, result.files)
            place.swap(tree)
        except BaseException:
            place.drop(tree)
            raise
        place.tidy(keep={tree, previous})
    return result


def _consistent(
    tree: Path, previous: Path | None, known: dict[str, ExportedFile], progress: Callable[[int], None]
) -> ExportResult:
    """Of one state of what is public: anew where somebody published meanwhile, or saved what pages read beside it."""
    for _ in range(ATTEMPTS):
        before = _public_state()
        shutil.rmtree(tree, ignore_errors=True)
        tree.mkdir(mode=0o755)
        result = _Crawl(tree, previous, known, progress).run()
        if _public_state() == before:
            return result
    raise ExportFailed("What is public changed all the while. Run it again when fewer people are saving.")


def _public_state() -> list[tuple[int, str, str]]:
    """Without the tokens of the working timetable: the board may be busy all day."""
    return [(version.festival_id, version.live, version.public) for version in all_versions()]


class _Crawl:
    def __init__(
        self, tree: Path, previous: Path | None, known: dict[str, ExportedFile], progress: Callable[[int], None]
    ) -> None:
        self.tree, self.previous, self.known, self.progress = tree, previous, known, progress
        self.site = _Site()
        self.addresses = {festival.slug: site_address(festival) for festival in Festival.objects.all()}
        self.sites = frozenset({settings.SITE_URL, *self.addresses.values()})
        self.result = ExportResult()
        self.seen: set[str] = set()

    def run(self) -> ExportResult:
        self._follow(self._beginnings())
        missing = tuple(self.result.missing)
        self._follow(former_paths())
        self._follow(self._of_renamed_festivals())
        # Where something was need not lead anywhere any more.
        self.result.missing[:] = missing
        self._write_front_door()
        self._write("404.html", plain_not_found(HttpRequest()).content)
        return self.result

    def _follow(self, paths: Iterable[str]) -> None:
        waiting = deque(paths)
        while waiting:
            path = waiting.popleft()
            if path in self.seen or not is_exported(path):
                continue
            self.seen.add(path)
            waiting.extend(self._export(path))
            if len(self.seen) % 100 == 0:
                self.progress(len(self.seen))

    def _of_renamed_festivals(self) -> Iterator[str]:
        for festival in Festival.objects.filter(publications__isnull=False).distinct():
            below = [path for path in self.result.files if path.startswith(f"/{festival.slug}/")]
            for slug in former_slugs(festival):
                yield from (f"/{slug}/{path.split('/', 2)[2]}" for path in below)

    def _beginnings(self) -> Iterator[str]:
        yield from SITE_FILES
        yield from (urlsplit(address).path for address, _changed in public_pages())
        halls = PublishedScreening.objects.filter(until__isnull=True).order_by("festival", "hall_slug")
        for slug, hall in halls.values_list("festival__slug", "hall_slug").distinct():
            yield reverse("hall-feed", args=[slug, *hall.split(".", 1)])
        for festival in Festival.objects.filter(publications__isnull=False).distinct():
            yield from (reverse(name, args=[festival.slug]) for name in FESTIVAL_FILES)

    def _export(self, path: str) -> tuple[str, ...]:
        """The paths that it names."""
        known = self.known.get(path)
        answer = self.site.ask(path, known.etag if known else "")
        if known and answer.status == 304:
            self._keep(known.file)
            self.result.files[path] = known
            return known.links
        if answer.status >= 500:
            raise ExportFailed(f"The site answers {answer.status} at {path}. Its log says why; mend that first.")
        if answer.status == 302:
            return self._lead_on(path, answer.location)
        if answer.status != 200:
            self.result.missing.append(path)
            return ()
        links = (*links_in(path, answer.body, answer.content_type, self.sites), *_feed_of(path))
        file = file_of(path)
        self._write(file, answer.body)
        self.result.files[path] = ExportedFile(file, answer.etag, tuple(dict.fromkeys(links)))
        return links

    def _lead_on(self, path: str, location: str) -> tuple[str, ...]:
        """A program that reads data cannot follow a page, so it gets what is there."""
        target, file = urlsplit(location).path, file_of(path)
        if path.endswith("/"):
            self._write(file, self._leading_page(location))
        elif (there := self.site.ask(target)).status == 200:
            self._write(file, there.body)
        else:
            self.result.missing.append(path)
            return ()
        self.result.files[path] = ExportedFile(file, "", (target,))
        return (target,)

    def _write(self, file: str, body: bytes) -> None:
        target = self.tree / file
        if not target.parent.resolve().is_relative_to(self.tree.resolve()):
            raise ExportFailed(f"{file} would lie outside the folder.")
        before = self.previous / file if self.previous else None
        if before and before.is_file() and before.read_bytes() == body:
            self._keep(file)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
        if target.suffix in COMPRESSED:
            # Without a time in it: the same bytes each time.
            target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(body, mtime=0))
        self.result.written += 1

    def _keep(self, file: str) -> None:
        assert self.previous
        for name in (file, f"{file}.gz"):
            if (self.previous / name).is_file():
                target = self.tree / name
                target.parent.mkdir(parents=True, exist_ok=True)
                link_file(self.previous / name, target)
        self.result.kept += 1

    def _write_front_door(self) -> None:
        """Which festival the site leads to; a file leads there by itself."""
        answer = self.site.ask("/")
        self._write("index.html", self._leading_page(answer.location) if answer.location else answer.body)

    def _leading_page(self, location: str) -> bytes:
        """Instead of a redirect. Search engines take the address that it names for the page's own."""
        site = self.addresses.get(location.split("/")[1], settings.SITE_URL)
        to, canonical = escape(location), escape(urljoin(site, location))
        page = (
            '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
            f'<link rel="canonical" href="{canonical}">\n'
            f'<meta http-equiv="refresh" content="0; url={to}">\n<title>{to}</title>\n'
            f'<a href="{to}">{to}</a>\n</html>\n'
        )
        return page.encode()


def is_exported(path: str) -> bool:
    """Whether a file stands for that address. Never for one that would lie elsewhere than below the folder."""
    parts = PurePosixPath(unquote(path)).parts[1:]
    if not path.startswith("/") or any(part.startswith(".") or "\\" in part or "\0" in part for part in parts):
        return False
    if path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return True
    try:
        match = resolve(path)
    except Resolver404:
        return False
    name = match.url_name or ""
    return not match.namespaces and name not in NOT_EXPORTED and not name.startswith(NOT_EXPORTED_PREFIX)


def file_of(path: str) -> str:
    """`/harbour/films/` is `harbour/films/index.html`."""
    file = unquote(path).removeprefix("/")
    return f"{file}index.html" if path.endswith("/") else file


def _feed_of(path: str) -> tuple[str, ...]:
    if path.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
        return ()
    match = resolve(path)
    name = FEED_OF_PAGE.get(match.url_name or "")
    return (reverse(name, args=list(match.kwargs.values())),) if name else ()


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    content_type: str
    etag: str
    location: str


class _Site(BaseHandler):
    """The site itself, asked as a visitor without cookies asks it."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware()
        self.host = urlsplit(settings.SITE_URL).netloc

    def ask(self, path: str, etag: str = "") -> _Answer:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(path),
            "QUERY_STRING": "",
            "SERVER_NAME": self.host.partition(":")[0],
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self.host,
            # Else a site that is reached by HTTPS alone would lead there.
            "HTTP_X_FORWARDED_PROTO": "https",
            "wsgi.url_scheme": "https",
            "wsgi.input": io.BytesIO(),
        }
        if etag:
            environ["HTTP_IF_NONE_MATCH"] = etag
        response: Any = self.get_response(WSGIRequest(environ))
        if response.status_code == 400:
            raise ExportFailed(f"ALLOWED_HOSTS lacks {self.host}, the host of SITE_URL. Add it there.")
        try:
            body = response.getvalue()
        finally:
            response.close()
        header = response.headers.get
        return _Answer(
            response.status_code, body, header("Content-Type", ""), header("ETag", ""), header("Location", "")
        )
