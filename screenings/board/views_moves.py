"""What the board does: move, add, take back, do again. The server decides, and says why where it refuses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import User
from django.contrib.messages.constants import DEFAULT_TAGS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext

from screenings.board import new_cards
from screenings.board.forms import AddShowingForm, MoveForm
from screenings.board.grid import current_festival_day
from screenings.board.layout import BoardLayoutBuilder
from screenings.board.new_cards import NewCards
from screenings.board.overview import overview_context
from screenings.board.target import BoardTarget
from screenings.board.views import day_context, day_or_404, known_cards, move_form, show_board
from screenings.desk.autopublish import AutopublishAdmin, publish_saved
from screenings.desk.lookups import parse_pk
from screenings.desk.publish_messages import publish_message
from screenings.loading.timetable import WorkingTimetable
from screenings.models import BoardMove, Festival, Hall, PublishedScreening, Screening
from screenings.publishing import CheckedTimetable, SaveResult
from screenings.reliability.form_submissions import SAVED
from screenings.scheduling import ChangeRefused
from screenings.scheduling.board_moves import move_on_board
from screenings.scheduling.pins import pin_on_board
from screenings.scheduling.undo import MoveResult, UndoStack, redo, undo
from screenings.timetable.conflicts import Conflict, Severity
from screenings.timetable.placement import UNPLACED
from screenings.timetable.rules import find_conflicts
from screenings.timetable.what_if import Consequences, Move, WhatIf, diff_conflicts
from screenings.timetable.with_moves import with_moves
from screenings.wording.bidi import bidi_isolated
from screenings.wording.conflicts import conflict_sentence
from screenings.wording.placements import placement_text

MAX_CONFLICTS_IN_MESSAGE = 3
JSON_TYPE = "application/json"
Message = tuple[int, str]  # level, and text or markup
VERBS = {"undo": "Taken back", "redo": "Done again"}


@dataclass
class MoveRequest:
    """One POST, one move, and its answer: for a form the board again, for a script data with the board as it is now.

    What was written is loaded once and checked by the rules once: the publication, the sentences and the page share it.
    """

    admin: AutopublishAdmin
    request: HttpRequest
    target: BoardTarget
    halls: Mapping[int, Hall]
    context: dict[str, Any]
    undo_stack: UndoStack | None = None  # where it is known without asking
    saved: SaveResult | None = None  # of a move that was made
    rejected_form: MoveForm | None = None  # of the open card, to be shown with its errors

    @property
    def wants_json(self) -> bool:
        return self.request.headers.get("Accept") == JSON_TYPE

    def answer(self) -> HttpResponse:
        self.__dict__.pop("builder", None)  # of an attempt that was rolled back
        self.undo_stack = self.saved = self.rejected_form = None
        if self.request.method != "POST":
            return HttpResponseRedirect(self.target.address)
        act, making = self.request.POST.get("do", ""), new_cards.act_of(self.request)
        try:
            if act in VERBS:
                return self._report(self._undo_or_redo(act), VERBS[act])
            if act in ("pin", "unpin"):
                return self._pin(pinned=act == "pin")
            if making in (new_cards.PROGRAMME, new_cards.SHOWINGS):
                return self._report_new(new_cards.make_cards(self.request, self.target, making, None))
            form = self._form(AddShowingForm if making == new_cards.ADD else MoveForm)
            if not making and form.is_valid() and (question := self._question_before_lifting(form)):
                if self.wants_json:
                    return self._ask(question)
                form.ask_before_lifting(question)
            if form.errors and not self.wants_json:
                return show_board(self.request, self.target, self.context, self._day, form)
            if making:
                self._refuse_errors(form)
                return self._report_new(new_cards.make_cards(self.request, self.target, making, form))
            return self._report(self._move(form), "Moved")
        except ChangeRefused as refused:
            return self.refuse(str(refused))

    def refuse(self, reason: str) -> HttpResponse:
        return self._tell(messages.ERROR, reason)

    def _tell(self, level: int, text: str, row: Screening | None = None) -> HttpResponse:
        if self.wants_json:
            return self._json([(level, text)], is_done=level == messages.SUCCESS)
        messages.add_message(self.request, level, text)
        return self._redirect(row)

    def _form(self, form_class: type[MoveForm]) -> MoveForm:
        festival, sent = self.target.festival, self.request.POST
        return move_form(festival, self.halls, sent, extra_days=[self._day], form_class=form_class)

    def _question_before_lifting(self, form: MoveForm) -> str:
        """Where a card that is public would come off the wall, and that is not confirmed yet; else nothing."""
        if form.chosen_hall() or form.cleaned_data["lift"] or self.target.scenario:
            return ""
        own = Screening.objects.of(self.target.festival).filter(pk=form.cleaned_data["screening"])
        public = PublishedScreening.objects.current(self.target.festival).going_ahead()
        title = public.filter(uid__in=own.values("uid")).values_list("title", flat=True).first()
        if not title:
            return ""
        return gettext(
            "“%(title)s” is public. Without a place it is told to the public as cancelled, once this is published."
        ) % {"title": title}

    def _ask(self, question: str) -> JsonResponse:
        button = format_html(
            '<button type="button" class="button" data-lift>{}</button>', gettext("Take it off the wall")
        )
        return self._json([(messages.WARNING, format_html("{} {}", question, button))], asks=True)

    def _refuse_errors(self, form: MoveForm) -> None:
        if form.errors:
            sent = self.request.POST
            self.rejected_form = form if sent.get("opened") == sent.get("screening") else None
            raise ChangeRefused(" ".join(str(error) for errors in form.errors.values() for error in errors))

    def _move(self, form: MoveForm) -> MoveResult:
        self._refuse_errors(form)
        moved = move_on_board(
            self.target.festival,
            form.cleaned_data["screening"],
            hall=form.chosen_hall(),
            starts_at=form.cleaned_data["place"].starts_at,
            version_token=form.cleaned_data["seen"],
            by=self._user,
            at=timezone.now(),
            scenario=self.target.scenario,
        )
        self.undo_stack = UndoStack(undo=moved.undo_entry, redo=None)
        return moved

    def _undo_or_redo(self, act: str) -> MoveResult:
        return (undo if act == "undo" else redo)(self.target.festival, by=self._user, scenario=self.target.scenario)

    def _report(self, moved: MoveResult, verb: str) -> HttpResponse:
        """What is moved in a scenario is nobody's business but its own: it is not logged, and nothing is published."""
        self.saved = saved = self._log_and_publish(moved, verb) if self.target.scenario is None else None
        consequences = _consequences(self.builder, moved)
        texts = [(messages.SUCCESS, f"{verb}: {_what_moved(moved, self.builder.working)}.")]
        texts += _conflict_messages(consequences, moved)
        if saved:
            texts.append(publish_message(self.request, self.target.festival, saved))
        if self.wants_json:
            return self._json(texts, moved=moved, consequences=consequences)
        for level, text in texts[:-1] if saved else texts:
            messages.add_message(self.request, level, text)
        if saved:
            messages.add_message(self.request, *texts[-1], extra_tags=SAVED)
        return self._redirect(moved.row)

    def _report_new(self, new: NewCards) -> HttpResponse:
        """What has no place yet is nothing to the public."""
        self.admin.log_all(self.request, ((row, ADDITION, "Added on the board.") for row in new.rows))
        if new.moved:
            self.undo_stack = UndoStack(undo=new.moved.undo_entry, redo=None)
            return self._report(new.moved, new.text)
        return self._tell(messages.SUCCESS, new.text)

    def _pin(self, *, pinned: bool) -> HttpResponse:
        key = parse_pk(self.request.POST.get("screening", ""))
        row = pin_on_board(self.target.festival, key, pinned=pinned, scenario=self.target.scenario)
        text = (gettext("Pinned: %(row)s.") if pinned else gettext("Unpinned: %(row)s.")) % {"row": row}
        self.admin.log_all(self.request, [(row, CHANGE, text)])
        return self._tell(messages.SUCCESS, text, row)

    def _log_and_publish(self, moved: MoveResult, verb: str) -> SaveResult:
        log_moves(self.admin, self.request, moved, f"{verb} on the board")
        return publish_saved(self.request, self.target.festival, check=self._check, tried=moved)

    def _check(self, festival: Festival) -> CheckedTimetable:
        """Called once the festival is locked, so that nobody publishes anything between this and the publication."""
        self.target = replace(self.target, festival=festival)
        return CheckedTimetable(self.builder.working, self.builder.working.outcome_conflicts)

    @cached_property
    def builder(self) -> BoardLayoutBuilder:
        """The timetable, or the scenario, as it was written: loaded and checked when first asked for."""
        return BoardLayoutBuilder(self.target.load())

    def _json(
        self,
        texts: Iterable[Message],
        *,
        moved: MoveResult | None = None,
        is_done: bool = False,
        consequences: Consequences | None = None,
        asks: bool = False,
    ) -> JsonResponse:
        """`page`: the board that the script shows, for it to take what differs, without the cards that it has already.
        `html` is escaped. `asks`: to be confirmed before anything moves.
        """
        consequences = consequences or Consequences()
        published = self.saved.publication if self.saved else None
        page = self._page_context()
        return JsonResponse({
            "moved": is_done or moved is not None,
            "messages": [{"level": DEFAULT_TAGS[level], "html": conditional_escape(text)} for level, text in texts],
            "breaks": [conflict_sentence(conflict, _only_one(moved)) for conflict in consequences.added],
            "resolves": [conflict_sentence(conflict, _only_one(moved)) for conflict in consequences.removed],
            "publication": published.number if published else None,
            "public_changes": {str(change.uid): list(change.kinds) for change in self.saved.changes}
            if self.saved and published
            else {},
            "version": page["version"],
            "page": self._page(page),
            **({"asks": True} if asks else {}),
        })  # fmt: skip

    def _page_context(self) -> dict[str, Any]:
        """Of the whole festival, or of the day that is looked at."""
        known: dict[str, Any] = {"undo_stack": self.undo_stack, "saved": self.saved}
        if self._is_overview:
            return overview_context(self.request, self.target, self.builder, **known)
        opened = self.request.POST.get("opened", "")
        day = day_or_404(self.request.POST.get("on", "")) if self.request.POST.get("on") else self._day
        return day_context(self.request, self.target, self.builder, day, opened, self.rejected_form, **known)

    def _page(self, page_context: dict[str, Any]) -> str:
        name = "_board_whole" if self._is_overview else "_board_day"
        context = {**self.context, **page_context, "known_cards": known_cards(self.request)}
        return render_to_string(f"admin/screenings/festival/{name}.html", context, request=self.request)

    @property
    def _is_overview(self) -> bool:
        return self.request.POST.get("page") == "overview"

    def _redirect(self, row: Screening | None) -> HttpResponse:
        """The board again: on the day the screening now has, or the one that was looked at."""
        day = self._day
        if row and row.starts_at:
            day = self.target.festival.calendar.day_of(row.starts_at, row.zone)
        opened = f"?open={row.pk}" if row else ""
        return HttpResponseRedirect(f"{self.target.day_address(day)}{opened}")

    @property
    def _day(self) -> date:
        """The day that was chosen or looked at."""
        asked = self.request.POST.get("day") or self.request.POST.get("on")
        return day_or_404(asked) if asked else current_festival_day(self.target.festival.calendar, timezone.now())

    @property
    def _user(self) -> User:
        return cast(User, self.request.user)


