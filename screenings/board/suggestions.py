"""Where one screening could go: the ten best places with what each would break and mend, and a button to move it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.board.cards import Word
from screenings.board.grid import line_of
from screenings.board.layout import word_of
from screenings.board.target import BoardGround
from screenings.loading import load_preferences
from screenings.loading.board import Card
from screenings.models import Festival
from screenings.solver.api import Advice, Preferences, advise, explain, open_from
from screenings.timetable.conflicts import Conflict
from screenings.timetable.three_way_diff import Place
from screenings.timetable.values import Programme
from screenings.wording import explanation_sentences, moment_text


@dataclass(frozen=True, slots=True)
class Spot:
    """A place it could have. `fields` are those of the Move form."""

    where: str
    hall: str
    points: int
    breaks: tuple[Word, ...]
    mends: tuple[Word, ...]
    fields: dict[str, Any]


def show_advice(request: HttpRequest, ground: BoardGround, context: dict[str, Any], pk: int | None) -> HttpResponse:
    """In that timetable as it is now. A fixed number of queries."""
    festival, working = ground.festival, ground.load()
    card = next((card for card in working.cards.values() if card.pk == pk), None)
    if card is None:
        raise Http404
    programme = working.programme
    preferences = replace(load_preferences(festival), not_before=open_from(programme.calendar, timezone.now()))
    found = advise(programme, card.showing.uid, preferences=preferences)
    spots = tuple(_spots(programme, card, found))
    show = programme.place(card.showing)
    extra = {
        "title": f"Where could {card.showing.title} go?",
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "ground": ground,
        "scenario": ground.scenario,
        "opts": Festival._meta,
        "card": card,
        "place": f"{moment_text(show.start, show.hall.zone)}, {show.hall.name}" if show else "no place yet",
        "on_board": f"{ground.address_of(show.day)}?open={card.pk}" if show else "",
        "address": reverse("admin:screenings_screening_change", args=[card.pk]),
        "spots": spots,
        "why": () if spots else tuple(_why(programme, card, preferences)),
        "may_move": ground.may_move(request) and not card.pinned and not card.showing.cancelled,
    }
    return TemplateResponse(request, "admin/screenings/festival/board_advice.html", {**context, **extra})


def _spots(programme: Programme, card: Card, found: Iterable[Advice]) -> Iterable[Spot]:
    for advice in found:
        move = advice.move
        assert move.hall is not None
        assert move.starts_at is not None
        hall = programme.house.halls[move.hall]
        day = programme.calendar.day_of(move.starts_at, hall.zone)
        yield Spot(
            where=moment_text(move.starts_at, hall.zone),
            hall=hall.name,
            points=advice.points,
            breaks=tuple(_words(advice.consequences.added)),
            mends=tuple(_words(advice.consequences.removed)),
            fields={
                "screening": card.pk,
                "seen": Place(card.showing.hall, card.showing.starts_at).mark,
                "hall": move.hall,
                "day": day.isoformat(),
                "line": line_of(move.starts_at, day, hall.zone, programme.calendar),
            },
        )


def _words(conflicts: Iterable[Conflict]) -> Iterable[Word]:
    for conflict in sorted(conflicts, key=lambda each: -each.severity.rank):
        yield word_of(conflict)


def _why(programme: Programme, card: Card, preferences: Preferences) -> Iterable[str]:
    """What stands in the way; moving others is left to whoever reads it."""
    explained = explain(programme, card.showing.uid, movable=(), preferences=preferences)
    for said in explanation_sentences(programme, explained):
        yield f"{said[:1].upper()}{said[1:]}."
