"""Columns whose cells name people: the credits of a film, the guests of a screening.

Who is new is made with the save.
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from screenings.desk.people_by_name import add_person
from screenings.models import Credit, Festival, Film, Guest, Person, Role, Screening
from screenings.text.cleaning import fold, name_key, one_line
from screenings.worksheet.columns import ITEM_SEPARATOR, FieldColumn, WorksheetColumn, join_items, split_items

_TYPED_GUESTS = "guests_to_be"
_WITH_CHARACTER = re.compile(r"(?P<name>[^()]+?)\s*\((?P<character>[^()]+)\)")


class PeopleThere:
    """Everybody by the key of their name, read once and only when somebody is looked for."""

    def __init__(self, *, may_add: bool) -> None:
        self.may_add = may_add
        self.new_names: list[str] = []  # of those who are to be added

    @cached_property
    def _by_key(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for person in Person.objects.only("pk", "name", "slug", "sort_key").order_by("pk"):
            found.setdefault(name_key(person.name), []).append(person)
        return found

    def __contains__(self, name: str) -> bool:
        return name_key(name) in self._by_key

    def find(self, name: str, among: Iterable[Person] = ()) -> Person:
        """Of that name; of several the one who is `among` these; or somebody new, who is not saved yet.

        Raises ValidationError where that is in doubt, or nobody may be added.
        """
        there = self._by_key.setdefault(name_key(name), [])
        chosen = [person for person in there if person in among] or there
        if len(chosen) > 1:
            message = gettext("%(number)s people are called “%(name)s”. Choose who is meant on the row’s own page.")
            raise ValidationError(message % {"number": len(chosen), "name": name[:80]}, "invalid")
        if not chosen:
            if not self.may_add:
                message = gettext("Nobody is called “%(name)s” yet, and you may not add people. Ask somebody who may.")
                raise ValidationError(message % {"name": name[:80]}, "invalid")
            there.append(Person(name=Person._meta.get_field("name").clean(one_line(name), None)))
            self.new_names.append(there[0].name)
            chosen = there
        return chosen[0]


def _saved(person: Person, made: dict[str, Person]) -> Person:
    """Who is new is made once, however many cells name them."""
    if person.pk is None:
        key = name_key(person.name)
        made[key] = person = made.get(key) or add_person(person.name)
    return person


class _Part(NamedTuple):
    """Somebody in a role, and whom they play."""

    person: Person
    character: str

    @property
    def key(self) -> tuple[int | str, str]:
        return self.person.pk or name_key(self.person.name), self.character

    def __str__(self) -> str:
        return f"{self.person.name} ({self.character})" if self.character else self.person.name


class CreditsColumn(FieldColumn):
    """Who did this for the film, by their names; whom somebody plays stands in brackets behind."""

    rights = ("screenings.add_credit", "screenings.change_credit", "screenings.delete_credit")

    def __init__(self, role: Role, people: PeopleThere, made: dict[str, Person]) -> None:
        WorksheetColumn.__init__(self, f"credits_{role.value}", role.label, self._text)
        self.role, self._people, self._made = role, people, made

    def _parts(self, film: Film) -> list[_Part]:
        """As they were typed, else as they are saved: from `film.credits`, which is read already."""
        typed: list[_Part] | None = getattr(film, f"typed_{self.name}", None)
        own = (each for each in film.credits.all() if each.role == self.role)
        return [_Part(each.person, each.character) for each in own] if typed is None else typed

    def _text(self, row: Film) -> str:
        return join_items(map(str, self._parts(row)))

    def write(self, row: Film, text: str) -> None:
        among = [part.person for part in self._parts(row)]
        items = split_items(text, lambda item: item in self._people or "(" in item)
        parts = {part.key: part for part in (self._read(item, among) for item in items)}
        setattr(row, f"typed_{self.name}", list(parts.values()))

    def _read(self, item: str, among: Iterable[Person]) -> _Part:
        match = None if item in self._people else _WITH_CHARACTER.fullmatch(item)
        if match is None:
            return _Part(self._people.find(item, among), "")
        character = Credit._meta.get_field("character").clean(one_line(match["character"]), None)
        return _Part(self._people.find(match["name"], among), character)

    def differs(self, before: Film, after: Film) -> bool:
        return [part.key for part in self._parts(before)] != [part.key for part in self._parts(after)]

    def save(self, row: Film) -> None:
        """Those who are there already keep their credit; the numbers of their order are dealt out anew among them."""
        there = {(each.person_id, each.character): each for each in row.credits.filter(role=self.role)}
        last = max(row.credits.values_list("order", flat=True), default=0)
        wanted: list[Credit] = []
        for part in self._parts(row):
            person = _saved(part.person, self._made)
            new = Credit(film=row, person=person, role=self.role, character=part.character, order=last + 1)
            last = max(last, new.order)
            wanted.append(there.pop((person.pk, part.character), new))
        for gone in there.values():
            gone.delete()
        numbers = sorted(credit.order for credit in wanted)
        if len(set(numbers)) < len(numbers):
            numbers = list(range(1, len(numbers) + 1))
        for number, credit in zip(numbers, wanted, strict=True):
            if credit.pk is None or credit.order != number:
                credit.order = number
                credit.save()


class GuestsColumn(FieldColumn):
    """Guests of the festival by their names; somebody else by that name becomes one."""

    def __init__(
        self, field: Any, festival: Festival, people: PeopleThere, made: dict[str, Person], *, may_add: bool
    ) -> None:
        super().__init__(field)
        self._festival, self._people, self._made, self._may_add = festival, people, made, may_add
        self._named: dict[str, list[Guest]] = {}
        for guest in Guest.objects.filter(festival=festival).select_related("person"):
            self._named.setdefault(fold(str(guest)), []).append(guest)

    def _text(self, row: Screening) -> str:
        return f"{ITEM_SEPARATOR} ".join(map(str, guests_of(row)))

    def write(self, row: Screening, text: str) -> None:
        names = split_items(text, lambda name: fold(name) in self._named)
        guests = {fold(str(guest)): guest for guest in map(self._find, names)}
        setattr(row, _TYPED_GUESTS, sorted(guests.values(), key=lambda guest: (guest.person.sort_key, guest.pk or 0)))

    def _find(self, name: str) -> Guest:
        found = self._named.setdefault(fold(name), [])
        if not found and self._may_add:
            found.append(Guest(festival=self._festival, person=self._people.find(name)))
        if len(found) != 1:
            message = gettext(
                "“%(name)s” is no guest of this festival, or more than one is. Add guests on their own page."
            )
            raise ValidationError(message % {"name": name[:80]}, "invalid")
        return found[0]

    def suggestions(self) -> tuple[str, ...]:
        return tuple(str(guest) for guests in self._named.values() for guest in guests)

    def differs(self, before: Screening, after: Screening) -> bool:
        return {guest.pk for guest in guests_of(before)} != {guest.pk for guest in guests_of(after)}

    def save(self, row: Screening) -> None:
        guests = guests_of(row)
        for guest in guests:
            if guest.pk is None:
                guest.person = _saved(guest.person, self._made)
                guest.save()
        row.guests.set(guests)


def names_people(column: WorksheetColumn | None) -> bool:
    return isinstance(column, CreditsColumn | GuestsColumn)


def guests_of(row: Screening) -> list[Guest]:
    """As they were typed, else as they are saved."""
    typed: list[Guest] | None = getattr(row, _TYPED_GUESTS, None)
    return list(row.guests.all()) if typed is None else typed


def credits_columns(people: PeopleThere, made: dict[str, Person]) -> list[CreditsColumn]:
    return [CreditsColumn(role, people, made) for role in Role]


CREDITS = models.Prefetch("credits", Credit.objects.select_related("person").order_by("order", "pk"))
