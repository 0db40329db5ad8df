"""A festival with something in every column of every table, made at random from what its fields allow."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import models
from django_countries.fields import CountryField
from PIL import Image

from screenings.models import (
    Access,
    Acknowledgement,
    Closure,
    Credit,
    Festival,
    Film,
    FilmImage,
    FilmLink,
    FilmPart,
    FormerAddress,
    Guest,
    Hall,
    Hold,
    OpeningHours,
    Person,
    PlacementOrder,
    PlacementWish,
    PressQuote,
    Print,
    PrintFormat,
    RuleSetting,
    Screening,
    Section,
    StatedWish,
    TermWeight,
    TravelTime,
    Venue,
)
from screenings.models.fields import (
    ColourField,
    DayField,
    LineField,
    LinkField,
    ListField,
    ProseField,
    WholeField,
)
from screenings.scheduling.acknowledgements import acknowledge
from screenings.scheduling.conflict_status import load_conflict_statuses
from screenings.solver.preferences import OBJECTIVE_TERMS
from screenings.solver.wishes import WISH_KINDS
from screenings.timetable.context import CLASH_KINDS
from screenings.timetable.rules import CODES
from tests.world import OPENING

# Keys, links to other rows and pictures are not made of nothing.
_OTHERS = (models.AutoField, models.ForeignKey, models.FileField)
Row = TypeVar("Row", bound=models.Model)


def a_photo(colour: tuple[int, int, int], kind: str = "JPEG") -> ContentFile:
    data = BytesIO()
    Image.new("RGB", (60, 40), colour).save(data, kind)
    return ContentFile(data.getvalue(), f"a.{kind.lower()}")


LETTERS = "abcxyz ABC ÄÖÜéø 0123 '\"|\\()[],;=+-@#% Ж 東 \u2028 \N{COMBINING ACUTE ACCENT}"
ITEMS = {
    "languages": ("en", "fr", "de", "zh-Hant"),
    "access": Access.values,
    "format": PrintFormat.values,
    "clashes": CLASH_KINDS,
    "embedded_by": ("https://odeon.example", "https://*.lantern.example", "http://localhost:8080"),
}


def random_festival(seed: int) -> Festival:
    return _Maker(Random(seed)).festival()


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.number = 0

    def festival(self) -> Festival:
        run = {"starts_on": OPENING, "ends_on": OPENING + timedelta(days=11)}
        festival = self.made(Festival, **run, timezone=self.random.choice(("Europe/Berlin", "America/Los_Angeles")))
        sections = self.some(Section, 3, festival=festival)
        venues = [
            self.made(Venue, festival=festival, timezone=zone, **place)
            for zone, place in (("", {}), ("Europe/London", self.place()), ("", {"latitude": None, "longitude": None}))
        ]
        festival.logo.save("logo.png", a_photo(self.colour(), "PNG"))
        festival.header.save("header.jpg", a_photo(self.colour()))
        # The last venue has no hall.
        halls = [self.made(Hall, venue=venue, ref=ref) for venue in venues[:2] for ref in (self.code(), "")]
        self._of_halls(halls, venues)
        people = [self.person(), *self.some(Person, 5)]
        films = [self.made(Film, festival=festival, section=self.maybe(sections), ref=ref) for ref in self.refs(6)]
        for order, part in enumerate(films[4:]):
            self.made(FilmPart, programme=films[0], part=part, order=order)
        prints = [self.made(Print, film=film, ref=ref) for film, ref in zip(films, self.refs(6), strict=True)]
        self._of_films(films, people)
        guests = [self.guest(festival, person) for person in self.random.sample(people, 3)]
        screenings = [
            self.screening(festival, number, film, halls, guests, prints[number], ref)
            for number, (film, ref) in enumerate(zip(films, self.refs(6), strict=True))
        ]
        self._of_festival(festival, sections, films, halls, screenings)
        return festival

    def _of_halls(self, halls: Sequence[Hall], venues: Sequence[Venue]) -> None:
        for hall in halls[:3]:
            for weekday in self.random.sample(range(7), 3):
                self.made(OpeningHours, hall=hall, weekday=weekday)
            self.some(Closure, 2, hall=hall, first_day=OPENING, last_day=OPENING + timedelta(days=1))
        self.made(TravelTime, origin=venues[0], destination=venues[2])
        self.made(TravelTime, origin=venues[2], destination=venues[0])

    def _of_films(self, films: Sequence[Film], people: Sequence[Person]) -> None:
        for film in films:
            for person in self.random.sample(list(people), self.random.randrange(4)):
                self.made(Credit, film=film, person=person)
            self.some(PressQuote, self.random.randrange(3), film=film)
            self.some(FilmLink, self.random.randrange(3), film=film)
            others = [other for other in films if other != film]
            self.made(FilmLink, film=film, url="", leads_to=self.random.choice(others))
            for image in self.some(FilmImage, self.random.randrange(3), film=film):
                if self.random.random() < 0.7:
                    image.file.save("a.jpg", a_photo(self.colour()))

    def _wishes(
        self,
        festival: Festival,
        sections: Sequence[Section],
        films: Sequence[Film],
        halls: Sequence[Hall],
        screenings: Sequence[Screening],
    ) -> None:
        for term in self.random.sample(OBJECTIVE_TERMS, 3):
            self.made(TermWeight, festival=festival, name=term.name)
        none = {"section": None, "film": None, "screening": None}
        for own in ({"section": sections[0]}, {"film": films[1]}, {"screening": screenings[1]}):
            self.made(PlacementWish, festival=festival, hall=halls[0], **none | own)
        for kind in self.random.sample(WISH_KINDS, 3):
            whose = {True: sections[0], False: None}[kind.has_section]
            self.made(StatedWish, festival=festival, name=kind.name, section=whose, by=None)
        nobody = {"first_film": None, "first_screening": None, "then_film": None, "then_screening": None}
        days = {"at_once": False, "after": 0, "within": None, "least": 1, "most": 3}
        at_once = {"at_once": True, "after": 0, "within": None, "least": 0, "most": None}
        self.made(PlacementOrder, festival=festival, **nobody | days | {"first_film": films[0], "then_film": films[1]})
        pair = {"first_screening": screenings[0], "then_screening": screenings[2]}
        self.made(PlacementOrder, festival=festival, **nobody | at_once | pair)
        minutes = {"at_once": False, "after": 15, "within": 90, "least": 0, "most": None}
        mixed = {"first_film": films[2], "then_screening": screenings[3]}
        self.made(PlacementOrder, festival=festival, **nobody | minutes | mixed)

    def _of_festival(
        self,
        festival: Festival,
        sections: Sequence[Section],
        films: Sequence[Film],
        halls: Sequence[Hall],
        screenings: Sequence[Screening],
    ) -> None:
        for former in ({}, {"film": films[0]}, {"section": sections[0]}, {"venue": halls[0].venue}, {"hall": halls[0]}):
            nothing = {"film": None, "section": None, "venue": None, "hall": None, "person": None}
            FormerAddress.objects.create(festival=festival, slug=f"was.{self.slug()}", **nothing | former)
        for guest in Guest.objects.filter(festival=festival)[:2]:
            FormerAddress.objects.create(person=guest.person, slug=f"was-{self.slug()}")
        since = datetime(2026, 4, 1, 12, 30, 15, 123456, tzinfo=UTC)
        self.made(Hold, festival=festival, screening=screenings[0], since=since, by=None)
        for code in self.random.sample(CODES, 3):
            self.made(RuleSetting, festival=festival, code=code)
        self._wishes(festival, sections, films, halls, screenings)
        for status in load_conflict_statuses(festival).statuses[:4]:
            if status.conflict.acknowledgeable:
                acknowledge(festival, [status.conflict], reason=self.text(30), by=None, at=since)
        for code in self.random.sample(CODES, 2):
            for number in range(2):
                # Given for facts that are no longer so.
                Acknowledgement.objects.create(
                    festival=festival, code=code, fingerprint=f"{code[:20]} {number}", reason=self.text(30), at=since
                )

    def screening(
        self,
        festival: Festival,
        number: int,
        film: Film,
        halls: Sequence[Hall],
        guests: Sequence[Guest],
        copy: Print,
        ref: str,
    ) -> Screening:
        starts = datetime.combine(OPENING, time(12), UTC) + timedelta(days=number, minutes=self.random.randrange(600))
        place = {"hall": self.random.choice(list(halls)), "starts_at": starts}
        place = place if number < 4 else {"hall": None, "starts_at": None}
        made = self.made(Screening, festival=festival, film=film, ref=ref, print=self.maybe([copy]), **place)
        made.guests.set(self.random.sample(list(guests), self.random.randrange(3)))
        return made

    def guest(self, festival: Festival, person: Person) -> Guest:
        arrives = datetime(2026, 10, 8, 12, 30, tzinfo=UTC)
        stay = {"arrives_at": self.maybe([arrives]), "departs_at": self.maybe([arrives + timedelta(days=3)])}
        return self.made(Guest, festival=festival, person=person, **stay)

    def person(self) -> Person:
        """Whose address says nothing of the name."""
        return self.made(Person, slug=f"nobody-{self.random.randrange(1000)}")

    def place(self) -> dict[str, Decimal]:
        return {
            name: Decimal(self.random.randrange(-80_000_000, 80_000_000)) / 10**6 for name in ("latitude", "longitude")
        }

    def colour(self) -> tuple[int, int, int]:
        # Far from where one rounds up and the next one down.
        red, green, blue = (32 * self.random.randrange(8) for _ in range(3))
        return red, green, blue

    def refs(self, count: int) -> list[str]:
        return [self.code() if self.random.random() < 0.7 else "" for _ in range(count)]

    def code(self) -> str:
        self.number += 1
        return self.random.choice((f"{self.number}", f"-x {self.number}|é", f"F{self.number}"))

    def maybe(self, rows: Sequence[Any]) -> Any:
        return self.random.choice([None, *rows])

    def some(self, model: type[Row], count: int, **given: Any) -> list[Row]:
        return [self.made(model, **given) for _ in range(count)]

    def made(self, model: type[Row], **given: Any) -> Row:
        """A row whose every field holds something that it allows."""
        fields = [field for field in model._meta.fields if field.editable and not isinstance(field, _OTHERS)]
        values = {field.name: self.value(field) for field in fields if field.name not in given}
        row = model(**{**values, **{name: None for name in ("latitude", "longitude") if name in values}, **given})
        if isinstance(row, Hall) and row.wheelchair_spaces and row.capacity:
            row.capacity = max(row.capacity, row.wheelchair_spaces)
        if isinstance(row, Print) and row.available_from and row.available_until:
            row.available_from, row.available_until = sorted((row.available_from, row.available_until))
        row.full_clean()
        row.save()
        return row

    def value(self, field: Any) -> Any:
        if (field.null or field.blank) and self.random.random() < 0.25:
            return self.nothing(field)
        if field.choices and not isinstance(field, CountryField):
            return self.random.choice([value for value, _label in field.flatchoices if value != ""])
        for kind, make in _VALUES:
            if isinstance(field, kind):
                return make(self, field)
        raise TypeError(f"Say what {field} may hold, in {__name__}.")

    def nothing(self, field: Any) -> Any:
        if field.has_default():
            return field.get_default()
        return None if field.null else field.to_python("")

    def items(self, field: ListField) -> tuple[str, ...]:
        count = self.random.randrange(3)
        if field.check_item is None:
            return tuple(self.text(12) for _ in range(count))
        return tuple(self.random.sample(list(ITEMS["languages" if field.name == "subtitles" else field.name]), count))

    def slug(self) -> str:
        self.number += 1
        return f"at-{self.number}"

    def text(self, length: int) -> str:
        self.number += 1
        letters = "".join(self.random.choices(LETTERS, k=self.random.randint(1, max(1, length - 8))))
        return f"{letters}{self.number}"


_VALUES: tuple[tuple[type[models.Field], Callable[[_Maker, Any], Any]], ...] = (
    (ListField, _Maker.items),
    (CountryField, lambda maker, field: ["DE", "FR"] if field.multiple else "DE"),
    (LinkField, lambda maker, field: f"https://example.org/{maker.random.randrange(1000)}?a=1&b=é"),
    (ColourField, lambda maker, field: f"#{maker.random.randrange(1 << 24):06x}"),
    (models.SlugField, lambda maker, field: maker.slug()),
    (LineField, lambda maker, field: maker.text(min(field.max_length or 40, 40))),
    (ProseField, lambda maker, field: f"{maker.text(30)}\n\n{maker.text(30)}"),
    (WholeField, lambda maker, field: maker.random.randint(field.low, min(field.high, field.low + 300))),
    (DayField, lambda maker, field: date(2026, 10, maker.random.randint(1, 28))),
    (models.TimeField, lambda maker, field: time(maker.random.randrange(24), maker.random.randrange(60))),
    (models.BooleanField, lambda maker, field: maker.random.random() < 0.5),
    (models.DecimalField, lambda maker, field: None),
    (models.CharField, lambda maker, field: ""),  # a time zone of one's own, which is given
)
