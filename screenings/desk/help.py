"""The documentation as pages of the admin: the files of docs/, which an installation has among the app's own."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from markdown_it.token import Token

_APP = Path(__file__).resolve().parent.parent
# The wheel has them inside the app; a checkout has them beside it.
DOCS = next((folder for folder in (_APP / "docs", _APP.parent / "docs") if folder.is_dir()), _APP / "docs")
INDEX = "README"
# What explains a page: by the beginning of the name of its address.
EXPLAINED_BY = (
    ("board", "board"), ("scenario", "scenarios"), ("proposal", "proposals"), ("publish-review", "publishing"),
    ("screenings_publication", "publishing"), ("conflicts", "rules"), ("screenings_festivalrules", "rules"),
    ("bring-in", "bring-in"), ("sheets", "house"), ("door", "house"), ("run-sheet", "house"), ("turnaround", "house"),
    ("itinerar", "house"), ("auth_", "roles"), ("screenings_festival_", "look"), ("index", INDEX),
)  # fmt: skip


class HelpPage(NamedTuple):
    """A page of the documentation: its title as text, and what is below it as markup."""

    name: str
    title: str
    body: SafeString


@cache
def help_pages() -> tuple[str, ...]:
    """The names of all pages, which are those of the files without their ending."""
    return tuple(sorted(path.stem for path in DOCS.glob("*.md")))


@cache
def help_page(name: str) -> HelpPage:
    """Read once in a process. Raises KeyError for a name that there is not."""
    if name not in help_pages():
        raise KeyError(name)
    # What reads Markdown takes a thirtieth of a start, and no other page asks for it.
    from markdown_it import MarkdownIt  # noqa: PLC0415  # only help pages want it

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse((DOCS / f"{name}.md").read_text(encoding="utf-8"))
    title = next((after.content for at, after in _pairs(tokens) if at.type == "heading_open" and at.tag == "h1"), name)
    for at, after in _pairs(tokens):
        if at.type == "heading_open":
            at.attrSet("id", slugify(after.content))
    for token in tokens:
        _lead_within_the_admin(token.children or [])
    for at, after in _pairs(tokens):
        if at.type == "th_open" and not after.content:
            at.tag = "td"
    # The page's own heading has the title.
    below = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    # What scrolls by itself in a narrow window is reached with the keyboard.
    body = re.sub("<(pre|table)>", r'<\1 tabindex="0">', parser.renderer.render(below, parser.options, {}))
    return HelpPage(name, title, mark_safe(body))  # noqa: S308 - of docs/


def _pairs(tokens: "list[Token]") -> "Iterator[tuple[Token, Token]]":
    return pairwise(tokens)


def _lead_within_the_admin(tokens: "list[Token]") -> None:
    """Links and pictures point to the admin's own pages; a file that is neither, such as a script, is only named."""
    is_cut = False
    for token in tokens:
        if token.type == "image":
            name = str(token.attrGet("src")).removesuffix(".png")
            token.attrSet("src", reverse("admin:help-picture", args=[name]))
            token.attrSet("loading", "lazy")
        elif token.type == "link_open":
            target, _mark, anchor = str(token.attrGet("href") or "").partition("#")
            name = target.removesuffix(".md")
            is_cut = bool(target) and "://" not in target and name not in help_pages()
            if is_cut:
                token.type, token.tag, token.nesting, token.hidden = "text", "", 0, True
                token.content = ""
            elif target and "://" not in target:
                token.attrSet("href", help_address(name) + (f"#{anchor}" if anchor else ""))
        elif token.type == "link_close" and is_cut:
            token.type, token.tag, token.nesting, token.content, is_cut = "text", "", 0, "", False


def help_address(name: str) -> str:
    return reverse("admin:help") if name == INDEX else reverse("admin:help-page", args=[name])


def help_for(request: HttpRequest) -> str:
    """The address of what explains the page that is asked for: the desk's lists and forms where nothing else does."""
    asked = request.resolver_match.url_name if request.resolver_match else None
    names = (page for beginning, page in EXPLAINED_BY if (asked or "").startswith(beginning))
    return help_address(next(names, "desk"))


@require_safe
def show_picture(_request: HttpRequest, name: str) -> HttpResponse:
    """A picture of docs/, for every member of staff. No query of its own."""
    path = DOCS / f"{name}.png"
    if not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/png")


@require_safe
def show_help(request: HttpRequest, site: AdminSite, name: str = INDEX) -> HttpResponse:
    """For every member of staff. No query of its own."""
    try:
        page = help_page(name)
    except KeyError:
        raise Http404 from None
    context = {**site.each_context(request), "title": page.title, "help": page, "is_index": name == INDEX}
    return TemplateResponse(request, "admin/help.html", {**context, "subtitle": _("Help")})
