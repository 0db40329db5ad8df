"""Films, their sections, credits and parts: which are new and what of them changes."""

from dataclasses import replace

from screenings.importing.changeset import Changeset
from screenings.importing.diff import FieldChange
from screenings.importing.diff_builder import DiffBuilder, field_changes
from screenings.importing.existing import ExistingRows
from screenings.importing.people import AmbiguousName, PersonChoices, PersonResolver
from screenings.importing.records import ImportRecord
from screenings.importing.rows import FILM_COLUMNS, FilmRow
from screenings.importing.rows_from_models import film_row
from screenings.models import Festival, Film, FilmPart, Role, Section
from screenings.models.slugs import free_slug
from screenings.text.cleaning import name_key

_ROLES = {"directors": Role.DIRECTOR, "cast": Role.CAST}
_OWN = tuple(column for column in FILM_COLUMNS if column not in ("id", "section", "parts", *_ROLES))


def plan_films(
    festival: Festival,
    records: tuple[ImportRecord[FilmRow], ...],
    existing: ExistingRows,
    changeset: Changeset,
    diff_builder: DiffBuilder,
    choices: PersonChoices,
) -> tuple[dict[str, Film], tuple[AmbiguousName, ...]]:
    """All the festival's films by id, the new ones among them, and the names that several people bear."""
    if not records:
        return dict(existing.films), ()
    planner = _FilmPlanner(festival, existing, changeset, diff_builder, PersonResolver(festival, changeset, choices))
    planner.people.create_addressed(records)
    for entry in records:
        planner.plan(entry)
    planner.link_parts()
    coming = {entry.row.id for entry in records}
    for key, film in existing.films.items():
        if key not in coming:
            diff_builder.record_not_in_file("film", key, film.title)
    return planner.films, tuple(planner.people.ambiguous_names.values())


class _FilmPlanner:
    def __init__(
        self,
        festival: Festival,
        existing: ExistingRows,
        changeset: Changeset,
        diff_builder: DiffBuilder,
        people: PersonResolver,
    ) -> None:
        self.films = dict(existing.films)
        self._festival, self._existing, self._changeset, self._diff_builder = (
            festival,
            existing,
            changeset,
            diff_builder,
        )
        self.people = people
        self._slugs = {film.slug for film in existing.films.values()}
        self._sections = {name_key(section.name): section for section in existing.sections}
        self._section_slugs = {section.slug for section in existing.sections}
        self._to_link: list[ImportRecord[FilmRow]] = []

    def plan(self, record: ImportRecord[FilmRow]) -> None:
        section = self._section(record)
        # The name as the festival writes it: "shorts" in the file is its "Shorts".
        record = replace(record, row=replace(record.row, section=section.name if section else ""))
        film = self.films.get(record.row.id)
        record = self.people.resolve(film, record)
        if film is None:
            self._add(record, section)
            return
        old = film_row(record.row.id, film, self._existing.film_id_by_pk, self.people.label)
        changes = field_changes(old, record.row, FILM_COLUMNS, record.stated_columns, self._festival.zone)
        self._diff_builder.record_compared("film", record.row.id, old.title, changes)
        if changes:
            self._change(film, record, section, changes)

    def link_parts(self) -> None:
        """When every film is there: a part may stand below its programme."""
        for entry in self._to_link:
            film = self.films[entry.row.id]
            if film.pk is not None:
                self._changeset.delete_links(film.film_parts.all())
            for order, key in enumerate(entry.row.parts):
                # Its clean() would ask for what the reading has checked for all rows at once.
                self._changeset.add_link(FilmPart(programme=film, part=self.films[key], order=order))

    def _add(self, record: ImportRecord[FilmRow], section: Section | None) -> None:
        row = record.row
        film = Film(festival=self._festival, ref=row.id, section=section, **{name: getattr(row, name) for name in _OWN})
        film.slug = free_slug(row.title, self._slugs, fallback="film")
        film.refresh_keys()
        self._slugs.add(film.slug)
        self.films[row.id] = film
        self._changeset.add(film, record.location)
        self._diff_builder.record_added("film", row.id, row.title)
        self.people.set_credits(film, record, frozenset(_ROLES.values()))
        if row.parts:
            self._to_link.append(record)

    def _change(
        self, film: Film, record: ImportRecord[FilmRow], section: Section | None, changes: tuple[FieldChange, ...]
    ) -> None:
        columns = {change.column for change in changes}
        for name in columns.intersection(_OWN):
            setattr(film, name, getattr(record.row, name))
        names = columns.intersection(_OWN)
        if columns & {"title", "original_title"}:
            film.refresh_keys()
            names |= {"sort_title", "search_text"}
        if "section" in columns:
            film.section = section
            names.add("section")
        if names:
            self._changeset.update(film, names, record.location)
        if roles := frozenset(role for column, role in _ROLES.items() if column in columns):
            self.people.set_credits(film, record, roles)
        if "parts" in columns:
            self._to_link.append(record)

    def _section(self, record: ImportRecord[FilmRow]) -> Section | None:
        name = record.row.section
        if not name:
            return None
        if name_key(name) not in self._sections:
            section = Section(festival=self._festival, name=name, order=len(self._section_slugs))
            section.slug = free_slug(name, self._section_slugs, fallback="section")
            self._section_slugs.add(section.slug)
            self._sections[name_key(name)] = section
            self._changeset.add(section, record.location)
        return self._sections[name_key(name)]
