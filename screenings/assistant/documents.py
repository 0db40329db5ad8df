"""Schedules as documents: schedule.xml, the JSON of pretalx and frab, a hub's flat list, our own screenings.json.

Whatever its form, a document is read as one table of events: a row each, under the assistant's names of fields.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from screenings.feeds.schedule_xml import GENERATOR
from screenings.importing.archives import refusal
from screenings.importing.limits import MAX_DOCUMENT_TAGS, MAX_ROWS
from screenings.importing.sheets import Sheet
from screenings.text.spreadsheet import join_items

# Fields of a row, and the names under which documents hold them, the first that is there counts.
_NAMES: Mapping[str, tuple[str, ...]] = {
    "uid": ("uid", "guid"),
    "code": ("code", "id"),
    "title": ("title", "name"),
    "original_title": ("original_title",),
    "start": ("starts_at", "date", "start_time", "schedule_start", "start"),
    "time": ("start",),
    "end": ("ends_at", "end_time", "schedule_end", "end"),
    "duration": ("duration", "schedule_duration", "duration_minutes"),
    "place": ("room", "place", "location", "room_name"),
    "venue": ("venue",),
    "hall": ("hall",),
    "section": ("track", "section", "track_name"),
    "people": ("persons", "speakers", "people"),
    "directors": ("directors",),
    "year": ("year",),
    "runtime": ("runtime",),
    "countries": ("countries",),
    "languages": ("languages", "language"),
    "subtitles": ("subtitles",),
    "synopsis": ("abstract",),
    "format": ("format",),
    "intro": ("intro",),
    "qa": ("qa",),
    "access": ("access",),
    "audience": ("audience",),
    "status": ("status",),
    "ticket_url": ("ticket_url",),
    "sold_out": ("sold_out",),
    "standby": ("standby",),
    "price": ("price",),
}
FIELDS = ("day", *_NAMES)
# Of the festival: keys of festival.toml, and the names under which documents hold them.
_FACTS: Mapping[str, tuple[str, ...]] = {
    "name": ("title", "name"),
    "timezone": ("time_zone_name", "timezone", "time_zone"),
    "starts_on": ("start", "date_from"),
    "ends_on": ("end", "date_to"),
}
_FILM_FIELDS = ("original_title", "year", "runtime", "directors", "countries")
_TIMES = ("date", "start", "starts_at", "start_time", "schedule_start")
_NAME_KEYS = ("name", "title", "public_name", "full_public_name")
_DEEPEST = 24
_NO_EVENT = frozenset({"rooms", "tracks", "persons", "speakers", "links", "attachments"})
# They frame the events, and say nothing of where one stands.
_FRAMES = frozenset({"schedule", "conference", "days", "events", "talks", "screenings"})
_DIRECTED_BY = re.compile(r"^Directed by: (.+)$", re.MULTILINE)
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ATTRIBUTES = 40  # of a tag, at most


@dataclass
class Document:
    """`places` are the events' own addresses by the lines of the sheet. `are_instants`: a time with an offset is that
    very moment, whatever zone the festival has. `facts` are those of the festival, by the keys of festival.toml.
    """

    sheet: Sheet
    places: dict[int, str] = field(default_factory=dict)
    fields: tuple[str, ...] = FIELDS
    are_instants: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Event:
    values: Mapping[str, Any]
    place: str
    day: str = ""
    room: str = ""


def sheets_of_json(file: str, data: bytes) -> list[Document]:
    """Raises ProgrammeRefused."""
    if data.count(b",") + data.count(b"[") + data.count(b"{") > MAX_DOCUMENT_TAGS:
        raise refusal(file, "it holds too many values. Bring it in in parts.")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refusal(file, "JSON is always UTF-8. Save it so.") from error
    except (ValueError, RecursionError) as error:
        raise refusal(file, f"this is no JSON ({str(error)[:80]}). Export it again.") from error
    names = dict(_named_objects(content, 0))
    events = list(_events(content, ()))
    return [_document(file, events, names, _facts(content))]


def sheets_of_xml(file: str, data: bytes) -> list[Document]:
    """Days, rooms and events of Pentabarf's form. Raises ProgrammeRefused."""
    if _FORBIDDEN.search(data) or data.count(b"<") > MAX_DOCUMENT_TAGS:
        raise refusal(file, "it holds what no schedule does, or too much. Export it again.")
    reader = _ScheduleReader(file)
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except (ExpatError, LookupError, ValueError) as error:  # also of an encoding that the parser does not know
        raise refusal(file, f"this is no XML ({error}). Export it again.") from error
    return [_document(file, reader.events, {}, _facts(reader.conference))]


