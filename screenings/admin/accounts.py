"""Who works here: Django's own pages of users and groups, whose lists are narrowed by their filters alone."""

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # registers both, so that they can be taken over here
from django.contrib.auth.models import Group, User

from screenings.desk.lookups import RestrictedLookupsAdmin

admin.site.unregister((User, Group))


@admin.register(User)
class AccountAdmin(RestrictedLookupsAdmin, UserAdmin):
    """As Django has it."""


@admin.register(Group)
class RoleAdmin(RestrictedLookupsAdmin, GroupAdmin):
    """As Django has it."""
