"""The WSGI entry: `granian --interface wsgi festival.wsgi:application`. With it comes the embedded worker."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from festival.worker import start_worker
from screenings.writers import load_templates

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "festival.settings")
application = get_wsgi_application()
load_templates()
if settings.WORKER == "embedded":
    start_worker()
