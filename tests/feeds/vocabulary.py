"""What schema.org and Google's reader of events expect, in a table: types, properties, domains and ranges."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

BASE = "https://schema.org/"
PARENTS: dict[str, tuple[str, ...]] = {
    "Thing": (), "Event": ("Thing",), "ScreeningEvent": ("Event",), "Festival": ("Event",), "CreativeWork": ("Thing",),
    "Movie": ("CreativeWork",), "Place": ("Thing",), "Country": ("Place",), "Organization": ("Thing",),
    "MovieTheater": ("Place", "Organization"), "Person": ("Thing",), "PostalAddress": ("Thing",),
    "GeoCoordinates": ("Thing",), "Offer": ("Thing",), "Audience": ("Thing",),
}  # fmt: skip
MEMBERS = {
    "EventStatusType": {"EventScheduled", "EventCancelled", "EventRescheduled", "EventPostponed", "EventMovedOnline"},
    "EventAttendanceMode": {"OfflineEventAttendanceMode", "OnlineEventAttendanceMode", "MixedEventAttendanceMode"},
    "ItemAvailability": {"InStock", "SoldOut", "LimitedAvailability", "OutOfStock", "PreOrder"},
}
# Property: whose it is; what it may be.
PROPERTIES: dict[str, tuple[str, str]] = {
    "name": ("Thing", "Text"), "url": ("Thing", "URL"), "alternateName": ("Thing", "Text"),
    "description": ("Thing", "Text"), "image": ("Thing", "URL"), "sameAs": ("Thing", "URL"),
    "startDate": ("Event", "Date DateTime"), "endDate": ("Event", "Date DateTime"),
    "previousStartDate": ("Event", "Date DateTime"), "eventStatus": ("Event", "EventStatusType"),
    "eventAttendanceMode": ("Event", "EventAttendanceMode"), "location": ("Event", "Place PostalAddress Text"),
    "performer": ("Event", "Person Organization"), "organizer": ("Event", "Person Organization"),
    "offers": ("Event CreativeWork", "Offer"), "superEvent": ("Event", "Event"),
    "audience": ("Event CreativeWork", "Audience"),
    "workPresented": ("ScreeningEvent", "Movie"), "videoFormat": ("ScreeningEvent", "Text"),
    "subtitleLanguage": ("ScreeningEvent Movie", "LanguageTag"), "inLanguage": ("Event CreativeWork", "LanguageTag"),
    "audienceType": ("Audience", "Text"), "availability": ("Offer", "ItemAvailability"),
    "price": ("Offer", "Number Text"), "priceCurrency": ("Offer", "Text"),
    "address": ("Place Person Organization", "PostalAddress Text"), "streetAddress": ("PostalAddress", "Text"),
    "addressLocality": ("PostalAddress", "Text"), "addressCountry": ("PostalAddress", "Text"),
    "geo": ("Place", "GeoCoordinates"), "latitude": ("GeoCoordinates Place", "Number"),
    "longitude": ("GeoCoordinates Place", "Number"), "telephone": ("Place Organization Person", "Text"),
    "dateCreated": ("CreativeWork", "Year Date DateTime"),
    "genre": ("CreativeWork", "Text"), "contentRating": ("CreativeWork", "Text"),
    "hasPart": ("CreativeWork", "CreativeWork"), "isBasedOn": ("CreativeWork", "CreativeWork URL"),
    "countryOfOrigin": ("CreativeWork", "Country"), "duration": ("Event Movie", "Duration"),
    "director": ("Event Movie", "Person"), "actor": ("Event Movie", "Person"), "musicBy": ("Movie", "Person"),
    "productionCompany": ("Movie", "Organization"),
}  # fmt: skip
EVENT_NEEDS = {"name", "startDate", "location"}  # Google's required properties of an event
# What it recommends and we always know.
SCREENING_NEEDS = EVENT_NEEDS | {"url", "eventStatus", "eventAttendanceMode", "organizer"}


def read(text: str) -> list[dict[str, Any]]:
    """The nodes of a document, every one of them checked."""
    document = json.loads(text)
    assert document.keys() == {"@context", "@graph"}
    assert document["@context"] == "https://schema.org"
    for node in document["@graph"]:
        check(node)
    return list(document["@graph"])


def lineage(kind: str) -> Iterator[str]:
    yield kind
    for parent in PARENTS[kind]:
        yield from lineage(parent)


def check(node: dict[str, Any]) -> None:
    kind = node["@type"]
    assert kind in PARENTS, kind
    if "@id" in node:
        assert is_of("URL", node["@id"]), node["@id"]
    for name, value in node.items():
        if name.startswith("@"):
            assert name in ("@type", "@id"), name
            continue
        domains, ranges = PROPERTIES[name]
        assert set(domains.split()) & set(lineage(kind)), f"{name} is no property of {kind}"
        for item in value if isinstance(value, list) else [value]:
            assert any(is_of(wanted, item) for wanted in ranges.split()), f"{kind}.{name}: {item!r}"
            if isinstance(item, dict):
                check(item)
    if kind == "ScreeningEvent":
        check_for_google(node)
    elif kind == "Festival":
        assert node.keys() >= EVENT_NEEDS


def check_for_google(event: dict[str, Any]) -> None:
    assert event.keys() >= SCREENING_NEEDS
    assert "#" in event["url"], "each showing has an address of its own"
    assert is_of("DateTime", event["startDate"]), "a start needs its time and offset"
    assert datetime.fromisoformat(event["endDate"]) >= datetime.fromisoformat(event["startDate"])
    place = event["location"]
    assert "Place" in lineage(place["@type"])
    assert place["name"]
    assert place["address"]
    assert ("previousStartDate" in event) == (event["eventStatus"] == f"{BASE}EventRescheduled")


def is_of(wanted: str, value: object) -> bool:
    if isinstance(value, dict):
        return wanted in PARENTS and wanted in lineage(value["@type"])
    if wanted == "Number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str) or not value.strip():
        return False
    if wanted in MEMBERS:
        return value.removeprefix(BASE) in MEMBERS[wanted] and value.startswith(BASE)
    if wanted == "DateTime":
        return is_moment(value)
    if wanted == "Date":
        return is_date(value)
    forms = {
        "Text": r"(?s).+", "URL": r"https?://[^\s/]+\S*", "LanguageTag": r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
        "Year": r"\d{4}", "Duration": r"P(?=.)(\d+D)?(T(\d+H)?(\d+M)?)?",
    }  # fmt: skip
    return wanted in forms and re.fullmatch(forms[wanted], value) is not None


def is_moment(value: str) -> bool:
    try:
        return "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def is_date(value: str) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False
