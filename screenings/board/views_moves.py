"""What the board does: move, take back, do again. The server decides, and what it refuses goes back with a sentence."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.html import conditional_escape

from screenings.board.grid import day_now
from screenings.board.target import BoardGround
from screenings.board.views import day_from, move_form, show_board
from screenings.desk.autopublish import GoesPublic
from screenings.loading.board import Working
from screenings.models import BoardMove, Festival, Screening
from screenings.scheduling import Refused
from screenings.scheduling.undo import Moved, move_on_board, place_of, redo, undo
from screenings.solver.api import with_moves
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.three_way_diff import Place
from screenings.timetable.what_if import Consequences, Move, WhatIf, consequences_between
from screenings.wording import conflict_sentence
from screenings.wording.names import isolated
from screenings.wording.whereabouts import whereabouts_text

SHOWN = 3
JSON = "application/json"


def told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """For a script: whether it moved, and what was said of it, in place of the page that would say it."""
    if not _wants_json(request) or not isinstance(response, HttpResponseRedirect):
        return response
    said = [{"level": each.level_tag, "html": conditional_escape(each.message)} for each in get_messages(request)]
    return JsonResponse({"moved": bool(said) and said[0]["level"] == "success", "said": said})


def moves(admin: GoesPublic, request: HttpRequest, ground: BoardGround, context: dict[str, Any]) -> HttpResponse:
    """One POST, one move; a form comes back to the board. Whatever is said of it waits for the next page."""
    if request.method != "POST":
        return HttpResponseRedirect(ground.address)
    act = request.POST.get("do")
    if act in ("undo", "redo"):
        return _taken_back(admin, request, ground, back=act == "undo")
    festival, working = ground.festival, ground.load()
    form = move_form(festival, working, request.POST, also=[_day(request, festival)])
    if not form.is_valid():
        if _wants_json(request):
            problems = " ".join(str(error) for errors in form.errors.values() for error in errors)
            return _refused(request, ground, Refused(problems))
        return show_board(request, ground, context, _day(request, festival), form)
    place: Place = form.cleaned_data["place"]
    row = (
        Screening.objects.of(festival)
        .filter(pk=form.cleaned_data["screening"])
        .select_related("film", "festival")
        .first()
    )
    try:
        if row is None:
            raise Refused("That screening is no longer in the timetable. Nothing was changed; look again.")
        foreseen = WhatIf(working.programme).consequences_of(Move(row.uid, place.hall, place.starts_at))
        moved = move_on_board(
            row,
            hall=form.hall_row(),
            starts_at=place.starts_at,
            seen=form.cleaned_data["seen"],
            by=cast(User, request.user),
            at=timezone.now(),
            scenario=ground.scenario,
        )
    except Refused as refused:
        return _refused(request, ground, refused)
    return _done(admin, request, ground, moved, "Moved", foreseen, working)


def _taken_back(admin: GoesPublic, request: HttpRequest, ground: BoardGround, *, back: bool) -> HttpResponse:
    working = ground.load()
    try:
        moved = (undo if back else redo)(ground.festival, by=cast(User, request.user), scenario=ground.scenario)
    except Refused as refused:
        return _refused(request, ground, refused)
    foreseen = _foreseen(working, moved.rows)
    return _done(admin, request, ground, moved, "Taken back" if back else "Done again", foreseen, working)


def _foreseen(working: Working, rows: Sequence[Screening]) -> Consequences:
    moves = [Move(row.uid, *place_of(row)) for row in rows if row.uid in working.cards]
    if len(moves) == 1:
        return WhatIf(working.programme).consequences_of(moves[0])
    return consequences_between(working.programme, with_moves(working.programme, moves))


def _done(
    admin: GoesPublic,
    request: HttpRequest,
    ground: BoardGround,
    moved: Moved,
    what: str,
    foreseen: Consequences,
    working: Working,
) -> HttpResponse:
    """What is moved in a scenario is nobody's business but its own: it is not logged, and nothing is published."""
    row = moved.row
    if ground.scenario is None:
        for each, move in zip(moved.rows, moved.deed.moves, strict=True):
            admin.log_change(request, each, f"{what} on the board: {where(move)}")
        admin.touch(request, [ground.festival])
    said = _where_now(row, working) if len(moved.rows) == 1 else str(moved.deed)
    messages.success(request, f"{what}: {said}.")
    if foreseen.added:
        messages.warning(request, _breaks(foreseen.added))
    elif foreseen.removed:
        number = len(foreseen.removed)
        messages.info(request, f"That mends {number} conflict{'' if number == 1 else 's'}.")
    return _answer(request, ground, row)


def _where_now(row: Screening, working: Working) -> str:
    """`Cléo, Sun 11 Oct 00:30 (night of Sat 10 Oct), Odeon, Hall 1`: the board's days are nights of the festival."""
    if row.starts_at is None:
        return str(row)
    return f"{isolated(row.film.title)}, {whereabouts_text(place_of(row), working.programme)}"


def where(move: BoardMove) -> str:
    def place(hall: int | None, starts_at: Any) -> str:
        return f"hall {hall} at {starts_at:%Y-%m-%d %H:%M} UTC" if hall else "the tray"

    return f"{place(move.before_hall_id, move.before_starts_at)} → {place(move.after_hall_id, move.after_starts_at)}"


def _breaks(conflicts: Sequence[Conflict]) -> str:
    """The worst few in words."""
    worst = sorted(conflicts, key=lambda each: -each.severity.rank)
    more = len(worst) - SHOWN
    said = " ".join(conflict_sentence(each) for each in worst[:SHOWN])
    begin = "Worth knowing:" if worst[0].severity is Severity.NOTICE else "There it breaks something."
    return f"{begin} {said}{f' And {more} more.' if more > 0 else ''}"


def _refused(request: HttpRequest, ground: BoardGround, refused: Refused) -> HttpResponse:
    messages.error(request, str(refused))
    return _answer(request, ground, None)


def _answer(request: HttpRequest, ground: BoardGround, row: Screening | None) -> HttpResponse:
    """The board again: on the day the screening now has, or the one that was looked at."""
    day = _day(request, ground.festival)
    if row and row.starts_at:
        day = ground.festival.calendar.day_of(row.starts_at, row.zone)
    opened = f"?open={row.pk}" if row else ""
    return HttpResponseRedirect(f"{ground.address_of(day)}{opened}")


def _day(request: HttpRequest, festival: Festival) -> date:
    """The day that was chosen or looked at."""
    asked = request.POST.get("day") or request.POST.get("on")
    return day_from(asked) if asked else day_now(festival.calendar, timezone.now())


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == JSON
