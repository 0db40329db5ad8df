"""Every public page, feed and calendar in a language that accents each letter (tests/pseudo_language.py)."""

import re
from datetime import timedelta

import pytest
from defusedxml import ElementTree
from django.test import Client
from icalendar import Calendar

from screenings.models import Festival
from screenings.publishing import publish
from tests.pseudo_language import LANGUAGE, OWN, escaped, is_marked
from tests.public.crowd import PAGES, crowd
from tests.world import SPRING

pytestmark = pytest.mark.django_db
# With what is wrong, what does not fit, what is over and every kind of filter.
FILTERED = (
    "screenings/?day=9&venue=..&from=9&until=9&sort=9", "screenings/?q=0&section=9&day=2026-10-13&hall=cinema.hall",
    "screenings/?time=evening&with=guest&tickets=left&last=showing&age=6&audience=public&genre=9",
    "screenings/?country=FR&language=fr&subtitles=en&access=9&from=2026-10-01T10:00&until=2026-10-30T10:00",
    "timetable/?section=section", "timetable/2026-10-13/?by=venue", "timetable/overview/?time=evening",
)  # fmt: skip


@pytest.fixture
def festival(pseudo: None) -> Festival:
    festival = crowd(OWN)
    Festival.objects.update(language=LANGUAGE)
    return festival


@pytest.mark.parametrize("path", [*PAGES, *FILTERED, "nothing-here/"])
def test_every_text_of_a_page_is_marked(client: Client, festival: Festival, path: str) -> None:
    found = set(escaped(client.get(f"/harbour/{path}").content.decode()))

    assert found == set()


def test_every_text_of_a_calendar_entry_is_marked(client: Client, festival: Festival) -> None:
    publish(Festival.objects.get(), at=SPRING + timedelta(days=2))

    calendar = Calendar.from_ical(client.get("/harbour/screenings.ics").content)
    texts = [str(event[name]) for event in calendar.walk("VEVENT") for name in ("SUMMARY", "DESCRIPTION")]

    assert len(texts) == 6
    assert [text for text in texts if not is_marked(text)] == []


def test_every_text_of_the_feed_of_changes_is_marked(client: Client, festival: Festival) -> None:
    publish(Festival.objects.get(), at=SPRING + timedelta(days=2))

    feed = ElementTree.fromstring(client.get("/harbour/changes.atom").content)
    texts = [element.text or "" for element in feed.iter() if element.tag.endswith(("}title", "}content"))]

    assert len(texts) >= 3
    assert [text for text in texts if not is_marked(re.sub("<[^<>]*>", " ", text))] == []


def test_a_text_that_is_not_marked_is_seen() -> None:
    """Also one that nobody sees, but hears."""
    page = '<p title="Éé">Ƥéř <b>five films</b></p><img alt="A still"><script>let on = 1</script><i>12 → 13</i>'

    assert escaped(page) == ["five films", "A still"]
