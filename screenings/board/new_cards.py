"""Cards that the board makes: showings of films, copies of a card, films put together as a programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screenings.board.forms import AddShowingForm, MoveForm
from screenings.board.layout import BoardLayoutBuilder
from screenings.board.target import BoardTarget
from screenings.desk.lookups import parse_pk
from screenings.models import Film, Screening
from screenings.scheduling import ChangeRefused
from screenings.scheduling.programmes import make_programme
from screenings.scheduling.showings import add_placed_showing, add_showings, copy_showing
from screenings.scheduling.undo import MoveResult
from screenings.wording.bidi import bidi_isolated

ADD, COPY, PROGRAMME, SHOWINGS = "add", "copy", "programme", "showings"
MAX_LINE_DIGITS = 3
# What is open beside the board where a showing is added: `new`, `new-HALL-LINE`, or `new-film-FILM`.
NEW, NEW_OF_FILM = "new", "new-film-"


@dataclass(frozen=True, slots=True)
class NewCards:
    """What was made, what is to be said of it, and the move of one that has a place already."""

    rows: tuple[Screening | Film, ...]
    text: str
    moved: MoveResult | None = None


def may_add(user: AbstractBaseUser | AnonymousUser, target: BoardTarget) -> bool:
    """A scenario holds the timetable's own screenings, and none of its own."""
    return target.scenario is None and cast(User, user).has_perm("screenings.add_screening")


def act_of(request: HttpRequest) -> str:
    """Which of them is asked for, or nothing."""
    if SHOWINGS in request.POST:
        return SHOWINGS
    act = request.POST.get("do", "")
    return act if act in (ADD, COPY, PROGRAMME) else ""


def make_cards(request: HttpRequest, target: BoardTarget, act: str, form: MoveForm | None) -> NewCards:
    """Raises ChangeRefused, and then nothing was made; PermissionDenied for who may not add."""
    if target.scenario is not None:
        raise ChangeRefused(_("A scenario holds the screenings of the timetable. Add this on the timetable’s board."))
    if not may_add(request.user, target):
        raise PermissionDenied
    if form is not None:
        return _card_at_place(request, target, act, form)
    return _programme(request, target) if act == PROGRAMME else _showings(request, target)


def _card_at_place(request: HttpRequest, target: BoardTarget, act: str, form: MoveForm) -> NewCards:
    hall, starts_at = form.chosen_hall(), form.cleaned_data["place"].starts_at
    by, at, festival = cast(User, request.user), timezone.now(), target.festival
    if act == COPY:
        copied = copy_showing(festival, form.cleaned_data["screening"], hall=hall, starts_at=starts_at, by=by, at=at)
        if isinstance(copied, Screening):
            return NewCards((copied,), _("Copied: %(screening)s.") % {"screening": copied})
        return NewCards(copied.rows, _("Copied"), copied)
    film = form.cleaned_data["film"]
    if hall is None or starts_at is None:
        return _showings_of(target, film, 1)
    added = add_placed_showing(festival, film, hall=hall, starts_at=starts_at, by=by, at=at)
    return NewCards(added.rows, _("Added"), added)


def _showings(request: HttpRequest, target: BoardTarget) -> NewCards:
    """Of one of the tray's buttons: the film and how many."""
    film, _space, times = request.POST[SHOWINGS].partition(" ")
    return _showings_of(target, parse_pk(film), parse_pk(times) or 0)


def _showings_of(target: BoardTarget, pk: int | None, times: int) -> NewCards:
    film = Film.objects.of(target.festival).filter(pk=pk or 0).first()
    if film is None:
        raise ChangeRefused(_("That film is no longer in the festival. Nothing was added; look again."))
    rows = add_showings(film, times=times)
    text = ngettext(
        "Added: %(number)d showing of %(film)s, not placed yet.",
        "Added: %(number)d showings of %(film)s, not placed yet.",
        len(rows),
    ) % {"number": len(rows), "film": bidi_isolated(film.title)}
    return NewCards(tuple(rows), text)


def _programme(request: HttpRequest, target: BoardTarget) -> NewCards:
    if not cast(User, request.user).has_perm("screenings.add_film"):
        raise PermissionDenied
    chosen = [pk for each in request.POST.getlist("parts") if (pk := parse_pk(each))]
    films = list(Film.objects.of(target.festival).filter(pk__in=chosen).select_related("festival"))
    film = make_programme(films, title=request.POST.get("title", ""))
    text = _("Put together: %(film)s, of %(number)d films.")
    return NewCards((film,), text % {"film": bidi_isolated(film.title), "number": len(films)})


def place_of(opened: str) -> tuple[int | None, int | None]:
    """Hall and line that `new-HALL-LINE` points at; None where it does not."""
    hall, line = f"{opened}--".split("-")[1:3]
    return parse_pk(hall), int(line) if line.isdecimal() and len(line) <= MAX_LINE_DIGITS else None


def film_of(opened: str) -> int | None:
    """The film that `new-film-FILM` names; None where it names none."""
    return parse_pk(opened.removeprefix(NEW_OF_FILM)) if opened.startswith(NEW_OF_FILM) else None


def add_form(form: AddShowingForm, builder: BoardLayoutBuilder) -> AddShowingForm:
    """The form with the festival's films to choose from."""
    form.show_films(_films_by_heading(builder))
    return form


def _films_by_heading(builder: BoardLayoutBuilder) -> Mapping[str, Iterable[tuple[int, str]]]:
    waiting = [(film.pk, film.title) for film in builder.films_without_showing()]
    of_those = {pk for pk, _title in waiting}
    others = [(pk, film.rule_film.title) for pk, film in builder.working.films.items() if pk not in of_those]
    headings = {_("Without a showing"): waiting, _("The others"): sorted(others, key=lambda film: film[1].casefold())}
    return {heading: films for heading, films in headings.items() if films}