def _facts(content: Any) -> dict[str, str]:
    """Of the festival, as a conference is described: at the top, or in the parts that are called so."""
    described: list[Mapping[str, Any]] = []
    while isinstance(content, dict):
        described.append(content)
        content = content.get("schedule") or content.get("conference")
    texts = {
        key: next((text for each in reversed(described) for name in names if (text := _text(each.get(name), {}))), "")
        for key, names in _FACTS.items()
    }
    return {key: text for key, text in texts.items() if text}


def _document(file: str, events: Sequence[_Event], names: Mapping[str, str], facts: Mapping[str, str]) -> Document:
    if not events:
        raise refusal(file, "there is no event in it with a title and a time. Choose the schedule's own export.")
    if len(events) > MAX_ROWS:
        raise refusal(file, f"there are more than {MAX_ROWS:,} events. Bring it in in parts.")
    document = Document(Sheet(file), facts=facts)
    for line, event in enumerate(events, 1):
        values = _row(event, names)
        document.sheet.rows.append((line, [values.get(name, "") for name in FIELDS]))
        document.places[line] = event.place
    return document


def _row(event: _Event, names: Mapping[str, str]) -> dict[str, str]:
    values = dict(event.values)
    film = values.get("film")
    if isinstance(film, dict):
        values = {**{key: film[key] for key in _FILM_FIELDS if key in film}, **values}
    row = {name: _first_text(values, keys, names) for name, keys in _NAMES.items()}
    if event.room:
        row["place"] = event.room
    if row["venue"]:
        row["place"] = ""
    if not re.search(r"\d{4}-\d\d-\d\d", row["start"]):
        row["start"] = ""
    if not re.search(r"\d{4}-\d\d-\d\d", row["end"]) or values.get("end_is_estimated") in (True, "yes"):
        row["end"] = ""
    row["day"], row["time"] = ("", "") if row["start"] else (event.day, row["time"])
    if not row["synopsis"]:
        row["synopsis"] = "" if "starts_at" in values else _text(values.get("description"), names)
    return row


def _first_text(values: Mapping[str, Any], keys: Sequence[str], names: Mapping[str, str]) -> str:
    return next((text for key in keys if (text := _text(values.get(key), names))), "")


def _text(value: Any, names: Mapping[str, str]) -> str:
    """A value as a cell says it: names of what it refers to, several with `|` between them."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return names.get(f"ref:{value}", value)
        case int() | float():
            return names.get(f"ref:{value}", str(value))
        case dict():
            named = next((value[key] for key in _NAME_KEYS if value.get(key)), None)
            translated = value.get("en") or next((each for each in value.values() if isinstance(each, str)), "")
            return _text(translated if named is None else named, {})
        case list():
            return join_items(text for each in value if (text := _text(each, names)))
    return ""


def _named_objects(content: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Rooms and tracks that events name by an id: `ref:` and the id, to their names."""
    if depth > _DEEPEST:
        return
    if isinstance(content, dict):
        for key, value in content.items():
            if key in ("rooms", "tracks") and isinstance(value, list):
                for each in value:
                    if isinstance(each, dict) and (name := _text(each, {})):
                        yield from ((f"ref:{each[kind]}", name) for kind in ("guid", "id", "slug") if each.get(kind))
            else:
                yield from _named_objects(value, depth + 1)
    elif isinstance(content, list):
        for each in content:
            if isinstance(each, dict | list):
                yield from _named_objects(each, depth + 1)


