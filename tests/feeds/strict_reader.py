"""A reader of iCalendar that forgives nothing. Written from RFC 5545 alone; shares no code with the writer."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_BREAKS = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass
class Component:
    """BEGIN to END: properties by name, each with its parameters and raw value."""

    name: str
    properties: dict[str, list[tuple[dict[str, str], str]]] = field(default_factory=dict)
    children: list["Component"] = field(default_factory=list)

    def raw(self, name: str) -> str:
        found = self.properties[name]
        assert len(found) == 1, f"{name} stands {len(found)} times"
        return found[0][1]

    def text(self, name: str) -> str:
        return unescaped(self.raw(name))

    def moment(self, name: str) -> datetime:
        """The instant in UTC. A wall time that its zone shows twice, or never, is an error."""
        assert len(self.properties[name]) == 1
        parameters, value = self.properties[name][0]
        if value.endswith("Z"):
            assert not parameters
            return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        wall = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone is the parameter
        zone = ZoneInfo(parameters["TZID"])
        early, late = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
        assert early.utcoffset() == late.utcoffset(), f"{value} is no single instant in {zone.key}"
        return early.astimezone(UTC)

    def of(self, name: str) -> list["Component"]:
        return [child for child in self.children if child.name == name]


def unescaped(value: str) -> str:
    """A TEXT value; any escape but the four of RFC 5545 §3.3.11, or a bare comma or semicolon, is an error."""

    def plain(match: re.Match[str]) -> str:
        assert match[1] in "\\;,nN", f"no such escape: {match[0]}"
        return "\n" if match[1] in "nN" else match[1]

    bare = _ESCAPE.sub("", value)
    assert not re.search(r"[\\;,]", bare), f"not escaped: {value!r}"
    return _ESCAPE.sub(plain, value)


def read(body: bytes) -> Component:
    """The VCALENDAR of a feed, which must be the whole of it."""
    assert body.endswith(b"\r\n")
    physical = body.removesuffix(b"\r\n").split(b"\r\n")
    lines: list[str] = []
    for octets in physical:
        assert 1 <= len(octets) <= 75, f"{len(octets)} octets"
        text = octets.decode()  # raises where a fold cuts a character
        assert not _BREAKS.search(text), f"a control or a line break inside a line: {text!r}"
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return _tree(lines)


def _tree(lines: list[str]) -> Component:
    root = Component("")
    stack = [root]
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match, f"no content line: {line!r}"
        name, parameters, value = match[1], match[2], match[3]
        if name == "BEGIN":
            stack.append(Component(value))
            stack[-2].children.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value
        else:
            pairs = dict(part.split("=", 1) for part in parameters.split(";")[1:])
            stack[-1].properties.setdefault(name, []).append((pairs, value))
    assert stack == [root]
    assert [child.name for child in root.children] == ["VCALENDAR"]
    return root.children[0]


def onsets_of(zone: Component, until: int) -> list[tuple[datetime, timedelta]]:
    """Every onset of a VTIMEZONE as (UTC instant, offset from then on), to the end of a year, in order."""
    found = []
    for part in zone.children:
        before, after = offset(part.raw("TZOFFSETFROM")), offset(part.raw("TZOFFSETTO"))
        first = datetime.strptime(part.raw("DTSTART"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall time by definition
        walls = [first]
        if "RRULE" in part.properties:
            walls = [_on(part.raw("RRULE"), year, first) for year in range(first.year, until + 1)]
            assert walls[0] == first, "DTSTART must be the rule's first occurrence"
        assert "RDATE" not in part.properties
        found += [((wall - before).replace(tzinfo=UTC), after) for wall in walls]
    return sorted(found)


def _on(rule: str, year: int, first: datetime) -> datetime:
    """The day of `year` that FREQ=YEARLY;BYMONTH=m;BYDAY=nDD names, found by walking the month."""
    match = re.fullmatch(r"FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-1|[1-4])(MO|TU|WE|TH|FR|SA|SU)", rule)
    assert match, rule
    month, week = int(match[1]), int(match[2])
    weekday = ("MO", "TU", "WE", "TH", "FR", "SA", "SU").index(match[3])
    day = first.replace(year=year, month=month, day=1)
    days = [day + timedelta(days=step) for step in range(31)]
    fitting = [one for one in days if one.month == month and one.weekday() == weekday]
    return fitting[week if week < 0 else week - 1]


def offset(text: str) -> timedelta:
    match = re.fullmatch(r"([+-])(\d\d)(\d\d)(\d\d)?", text)
    assert match
    assert text not in ("-0000", "-000000"), "RFC 5545 §3.3.14"
    seconds = int(match[2]) * 3600 + int(match[3]) * 60 + int(match[4] or 0)
    return timedelta(seconds=-seconds if match[1] == "-" else seconds)
