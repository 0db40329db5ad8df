"""The staff's side: every model editable, and every save saying what the public sees of it."""

from django.contrib import admin

from screenings.admin import festivals, films, people, plans, publications, rules, screenings, venues

__all__ = ["festivals", "films", "people", "plans", "publications", "rules", "screenings", "venues"]

admin.site.site_header = "Festival desk"
admin.site.site_title = "Festival desk"
admin.site.index_title = "The festival"
