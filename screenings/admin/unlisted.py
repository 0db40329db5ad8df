"""What a library would list in the admin, and nobody at a festival looks for: searches have pages of their own."""

from django.contrib import admin
from django_tasks_db import admin as _listed  # noqa: F401 - registered first, whatever the order of the apps
from django_tasks_db.models import DBTaskResult

admin.site.unregister(DBTaskResult)
