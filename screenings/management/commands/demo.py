"""The demo festival, from nothing to a served site in one command."""

import os
from argparse import ArgumentParser
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from screenings.management.demo_pictures import draw_pictures
from screenings.management.server_start import exec_server, lock_database_file, require_free_port
from screenings.models import Festival, Publication, change_reason
from screenings.models.history import LOADED_REASON
from screenings.publishing import PublishingBlocked, publish, publish_after_save
from screenings.scheduling.shift_dates import days_to_make_current, shift_festival
from screenings.wording.conflicts import conflict_sentence

FESTIVAL = 2024  # its key in fixtures/demo.json
LOGIN = PASSWORD = "demo"  # noqa: S105 - meant to be known: the demo answers this machine alone
STOP_SECONDS = 3


class Command(BaseCommand):
    help = (
        "Serve the demo festival on this machine: makes the database, loads the festival, publishes it and prints the "
        "addresses to open. What you edit is kept from one run to the next."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="default: 8000")
        parser.add_argument("--host", default="127.0.0.1", help="a loopback address; default: 127.0.0.1")
        parser.add_argument(
            "--shift-to-today", action="store_true", help="move the festival's run so that it is on now"
        )
        parser.add_argument("--no-serve", action="store_true", help="prepare everything and stop")
        parser.add_argument("--fresh", action="store_true", help="throw the demo's database away and start over")

    def handle(self, **options: Any) -> None:
        host, port = _loopback(options["host"]), options["port"]
        _refuse_other_databases()
        if not options["no_serve"]:
            require_free_port(host, port)
        site = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        if options["fresh"] or not options["no_serve"]:
            lock_database_file()
        if options["fresh"]:
            _remove_database()
        self.stdout.write("Preparing the demo festival …")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        festival = self._festival(site, shift=options["shift_to_today"])
        self._print_addresses(festival, site, has_known_password=_has_known_password())
        if not options["no_serve"]:
            self.stdout.write("\nServing. Ctrl-C ends it.")
            self.stdout.flush()
            exec_server(host=host, port=port, stop_seconds=STOP_SECONDS, environment={"DEMO": "1", "SITE_URL": site})

    def _festival(self, site: str, *, shift: bool) -> Festival:
        """Loaded where it is not there, at this address, on now where that is asked for, and public."""
        if not Festival.objects.filter(pk=FESTIVAL).exists():
            with change_reason(LOADED_REASON):
                call_command("loaddata", "demo", verbosity=0)
            self.stdout.write("Drawing its pictures …")
            draw_pictures(Festival.objects.get(pk=FESTIVAL))
        festival = Festival.objects.get(pk=FESTIVAL)
        festival.site_url = site
        festival.save(update_fields=["site_url"])
        now = timezone.now()
        if shift and (days := days_to_make_current(festival, at=now)):
            with change_reason("moved to today"):
                shift_festival(festival, days=days)
        if Publication.objects.current(festival) is None:
            try:
                publish(festival, at=now, note="The programme is out.")
            except PublishingBlocked as blocked:
                self._say_why("The festival is not public yet", blocked.conflicts)
        else:
            saved = publish_after_save(festival, at=now)
            if saved.state == "blocked":
                self._say_why("Changes wait", saved.blocking)
        return festival

    def _say_why(self, what: str, conflicts: tuple[Any, ...]) -> None:
        self.stderr.write(f"{what}, because the timetable holds errors:")
        for conflict in conflicts:
            self.stderr.write(f"  {conflict_sentence(conflict)}")

    def _print_addresses(self, festival: Festival, site: str, *, has_known_password: bool) -> None:
        feed = reverse("listing-feed", args=[festival.slug])
        login = f"log in as {LOGIN}, " + (
            f"password {PASSWORD}" if has_known_password else "with the password you gave"
        )
        for label, address in (
            ("The festival", site + festival.get_absolute_url()),
            ("Its screenings", site + reverse("listing", args=[festival.slug])),
            ("The admin", f"{site}{reverse('admin:index')}    ({login})"),
            ("The calendar", site + feed),
            ("  to subscribe", f"webcal{site.removeprefix('http')}{feed}"),
        ):
            self.stdout.write(f"{label + ':':<17}{address}")


def _loopback(host: str) -> str:
    """Anyone who reaches the demo can log in, so it answers this machine alone."""
    address = "127.0.0.1" if host == "localhost" else host
    try:
        if ip_address(address).is_loopback:
            return address
    except ValueError:
        pass
    raise CommandError(
        f"The demo's password is known to all, so it serves this machine alone: leave --host out instead of {host}. "
        "To show a festival to others, see docs/settings.md."
    )


def _refuse_other_databases() -> None:
    ours = Path(settings.DATA_DIR) / "demo.sqlite3"
    if os.environ.get("DATABASE_URL"):
        raise CommandError("The demo keeps a database of its own. Run it without DATABASE_URL.")
    if not settings.DEMO or Path(connection.settings_dict["NAME"]) != ours:
        raise CommandError("The demo runs on a database of its own only. Start it as: festival demo")


def _remove_database() -> None:
    connection.close()
    name = Path(connection.settings_dict["NAME"])
    for file in (name, name.with_name(f"{name.name}-wal"), name.with_name(f"{name.name}-shm")):
        file.unlink(missing_ok=True)


def _has_known_password() -> bool:
    """Make the demo's staff user where it is missing; whether its password is still the known one."""
    users = get_user_model()._default_manager
    user = users.filter(username=LOGIN).first()
    if user is None:
        user = users.create_superuser(LOGIN, password=PASSWORD)
    return user.check_password(PASSWORD)
