"""Every public page in a language that accents each letter: a word without an accent is a text that is not marked.

The festival's own texts have no Latin letters, nor have dates, languages and countries, which come in Greek.
"""

import re
from datetime import timedelta
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.utils.translation import trans_real
from icalendar import Calendar

from screenings.models import Festival
from screenings.publishing import publish
from screenings.text import translation
from tests.public.crowd import PAGES, crowd
from tests.world import SPRING

pytestmark = pytest.mark.django_db
LANGUAGE = "el"
OWN = "Ж 映画"  # the festival's own texts
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀćďéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẋýźÁƁĆĎÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼẂẊÝŹ"
)
_KEPT = re.compile(r"%\(\w+\)\w|\{\w*\}|<[^<>]*>|&\w+;")
_WORD = re.compile(r"[A-Za-z]{2,}")
# Nobody translates these: file types, forms of screenings, brands.
NAMES = re.compile(
    r"\b(?:JSON|CSV|DCP|Atom|programme\.json|schedule\.xml|Google Calendar|Google Maps|Apple Maps|OpenStreetMap|"
    r"Outlook\.com|Microsoft 365|CEST|CET|Berlin|Harbour|harbour\S*|https?://\S+)"
)
# With what is wrong, what does not fit, what is over and every kind of filter.
FILTERED = (
    "screenings/?day=9&venue=..&from=9&until=9&sort=9", "screenings/?q=0&section=9&day=2026-10-13&hall=cinema.hall",
    "screenings/?time=evening&with=guest&tickets=left&last=showing&age=6&audience=public&genre=9",
    "screenings/?country=FR&language=fr&subtitles=en&access=9&from=2026-10-01T10:00&until=2026-10-30T10:00",
    "timetable/?section=section", "timetable/2026-10-13/?by=venue", "timetable/overview/?time=evening",
)  # fmt: skip
SEEN_ATTRIBUTES = ("alt", "aria-label", "content", "placeholder", "title", "data-label")


def accented(text: str) -> str:
    """Each letter with an accent, and two fifths longer; placeholders and markup as they are."""
    if set(text) <= set("EMdy '"):
        return text  # the pattern of a date
    parts = re.split(f"({_KEPT.pattern})", text)
    longer = "é" * (len(_KEPT.sub("", text)) * 2 // 5)
    return "".join(part if _KEPT.fullmatch(part) else part.translate(ACCENTED) for part in parts) + longer


class Pseudo(NullTranslations):
    """For Django too, which asks a context and a message in one."""

    def gettext(self, message: str) -> str:
        return accented(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return accented((msgid1 if n == 1 else msgid2).rpartition("\x04")[2])

    def pgettext(self, context: str, message: str) -> str:
        return accented(message)

    def to_language(self) -> str:
        return LANGUAGE


class Texts(HTMLParser):
    """What a visitor sees or hears of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.hidden = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "style", "code"):
            self.hidden += 1
        if tag != "meta" or values.get("name") == "description" or values.get("property") == "og:description":
            self.found += [values[name] or "" for name in SEEN_ATTRIBUTES if name in values]

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style", "code")

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self.found.append(" ".join(data.split()))


def escaped(page: str) -> list[str]:
    """Texts in which a word has no accent."""
    return [text for text in Texts(page).found if _WORD.search(NAMES.sub("", text))]


@pytest.fixture
def pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    pretend: Any = Pseudo()
    ours = translation._catalogue
    monkeypatch.setattr(translation, "_catalogue", lambda language: pretend if language == LANGUAGE else ours(language))
    monkeypatch.setitem(trans_real._translations, LANGUAGE, pretend)


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
    assert [text for text in texts if _WORD.search(NAMES.sub("", text))] == []


def test_every_text_of_the_feed_of_changes_is_marked(client: Client, festival: Festival) -> None:
    publish(Festival.objects.get(), at=SPRING + timedelta(days=2))

    feed = ElementTree.fromstring(client.get("/harbour/changes.atom").content)
    texts = [element.text or "" for element in feed.iter() if element.tag.endswith(("}title", "}content"))]

    assert len(texts) >= 3
    assert [text for text in texts if _WORD.search(NAMES.sub("", re.sub("<[^<>]*>", " ", text)))] == []


def test_a_text_that_is_not_marked_is_seen() -> None:
    """Also one that nobody sees, but hears."""
    page = '<p title="Éé">Ƥéř <b>five films</b></p><img alt="A still"><script>let on = 1</script><i>12 → 13</i>'

    assert escaped(page) == ["five films", "A still"]
