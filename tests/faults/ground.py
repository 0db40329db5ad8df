"""The festival that faults befall: made here, and looked over here when they are over. Prints its keys as JSON."""

import json
import sys
from typing import Any

import django


def make() -> dict[str, Any]:
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from tests import world
    from tests.browser.signing_in import PASSWORD

    call_command("migrate", verbosity=0)
    festival = world.festival()
    film = world.film(festival, "Cléo")
    screening = world.screening(film, world.hall(festival), "2026-10-10 20:00")
    world.hall(festival, "Hall 2")
    world.published(festival)
    for name in ("ada", "ben", "cem", "dua"):
        User.objects.create_superuser(name, password=PASSWORD)
    return {"festival": festival.pk, "film": film.pk, "screening": screening.pk, "hall": screening.hall_id}


def look() -> dict[str, Any]:
    """What of it is in the database."""
    from django.contrib.admin.models import LogEntry

    from screenings.models import BoardMove, Film, FilmImage, Publication

    return {
        "titles": sorted(Film.objects.values_list("title", flat=True)),
        "images": FilmImage.objects.count(),
        "moves": BoardMove.objects.count(),
        "publications": Publication.objects.count(),
        "log": LogEntry.objects.count(),
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"make": make, "look": look}[sys.argv[1]]()))
