"""What a library would list in the admin, and nobody at a festival looks for: searches have pages of their own."""

from django.apps import apps
from django.contrib import admin

if apps.is_installed("django_tasks_db"):
    from django_tasks_db import admin as listed  # registered first, whatever the order of the apps

    admin.site.unregister(listed.DBTaskResult)
