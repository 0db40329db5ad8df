"""schedule.xml, read back by another parser and held against the rules of its readers' validator (c3voc's)."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from xml.dom import minidom

import pytest
from defusedxml.minidom import parseString

from screenings.feeds.schedule_xml import MAX_ID, schedule_xml
from screenings.timetable.values import PublicScreening
from tests.feeds.cast import HEADING, STRANGERS, at, showing

DATE = r"\d{4}-\d\d-\d\d"
MOMENT = rf"{DATE}T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)"
TEXT, WEB = r"(?s).*", r"https?://.+"
# Every element: its children (with how often each may stand there), its attributes, or the form of its text.
RULES: dict[str, dict[str, str]] = {
    "schedule": {"generator": "?", "url": "?", "version": "1", "conference": "1", "day": "+"},
    "conference": {"title": "1", "acronym": "1", "start": "?", "end": "?", "days": "?", "timeslot_duration": "?",
                   "base_url": "?", "time_zone_name": "?"},
    "generator": {},
    "day": {"room": "*"},
    "room": {"event": "*"},
    "event": {"room": "1", "title": "1", "subtitle": "1", "type": "1", "date": "1", "start": "1", "duration": "1",
              "abstract": "1", "slug": "1", "track": "1", "logo": "?", "persons": "?", "language": "?",
              "description": "?", "recording": "?", "links": "?", "attachments": "?", "url": "?",
              "feedback_url": "?", "origin_url": "?"},
    "persons": {"person": "*"},
    "links": {"link": "*"},
}  # fmt: skip
ATTRIBUTES = {
    "generator": {"name": TEXT, "version": TEXT},
    "day": {"date": DATE, "start": MOMENT, "end": MOMENT, "index": r"[1-9]\d*"},
    "room": {"name": TEXT},
    "event": {"id": r"[1-9]\d*", "guid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"},
    "link": {"href": WEB},
}
REQUIRED = {"event": {"id", "guid"}, "day": {"start", "end", "index"}}
FORMS = {
    "date": MOMENT, "duration": r"\d{1,2}:\d\d(:\d{1,2})?", "timeslot_duration": r"\d{1,2}:\d\d", "days": r"\d+",
    "base_url": WEB, "url": WEB, "logo": WEB, "acronym": r"[a-z0-9_-]{4,}",
    "slug": r"[a-z0-9_]{4,}-[a-z0-9_-]{4,}",
}  # fmt: skip
OFTEN = {"1": range(1, 2), "?": range(2), "+": range(1, 10_000), "*": range(10_000)}
ONCE = {"guid": "event", "id": "event", "index": "day"}


def children(element: minidom.Element) -> list[minidom.Element]:
    return [node for node in element.childNodes if node.nodeType == node.ELEMENT_NODE]


def text_of(element: minidom.Element) -> str:
    return "".join(node.data for node in element.childNodes if node.nodeType == node.TEXT_NODE)


def check(element: minidom.Element) -> None:
    name, inside = element.tagName, [child.tagName for child in children(element)]
    allowed = ATTRIBUTES.get(name, {})
    given = {key: element.getAttribute(key) for key in element.attributes.keys()}  # noqa: SIM118
    assert given.keys() <= allowed.keys(), name
    assert given.keys() >= REQUIRED.get(name, set()), name
    for key, value in given.items():
        assert re.fullmatch(allowed[key], value), (name, key, value)
    if name in RULES:
        assert set(inside) <= RULES[name].keys(), name
        for child, often in RULES[name].items():
            assert inside.count(child) in OFTEN[often], (name, child)
    else:
        assert inside == [], name
        form = FORMS.get(name, TEXT)
        if name == "start":
            form = DATE if element.parentNode.tagName == "conference" else r"[0-2]\d:[0-5]\d"
        assert re.fullmatch(form, text_of(element)), (name, text_of(element))
    for child in children(element):
        check(child)


def schedule(*screenings: PublicScreening, **named: Any) -> minidom.Element:
    """The document's root, checked against every rule."""
    named = {"metadata": HEADING, "acronym": "sunset", "publication": 7, **named}
    root = parseString(schedule_xml(screenings, **named)).documentElement
    check(root)
    order = [child.tagName for child in children(root)]
    assert order[:3] == ["generator", "version", "conference"]
    for attribute, tag in ONCE.items():
        values = [element.getAttribute(attribute) for element in root.getElementsByTagName(tag)]
        assert len(values) == len(set(values)), attribute
    slugs = [text_of(element) for element in root.getElementsByTagName("slug")]
    assert len(slugs) == len(set(slugs))
    return root