def _events(content: Any, path: tuple[str, ...], day: str = "", room: str = "") -> Iterator[_Event]:
    """Every object with a title and a time, wherever it stands."""
    if len(path) > _DEEPEST:
        return
    if isinstance(content, list):
        yield from _events_of_list(content, path, day, room)
    elif isinstance(content, dict) and _is_event(content):
        yield _Event(content, ", ".join(path) or "the document", day, room)
    elif isinstance(content, dict):
        day = _text(content.get("date"), {}) if "date" in content else day
        for key, value in content.items():
            if key == "rooms" and isinstance(value, dict):
                for name, events in value.items():
                    yield from _events(events, (*path, name), day, name)
            elif key not in _NO_EVENT or (key == "rooms" and _holds_events(value)):
                yield from _events(value, path if key in _FRAMES else (*path, key), day, room)


def _events_of_list(content: list[Any], path: tuple[str, ...], day: str, room: str) -> Iterator[_Event]:
    for number, each in enumerate(content, 1):
        if not isinstance(each, dict | list):
            continue
        is_event = isinstance(each, dict) and _is_event(each)
        inner = _text(each, {}) if isinstance(each, dict) and not is_event and "events" in each else room
        step = f"event {number}" if is_event else inner or f"day {number}"
        yield from _events(each, (*path, step), day, inner)


def _is_event(content: Mapping[str, Any]) -> bool:
    has_title = bool(content.get("title") or content.get("name"))
    is_list = any(isinstance(content.get(key), list | dict) for key in ("days", "rooms", "events", "screenings"))
    return has_title and not is_list and any(isinstance(content.get(key), str) for key in _TIMES)


def _holds_events(rooms: Any) -> bool:
    return isinstance(rooms, list) and any(isinstance(room, dict) and "events" in room for room in rooms)


def _own_event(values: dict[str, Any]) -> dict[str, Any]:
    """In our own schedule.xml the description repeats the fields, and guests stand among the persons."""
    values.pop("persons", None)
    match = _DIRECTED_BY.search(values.pop("description", ""))
    return {**values, **({"directors": match[1]} if match else {})}


class _ScheduleReader:
    """Gathers the events of a schedule.xml; elements it does not know are passed over."""

    def __init__(self, file: str) -> None:
        self.events: list[_Event] = []
        self.conference: dict[str, str] = {}
        self._file = file
        self._path: list[str] = []
        self._day = self._room = ""
        self._day_number = 0
        self._is_ours = False
        self._values: dict[str, Any] | None = None
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._path.append(tag)
        self._text.clear()
        if len(self._path) > _DEEPEST or len(attributes) > _ATTRIBUTES:
            raise refusal(self._file, "it holds what no schedule does. Export it again.")
        if tag == "generator":
            self._is_ours = attributes.get("name") == GENERATOR
        elif tag == "day" and self._values is None:
            self._day, self._day_number = attributes.get("date", ""), self._day_number + 1
        elif tag == "room" and self._values is None:
            self._room = attributes.get("name", "")
        elif tag == "event":
            self._values = {key: attributes[key] for key in ("guid", "id", "code") if attributes.get(key)}
        elif tag == "link" and self._values is not None:
            self._values["link"] = attributes.get("href", "")

    def text(self, text: str) -> None:
        self._text.append(text)

    def end(self, tag: str) -> None:
        self._path.pop()
        text = "".join(self._text).strip()
        self._text.clear()
        if self._values is None:
            if self._path[-1:] == ["conference"] and text:
                self.conference.setdefault(tag, text)
            return
        if tag == "event":
            if self._is_ours:
                self._values = _own_event(self._values)
            place = f"day {self._day_number}, {self._room}, event {len(self.events) + 1}"
            self.events.append(_Event(self._values, place, self._day, self._room))
            self._values = None
        elif tag == "person" and text:
            self._values.setdefault("persons", []).append(text)
        elif tag == "link" and text.casefold() == "tickets":
            self._values["ticket_url"] = self._values["link"]
        elif tag not in ("persons", "links", "link") and text:
            self._values.setdefault(tag, text)
