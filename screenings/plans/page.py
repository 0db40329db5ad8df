"""The plan as its page shows it: days with their showings, films that are still to be placed, and what is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screenings.itinerary.stops import CLASH, StopConflict
from screenings.models import Pick, Rank
from screenings.plans.picked import PickedFilm, PickedProgramme, PickedShowing
from screenings.public.addresses import page_path
from screenings.public.showing_words import LocalTime, local_time
from screenings.timetable.values import PublicScreening

MAX_OFFERED: Final = 6  # other showings named for one
_RANKS: Final = (Rank.MUST, Rank.WANT, Rank.MAYBE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A showing one could choose. `why_not`: what speaks against it; nothing where it fits."""

    row: PublicScreening
    start: LocalTime
    end: LocalTime
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class StopView:
    row: PublicScreening
    pick: Pick
    start: LocalTime
    end: LocalTime
    film_address: str
    star_address: str
    is_over: bool
    is_last_chance: bool
    warnings: tuple[str, ...]
    instead: tuple[Offer, ...]

    @property
    def rank(self) -> str:
        return str(Rank(self.pick.rank).label)


@dataclass(frozen=True, slots=True)
class PlanDay:
    """`can_be_filled`: it is not over."""

    day: date
    stops: tuple[StopView, ...]
    can_be_filled: bool


@dataclass(frozen=True, slots=True)
class FilmView:
    """A film without a showing yet. `state` says in words how it stands."""

    pick: Pick
    title: str
    address: str
    star_address: str
    state: str
    is_last_chance: bool
    offers: tuple[Offer, ...]

    @property
    def rank(self) -> str:
        return str(Rank(self.pick.rank).label)


def plan_days(picked: PickedProgramme) -> list[PlanDay]:
    """Festival days with something in the plan, in order."""
    warnings = _warnings(picked)
    views = [(each.row.day, _stop(picked, each, warnings.get(str(each.row.uid), ()))) for each in picked.showings]
    today = picked.programme.festival.calendar.day_of(picked.at)
    return [
        PlanDay(day, tuple(view for _day, view in group), day >= today)
        for day, group in groupby(views, key=lambda each: each[0])
    ]


def films_to_place(picked: PickedProgramme) -> list[FilmView]:
    """Films that no showing of the plan shows: first what one must see, then by what is left of them."""
    views = [_film(picked, film) for film in picked.films_to_place]
    return sorted(views, key=lambda view: (_RANKS.index(Rank(view.pick.rank)), not view.is_last_chance, view.title))


def offers(picked: PickedProgramme, rows: Iterable[PublicScreening]) -> Iterator[Offer]:
    for row in rows:
        found = picked.in_the_way(row)
        why_not = _against(picked, row, found) if found else "" if picked.fits(row) else _("Outside your hours.")
        yield make_offer(picked, row, why_not)


def make_offer(picked: PickedProgramme, row: PublicScreening, why_not: str = "") -> Offer:
    """With its times as the festival's clock shows them."""
    home = picked.programme.festival.timezone
    return Offer(
        row, local_time(row.starts_at, row.timezone, home), local_time(row.ends_at, row.timezone, home), why_not
    )


def _stop(picked: PickedProgramme, each: PickedShowing, warnings: Iterable[str]) -> StopView:
    row, festival = each.row, picked.programme.festival
    is_over = row.ends_at <= picked.at
    told = () if is_over else tuple(warnings)
    needs_another = not is_over and (bool(told) or row.is_cancelled or row.sold_out)
    instead = picked.instead_of(row)[:MAX_OFFERED] if needs_another else []
    view = make_offer(picked, row)
    return StopView(
        row,
        each.pick,
        view.start,
        view.end,
        page_path("film", festival.slug, row.film_slug) if row.film_slug else "",
        page_path("plan-star-screening", festival.slug, row.uid),
        is_over,
        picked.is_last_chance(row),
        told,
        tuple(make_offer(picked, other) for other in instead),
    )


def _film(picked: PickedProgramme, film: PickedFilm) -> FilmView:
    shown = picked.programme.by_film[film.slug]
    rows = picked.open_showings([film.slug])
    offered = tuple(offers(picked, rows))
    fitting = sum(not offer.why_not for offer in offered)
    if fitting:
        state = ngettext("{number} showing fits.", "{number} showings fit.", fitting).format(number=fitting)
    elif offered:
        state = _("No showing fits what is in your plan.")
    elif all(row.ends_at <= picked.at for row in shown if not row.is_cancelled):
        state = _("Its last showing is over.") if any(not row.is_cancelled for row in shown) else _("It is cancelled.")
    elif any(row.sold_out for row in shown):
        state = _("Sold out.")
    else:
        state = _("No showing is open to you.")
    slug = picked.programme.festival.slug
    return FilmView(
        film.pick,
        film.title,
        page_path("film", slug, film.slug),
        page_path("plan-star-film", slug, film.slug),
        state,
        len(rows) == 1,
        offered[:MAX_OFFERED],
    )


def _warnings(picked: PickedProgramme) -> dict[str, list[str]]:
    """By the uid of the showing that begins later: what is wrong with it and the one before."""
    told: dict[str, list[str]] = {}
    for conflict in picked.conflicts:
        told.setdefault(str(conflict.second.uid), []).append(_sentence(picked, conflict))
    return told


def _sentence(picked: PickedProgramme, conflict: StopConflict) -> str:
    before = picked.programme.rows[conflict.first.uid]
    if conflict.code == CLASH:
        text = ngettext(
            "It begins {minutes} minute before “{title}” ends.",
            "It begins {minutes} minutes before “{title}” ends.",
            conflict.short_by,
        )
        return text.format(minutes=conflict.short_by, title=before.title)
    text = ngettext(
        "Too tight by {minutes} minute after “{title}”: {way} min from {place}, and {margin} min to be there early.",
        "Too tight by {minutes} minutes after “{title}”: {way} min from {place}, and {margin} min to be there early.",
        conflict.short_by,
    )
    return text.format(
        minutes=conflict.short_by, title=before.title, way=conflict.way, place=before.venue, margin=picked.plan.margin
    )


def _against(picked: PickedProgramme, row: PublicScreening, conflict: StopConflict) -> str:
    """Why one cannot go to `row` as well, named by what is in the plan."""
    other = conflict.first if conflict.second.uid == row.uid else conflict.second
    title = picked.programme.rows[other.uid].title
    if conflict.code == CLASH:
        return _("At the same time as “{title}”.").format(title=title)
    return _("Too tight with “{title}” by {minutes} min.").format(title=title, minutes=conflict.short_by)
