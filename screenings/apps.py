"""The app."""

from django.apps import AppConfig

from screenings import checks  # noqa: F401 - its checks register themselves


class ScreeningsConfig(AppConfig):
    name = "screenings"
    verbose_name = "Festival"
    default_auto_field = "django.db.models.BigAutoField"
