"""Directors and casts: a film keeps the people it credits; others are found by their name, or as `Name [address]`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from screenings.importing.changeset import Changeset
from screenings.importing.columns import ProgrammeRow
from screenings.importing.problems import quoted
from screenings.importing.rows import FilmRow
from screenings.importing.rows_from_models import person_label
from screenings.models import Credit, Festival, Film, Person, Role
from screenings.models.slugs import free_slug
from screenings.text.cleaning import name_key, slug_of

NEW_PERSON = "+"  # chosen instead of an address
_ADDRESSED = re.compile(r"(.*\S)\s*\[([a-z0-9]+(?:-[a-z0-9]+)*)\]", re.DOTALL)
_TITLES = 3


@dataclass(frozen=True, slots=True)
class PersonCandidate:
    """One of several people of a name: their address, and what they are known for."""

    slug: str
    about: str


@dataclass(frozen=True, slots=True)
class AmbiguousName:
    """A name of a film's row that several people bear: the first is taken, unless `key` says another in `choices`."""

    key: str
    row: FilmRow
    column: str
    name: str
    candidates: tuple[PersonCandidate, ...]
    unused_slug: str  # an address for somebody new

    def __str__(self) -> str:
        first, *others = self.candidates
        write = "; ".join(f"{self.name} [{candidate.slug}] ({candidate.about})" for candidate in others)
        message = (
            f"{len(self.candidates)} people are called {quoted(self.name)}. The one meant is taken to be "
            f"[{first.slug}] ({first.about}). For another write {write}; for somebody new {self.name} "
            f"[{self.unused_slug}]."
        )
        return str(self.row.problem(self.column, message))

    @property
    def film(self) -> str:
        return self.row.title


# By AmbiguousName.key: the address of the person meant, or NEW_PERSON.
PersonChoices = Mapping[str, str]


