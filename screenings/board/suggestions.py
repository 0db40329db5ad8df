"""Where one screening could go: the ten best places with what each would break and mend, and a button to move it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.board.cards import ConflictBadge
from screenings.board.grid import line_at
from screenings.board.layout import conflict_badge
from screenings.board.target import BoardTarget
from screenings.loading import load_preferences
from screenings.loading.timetable import ScreeningCard
from screenings.models import Festival
from screenings.solver.api import Preferences, Suggestion, earliest_start, explain, suggest_slots
from screenings.timetable.conflicts import worst_first
from screenings.timetable.values import Programme
from screenings.wording.moments import moment_text
from screenings.wording.relaxations import explanation_sentences


@dataclass(frozen=True, slots=True)
class SuggestedSlot:
    """A place it could have. `fields` are those of the Move form."""

    where: str
    hall: str
    points: int
    breaks: tuple[ConflictBadge, ...]
    mends: tuple[ConflictBadge, ...]
    fields: dict[str, Any]


def show_suggestions(
    request: HttpRequest, target: BoardTarget, context: dict[str, Any], pk: int | None
) -> HttpResponse:
    """In that timetable as it is now. A fixed number of queries."""
    festival, working = target.festival, target.load()
    card = next((card for card in working.cards.values() if card.pk == pk), None)
    if card is None:
        raise Http404
    programme = working.programme
    preferences = replace(load_preferences(festival), not_before=earliest_start(programme.calendar, timezone.now()))
    found = suggest_slots(programme, card.showing.uid, preferences=preferences)
    spots = tuple(_suggested_slots(programme, card, found))
    show = programme.placed_showing(card.showing)
    extra = {
        "title": f"Where could {card.showing.title} go?",
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "target": target,
        "scenario": target.scenario,
        "opts": Festival._meta,
        "card": card,
        "place": f"{moment_text(show.start, show.hall.zone)}, {show.hall.name}" if show else "no place yet",
        "on_board": f"{target.day_address(show.day)}?open={card.pk}" if show else "",
        "address": reverse("admin:screenings_screening_change", args=[card.pk]),
        "spots": spots,
        "why": () if spots else tuple(_no_slot_sentences(programme, card, preferences)),
        "may_move": target.may_move(request) and not card.pinned and not card.showing.cancelled,
    }
    return TemplateResponse(request, "admin/screenings/festival/board_advice.html", {**context, **extra})


def _suggested_slots(programme: Programme, card: ScreeningCard, found: Iterable[Suggestion]) -> Iterable[SuggestedSlot]:
    for advice in found:
        move, consequences = advice.move, advice.consequences.told_of([advice.move.uid])
        assert move.hall is not None
        assert move.starts_at is not None
        hall = programme.context.halls[move.hall]
        day = programme.calendar.day_of(move.starts_at, hall.zone)
        yield SuggestedSlot(
            where=moment_text(move.starts_at, hall.zone),
            hall=hall.name,
            points=advice.points,
            breaks=tuple(conflict_badge(conflict, move.uid) for conflict in worst_first(consequences.added)),
            mends=tuple(conflict_badge(conflict, move.uid) for conflict in worst_first(consequences.removed)),
            fields={
                "screening": card.pk,
                "seen": card.showing.placement.version_token,
                "hall": move.hall,
                "day": day.isoformat(),
                "line": line_at(move.starts_at, day, hall.zone, programme.calendar),
            },
        )


def _no_slot_sentences(programme: Programme, card: ScreeningCard, preferences: Preferences) -> Iterable[str]:
    """What stands in the way; moving others is left to whoever reads it."""
    explained = explain(programme, card.showing.uid, movable=(), preferences=preferences)
    for said in explanation_sentences(programme, explained):
        yield f"{said[:1].upper()}{said[1:]}."
