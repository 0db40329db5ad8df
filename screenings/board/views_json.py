"""What the board's script asks for: the free places of a screening, and whether anything has changed.

It asks every few seconds rather than being told: that works with the embedded server, whose threads a lasting
connection from every open board would hold, and behind any proxy. An answer that nothing has changed costs one query.
"""

from datetime import date
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from screenings.board.free_slots import HallSlots, slots_by_hall
from screenings.board.reason_texts import slot_conflict_text
from screenings.board.target import BoardTarget
from screenings.desk.lookups import parse_pk
from screenings.loading.timetable import WorkingTimetable
from screenings.models import Festival
from screenings.public.serving.conditional import etagged_response
from screenings.public.theme import staff_theme
from screenings.timetable.values import Showing

FILM = "film-"  # before the key of a film
MAX_SLOT_REASONS = 3  # reasons a blocked place gives


def poll_version(request: HttpRequest, version: str) -> HttpResponse:
    """The version of the festival's screenings; 304 while it is the one that is known already."""
    return etagged_response(request, version, lambda: JsonResponse({"version": version}), {})


def slots_json(target: BoardTarget, day: date, carried: str) -> HttpResponse:
    """For each hall, stretches of lines: where from, where to, how bad, the numbers of the reasons.

    `carried`: the key of a screening, or `film-` and that of a film, of which a showing would be added.
    """
    working = target.load()
    showing = _new_showing(working, carried) if carried.startswith(FILM) else _showing(working, carried)
    if showing is None:
        raise Http404
    reasons: dict[str, int] = {}
    found = slots_by_hall(working.programme, showing, day)
    halls = {each.hall.id: list(_ranges_json(each, showing, reasons)) for each in found}
    return JsonResponse({"day": day.isoformat(), "halls": halls, "reasons": list(reasons)})


def _showing(working: WorkingTimetable, pk: str) -> Showing | None:
    return next((each for each in working.programme.showings if each.pk == parse_pk(pk)), None)


def _new_showing(working: WorkingTimetable, carried: str) -> Showing | None:
    """One more of the film, with nothing before or after it."""
    pk = parse_pk(carried.removeprefix(FILM))
    film = working.films.get(pk) if pk is not None else None
    if film is None or pk is None:
        return None
    return Showing(uuid4(), pk, film.rule_film.title, film.running.minutes, length_is_known=film.running.is_known)


def _ranges_json(hall_slots: HallSlots, showing: Showing, reasons: dict[str, int]) -> Any:
    for stretch in hall_slots.ranges:
        said: dict[str, int] = {}
        for conflict in sorted(stretch.conflicts, key=lambda each: -each.severity.rank):
            if len(said) < MAX_SLOT_REASONS:
                text = slot_conflict_text(conflict, showing.uid)
                said[text] = reasons.setdefault(text, len(reasons))
        yield [stretch.first, stretch.last, str(stretch.severity), list(said.values())]


def section_colours_css(request: HttpRequest, festival: Festival) -> HttpResponse:
    """The sections' colours and shapes, as the working timetable has them."""
    sheet = staff_theme(festival)
    return etagged_response(request, sheet.digest, lambda: HttpResponse(sheet.css, content_type="text/css"), {})
