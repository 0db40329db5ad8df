# ruff: noqa: S608 - every statement is made of the constants below alone
"""Three tokens of each festival, which the database itself renews in the transaction that writes, whoever writes.

`working` names all that the rules and the loaders read, `live` what public pages read beside the publication, `public`
what is published. Two equal tokens mean equal rows; a token never comes back, so that what was kept under one cannot be
taken for what a restored backup holds.

They lie in a table without a model: `dumpdata` would write them, and `loaddata` bring an old token back. Each table in
`RENEWS` has triggers. On PostgreSQL they are deferred, twice: a row that is written marks its festival at the commit,
and the marks, once the foreign keys are checked too, renew the tokens in the order of the festivals. Whoever waits for
a token's row then holds nothing else that the other could need. SQLite has one writer at a time, and renews at once.
There is a token only while there is every trigger, so that a server may run while they are put in or taken out.
"""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import NamedTuple

from django.db.backends.base.base import BaseDatabaseWrapper

from screenings.reliability import address_triggers

TABLE = "screenings_festivalversion"
TOKENS = ("working", "live", "public")
PREFIX = "festival_version"
CHECK_TAG = "triggers"  # by which the server's start asks for this check alone
_MARKS = "screenings_festivalversionmark"


class Renewal(NamedTuple):
    """Which tokens a written row renews. `festivals` selects whose, from the row that is called `written`."""

    tokens: tuple[str, ...]
    festivals: str


_OWN = "SELECT written.festival_id"
_BY_FILM = "SELECT festival_id FROM screenings_film WHERE id = written.film_id"
_BY_VENUE = "SELECT festival_id FROM screenings_venue WHERE id = written.{}"
_BY_HALL = """SELECT festival_id FROM screenings_venue WHERE id =
    (SELECT venue_id FROM screenings_hall WHERE id = written.hall_id)"""
_BY_PERSON = """SELECT festival_id FROM screenings_guest WHERE person_id = written.id
    UNION SELECT festival_id FROM screenings_film WHERE id IN
    (SELECT film_id FROM screenings_credit WHERE person_id = written.id)"""
_WORKING, _LIVE, _PUBLIC = (("working",), ("live",), ("public",))
_BOTH = (*_WORKING, *_LIVE)
RENEWS = {
    "screenings_festival": Renewal(_BOTH, "SELECT written.id"),
    "screenings_section": Renewal(_BOTH, _OWN),
    "screenings_film": Renewal(_BOTH, _OWN),
    "screenings_filmpart": Renewal(_BOTH, _BY_FILM.replace("film_id", "programme_id")),
    "screenings_filmimage": Renewal(_BOTH, _BY_FILM),
    "screenings_credit": Renewal(_BOTH, _BY_FILM),
    "screenings_person": Renewal(_BOTH, _BY_PERSON),
    "screenings_venue": Renewal(_BOTH, _OWN),
    "screenings_hall": Renewal(_BOTH, _BY_VENUE.format("venue_id")),
    "screenings_pressquote": Renewal(_LIVE, _BY_FILM),
    "screenings_filmlink": Renewal(_LIVE, _BY_FILM),
    "screenings_print": Renewal(_WORKING, _BY_FILM),
    "screenings_guest": Renewal(_WORKING, _OWN),
    "screenings_openinghours": Renewal(_WORKING, _BY_HALL),
    "screenings_closure": Renewal(_WORKING, _BY_HALL),
    "screenings_traveltime": Renewal(_WORKING, _BY_VENUE.format("origin_id")),
    "screenings_screening": Renewal(_WORKING, _OWN),
    "screenings_screening_guests": Renewal(
        _WORKING, "SELECT festival_id FROM screenings_screening WHERE id = written.screening_id"
    ),
    "screenings_hold": Renewal(_WORKING, _OWN),
    "screenings_announcedscreening": Renewal(_WORKING, _OWN),
    "screenings_acknowledgement": Renewal(_WORKING, _OWN),
    "screenings_rulesetting": Renewal(_WORKING, _OWN),
    "screenings_formeraddress": Renewal(_LIVE, _OWN),
    "screenings_publication": Renewal(_PUBLIC, _OWN),
    "screenings_publishedscreening": Renewal(_PUBLIC, _OWN),
}
_CREATES = re.compile(r"CREATE (?:CONSTRAINT )?TRIGGER (\w+)")
_EVENTS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def install(connection: BaseDatabaseWrapper) -> None:
    """Every trigger as it is stated here, and new tokens for every festival; again does no harm."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """So that a migration may rebuild any table. Until `install` no festival has tokens, and nothing is kept."""
    # What gives a new festival its tokens comes first, then the tokens go, and then what renews them.
    installed = sorted(_installed(connection).items(), key=lambda trigger: not trigger[0].endswith("_begin"))
    drops = [f"DROP TRIGGER {name}" + f" ON {table}" * (connection.vendor == "postgresql") for name, table in installed]
    with connection.cursor() as cursor:
        if TABLE in connection.introspection.table_names(cursor):
            drops.insert(1, f"DELETE FROM {TABLE}")
        for statement in drops:
            cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of the triggers that are not there, or are not as they are stated here; none before the first table is.

    Also while a migration that brings one of the tables has not run: it may have failed, and the triggers wait for it.
    """
    if RENEWS.keys().isdisjoint(connection.introspection.table_names()):
        return []
    return sorted(set(_names(connection.vendor)) - _installed(connection).keys())


def has_every_table(connection: BaseDatabaseWrapper) -> bool:
    """Whether `install` can do its work: migrations may stop at an earlier one."""
    return RENEWS.keys() <= set(connection.introspection.table_names())


