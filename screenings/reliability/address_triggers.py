# ruff: noqa: S608 - every statement is made of the constants below alone
"""Whoever changes a slug, the database notes the address that was: old links and subscriptions are led on by it.

An address that somebody else once had goes to who had it last. A hall's holds its cinema's, so that it changes with the
cinema it is in. Installed with the other triggers (`version_triggers`).
"""

from collections.abc import Iterator
from typing import NamedTuple

TABLE = "screenings_formeraddress"


class _Addressed(NamedTuple):
    """A table with addresses: which columns make them, what and whose they are, and which column notes that."""

    columns: tuple[str, ...]
    slug: str
    festival: str
    target: str


_VENUE = "(SELECT {} FROM screenings_venue WHERE id = OLD.venue_id)"
_ADDRESSED = {
    "festival": _Addressed(("slug",), "OLD.slug", "OLD.id", ""),
    "film": _Addressed(("slug",), "OLD.slug", "OLD.festival_id", "film_id"),
    "section": _Addressed(("slug",), "OLD.slug", "OLD.festival_id", "section_id"),
    "venue": _Addressed(("slug",), "OLD.slug", "OLD.festival_id", "venue_id"),
    "hall": _Addressed(
        ("slug", "venue_id"),
        f"{_VENUE.format('slug')} || '.' || OLD.slug",
        _VENUE.format("festival_id"),
        "hall_id",
    ),
    "person": _Addressed(("slug",), "OLD.slug", "NULL", "person_id"),
}
_TARGETS = tuple(each.target for each in _ADDRESSED.values() if each.target)


def statements(vendor: str, prefix: str) -> Iterator[str]:
    """A trigger for each table, on PostgreSQL with its function. `prefix` begins the triggers' names."""
    for name, addressed in _ADDRESSED.items():
        table, trigger = f"screenings_{name}", f"{prefix}_address_{name}"
        changed = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in addressed.columns)
        body = _note(addressed)
        if vendor == "postgresql":
            function = f"festival_address_{name}"
            yield f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN {body} RETURN NULL; END $$"""
            call = f"EXECUTE FUNCTION {function}()"
        else:
            call = f"BEGIN {body} END"
        yield f"""CREATE TRIGGER {trigger} AFTER UPDATE OF {", ".join(addressed.columns)} ON {table}
            FOR EACH ROW WHEN ({changed}) {call}"""


def _note(addressed: _Addressed) -> str:
    """Of one kind and festival, an address is noted once."""
    kind = f"{addressed.target} IS NOT NULL" if addressed.target else " AND ".join(f"{t} IS NULL" for t in _TARGETS)
    whose = f"festival_id = {addressed.festival}" if addressed.festival != "NULL" else "festival_id IS NULL"
    anywhere = "" if not addressed.target else f" AND {whose}"
    row = {"slug": addressed.slug, "festival_id": addressed.festival}
    if addressed.target:
        row[addressed.target] = "OLD.id"
    return f"""DELETE FROM {TABLE} WHERE slug = {addressed.slug} AND {kind}{anywhere};
        INSERT INTO {TABLE} ({", ".join(row)}) VALUES ({", ".join(row.values())});"""
