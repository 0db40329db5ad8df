"""The project's own settings as the tests want them: DATABASE_URL still chooses the database."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("DATA_DIR", tempfile.gettempdir())

from festival.settings import *  # noqa: F403
from festival.settings import MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# Static files are found where they lie; WhiteNoise has no collected folder to look for.
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