def _consequences(builder: BoardLayoutBuilder, moved: MoveResult) -> Consequences:
    """What it broke and resolved: asked of what is now, by moving back."""
    origins = zip(moved.rows, moved.origins, strict=True)
    back = [Move(row.uid, UNPLACED if origin.is_lost else origin) for row, origin in origins]
    if len(back) > 1:
        found = diff_conflicts(find_conflicts(with_moves(builder.programme, back)), builder.conflicts)
    else:
        found = WhatIf(builder.programme).consequences_of(back[0]).reversed()
    return found.told_of(move.uid for move in back)


def _only_one(moved: MoveResult | None) -> UUID | None:
    """What was moved, where it is one."""
    return moved.rows[0].uid if moved and len(moved.rows) == 1 else None


def _conflict_messages(consequences: Consequences, moved: MoveResult) -> Iterable[Message]:
    if consequences.added:
        yield messages.WARNING, _conflict_warning(consequences.added, _only_one(moved))
    elif consequences.removed:
        number = len(consequences.removed)
        yield messages.INFO, f"That resolves {number} conflict{'' if number == 1 else 's'}."


def _what_moved(moved: MoveResult, working: WorkingTimetable) -> str:
    """`Cléo, Sun 11 Oct 00:30 (night of Sat 10 Oct), Odeon, Hall 1`: the board's days are nights of the festival."""
    if len(moved.rows) != 1:
        return str(moved.undo_entry)
    row = moved.row
    if row.starts_at is None:
        return str(row)
    return f"{bidi_isolated(row.film.title)}, {placement_text(row.placement, working.programme)}"


def log_moves(admin: AutopublishAdmin, request: HttpRequest, moved: MoveResult, verb: str) -> None:
    moves = zip(moved.rows, moved.undo_entry.moves, strict=True)
    admin.log_all(request, ((row, CHANGE, f"{verb}: {_move_text(move)}") for row, move in moves))


def _move_text(move: BoardMove) -> str:
    def place(hall: int | None, starts_at: Any) -> str:
        return f"hall {hall} at {starts_at:%Y-%m-%d %H:%M} UTC" if hall else "the tray"

    return f"{place(move.before_hall_id, move.before_starts_at)} → {place(move.after_hall_id, move.after_starts_at)}"


def _conflict_warning(conflicts: Sequence[Conflict], to: UUID | None) -> str:
    """The worst few in words."""
    worst = sorted(conflicts, key=lambda each: -each.severity.rank)
    more = len(worst) - MAX_CONFLICTS_IN_MESSAGE
    said = " ".join(conflict_sentence(each, to) for each in worst[:MAX_CONFLICTS_IN_MESSAGE])
    begin = "Worth knowing:" if worst[0].severity is Severity.NOTICE else "This breaks something."
    return f"{begin} {said}{f' And {more} more.' if more > 0 else ''}"
