"""--festival: the same words, the same errors, in every command."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from screenings.models import Festival


def add_festival_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--festival", metavar="SLUG", help="which festival; may be left out where there is one")


def chosen_festival(slug: str | None) -> Festival:
    """The festival meant. Raises CommandError that lists those there are."""
    festivals = list(Festival.objects.all())
    if slug is None and len(festivals) == 1:
        return festivals[0]
    chosen = next((festival for festival in festivals if festival.slug == slug), None)
    if chosen is None:
        slugs = ", ".join(festival.slug for festival in festivals) or "none yet; import_programme or demo makes one"
        problem = (
            f'There is no festival "{slug}".' if slug else "There are several festivals: say which with --festival."
        )
        raise CommandError(
            f"{problem} Known: {slugs}."
            if festivals or slug
            else "There is no festival yet. Run import_programme or demo."
        )
    return chosen
