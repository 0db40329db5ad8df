"""The site exported, and read back from its files."""

from pathlib import Path

from django.core.management import call_command

from screenings.models import Festival
from tests import world


def export(folder: Path) -> dict[str, bytes]:
    """Every file by its name, the compressed ones aside."""
    call_command("export_site", folder)
    return files(folder)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.resolve().rglob("*") if path.is_file())
    return {path.relative_to(folder.resolve()).as_posix(): path.read_bytes() for path in found if path.suffix != ".gz"}


def rich() -> Festival:
    festival = world.festival()
    strand = world.section(festival)
    for number in range(4):
        film = world.film(festival, f"Film {number}", directors=(f"Director {number}",), section=strand)
        hall = world.hall(festival, f"Hall {number % 2 + 1}")
        world.screening(film, hall, f"2026-10-1{number} 20:00")
    return festival
