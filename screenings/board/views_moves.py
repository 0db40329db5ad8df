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

from screenings.board.grid import current_festival_day
from screenings.board.target import BoardTarget
from screenings.board.views import day_or_404, move_form, show_board
from screenings.desk.autopublish import AutopublishAdmin
from screenings.loading.timetable import WorkingTimetable
from screenings.models import BoardMove, Festival, Screening
from screenings.scheduling import ChangeRefused
from screenings.scheduling.undo import MoveResult, move_on_board, redo, undo
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.placement import Placement
from screenings.timetable.what_if import Consequences, Move, WhatIf, consequences_between
from screenings.timetable.with_moves import with_moves
from screenings.wording.bidi import bidi_isolated
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.placements import placement_text

MAX_CONFLICTS_IN_MESSAGE = 3
JSON_TYPE = "application/json"


def redirect_as_json(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """For a script: whether it moved, and what was said of it, in place of the page that would say it."""
    if not _wants_json(request) or not isinstance(response, HttpResponseRedirect):
        return response
    said = [{"level": each.level_tag, "html": conditional_escape(each.message)} for each in get_messages(request)]
    return JsonResponse({"moved": bool(said) and said[0]["level"] == "success", "said": said})


def handle_move(
    admin: AutopublishAdmin, request: HttpRequest, target: BoardTarget, context: dict[str, Any]
) -> HttpResponse:
    """One POST, one move; a form comes back to the board. Whatever is said of it waits for the next page."""
    if request.method != "POST":
        return HttpResponseRedirect(target.address)
    act = request.POST.get("do")
    if act in ("undo", "redo"):
        return _undo_or_redo(admin, request, target, is_undo=act == "undo")
    festival, working = target.festival, target.load()
    form = move_form(festival, working, request.POST, extra_days=[_day(request, festival)])
    if not form.is_valid():
        if _wants_json(request):
            problems = " ".join(str(error) for errors in form.errors.values() for error in errors)
            return _report_refusal(request, target, ChangeRefused(problems))
        return show_board(request, target, context, _day(request, festival), form)
    place: Placement = form.cleaned_data["place"]
    row = (
        Screening.objects.of(festival)
        .filter(pk=form.cleaned_data["screening"])
        .select_related("film", "festival")
        .first()
    )
    try:
        if row is None:
            raise ChangeRefused("That screening is no longer in the timetable. Nothing was changed; look again.")
        foreseen = WhatIf(working.programme).consequences_of(Move(row.uid, place))
        moved = move_on_board(
            row,
            hall=form.chosen_hall(),
            starts_at=place.starts_at,
            version_token=form.cleaned_data["seen"],
            by=cast(User, request.user),
            at=timezone.now(),
            scenario=target.scenario,
        )
    except ChangeRefused as refused:
        return _report_refusal(request, target, refused)
    return _report_move(admin, request, target, moved, "Moved", foreseen, working)


def _undo_or_redo(admin: AutopublishAdmin, request: HttpRequest, target: BoardTarget, *, is_undo: bool) -> HttpResponse:
    working = target.load()
    try:
        moved = (undo if is_undo else redo)(target.festival, by=cast(User, request.user), scenario=target.scenario)
    except ChangeRefused as refused:
        return _report_refusal(request, target, refused)
    foreseen = _consequences(working, moved.rows)
    return _report_move(admin, request, target, moved, "Taken back" if is_undo else "Done again", foreseen, working)


def _consequences(working: WorkingTimetable, rows: Sequence[Screening]) -> Consequences:
    moves = [Move(row.uid, row.placement) for row in rows if row.uid in working.cards]
    if len(moves) == 1:
        return WhatIf(working.programme).consequences_of(moves[0])
    return consequences_between(working.programme, with_moves(working.programme, moves))


def _report_move(
    admin: AutopublishAdmin,
    request: HttpRequest,
    target: BoardTarget,
    moved: MoveResult,
    verb: str,
    consequences: Consequences,
    working: WorkingTimetable,
) -> HttpResponse:
    """What is moved in a scenario is nobody's business but its own: it is not logged, and nothing is published."""
    row = moved.row
    if target.scenario is None:
        for each, move in zip(moved.rows, moved.undo_entry.moves, strict=True):
            admin.log_change(request, each, f"{verb} on the board: {move_text(move)}")
        admin.mark_for_publishing(request, [target.festival])
    said = _moved_text(row, working) if len(moved.rows) == 1 else str(moved.undo_entry)
    messages.success(request, f"{verb}: {said}.")
    if consequences.added:
        messages.warning(request, _conflict_warning(consequences.added))
    elif consequences.removed:
        number = len(consequences.removed)
        messages.info(request, f"That mends {number} conflict{'' if number == 1 else 's'}.")
    return _redirect_to_board(request, target, row)


def _moved_text(row: Screening, working: WorkingTimetable) -> str:
    """`Cléo, Sun 11 Oct 00:30 (night of Sat 10 Oct), Odeon, Hall 1`: the board's days are nights of the festival."""
    if row.starts_at is None:
        return str(row)
    return f"{bidi_isolated(row.film.title)}, {placement_text(row.placement, working.programme)}"


def move_text(move: BoardMove) -> str:
    def place(hall: int | None, starts_at: Any) -> str:
        return f"hall {hall} at {starts_at:%Y-%m-%d %H:%M} UTC" if hall else "the tray"

    return f"{place(move.before_hall_id, move.before_starts_at)} → {place(move.after_hall_id, move.after_starts_at)}"


def _conflict_warning(conflicts: Sequence[Conflict]) -> str:
    """The worst few in words."""
    worst = sorted(conflicts, key=lambda each: -each.severity.rank)
    more = len(worst) - MAX_CONFLICTS_IN_MESSAGE
    said = " ".join(conflict_sentence(each) for each in worst[:MAX_CONFLICTS_IN_MESSAGE])
    begin = "Worth knowing:" if worst[0].severity is Severity.NOTICE else "There it breaks something."
    return f"{begin} {said}{f' And {more} more.' if more > 0 else ''}"


def _report_refusal(request: HttpRequest, target: BoardTarget, refused: ChangeRefused) -> HttpResponse:
    messages.error(request, str(refused))
    return _redirect_to_board(request, target, None)


def _redirect_to_board(request: HttpRequest, target: BoardTarget, row: Screening | None) -> HttpResponse:
    """The board again: on the day the screening now has, or the one that was looked at."""
    day = _day(request, target.festival)
    if row and row.starts_at:
        day = target.festival.calendar.day_of(row.starts_at, row.zone)
    opened = f"?open={row.pk}" if row else ""
    return HttpResponseRedirect(f"{target.day_address(day)}{opened}")


def _day(request: HttpRequest, festival: Festival) -> date:
    """The day that was chosen or looked at."""
    asked = request.POST.get("day") or request.POST.get("on")
    return day_or_404(asked) if asked else current_festival_day(festival.calendar, timezone.now())


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == JSON_TYPE
