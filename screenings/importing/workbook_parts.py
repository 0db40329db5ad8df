"""The parts of an .xlsx workbook that a table needs, each measured and then read as a stream.

Libraries build objects of every style, name, rule and drawing first: a few kilobytes of those can cost them minutes.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NoReturn
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile, ZipInfo

from screenings.importing.archives import entry_chunks, refusal
from screenings.importing.limits import (
    MAX_METADATA_BYTES,
    MAX_METADATA_TAGS,
    MAX_WORKBOOK_BYTES,
    MAX_WORKBOOK_CELLS,
    MAX_WORKBOOK_TAGS,
    size_text,
)

_CELL = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ATTRIBUTE = re.compile(rb"=\s*[\"']")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OVERLAP = 64  # bytes kept from one chunk to the next, so that no mark is cut in two
_DEEPEST = 64  # elements within each other; a cell's text lies nine deep
_ATTRIBUTES = 10  # of a tag, on average over 64 kB
_FIRST_PARTS = "_rels/.rels"


class PartHandler:
    """What to do with the tags of one part; their names come without namespaces, those of attributes with them."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, text: str) -> None: ...


@dataclass
class WorkbookParts:
    """A workbook's archive. All that was read of it so far is counted, and refused where it is too much."""

    archive: ZipFile
    name: str
    _cells: int = field(default=0, init=False)
    _tags: int = field(default=0, init=False)

    def read(self, part: str, handler: PartHandler, *, is_metadata: bool = False) -> None:
        """`is_frame`: it holds no cells or texts (styles, lists of sheets), and is small in every real workbook."""
        entry = self.entry(part)
        if entry is None:
            raise refusal(
                self.name, f"the workbook lacks its part {part[:60]}. Open it in a spreadsheet and save it anew."
            )
        self._measure(entry, is_metadata=is_metadata)
        self._parse(entry, handler)

    def entry(self, part: str) -> ZipInfo | None:
        return self.archive.NameToInfo.get(part)

    def relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Kind (the last word of its address) and path of each part that the given one refers to, by their keys."""
        folder, name = PurePosixPath(part).parent, PurePosixPath(part).name
        relations = _Relations(folder)
        self.read(str(folder / "_rels" / f"{name}.rels") if name else _FIRST_PARTS, relations, is_metadata=True)
        return relations.found

    def _measure(self, entry: ZipInfo, *, is_metadata: bool) -> None:
        """Count without building anything: a hundred megabytes a second, in 64 kB of memory."""
        if is_metadata and entry.file_size > MAX_METADATA_BYTES:
            self._refuse_formatting()
        tags = 0
        for chunk, seen in _overlapping(self.archive, entry, self.name):
            if _FORBIDDEN.search(seen) or b"\x00" in chunk:
                raise refusal(self.name, "the workbook holds what no spreadsheet writes. Save it anew.")
            here = chunk.count(b"<")
            tags += here
            self._cells += len(_CELL.findall(seen))
            if is_metadata and tags > MAX_METADATA_TAGS:
                self._refuse_formatting()
            if self._cells > MAX_WORKBOOK_CELLS or self._tags + tags > MAX_WORKBOOK_TAGS:
                self._refuse_size()
            if len(_ATTRIBUTE.findall(chunk)) > _ATTRIBUTES * (here + 100):
                raise refusal(self.name, "the workbook holds what no spreadsheet writes. Save it anew.")
        self._tags += tags

    def _parse(self, entry: ZipInfo, handler: PartHandler) -> None:
        parser = ParserCreate("utf-8", " ")
        parser.buffer_text = True
        depth = 0

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > _DEEPEST:
                raise refusal(self.name, "the workbook holds what no spreadsheet writes. Save it anew.")
            handler.start(local_name(tag), attributes)

        def end(tag: str) -> None:
            nonlocal depth
            depth -= 1
            handler.end(local_name(tag))

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = handler.text
        for chunk in entry_chunks(self.archive, entry, self.name, MAX_WORKBOOK_BYTES):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _refuse_formatting(self) -> NoReturn:
        raise refusal(
            self.name,
            f"the workbook holds more than {MAX_METADATA_TAGS // 2:,} styles and names, or more than "
            f"{size_text(MAX_METADATA_BYTES)} "
            "of them. Copy the tables into a new workbook, or save each as CSV.",
        )

    def _refuse_size(self) -> NoReturn:
        raise refusal(
            self.name,
            f"the workbook holds more than {MAX_WORKBOOK_CELLS:,} cells or as much formatting. "
            "Copy the tables into a new workbook, or save each as CSV.",
        )


class _Relations(PartHandler):
    def __init__(self, folder: PurePosixPath) -> None:
        self._folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes["Target"]
            path = target.removeprefix("/") if target.startswith("/") else str(self._folder / target)
            self.found[attributes["Id"]] = (attributes["Type"].rpartition("/")[2], path)


def local_name(name: str) -> str:
    return name.rpartition(" ")[2]


def _overlapping(archive: ZipFile, entry: ZipInfo, name: str) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk, and the same with the end of the one before."""
    before = b""
    for chunk in entry_chunks(archive, entry, name, MAX_WORKBOOK_BYTES):
        yield chunk, before + chunk
        before = chunk[-_OVERLAP:]
