"""The app."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from screenings import checks  # noqa: F401 - its checks register themselves


class ScreeningsConfig(AppConfig):
    name = "screenings"
    verbose_name = "Festival"
    default_auto_field = "django.db.models.BigAutoField"


class DeskConfig(AdminConfig):
    """Django's admin with our front page."""

    default_site = "screenings.views.desk.DeskSite"
