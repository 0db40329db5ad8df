"""The app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.backends.signals import connection_created

from screenings import checks  # noqa: F401 - its checks register themselves
from screenings.database_file import remember_opened


class ScreeningsConfig(AppConfig):
    name = "screenings"
    verbose_name = "Festival"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        connection_created.connect(remember_opened, dispatch_uid="screenings.remember_opened")


class DeskConfig(AdminConfig):
    """Django's admin with our front page."""

    default_site = "screenings.views.desk.DeskSite"
