"""The festival that many processes race in: made here, and looked over here when they are done.

With a JSON list of constraints to leave out it prints the keys of festival, halls and screenings, by itself what the
publications hold.
"""

import json
import sys
from itertools import combinations

import django

SCREENINGS = 8


def make(without: list[str]) -> dict[str, object]:
    """An empty hall, unplaced screenings, and a database `without` the constraints of these names."""
    from django.core.management import call_command
    from django.db import connection

    from screenings.models import Publication, PublishedScreening, hall_guard
    from tests import world

    call_command("migrate", verbosity=0)
    for model in (Publication, PublishedScreening):
        taken = [constraint for constraint in model._meta.constraints if constraint.name in without]
        # SQLite makes the table anew from what the model says.
        model._meta.constraints = [constraint for constraint in model._meta.constraints if constraint not in taken]
        with connection.schema_editor() as editor:
            for constraint in taken:
                editor.remove_constraint(model, constraint)
    with connection.schema_editor() as editor:
        hall_guard.remove(editor) if hall_guard.GUARD in without else hall_guard.install(editor)
    festival = world.festival()
    hall = world.hall(festival)
    shared = world.screening(world.film(festival, "Everybody’s"))
    screenings = [world.screening(world.film(festival, f"Film {number}")) for number in range(SCREENINGS)]
    return {
        "festival": festival.pk, "hall": hall.pk, "screenings": [each.pk for each in screenings],
        "shared": shared.pk, "other_hall": world.hall(festival, "Hall 2").pk,
    }  # fmt: skip


def look() -> dict[str, int]:
    """Every publication, every two of its screenings."""
    from screenings.models import Publication, PublishedScreening

    publications = list(Publication.objects.all())
    double = 0
    for publication in publications:
        rows = PublishedScreening.objects.in_publication(publication.festival_id, publication.number).exclude(
            status="cancelled"
        )
        double += any(
            one.hall_slug == other.hall_slug and one.starts_at < other.ends_at and other.starts_at < one.ends_at
            for one, other in combinations(rows, 2)
        )
    return {"publications": len(publications), "double_booked": double}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(make(json.loads(sys.argv[1])) if len(sys.argv) > 1 else look()))
