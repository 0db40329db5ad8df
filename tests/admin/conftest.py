"""Staff, and a festival to work on."""

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from screenings.models import Festival
from tests.world import festival


def staff_client(name: str, permissions: Iterable[str]) -> Client:
    """Signed in as a member of staff with just these permissions, such as `change_screening`."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=list(permissions)))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(db: None) -> Client:
    """Signed in as a superuser."""
    client = Client()
    client.force_login(User.objects.create_superuser("ada"))
    return client


@pytest.fixture
def harbour(db: None) -> Festival:
    """Publishes as saved, as festivals do unless they say otherwise."""
    return festival(publishing="as-saved")
