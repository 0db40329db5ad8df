"""The app."""

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import apps as admin_apps
from django.db import connections
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from screenings import checks  # noqa: F401 - its checks register themselves
from screenings.reliability import version_triggers
from screenings.reliability.sqlite_file import record_opened_file
from screenings.reliability.utf8_requests import read_requests_as_utf8

# What another project that installs this app may leave out; festival.settings says all of it.
DEFAULTS = {
    "SITE_URL": "http://127.0.0.1:8000",
    "TRUSTED_PROXIES": 0,
    "DEMO": False,
    "SECRET_KEY_IS_LASTING": True,
    "ALLOWED_HOSTS_IS_DEFAULT": False,
}


class ScreeningsConfig(AppConfig):
    default = True  # what "screenings" in INSTALLED_APPS means
    name = "screenings"
    verbose_name = "Festival"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        read_requests_as_utf8()
        connection_created.connect(record_opened_file, dispatch_uid="screenings.remember_opened")
        pre_migrate.connect(_before_migrating, sender=self)
        post_migrate.connect(_after_migrating, sender=self)

    def import_models(self) -> None:
        """Before any module of ours can ask for a setting."""
        data = Path(getattr(settings, "BASE_DIR", ".")) / "var"
        for name, value in {**DEFAULTS, "DATA_DIR": data}.items():
            if not hasattr(settings, name):
                setattr(settings, name, value)
        super().import_models()


def _before_migrating(using: str, plan: Any, **kwargs: Any) -> None:
    """A migration may rebuild any table, which no trigger survives or allows."""
    if plan:
        version_triggers.remove(connections[using])


def _after_migrating(using: str, **kwargs: Any) -> None:
    if version_triggers.has_every_table(connections[using]) and version_triggers.missing(connections[using]):
        version_triggers.install(connections[using])


class DeskConfig(admin_apps.SimpleAdminConfig):
    """Django's admin with our front page, whose site finds what is registered when its addresses are asked for: a
    command that has no pages does without.
    """

    default = False
    default_site = "screenings.desk.site.DeskSite"
