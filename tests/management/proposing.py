"""The festival of the tests of propose_timetable, and what is printed and placed there."""

from io import StringIO

from django.core.management import call_command

from screenings.models import Festival, Screening
from tests import world


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("propose_timetable", "--steps", "1024", *arguments, stdout=out)
    return out.getvalue()


def places() -> dict[str, tuple[str | None, object]]:
    rows = Screening.objects.order_by("pk").select_related("film", "hall")
    return {row.film.title: (row.hall.name if row.hall else None, row.starts_at) for row in rows}


def one_hall() -> Festival:
    """Cléo has a place and is pinned, Vagabond has one, Aftersun and Jaws lie in the tray."""
    festival = world.festival()
    odeon = world.hall(festival)
    world.screening(world.film(festival, "Cléo"), odeon, "2026-10-10 20:00", pinned=True)
    world.screening(world.film(festival, "Vagabond"), odeon, "2026-10-10 20:30")
    world.screening(world.film(festival, "Aftersun"))
    world.screening(world.film(festival, "Jaws"))
    return festival