def _installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The table of each trigger by the trigger's name, of any version of the software."""
    sql = (
        "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND starts_with(tgname, %s)"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND instr(name, %s) = 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [f"{PREFIX}_"])
        return dict(cursor.fetchall())


@cache
def _statements(vendor: str) -> tuple[str, ...]:
    """The names of the triggers hold a digest of all that is stated, so that an older one is known by its name."""

    def make(prefix: str) -> Iterator[str]:
        yield from (_postgresql if vendor == "postgresql" else _sqlite)(prefix)
        yield from address_triggers.statements(vendor, prefix)

    digest = sha256("".join(make(PREFIX)).encode()).hexdigest()[:6]
    return tuple(make(f"{PREFIX}_{digest}"))


def _names(vendor: str) -> list[str]:
    return [match[1] for statement in _statements(vendor) if (match := _CREATES.match(statement))]


def _create_table() -> str:
    columns = ", ".join(f"{name} text NOT NULL" for name in TOKENS)
    return f"CREATE TABLE IF NOT EXISTS {TABLE} (festival_id bigint PRIMARY KEY, {columns})"


def _first_tokens(new: str) -> str:
    """For every festival that has none. `new` is the database's expression for one."""
    return f"""INSERT INTO {TABLE} SELECT id, {new}, {new}, {new} FROM screenings_festival WHERE true
        ON CONFLICT (festival_id) DO NOTHING"""


def _renewed(tokens: tuple[str, ...], new: str) -> str:
    return ", ".join(f"{name} = {new}" for name in tokens)


def _sqlite(prefix: str) -> Iterator[str]:
    new = "lower(hex(randomblob(12)))"
    yield _create_table()
    yield f"""CREATE TRIGGER {prefix}_begin AFTER INSERT ON screenings_festival BEGIN
        INSERT OR REPLACE INTO {TABLE} VALUES (NEW.id, {new}, {new}, {new}); END"""
    for table, (tokens, festivals) in RENEWS.items():
        for event, rows in _EVENTS.items():
            whose = " UNION ".join(festivals.replace("written.", f"{row}.") for row in rows)
            yield f"""CREATE TRIGGER {prefix}_{table}_{event.lower()} AFTER {event} ON {table} BEGIN
                UPDATE {TABLE} SET {_renewed(tokens, new)} WHERE festival_id IN ({whose}); END"""
    yield _first_tokens(new)


def _postgresql(prefix: str) -> Iterator[str]:
    new = "replace(gen_random_uuid()::text, '-', '')"
    yield _create_table()
    # Not logged: at the end of each transaction it is empty.
    yield f"""CREATE UNLOGGED TABLE IF NOT EXISTS {_MARKS}
        (festival_id bigint NOT NULL, {", ".join(f"{name} boolean NOT NULL" for name in TOKENS)})"""
    yield _function(
        "begin",
        f"""
        INSERT INTO {TABLE} VALUES (NEW.id, {new}, {new}, {new})
        ON CONFLICT (festival_id) DO UPDATE SET {_renewed(TOKENS, new)};""",
    )
    yield f"""CREATE TRIGGER {prefix}_begin AFTER INSERT ON screenings_festival
        FOR EACH ROW EXECUTE FUNCTION {PREFIX}_begin()"""
    settled = ", ".join(f"{name} = CASE WHEN marked.{name} THEN {new} ELSE version.{name} END" for name in TOKENS)
    any_of = ", ".join(f"bool_or({name}) AS {name}" for name in TOKENS)
    # The first mark renews all; the others of the transaction find none left.
    yield _function(_MARKS, f"""
        FOR marked IN SELECT festival_id, {any_of} FROM {_MARKS} GROUP BY festival_id ORDER BY festival_id LOOP
            UPDATE {TABLE} AS version SET {settled} WHERE version.festival_id = marked.festival_id;
        END LOOP;
        DELETE FROM {_MARKS};""", "marked record;")  # fmt: skip
    yield _deferred(prefix, _MARKS, "INSERT")
    # Whose rows they were can no longer be seen.
    those = ", ".join(f"'{name}' = ANY (TG_ARGV)" for name in TOKENS)
    yield _function("truncated", f"INSERT INTO {_MARKS} SELECT id, {those} FROM screenings_festival;")
    for table, (tokens, festivals) in RENEWS.items():
        marks = ", ".join(str(name in tokens).lower() for name in TOKENS)
        kind = "_".join(tokens)
        yield _function(table, f"""
            FOR whose IN {_whose(festivals)} LOOP
                -- A transaction that writes thousands of rows leaves one mark. The setting ends with it.
                mark := '{PREFIX}.{kind}_' || whose;
                IF whose IS NOT NULL AND current_setting(mark, true) IS DISTINCT FROM 'set' THEN
                    PERFORM set_config(mark, 'set', true);
                    INSERT INTO {_MARKS} VALUES (whose, {marks});
                END IF;
            END LOOP;""", "whose bigint; mark text;")  # fmt: skip
        yield _deferred(prefix, table, "INSERT OR UPDATE OR DELETE")
        yield f"""CREATE TRIGGER {prefix}_{table}_truncate AFTER TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}_truncated({", ".join(map(repr, tokens))})"""
    yield _first_tokens(new)


def _whose(festivals: str) -> str:
    """Of the row before and after; that which there is not has no columns that equal anything."""
    return " UNION ".join(festivals.replace("written.", f"{row}.") for row in ("OLD", "NEW"))


def _function(name: str, body: str, declared: str = "") -> str:
    return f"""CREATE OR REPLACE FUNCTION {PREFIX}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE {declared} BEGIN {body} RETURN NULL; END $$"""


def _deferred(prefix: str, table: str, events: str) -> str:
    return f"""CREATE CONSTRAINT TRIGGER {prefix}_{table} AFTER {events} ON {table}
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {PREFIX}_{table}()"""
