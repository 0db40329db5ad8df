"""--by: the same words, the same error, in every command whose work somebody signs."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from screenings.text.cleaning import is_storable


def add_user_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--by", metavar="USER", help="who signs it, by the name they log in with")


def chosen_user(name: str | None) -> User | None:
    """Raises CommandError where nobody active logs in by that name."""
    if name is None:
        return None
    user = User.objects.filter(username=name, is_active=True).first() if is_storable(name) else None
    if user is None:
        raise CommandError(f"--by: nobody logs in as {name!a}. The names are in the admin, under Users.")
    return user
