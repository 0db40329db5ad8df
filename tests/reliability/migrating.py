"""A database that is migrated, and what of the triggers is there then. Prints what it finds as JSON.

To be run with the settings beside it, on a database of its own.
"""

import json
import os
import sys
from typing import Any

import django


def triggers() -> dict[str, Any]:
    """Whether any is missing, check says so, a token is there, and a save renews it; and what the films hold."""
    from django.core.checks import run_checks
    from django.db import connection

    from screenings.loading.versions import version_of
    from screenings.models import Festival, Film
    from screenings.reliability import version_triggers

    (festival,) = Festival.objects.values_list("pk", flat=True)
    before = version_of(festival)
    Film.objects.update(synopsis="A walk.")
    return {
        "missing": bool(version_triggers.missing(connection)),
        "warned": "screenings.W011" in {each.id for each in run_checks(databases=["default"])},
        "token": before is not None,
        "renewed": before is not None and before != version_of(festival),
        "rating": Film.objects.values_list("rating", flat=True).get(),
    }


def migrate(*to: str) -> str:
    """The fault in which it ended."""
    from django.core.management import call_command

    try:
        call_command("migrate", *to, verbosity=0, skip_checks=True)
    except Exception as fault:
        return str(fault).partition("\n")[0]
    return ""


def with_a_film() -> None:
    """At the app's own newest migration."""
    from tests import world
    from tests.reliability.later_migrations import NEWEST

    assert migrate() + migrate("screenings", NEWEST) == ""
    world.film(world.festival(), "Cléo", rating="R")


def before() -> Any:
    """A database from before there were triggers, which comes forward."""
    from django.db import connection

    from screenings.reliability import version_triggers

    with_a_film()
    assert migrate("screenings", "0028") == ""
    version_triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {version_triggers.TABLE}")
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TABLE {version_triggers._MARKS}")
    assert migrate("screenings", "later_rows") == ""
    return triggers()


def half_way() -> Any:
    """A migration that fails after another has run; the same again; and then for good."""
    with_a_film()
    os.environ["LATER_FAILS"] = "1"
    faults = [migrate(), migrate()]
    failed = triggers()
    del os.environ["LATER_FAILS"]
    assert migrate() == ""
    return {"faults": faults, "failed": failed, "again": triggers()}


def untouched() -> Any:
    """The control: a plan of which the triggers are not told."""
    from django.apps import apps as installed
    from django.db.models.signals import post_migrate, pre_migrate

    from screenings import apps

    with_a_film()
    sender = installed.get_app_config("screenings")
    pre_migrate.disconnect(apps._before_migrating, sender=sender)
    post_migrate.disconnect(apps._after_migrating, sender=sender)
    return {"fault": migrate("screenings", "later_rows"), **triggers()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"before": before, "half-way": half_way, "untouched": untouched}[sys.argv[1]]()))
