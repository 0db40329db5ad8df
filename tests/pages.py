"""A page as its reader finds things on it: by headings, names, labels and words. Knows nothing of our templates."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "source", "wbr"}
INLINE = {"a", "abbr", "b", "bdi", "code", "del", "em", "i", "ins", "label", "s", "small", "span", "strong", "time"}
SECTIONS = ("section", "aside", "nav", "fieldset", "form", "div")
HEADINGS = ("h1", "h2", "h3", "h4")
FIELDS = ("input", "select", "textarea")


class Element:
    """A part of a page: what it is called, what it says, and what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None" = None) -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element | str] = []

    def __getitem__(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")

    def __contains__(self, attribute: str) -> bool:
        return attribute in self.attributes

    def walk(self) -> "Iterator[Element]":
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str, of_class: str = "") -> "list[Element]":
        """Every part of these tags, in the order of the page; of any tag where none is named."""
        return [
            part
            for part in self.walk()
            if part is not self
            and (not tags or part.tag in tags)
            and (not of_class or of_class in part["class"].split())
        ]

    @property
    def text(self) -> str:
        """As one line."""
        return " ".join(self.words().split())

    def words(self, *, hidden: bool = True, but: tuple[str, ...] = ()) -> str:
        """With the spaces of the page; without what is hidden from assistive technology, or parts of these tags."""
        if self.tag in ("script", "style", "template", *but) or (not hidden and self["aria-hidden"] == "true"):
            return ""
        parts = (part if isinstance(part, str) else part.words(hidden=hidden, but=but) for part in self.children)
        return "".join(parts) if self.tag in INLINE else f" {''.join(parts)} "

    @property
    def root(self) -> "Element":
        return self.parent.root if self.parent else self

    def by_id(self, identifier: str) -> "Element":
        return next(part for part in self.root.walk() if part["id"] == identifier)

    @property
    def name(self) -> str:
        """What assistive technology calls it: its own name, its heading's or label's, else its words."""
        if self["aria-label"]:
            return self["aria-label"]
        if self["aria-labelledby"]:
            return " ".join(self.by_id(each).text for each in self["aria-labelledby"].split())
        if self.tag in FIELDS and self["type"] not in ("submit", "button"):
            labels = [
                label
                for label in self.root.all("label")
                if (label["for"] and label["for"] == self["id"]) or self in label.walk()
            ]
            words = "".join(label.words(but=FIELDS) for label in labels)
            return " ".join(words.split()).rstrip(":")
        return self["value"] if self.tag == "input" else " ".join(self.words(hidden=False).split())

    def only(self, name: str, *tags: str) -> "Element":
        """The one part of that name; says which there are where it is not there."""
        found = [part for part in self.all(*tags) if part.name == name]
        assert found, f"no {' or '.join(tags)} is called “{name}”, but {[part.name[:60] for part in self.all(*tags)]}"
        return found[0]

    def section(self, heading: str) -> "Element":
        """The part that this heading names."""
        for part in self.all(*SECTIONS):
            if (part["aria-labelledby"] or part["aria-label"]) and part.name == heading:
                return part
        title = self.only(heading, *HEADINGS)
        assert title.parent
        return title.parent

    def link(self, words: str) -> str:
        """Where the link of these words leads."""
        return self.only(words, "a")["href"]

    def field(self, label: str) -> "Element":
        return self.only(label, *FIELDS)

    @property
    def headings(self) -> list[str]:
        return [part.text for part in self.all(*HEADINGS)]

    @property
    def links(self) -> list[tuple[str, str]]:
        """Their words, and where they lead."""
        return [(part.text, part["href"]) for part in self.all("a") if "href" in part]

    @property
    def buttons(self) -> list[str]:
        """Those that can be pressed."""
        pressed = [part for part in self.all("button", "input") if part.tag == "button" or part["type"] == "submit"]
        return [part.name for part in pressed if "disabled" not in part]

    @property
    def items(self) -> list[str]:
        """Of its lists."""
        return [part.text for part in self.all("li")]

    @property
    def rows(self) -> list[list[str]]:
        """The cells of its tables, without the rows of headings."""
        rows = ([cell.text for cell in row.all("td", "th")] for row in self.all("tr") if not row.inside("thead"))
        return [row for row in rows if row]

    def inside(self, tag: str) -> bool:
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))

    @property
    def facts(self) -> dict[str, str]:
        """Its terms and what is said of each."""
        terms, told = self.all("dt"), self.all("dd")
        return {term.text: said.text for term, said in zip(terms, told, strict=True)}

    @property
    def options(self) -> dict[str, str]:
        """Of a list to choose from: words and value."""
        return {option.text: option["value"] for option in self.all("option")}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.at = self.root = Element("page", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        part = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(part)
        if tag not in VOID:
            self.at = part

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.at.children.append(Element(tag, {name: value or "" for name, value in attrs}, self.at))

    def handle_endtag(self, tag: str) -> None:
        part: Element | None = self.at
        while part and part.tag != tag:
            part = part.parent
        if part and part.parent:
            self.at = part.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def read(response: Any) -> Element:
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    return reader.root


def listed_rows(response: Any) -> list[Element]:
    """Of a list of the admin."""
    tables = [table for table in read(response).all("table") if table["id"] == "result_list"]
    return [row for table in tables for row in table.all("tr") if not row.inside("thead")]


def listed(response: Any) -> list[str]:
    """What a list of the admin shows: the words of each row's link to its own page, in order."""
    return [next(link.text for link in row.all("a") if "/change/" in link["href"]) for row in listed_rows(response)]


def messages(response: Any) -> list[str]:
    """What stands above a page."""
    return [line for part in read(response).all("ul", of_class="messagelist") for line in part.items]


def errors(response: Any) -> list[str]:
    """What is said to be wrong with a form, beside its fields and above them."""
    page = read(response)
    return [line for part in page.all("ul", of_class="errorlist") for line in part.items]
