"""The wishes in a phrase that a festival's searches go by: stated on any page that shows them, and taken off there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from screenings.desk.lookups import parse_pk
from screenings.desk.staff_pages import next_address
from screenings.models import Festival, Section, StatedWish
from screenings.solver.wishes import WISH_KIND_BY_NAME, WISH_KINDS
from screenings.wording.wishes import wish_help, wish_text


@dataclass(frozen=True, slots=True)
class StatedWishView:
    """One that searches go by; `by` is who stated it, nothing where that account is gone.

    `choice`: the name of the wish, and the key of the section it is for.
    """

    pk: int
    choice: tuple[str, int | None]
    text: str
    help: str
    by: str


@dataclass(frozen=True, slots=True)
class OfferedWish:
    """One that is not stated yet. `sections` are the keys and names among which one is chosen, for a section's wish."""

    name: str
    text: str
    help: str
    sections: tuple[tuple[int, str], ...] = ()


def may_propose(user: User | AnonymousUser) -> bool:
    """Whoever may ask for a search also says what it goes by."""
    return user.has_perms(("screenings.add_scenario", "screenings.change_screening"))


def stated_wishes(festival: Festival) -> tuple[StatedWishView, ...]:
    """One query."""
    rows = StatedWish.objects.filter(festival=festival, name__in=WISH_KIND_BY_NAME).select_related("section", "by")
    return tuple(
        StatedWishView(row.pk, (row.name, row.section_id), _text(row), wish_help(row.name), str(row.by or ""))
        for row in rows.order_by("pk")
    )


def offered_wishes(festival: Festival, stated_views: Iterable[StatedWishView]) -> tuple[OfferedWish, ...]:
    """What could be stated beside those. One query."""
    stated = {view.choice for view in stated_views}
    sections = tuple(Section.objects.filter(festival=festival).order_by("name").values_list("pk", "name"))
    offered = []
    for kind in WISH_KINDS:
        left = tuple(each for each in sections if (kind.name, each[0]) not in stated) if kind.has_section else ()
        if left or not (kind.has_section or (kind.name, None) in stated):
            offered.append(OfferedWish(kind.name, wish_text(kind.name), wish_help(kind.name), left))
    return tuple(offered)


def change_wishes(request: HttpRequest, festival: Festival) -> HttpResponse:
    """A POST states one or takes one off, and leads back to where it was sent from.

    What a colleague has stated or taken off a moment before is as it was wanted, and no error.
    """
    if request.method == "POST":
        if not may_propose(request.user):
            raise PermissionDenied
        if "off" in request.POST:
            _take_off(request, festival)
        else:
            _state(request, festival)
    return HttpResponseRedirect(next_address(request, reverse("admin:proposals", args=[festival.pk])))


def _take_off(request: HttpRequest, festival: Festival) -> None:
    row = StatedWish.objects.filter(festival=festival, pk=parse_pk(request.POST["off"]) or 0).select_related("section")
    for wish in row:
        wish.delete()
        messages.success(request, gettext("No longer wished for: %(wish)s.") % {"wish": _text(wish)})


def _state(request: HttpRequest, festival: Festival) -> None:
    kind = WISH_KIND_BY_NAME.get(request.POST.get("wish", ""))
    if kind is None:
        messages.error(request, gettext("Choose one of the wishes."))
        return
    section = None
    if kind.has_section:
        section = Section.objects.filter(festival=festival, pk=parse_pk(request.POST.get("section", "")) or 0).first()
        if section is None:
            messages.error(request, gettext("Choose the section that the wish is for."))
            return
    wish, _made = StatedWish.objects.get_or_create(
        festival=festival, name=kind.name, section=section, defaults={"by": cast(User, request.user)}
    )
    messages.success(request, gettext("Wished for: %(wish)s. The next search goes by it.") % {"wish": _text(wish)})


def _text(row: StatedWish) -> str:
    return wish_text(row.name, row.section.name if row.section else "")
