"""Directors and casts: people by their names, the same person in every film."""

from screenings.imports.entries import Entry
from screenings.imports.ledger import Ledger
from screenings.models import Credit, Film, Person, Role
from screenings.models.slugs import free_slug
from screenings.timetable.exchange import FilmRow
from screenings.timetable.text import sort_key


class People:
    """Asks for everybody once, and only when a credit changes."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._by_name: dict[str, Person] | None = None
        self._slugs: set[str] = set()

    def credit(self, film: Film, entry: Entry[FilmRow], roles: frozenset[Role]) -> None:
        """Give the film the row's credits in these roles, in order, in place of those it has."""
        if film.pk is not None:
            self._ledger.drop(credit for credit in film.credits.all() if credit.role in roles)
        told = {
            Role.DIRECTOR: tuple((name, "") for name in entry.row.directors),
            Role.CAST: entry.row.cast,
        }
        for role in sorted(roles):
            for order, (name, character) in enumerate(told[role]):
                person = self._person(name, entry)
                credit = Credit(film=film, person=person, role=role, character=character, order=order)
                self._ledger.add(credit, entry.place)

    def _person(self, name: str, entry: Entry[FilmRow]) -> Person:
        known = self._everybody()
        if name not in known:
            person = Person(name=name, slug=free_slug(name, self._slugs, fallback="person"))
            person.sort_key = sort_key(name)[: person._meta.get_field("sort_key").max_length]
            self._slugs.add(person.slug)
            self._ledger.add(person, entry.place)
            known[name] = person
        return known[name]

    def _everybody(self) -> dict[str, Person]:
        if self._by_name is None:
            people = list(Person.objects.order_by("-pk").only("pk", "name", "slug"))
            self._slugs = {person.slug for person in people}
            self._by_name = {person.name: person for person in people}
        return self._by_name
