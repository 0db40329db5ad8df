"""As in production, without static files to collect."""

from festival.settings import *  # noqa: F403
from festival.settings import MIDDLEWARE, STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