def said(element: minidom.Element) -> dict[str, str]:
    return {child.tagName: text_of(child).strip() for child in children(element)}


def test_an_evening_is_told_as_conference_apps_read_it() -> None:
    root = schedule(STRANGERS)
    assert said(root)["version"] == "7"
    assert said(root.getElementsByTagName("conference")[0]) == {
        "title": "Sunset Film Festival 2024",
        "acronym": "sunset",
        "start": "2024-10-09",
        "end": "2024-10-09",
        "days": "1",
        "timeslot_duration": "00:05",
        "base_url": "https://festival.example/sunset-2024/screenings/",
        "time_zone_name": "America/Los_Angeles",
    }
    (event,) = root.getElementsByTagName("event")
    number = event.getAttribute("id")
    found = said(event)
    assert found.pop("description").startswith("Year: 2023\nDirected by: Andrew Haigh\n")
    assert found == {
        "room": "Landmark Sunset, Hall 1",
        "title": "All of Us Strangers",
        "subtitle": "",
        "type": "screening",
        "date": "2024-10-09T19:00:00-07:00",
        "start": "19:00",
        "duration": "02:15",
        "abstract": "",
        "slug": f"sunset-{number}-all-of-us-strangers",
        "track": "Gala",
        "logo": "https://festival.example/media/strangers.png",
        "persons": "",
        "language": "en",
        "links": "",
        "url": "https://festival.example/sunset-2024/films/all-of-us-strangers/",
    }
    assert [text_of(person) for person in event.getElementsByTagName("person")] == ["Andrew Haigh", "Andrew Scott"]
    assert event.getElementsByTagName("link")[0].getAttribute("href") == "https://tickets.example/buy?show=1&lang=en"
    assert event.getAttribute("guid") == str(STRANGERS.uid)


def test_a_day_is_the_festivals_day_and_holds_what_comes_after_midnight() -> None:
    late = showing(2, starts_at=at("2024-10-10T00:30-07:00"), ends_at=at("2024-10-10T02:00-07:00"))
    other = showing(3, hall="Hall 2", starts_at=at("2024-10-09T18:00-07:00"), ends_at=at("2024-10-09T20:00-07:00"))
    next_day = showing(
        4, day=at("2024-10-11T12:00Z").date(), starts_at=at("2024-10-11T19:00-07:00"),
        ends_at=at("2024-10-11T21:00-07:00"),
    )  # fmt: skip
    root = schedule(next_day, late, other, showing(1))
    days = root.getElementsByTagName("day")
    assert [(day.getAttribute("index"), day.getAttribute("date")) for day in days] == [
        ("1", "2024-10-09"),
        ("2", "2024-10-11"),
    ]
    assert (days[0].getAttribute("start"), days[0].getAttribute("end")) == (
        "2024-10-09T18:00:00-07:00",
        "2024-10-10T02:00:00-07:00",
    )
    rooms = {
        room.getAttribute("name"): [said(event)["start"] for event in room.getElementsByTagName("event")]
        for room in children(days[0])
    }
    assert rooms == {"Landmark Sunset, Hall 1": ["19:00", "00:30"], "Landmark Sunset, Hall 2": ["18:00"]}


def test_two_screenings_never_share_a_number_and_keep_theirs() -> None:
    one, twin = showing(1), showing(1 + MAX_ID)
    both, alone = schedule(one, twin), schedule(one)
    numbers = {event.getAttribute("guid"): event.getAttribute("id") for event in both.getElementsByTagName("event")}
    assert len(set(numbers.values())) == 2
    assert alone.getElementsByTagName("event")[0].getAttribute("id") == numbers[str(one.uid)]
    assert all(0 < int(number) <= MAX_ID for number in numbers.values())


