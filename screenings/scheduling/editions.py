"""Next year's festival from this one's."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from screenings.models import (
    Festival,
    Hall,
    OpeningHours,
    RuleSetting,
    Section,
    StatedWish,
    TermWeight,
    TravelTime,
    Venue,
)
from screenings.scheduling.copying import copy_row
from screenings.scheduling.screening_change import ChangeRefused


def duplicate_edition(festival: Festival, *, name: str, slug: str, starts_on: date) -> Festival:
    """As long as this one, with its settings, rules, weights, wishes in a phrase, sections, venues, ways and halls.

    Halls keep their opening hours.
    Films, guests, screenings, publications and the days on which halls were closed are this year's own.
    Raises ChangeRefused with what is wrong with name, address or day.
    """
    with transaction.atomic():
        shown = build_edition(festival, name=name, slug=slug, starts_on=starts_on)
        own = {field: getattr(shown, field) for field in ("name", "slug", "starts_on", "ends_on")}
        new = copy_row(festival, **own, paused_at=None, paused_by=None)
        sections = {
            section.pk: copy_row(section, festival=new, line_up_hold="")
            for section in Section.objects.filter(festival=festival).order_by("pk")
        }
        for setting in RuleSetting.objects.filter(festival=festival).order_by("pk"):
            copy_row(setting, festival=new)
        for weight in TermWeight.objects.filter(festival=festival).order_by("pk"):
            copy_row(weight, festival=new)
        for wish in StatedWish.objects.filter(festival=festival).order_by("pk"):
            copy_row(wish, festival=new, section=sections[wish.section_id] if wish.section_id else None)
        _copy_venues(festival, new)
    return new


def build_edition(festival: Festival, *, name: str, slug: str, starts_on: date) -> Festival:
    """The new edition's own columns, as they may be saved; it is not. Raises ChangeRefused."""
    try:
        ends_on = starts_on + (festival.ends_on - festival.starts_on)
        shown = Festival(name=name, slug=slug, starts_on=starts_on, ends_on=ends_on, timezone=festival.timezone)
        shown.full_clean()
    except ValidationError as error:
        raise ChangeRefused(" ".join(error.messages)) from error
    except OverflowError as error:
        raise ChangeRefused("Choose an earlier first day.") from error
    return shown


def _copy_venues(festival: Festival, new: Festival) -> None:
    venues = {
        venue.pk: copy_row(venue, festival=new) for venue in Venue.objects.filter(festival=festival).order_by("pk")
    }
    for hall in Hall.objects.filter(venue__in=venues).order_by("pk"):
        copy = copy_row(hall, venue=venues[hall.venue_id])
        for hours in OpeningHours.objects.filter(hall=hall).order_by("pk"):
            copy_row(hours, hall=copy)
    for way in TravelTime.objects.filter(origin__in=venues).order_by("pk"):
        copy_row(way, origin=venues[way.origin_id], destination=venues[way.destination_id])
