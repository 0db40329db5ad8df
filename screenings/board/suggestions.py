"""Why a screening is where it is, and the ten best other places: what each would cost, break and mend, and a button."""

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
from screenings.loading import load_preferences_with_wishes
from screenings.models import Festival
from screenings.solver.api import Preferences, WeighedPlace, earliest_start, explain, suggest_slots, weigh
from screenings.timetable.conflicts import worst_first
from screenings.timetable.values import Programme, Showing
from screenings.wording.fixed_screenings import fixed_text
from screenings.wording.moments import moment_text
from screenings.wording.places import place_sentences, reason_sentences
from screenings.wording.relaxations import explanation_sentences


@dataclass(frozen=True, slots=True)
class SuggestedSlot:
    """A place it could have. `fields` are those of the Move form."""

    where: str
    hall: str
    sentences: tuple[str, ...]
    breaks: tuple[ConflictBadge, ...]
    mends: tuple[ConflictBadge, ...]
    fields: dict[str, Any]


def show_suggestions(
    request: HttpRequest, target: BoardTarget, context: dict[str, Any], pk: int | None
) -> HttpResponse:
    """In that timetable as it is now. A fixed number of queries."""
    festival, working = target.festival, target.load()
    showing = next((each for each in working.programme.showings if each.pk == pk), None)
    if showing is None:
        raise Http404
    programme = working.programme
    preferences = replace(
        load_preferences_with_wishes(festival, programme),
        not_before=earliest_start(programme.calendar, timezone.now()),
    )
    found = weigh(programme, suggest_slots(programme, showing.uid, preferences=preferences), preferences)
    spots = tuple(_suggested_slots(programme, showing, found))
    show = programme.placed_showing(showing)
    fixed = fixed_text(pinned=showing.pinned, cancelled=showing.cancelled)
    extra = {
        "title": f"Why is {showing.title} here?" if show else f"Where could {showing.title} go?",
        "is_nav_sidebar_enabled": False,
        "festival": festival,
        "target": target,
        "scenario": target.scenario,
        "opts": Festival._meta,
        "showing": showing,
        "place": f"{moment_text(show.start, show.hall.zone)}, {show.hall.name}" if show else "no place yet",
        "on_board": f"{target.day_address(show.day)}?open={showing.pk}" if show else "",
        "address": reverse("admin:screenings_screening_change", args=[showing.pk]),
        "spots": spots,
        "reasons": tuple(reason_sentences(found)) if show else (),
        "why": () if spots else tuple(_no_slot_sentences(programme, showing, preferences)),
        "may_move": target.may_move(request) and not fixed,
        "fixed": fixed,
    }
    return TemplateResponse(request, "admin/screenings/festival/board_advice.html", {**context, **extra})


def _suggested_slots(programme: Programme, showing: Showing, found: Iterable[WeighedPlace]) -> Iterable[SuggestedSlot]:
    for place in found:
        move = place.suggestion.move
        consequences = place.suggestion.consequences.touching([move.uid])
        assert move.hall is not None
        assert move.starts_at is not None
        hall = programme.context.halls[move.hall]
        day = programme.calendar.day_of(move.starts_at, hall.zone)
        yield SuggestedSlot(
            where=moment_text(move.starts_at, hall.zone),
            hall=hall.name,
            sentences=tuple(place_sentences(place)),
            breaks=tuple(conflict_badge(conflict, move.uid) for conflict in worst_first(consequences.added)),
            mends=tuple(conflict_badge(conflict, move.uid) for conflict in worst_first(consequences.removed)),
            fields={
                "screening": showing.pk,
                "seen": showing.placement.version_token,
                "hall": move.hall,
                "day": day.isoformat(),
                "line": line_at(move.starts_at, day, hall.zone, programme.calendar),
            },
        )


def _no_slot_sentences(programme: Programme, showing: Showing, preferences: Preferences) -> Iterable[str]:
    """What stands in the way; moving others is left to whoever reads it."""
    explained = explain(programme, showing.uid, movable=(), preferences=preferences, elsewhere=True)
    for said in explanation_sentences(programme, explained):
        yield f"{said[:1].upper()}{said[1:]}."