def day_of(root: minidom.Element) -> list[str]:
    (day,) = root.getElementsByTagName("day")
    return [day.getAttribute(name) for name in ("index", "date", "start", "end")]


def test_an_empty_programme_is_still_a_schedule_of_the_day_it_was_published() -> None:
    root = schedule()
    assert root.getElementsByTagName("event") == []
    assert said(root.getElementsByTagName("conference")[0])["days"] == "0"
    assert day_of(root) == ["1", "2024-09-01", "2024-09-01T00:00:00-07:00", "2024-09-02T00:00:00-07:00"]


def test_before_the_first_publication_it_is_a_day_of_the_run_by_the_festivals_clock() -> None:
    # The night the clocks go back: the day begins by summer time and ends by winter time.
    root = schedule(publication=0, empty_day=date(2024, 11, 3))
    assert said(root)["version"] == "0"
    assert day_of(root) == ["1", "2024-11-03", "2024-11-03T00:00:00-07:00", "2024-11-04T00:00:00-08:00"]


@pytest.mark.parametrize(
    ("address", "acronym", "slug"),
    [
        ("iff", "iff-festival", "iff_festival-{}-all-of-us-strangers"),
        ("IFF", "iff-festival", "iff_festival-{}-all-of-us-strangers"),
        ("sunset-2024", "sunset-2024", "sunset-2024-{}-all-of-us-strangers"),
        ("iff-2024", "iff-2024", "iff_2024-{}-all-of-us-strangers"),
        ("a-b-c", "a-b-c", "a_b_c-{}-all-of-us-strangers"),
        ("7", "7-festival", "7_festival-{}-all-of-us-strangers"),
    ],
)
def test_a_festival_of_a_short_name_has_an_acronym_that_is_long_enough(address: str, acronym: str, slug: str) -> None:
    root = schedule(STRANGERS, acronym=address)
    (event,) = root.getElementsByTagName("event")
    assert said(root.getElementsByTagName("conference")[0])["acronym"] == acronym
    assert said(event)["slug"] == slug.format(event.getAttribute("id"))


@pytest.mark.parametrize("title", ["It", "M", "π", "8½", "!!!", "日本"])
def test_a_short_title_still_makes_a_slug(title: str) -> None:
    schedule(showing(1, title=title), showing(2, title=title))


@pytest.mark.parametrize(("hours", "duration"), [(72, "72:00"), (300, "99:59"), (-3, "00:00")])
def test_a_length_has_hours_of_two_digits(hours: int, duration: str) -> None:
    root = schedule(showing(1, ends_at=STRANGERS.starts_at + timedelta(hours=hours)))
    assert said(root.getElementsByTagName("event")[0])["duration"] == duration


@pytest.mark.parametrize(
    "text",
    ["<b>&amp; ]]>", "\x00\x0b\ufffe\uffff\ud800", "日本 \U0001f3ac", "  spaces  ", "\"quotes\" 'single'", "x" * 3000],
)
def test_any_text_is_a_document_that_can_be_read(text: str) -> None:
    odd = showing(
        1, title=f"T{text}", venue=text, hall=text, note=text, directors=(text,), section=text, original_title=text,
        ticket_url=text, film_url=text, image_url=text,
    )  # fmt: skip
    (event,) = schedule(odd, showing(2)).getElementsByTagName("room")[0].getElementsByTagName("event")
    assert event.getAttribute("guid") in (str(odd.uid), str(showing(2).uid))


def test_the_same_screenings_give_the_same_bytes_in_whatever_order_they_come() -> None:
    screenings = [showing(number, starts_at=datetime(2024, 10, 10, number, tzinfo=UTC)) for number in range(5)]
    written = {
        schedule_xml(order, metadata=HEADING, acronym="sunset", publication=1)
        for order in (screenings, screenings[::-1])
    }
    assert len(written) == 1
