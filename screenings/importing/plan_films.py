"""Films, their sections, credits and parts: which are new and what of them changes."""

from dataclasses import replace

from screenings.importing.changeset import Ledger
from screenings.importing.compare import Notes, field_changes
from screenings.importing.diff import FieldChange
from screenings.importing.existing import Held
from screenings.importing.people import Choices, Namesakes, People
from screenings.importing.records import Entry
from screenings.importing.rows import FILM_COLUMNS, FilmRow
from screenings.importing.rows_from_models import film_row
from screenings.models import Festival, Film, FilmPart, Role, Section
from screenings.models.slugs import free_slug
from screenings.text.cleaning import name_key

_ROLES = {"directors": Role.DIRECTOR, "cast": Role.CAST}
_OWN = tuple(column for column in FILM_COLUMNS if column not in ("id", "section", "parts", *_ROLES))


def plan_films(
    festival: Festival,
    entries: tuple[Entry[FilmRow], ...],
    held: Held,
    ledger: Ledger,
    notes: Notes,
    choices: Choices,
) -> tuple[dict[str, Film], tuple[Namesakes, ...]]:
    """All the festival's films by id, the new ones among them, and the names that several people bear."""
    if not entries:
        return dict(held.films), ()
    planner = _FilmPlanner(festival, held, ledger, notes, People(festival, ledger, choices))
    planner.people.expect(entries)
    for entry in entries:
        planner.plan(entry)
    planner.link_parts()
    coming = {entry.row.id for entry in entries}
    for key, film in held.films.items():
        if key not in coming:
            notes.absent("film", key, film.title)
    return planner.films, tuple(planner.people.namesakes.values())


class _FilmPlanner:
    def __init__(self, festival: Festival, held: Held, ledger: Ledger, notes: Notes, people: People) -> None:
        self.films = dict(held.films)
        self._festival, self._held, self._ledger, self._notes = festival, held, ledger, notes
        self.people = people
        self._slugs = {film.slug for film in held.films.values()}
        self._sections = {name_key(section.name): section for section in held.sections}
        self._section_slugs = {section.slug for section in held.sections}
        self._to_link: list[Entry[FilmRow]] = []

    def plan(self, entry: Entry[FilmRow]) -> None:
        section = self._section(entry)
        # The name as the festival writes it: "shorts" in the file is its "Shorts".
        entry = replace(entry, row=replace(entry.row, section=section.name if section else ""))
        film = self.films.get(entry.row.id)
        entry = self.people.recognised(film, entry)
        if film is None:
            self._add(entry, section)
            return
        old = film_row(entry.row.id, film, self._held.film_ids, self.people.label)
        changes = field_changes(old, entry.row, FILM_COLUMNS, entry.stated, self._festival.zone)
        self._notes.compared("film", entry.row.id, old.title, changes)
        if changes:
            self._change(film, entry, section, changes)

    def link_parts(self) -> None:
        """When every film is there: a part may stand below its programme."""
        for entry in self._to_link:
            film = self.films[entry.row.id]
            if film.pk is not None:
                self._ledger.drop(film.film_parts.all())
            for order, key in enumerate(entry.row.parts):
                # Its clean() would ask for what the reading has checked for all rows at once.
                self._ledger.add_link(FilmPart(programme=film, part=self.films[key], order=order))

    def _add(self, entry: Entry[FilmRow], section: Section | None) -> None:
        row = entry.row
        film = Film(festival=self._festival, ref=row.id, section=section, **{name: getattr(row, name) for name in _OWN})
        film.slug = free_slug(row.title, self._slugs, fallback="film")
        film.refresh_keys()
        self._slugs.add(film.slug)
        self.films[row.id] = film
        self._ledger.add(film, entry.place)
        self._notes.added("film", row.id, row.title)
        self.people.credit(film, entry, frozenset(_ROLES.values()))
        if row.parts:
            self._to_link.append(entry)

    def _change(
        self, film: Film, entry: Entry[FilmRow], section: Section | None, changes: tuple[FieldChange, ...]
    ) -> None:
        columns = {change.column for change in changes}
        for name in columns.intersection(_OWN):
            setattr(film, name, getattr(entry.row, name))
        names = columns.intersection(_OWN)
        if columns & {"title", "original_title"}:
            film.refresh_keys()
            names |= {"sort_title", "search_text"}
        if "section" in columns:
            film.section = section
            names.add("section")
        if names:
            self._ledger.touch(film, names, entry.place)
        if roles := frozenset(role for column, role in _ROLES.items() if column in columns):
            self.people.credit(film, entry, roles)
        if "parts" in columns:
            self._to_link.append(entry)

    def _section(self, entry: Entry[FilmRow]) -> Section | None:
        name = entry.row.section
        if not name:
            return None
        if name_key(name) not in self._sections:
            section = Section(festival=self._festival, name=name, order=len(self._section_slugs))
            section.slug = free_slug(name, self._section_slugs, fallback="section")
            self._section_slugs.add(section.slug)
            self._sections[name_key(name)] = section
            self._ledger.add(section, entry.place)
        return self._sections[name_key(name)]
