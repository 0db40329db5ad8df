"""Somebody who saves one revision of a film after the other, and publishes each third. Prints JSON.

`make` makes the festival and prints its keys. Else, for so many seconds, a line for each revision that is saved: its
number, the number that is public, and the board's version then.
"""

import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

import django

PAUSE = 0.05  # seconds between two


def make() -> dict[str, Any]:
    """Two films on one day: one that is revised here, and one that somebody revises by its form."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from tests import world
    from tests.browser.signing_in import PASSWORD

    call_command("migrate", verbosity=0)
    festival = world.festival()
    hall = world.hall(festival)
    section = world.section(festival, "Section")
    here = world.film(festival, "Revision 0", slug="revision", section=section)
    by_form = world.film(festival, "Edition 0", slug="edition", section=section)
    world.screening(here, hall, "2026-10-10 18:00")
    world.screening(by_form, hall, "2026-10-10 21:00")
    world.published(festival)
    User.objects.create_superuser("ada", password=PASSWORD)
    return {"festival": festival.pk, "film": here.pk, "by_form": by_form.pk}


def revise(seconds: float) -> None:
    from screenings.loading.timetable import timetable_version
    from screenings.models import Festival, Film
    from screenings.publishing import publish

    festival = Festival.objects.get()
    until, number, public = time.monotonic() + seconds, 0, 0
    while time.monotonic() < until:
        number += 1
        Film.objects.filter(slug="revision").update(title=f"Revision {number}")
        if number % 3 == 0:
            publish(festival, at=datetime.now(UTC))
            public = number
        said = {"saved": number, "public": public, "version": timetable_version(festival.pk)}
        print(json.dumps(said), flush=True)
        time.sleep(PAUSE)


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "make":
        print(json.dumps(make()))
    else:
        revise(float(sys.argv[1]))