class PersonResolver:
    """Everybody there is, in one query; one more for each name that does not say who is meant."""

    def __init__(
        self, festival: Festival, changeset: Changeset, choices: PersonChoices, *, with_texts: bool = False
    ) -> None:
        self._festival, self._changeset, self._choices = festival, changeset, choices
        self.ambiguous_names: dict[str, AmbiguousName] = {}
        self._by_slug: dict[str, Person] = {}
        self._by_key: defaultdict[str, list[Person]] = defaultdict(list)
        self._by_label: dict[str, Person] = {}
        self._new_by_address: set[str] = set()
        self._added: set[str] = set()
        people = Person.objects.order_by("pk")
        for person in people if with_texts else people.only("pk", "name", "slug"):
            self._index(person)

    def create_addressed(self, rows: Iterable[FilmRow]) -> None:
        """Make those whom the rows name with an address of their own that nobody has yet."""
        for row in rows:
            for text in (*row.directors, *(name for name, _character in row.cast)):
                name, slug = self._parsed(text)
                if slug and slug not in self._by_slug and is_plausible_slug(slug, name):
                    self._new_by_address.add(slug)
                    self.create(name, slug)

    def resolve(self, film: Film | None, row: FilmRow) -> FilmRow:
        """The row with everybody in it by their label, which tells them apart from all others."""
        credited = list(film.credits.all()) if film and film.pk else []
        by_role = {role: [credit.person for credit in credited if credit.role == role] for role in Role}
        everybody = [credit.person for credit in credited]

        def labels(column: str, role: Role, names: Iterable[str]) -> list[str]:
            own = (by_role[role], everybody)
            return [self._resolve_name(row, column, name, own) for name in names]

        directors = labels("directors", Role.DIRECTOR, row.directors)
        acting = labels("cast", Role.CAST, (name for name, _character in row.cast))
        cast = zip(acting, (character for _name, character in row.cast), strict=True)
        return replace(row, directors=tuple(dict.fromkeys(directors)), cast=tuple(dict.fromkeys(cast)))

    def label(self, person: Person) -> str:
        return person_label(person, is_shared=len(self._by_key[name_key(person.name)]) > 1)

    def set_credits(self, film: Film, row: FilmRow, roles: frozenset[Role]) -> None:
        """Give the film the recognised row's credits in these roles, in order, in place of those it has."""
        if film.pk is not None:
            self._changeset.delete(credit for credit in film.credits.all() if credit.role in roles)
        names = {
            Role.DIRECTOR: tuple((name, "") for name in row.directors),
            Role.CAST: row.cast,
        }
        for role in sorted(roles):
            for order, (label, character) in enumerate(names[role]):
                person = self._by_label[label]
                self.ensure_added(person, row)
                credit = Credit(film=film, person=person, role=role, character=character, order=order)
                self._changeset.add(credit, row)

    def ensure_added(self, person: Person, row: ProgrammeRow) -> None:
        """Somebody new is written once, whoever names them first."""
        if person.pk is None and person.slug not in self._added:
            self._added.add(person.slug)
            self._changeset.add(person, row)

    def find(self, row: ProgrammeRow, column: str, text: str) -> tuple[str, Person] | None:
        """Whom a cell names, by the label that tells them apart; somebody new where nobody bears the name.

        None where several do, and the row does not say which: that is a problem.
        """
        name, slug = self._parsed(text)
        bearers = self.bearers(name)
        if slug:
            person = self._by_address(row, column, name, slug)
        elif len(bearers) > 1:
            there = "; ".join(self.label(bearer) for bearer in bearers[:5])
            message = f"{len(bearers)} people are called {quoted(name)}. Write the one that is meant: {there}."
            self._changeset.problems.append(row.problem(column, message))
            return None
        else:
            person = bearers[0] if bearers else self.create(name, free_slug(name, self._by_slug, fallback="person"))
        self.ensure_added(person, row)
        return self.label(person), person

    def known(self, row: ProgrammeRow, column: str, text: str) -> tuple[str, Person] | None:
        """As `find`, but that nobody new is made: None where nobody is called so."""
        name, slug = self._parsed(text)
        return self.find(row, column, text) if self.bearers(name) or slug else None

    def everybody(self) -> Iterable[Person]:
        return self._by_slug.values()

    def bearers(self, name: str) -> Sequence[Person]:
        return self._by_key.get(name_key(name), ())

    def with_address(self, slug: str) -> Person | None:
        return self._by_slug.get(slug)

    def rename(self, person: Person, name: str) -> None:
        self._by_key[name_key(person.name)].remove(person)
        person.name = name
        self._by_key[name_key(name)].append(person)

    def _resolve_name(self, row: FilmRow, column: str, text: str, own: Iterable[Sequence[Person]]) -> str:
        name, slug = self._parsed(text)
        person = self._by_address(row, column, name, slug) if slug else self._by_name(row, column, name, own)
        label = self.label(person)
        self._by_label[label] = person
        return label

    def _by_address(self, row: ProgrammeRow, column: str, name: str, slug: str) -> Person:
        person = self._by_slug.get(slug)
        if person and name_key(person.name) == name_key(name):
            return person
        if person:
            message = f"[{slug}] is the address of {quoted(person.name)}, not of {quoted(name)}. Correct one of them."
        else:
            there = "; ".join(f"{person.name} [{person.slug}]" for person in self._by_key.get(name_key(name), ())[:5])
            message = f"nobody has the address [{slug}]. Write {there or f'{name} alone'}."
        self._changeset.problems.append(row.problem(column, message))
        return person or Person(name=name, slug=slug)

    def _by_name(self, row: FilmRow, column: str, name: str, own: Iterable[Sequence[Person]]) -> Person:
        key = name_key(name)
        for people in own:
            # A film keeps whom it credits, whoever else bears the name.
            credited = {person.pk: person for person in people if name_key(person.name) == key}
            if len(credited) == 1:
                return self._by_slug[next(iter(credited.values())).slug]
        bearers = [person for person in self._by_key.get(key, ()) if person.slug not in self._new_by_address]
        if len(bearers) > 1:
            return self._chosen(row, column, name, bearers)
        return bearers[0] if bearers else self.create(name, free_slug(name, self._by_slug, fallback="person"))

    def _chosen(self, row: FilmRow, column: str, name: str, bearers: list[Person]) -> Person:
        key = f"{row.id}|{name_key(name)}"
        if key not in self.ambiguous_names:
            known_for = self._known_for(bearers)
            bearers = sorted(
                bearers, key=lambda person: (not known_for[person.slug][0], person.pk is None, person.pk or 0)
            )
            unused = free_slug(name, self._by_slug, fallback="person")
            candidates = tuple(PersonCandidate(person.slug, known_for[person.slug][1]) for person in bearers)
            self.ambiguous_names[key] = AmbiguousName(key, row, column, name, candidates, unused)
        ambiguous = self.ambiguous_names[key]
        chosen_slug = self._choices.get(key, ambiguous.candidates[0].slug)
        if chosen_slug == NEW_PERSON:
            return self._by_slug.get(ambiguous.unused_slug) or self.create(name, ambiguous.unused_slug)
        if chosen_slug not in {candidate.slug for candidate in ambiguous.candidates}:
            message = f"{quoted(name)} is none of those who bear the name. Choose again."
            self._changeset.problems.append(row.problem(column, message))
            chosen_slug = ambiguous.candidates[0].slug
        return self._by_slug[chosen_slug]

    def _known_for(self, people: Iterable[Person]) -> dict[str, tuple[bool, str]]:
        """By address: whether they belong to this festival, and their films. One query."""
        people = list(people)
        titles: defaultdict[str, list[str]] = defaultdict(list)
        here: set[str] = set()
        credits_of = Credit.objects.filter(person__in=[person.pk for person in people if person.pk]).select_related(
            "film"
        )
        for credit in credits_of.select_related("person").order_by("-film__festival__starts_on", "film__sort_title"):
            slug = credit.person.slug
            titles[slug].append(str(credit.film))
            if credit.film.festival_id == self._festival.pk:
                here.add(slug)
        return {
            person.slug: (
                person.slug in here,
                ", ".join(list(dict.fromkeys(titles[person.slug]))[:_TITLES]) or "no film yet",
            )
            for person in people
        }

    def _parsed(self, text: str) -> tuple[str, str]:
        """Name and address. Brackets that cannot be an address are part of the name: `Alice [voice]`."""
        match = _ADDRESSED.fullmatch(text)
        if not match:
            return text, ""
        name, slug = match.groups()
        person = self._by_slug.get(slug)
        is_theirs = person is not None and name_key(person.name) == name_key(name)
        is_word = slug.isalpha() and not is_plausible_slug(slug, name)
        return (text, "") if is_word and not is_theirs else (name, slug)

    def create(self, name: str, slug: str) -> Person:
        person = Person(name=name, slug=slug)
        person.refresh_key()
        self._index(person)
        return person

    def _index(self, person: Person) -> None:
        self._by_slug[person.slug] = person
        self._by_key[name_key(person.name)].append(person)


def is_plausible_slug(slug: str, name: str) -> bool:
    """Whether it can be the address of somebody new of that name: anna-muller, or anna-muller-2."""
    own = slug_of(name, fallback="person")
    return slug == own or slug.startswith(f"{own}-")
