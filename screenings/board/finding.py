"""One search over every card of a board, on any day, and the errors that stand in the way, each leading to its card."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screenings.board.grid import festival_dates
from screenings.board.layout import BoardLayoutBuilder
from screenings.board.target import BoardTarget
from screenings.models import Festival
from screenings.text.search_words import has_words, search_text
from screenings.timetable.conflicts import Conflict
from screenings.timetable.values import Showing
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.placements import placement_text

MAX_FOUND = 100  # cards or errors listed; whoever finds more says more
MAX_CARDS = 10  # of one error
_NUMBERS = re.compile(r"\d+")
MAX_QUERY = 200  # characters


@dataclass(frozen=True, slots=True)
class FoundCard:
    """A card: its screening, its title, where it is, the ISO day of the board that has it, and its address there."""

    pk: int
    title: str
    place: str
    day: str
    address: str


@dataclass(frozen=True, slots=True)
class FoundError:
    """An error that nobody has acknowledged, and the cards it is about."""

    sentence: str
    cards: tuple[FoundCard, ...]


def show_found(request: HttpRequest, target: BoardTarget, context: dict[str, Any]) -> HttpResponse:
    """The cards that hold every word of `q`, or with `errors` the errors. As many queries as the board takes."""
    builder = BoardLayoutBuilder(target.load())
    query = request.GET.get("q", "")[:MAX_QUERY].strip()
    errors = tuple(_errors(builder, target)) if "errors" in request.GET else ()
    cards = tuple(_cards_with(query, builder, target)) if query else ()
    number = len(errors) if "errors" in request.GET else len(cards)
    extra = {
        "title": _found_text(number, query, are_errors="errors" in request.GET),
        "is_nav_sidebar_enabled": False,
        "festival": target.festival,
        "target": target,
        "scenario": target.scenario,
        "opts": Festival._meta,
        "query": query,
        "errors": errors[:MAX_FOUND],
        "cards": cards[:MAX_FOUND],
        "more": max(0, number - MAX_FOUND),
    }
    return TemplateResponse(request, "admin/screenings/festival/board_found.html", {**context, **extra})


def _found_text(number: int, query: str, *, are_errors: bool) -> str:
    if are_errors:
        return ngettext("%(number)d error", "%(number)d errors", number) % {"number": number}
    text = ngettext("%(number)d card for “%(query)s”", "%(number)d cards for “%(query)s”", number)
    return text % {"number": number, "query": query}


def _cards_with(query: str, builder: BoardLayoutBuilder, target: BoardTarget) -> Iterable[FoundCard]:
    """By time, those without a place last. A word may be of the film, its people and section, or of the place."""
    placed = [show.showing for show in sorted(builder.programme.scheduled, key=lambda show: show.start)]
    uids = {showing.uid for showing in placed}
    others = [showing for showing in builder.programme.showings if showing.uid not in uids]
    for showing in (*placed, *others):
        film = builder.working.films[showing.film]
        card = _found_card(showing, builder, target)
        text = f"{film.search_text} {search_text(card.place)}"
        if has_words(text, query, has=_has):
            yield card


def _has(text: str, word: str) -> bool:
    """A number as a whole: hall 2 is not found at 20:00."""
    return word in (_NUMBERS.findall(text) if word.isdecimal() else text)


def _errors(builder: BoardLayoutBuilder, target: BoardTarget) -> Iterable[FoundError]:
    for conflict in builder.open_errors:
        yield FoundError(conflict_sentence(conflict), tuple(_cards_of(conflict, builder, target)))


def _cards_of(conflict: Conflict, builder: BoardLayoutBuilder, target: BoardTarget) -> Iterable[FoundCard]:
    uids: tuple[UUID, ...] = conflict.uids[:MAX_CARDS]
    for uid in dict.fromkeys(uids):
        yield _found_card(builder.working.showings[uid], builder, target)


def _found_card(showing: Showing, builder: BoardLayoutBuilder, target: BoardTarget) -> FoundCard:
    """One without a place is in the tray of every day: the first will do."""
    show = builder.programme.placed_showing(showing)
    day = show.day if show else festival_dates(builder.programme.calendar)[0]
    place = placement_text(showing.placement, builder.programme) if show else _("Not placed yet")
    return FoundCard(showing.pk, showing.title, place, day.isoformat(), f"{target.day_address(day)}?open={showing.pk}")
