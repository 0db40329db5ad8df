"""Members of staff, signed in."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.test import Client


def staff_client(name: str, permissions: Iterable[str]) -> Client:
    """Signed in as a member of staff with just these permissions, such as `change_screening`."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=list(permissions)))
    client = Client()
    client.force_login(user)
    return client


def member(of: str) -> Client:
    """Signed in as a member of that group, such as `front of house`."""
    user = User.objects.create_user(of.replace(" ", "-"), is_staff=True)
    user.groups.add(Group.objects.get(name=of))
    client = Client()
    client.force_login(user)
    return client
