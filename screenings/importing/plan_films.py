"""Films, their sections, credits and parts: which are new and what of them changes."""

from dataclasses import dataclass, replace

from screenings.images.palette import distinct_colour
from screenings.importing.changeset import Changeset
from screenings.importing.columns import model_fields
from screenings.importing.diff import FieldChange
from screenings.importing.diff_builder import DiffBuilder, field_changes
from screenings.importing.existing import ExistingRows
from screenings.importing.named_rows import NamedRows
from screenings.importing.people import PersonResolver
from screenings.importing.problems import quoted
from screenings.importing.rows import FILM_COLUMNS, FilmRow
from screenings.importing.rows_from_models import film_row
from screenings.importing.table_planner import TablePlanner
from screenings.models import Festival, Film, FilmPart, Role, Section
from screenings.models.slugs import free_slug

_ROLES = {"directors": Role.DIRECTOR, "cast": Role.CAST}
_OWN = model_fields(FilmRow)


def plan_films(
    festival: Festival,
    rows: tuple[FilmRow, ...],
    existing: ExistingRows,
    changeset: Changeset,
    diff_builder: DiffBuilder,
    names: NamedRows,
    people: PersonResolver | None,
) -> dict[str, Film]:
    """All the festival's films by id, the new ones among them. `people` is there where there are rows."""
    if not rows:
        return dict(existing.films)
    assert people is not None
    planner = _FilmPlanner(festival, existing, changeset, diff_builder, names, people)
    planner.people.create_addressed(rows)
    for row in rows:
        planner.plan(row)
    planner.link_parts()
    planner.record_not_in_file("film", rows, {key: film.title for key, film in existing.films.items()})
    return planner.films


@dataclass
class _FilmPlanner(TablePlanner):
    names: NamedRows
    people: PersonResolver

    def __post_init__(self) -> None:
        existing = self.existing
        self.films = dict(existing.films)
        self._slugs = {film.slug for film in existing.films.values()}
        self._to_link: list[FilmRow] = []

    def plan(self, row: FilmRow) -> None:
        section = self._section(row)
        # The name as the festival writes it: "shorts" in the file is its "Shorts".
        row = replace(row, section=section.name if section else "")
        film = self.films.get(row.id)
        row = self.people.resolve(film, row)
        if film is None:
            self._add(row, section)
            return
        old = film_row(row.id, film, self.existing.film_id_by_pk, self.people.label)
        # An address that is left empty stays.
        stated = row.stated_columns if row.slug else row.stated_columns - {"slug"}
        changes = field_changes(old, row, FILM_COLUMNS, stated, self.festival.zone)
        self.diff_builder.record_compared("film", row.id, old.title, changes)
        if changes:
            self._change(film, row, section, changes)

    def link_parts(self) -> None:
        """When every film is there: a part may stand below its programme."""
        for row in self._to_link:
            film = self.films[row.id]
            if film.pk is not None:
                self.changeset.delete(film.film_parts.all())
            for order, key in enumerate(row.parts):
                # Its clean() would ask for what the reading has checked for all rows at once.
                self.changeset.add_link(FilmPart(programme=film, part=self.films[key], order=order))

    def _add(self, row: FilmRow, section: Section | None) -> None:
        film = Film(
            festival=self.festival,
            ref=row.id,
            section=section,
            **{field: getattr(row, column) for column, field in _OWN.items()},
        )
        film.slug = self._own_slug(row) if row.slug else free_slug(row.title, self._slugs, fallback="film")
        film.refresh_keys()
        self._slugs.add(film.slug)
        self.films[row.id] = film
        self.changeset.add(film, row)
        self.diff_builder.record_added("film", row.id, row.title)
        self.people.set_credits(film, row, frozenset(_ROLES.values()))
        if row.parts:
            self._to_link.append(row)

    def _change(self, film: Film, row: FilmRow, section: Section | None, changes: tuple[FieldChange, ...]) -> None:
        columns = {change.column for change in changes}
        names = set()
        for column in columns & _OWN.keys():
            setattr(film, _OWN[column], getattr(row, column))
            names.add(_OWN[column])
        if columns & {"title", "original_title"}:
            film.refresh_keys()
            names |= {"sort_title", "search_text"}
        if "slug" in columns:
            film.slug = self._own_slug(row)
            self._slugs.add(film.slug)
            names.add("slug")
        if "section" in columns:
            film.section = section
            names.add("section")
        if names:
            self.changeset.update(film, names, row)
        if roles := frozenset(role for column, role in _ROLES.items() if column in columns):
            self.people.set_credits(film, row, roles)
        if "parts" in columns:
            self._to_link.append(row)

    def _own_slug(self, row: FilmRow) -> str:
        if row.slug in self._slugs:
            message = f"another film has the address {quoted(row.slug)}. Write another."
            self.changeset.problems.append(row.problem("slug", message))
        return row.slug

    def _section(self, row: FilmRow) -> Section | None:
        name = row.section
        if not name:
            return None
        named = self.names.find("section", name)
        if named is None:
            others = [section for section in self.names.rows("section") if isinstance(section, Section)]
            section = Section(festival=self.festival, name=name, order=len(others))
            section.slug = free_slug(name, {other.slug for other in others}, fallback="section")
            section.colour = distinct_colour({self.festival.colour, *(other.colour for other in others)})
            self.names.add("section", name, section)
            self.changeset.add(section, row)
            return section
        assert isinstance(named[1], Section)
        return named[1]
