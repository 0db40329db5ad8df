"""Where the staff's pages of a festival are, and who may review a publication."""

from django.contrib.auth.models import AnonymousUser, User
from django.urls import reverse

from screenings.models import Festival


def review_address(festival: Festival) -> str:
    return reverse("admin:publish-review", args=[festival.pk])


def conflicts_address(festival: Festival) -> str:
    return reverse("admin:conflicts", args=[festival.pk])


def board_address(festival: Festival) -> str:
    return reverse("admin:board", args=[festival.pk])


def sheets_address(festival: Festival) -> str:
    return reverse("admin:sheets", args=[festival.pk])


def may_review(user: User | AnonymousUser) -> bool:
    return user.has_perm("screenings.view_festival") or user.has_perm("screenings.change_festival")
