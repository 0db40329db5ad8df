"""No publication holds two screenings in one hall at one time: the database refuses the row, whatever raced.

On PostgreSQL an exclusion constraint, on SQLite two triggers. A migration that rebuilds the table on SQLite drops its
triggers: end it with `install`. The halls are compared by `hall_slug`, which is unique in a festival.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GUARD = "published_hall_once"
TABLE = "screenings_publishedscreening"

# btree_gist compares numbers and texts in a GiST index; PostgreSQL 13 and later let a database's owner create it.
_POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    f"""ALTER TABLE {TABLE} ADD CONSTRAINT {GUARD} EXCLUDE USING gist (
        festival_id WITH =,
        hall_slug WITH =,
        tstzrange(starts_at, ends_at) WITH &&,
        int4range(since, until) WITH &&
    ) WHERE (status <> 'cancelled' AND NOT hall_is_shared)""",
)
_ANOTHER = f"""SELECT RAISE(ABORT, '{GUARD}') WHERE EXISTS (
        SELECT 1 FROM {TABLE} AS other
        WHERE other.festival_id = NEW.festival_id AND other.hall_slug = NEW.hall_slug AND other.id <> NEW.id
        AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at
        AND (other.until IS NULL OR NEW.since < other.until) AND (NEW.until IS NULL OR other.since < NEW.until)
        AND other.status <> 'cancelled' AND NOT other.hall_is_shared
    )"""  # noqa: S608 - nothing but the constants above
_SQLITE = tuple(
    f"""CREATE TRIGGER {GUARD}_{event} AFTER {event} ON {TABLE}
        WHEN NEW.status <> 'cancelled' AND NOT NEW.hall_is_shared BEGIN {_ANOTHER}; END"""
    for event in ("INSERT", "UPDATE")
)


def install(editor: BaseDatabaseSchemaEditor) -> None:
    """Raise IntegrityError naming GUARD from now on; again does no harm."""
    remove(editor)
    for statement in _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE:
        editor.execute(statement)


def remove(editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {GUARD}")
    else:
        for event in ("INSERT", "UPDATE"):
            editor.execute(f"DROP TRIGGER IF EXISTS {GUARD}_{event}")
