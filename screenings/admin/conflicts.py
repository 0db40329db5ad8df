"""The page of a festival's conflicts: grouped and filtered, each as a sentence with ways out, to be acknowledged."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from screenings.desk.conflict_items import ConflictItem, conflict_items
from screenings.desk.publish_messages import add_publish_message
from screenings.models import Festival
from screenings.publishing import publish_after_save
from screenings.scheduling.acknowledgements import acknowledge, withdraw_acknowledgements
from screenings.scheduling.conflict_status import (
    ConflictStatus,
    ConflictStatuses,
    load_conflict_statuses,
)
from screenings.timetable.conflicts import Conflict, Severity
from screenings.wording.conflict_places import ConflictPlace, grouped_by_place
from screenings.wording.moments import day_text, moment_in_zone
from screenings.wording.rules import RULE_WORDS, rule_name
from screenings.wording.rules.rule_words import OWN_FESTIVAL

CONFLICTS_PER_PAGE = 100
MAX_LAPSED = 20
ALL_LAPSED = "lapsed"
REPORTED_SEVERITIES = tuple(sorted(Severity, key=lambda severity: -severity.rank))[:-1]
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One conflict as the page shows it: `board` is the address of its last screening's card, `ways_out` are links'
    texts and addresses, `acknowledgement` is empty where nobody has given one.
    """

    item: ConflictItem
    acknowledgement: str
    board: str
    ways_out: tuple[tuple[str, str], ...]
    would_be_public: bool


class ConflictsAtPlace(NamedTuple):
    """`heading` is empty where a group has so few that it needs none; `number` counts those on other pages, too."""

    heading: str
    number: int
    rows: list[ConflictRow]


@dataclass(frozen=True, slots=True)
class ConflictGroup:
    severity: str
    name: str
    number: int
    places: tuple[ConflictsAtPlace, ...]


class ConflictFilterForm(forms.Form):
    """What of the conflicts to show; an empty field leaves nothing out."""

    severity = forms.ChoiceField(required=False)
    rule = forms.ChoiceField(required=False)
    hall = forms.ChoiceField(required=False)
    day = forms.ChoiceField(required=False)
    acknowledged = forms.ChoiceField(required=False, choices=(("", "either"), (NO, "no"), (YES, "yes")))

    def __init__(self, data: Any, statuses: ConflictStatuses) -> None:
        super().__init__(data)
        self.statuses = statuses
        self._offer("severity", ((level, level) for level in REPORTED_SEVERITIES))
        self._offer("rule", ((code, rule_name(code)) for code in RULE_WORDS))
        self._offer("hall", ((str(hall.id), hall.name) for hall in statuses.programme.context.halls.values()))
        scheduled = (*statuses.programme.scheduled, *statuses.outcome.scheduled)
        days = sorted({show.day for show in scheduled})
        self._offer("day", ((day.isoformat(), day_text(day)) for day in days))

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "all"), *((str(value), label) for value, label in choices)]

    def filtered(self) -> list[ConflictStatus]:
        """The severest first, then in the rules' order; many of one rule by hall and day. What cannot be understood
        filters nothing.
        """
        wanted = self.cleaned_data if self.is_valid() else {}
        found = [status for status in self.statuses.statuses if self._fits(status, wanted)]
        found.sort(key=lambda status: -status.conflict.severity.rank)
        return [status for places in _places(found).values() for _place, group in places for status in group]

    def _fits(self, status: ConflictStatus, wanted: dict[str, str]) -> bool:
        conflict = status.conflict
        shows = self.statuses.shows_of(status)
        tests = {
            "severity": {str(conflict.severity)},
            "rule": {conflict.code},
            "hall": {str(show.hall.id) for show in shows},
            "day": {show.day.isoformat() for show in shows},
            "acknowledged": {YES if status.is_acknowledged else NO},
        }
        return all(not wanted.get(name) or wanted[name] in values for name, values in tests.items())


def conflicts_page(request: HttpRequest, festival: Festival, context: dict[str, Any]) -> HttpResponse:
    """Show them; a POST acknowledges what is ticked, or takes an acknowledgement back."""
    if request.method == "POST":
        return _acknowledge_or_withdraw(request, festival)
    statuses = load_conflict_statuses(festival)
    form = ConflictFilterForm(request.GET, statuses)
    chosen = form.filtered()
    page = Paginator(chosen, CONFLICTS_PER_PAGE).get_page(request.GET.get("page"))
    extra = {
        "title": "Conflicts",
        "subtitle": festival.name,
        "festival": festival,
        "opts": Festival._meta,
        "form": form,
        "page": page,
        "groups": list(_groups(festival, form, chosen, list(page))),
        "is_filtered": len(chosen) != len(statuses.statuses),
        "summary": _summary(statuses),
        "lapsed": [
            (rule_name(row.code), row, _acknowledgement_text(festival, row)) for row in statuses.lapsed[:MAX_LAPSED]
        ],
        "more_lapsed": len(statuses.lapsed[MAX_LAPSED:]),
        "may_acknowledge": request.user.has_perm("screenings.add_acknowledgement"),
    }
    return TemplateResponse(request, "admin/screenings/festivalrules/conflicts.html", {**context, **extra})


def _summary(statuses: ConflictStatuses) -> list[tuple[Severity, int, int]]:
    """How many there are of each severity, and how many of them are acknowledged."""
    counts = Counter(status.conflict.severity for status in statuses.statuses)
    acknowledged = Counter(status.conflict.severity for status in statuses.statuses if status.is_acknowledged)
    return [(level, counts[level], acknowledged[level]) for level in REPORTED_SEVERITIES]


def _groups(
    festival: Festival, form: ConflictFilterForm, chosen: list[ConflictStatus], on_page: list[ConflictStatus]
) -> Iterator[ConflictGroup]:
    """Of what is on this page; each group says how many it has on all of them."""
    places_by_key = _places(chosen)
    item_by_id = dict(zip(map(id, on_page), conflict_items(status.conflict for status in on_page), strict=True))
    for (severity, code), group in groupby(on_page, key=_key):
        row_by_id = {id(status): _conflict_row(festival, form, status, item_by_id[id(status)]) for status in group}
        places = [
            ConflictsAtPlace(
                str(place or ""), len(there), [row_by_id[id(status)] for status in there if id(status) in row_by_id]
            )
            for place, there in places_by_key[severity, code]
        ]
        number = sum(place.number for place in places)
        yield ConflictGroup(severity, rule_name(code), number, tuple(place for place in places if place.rows))


def _places(
    statuses: Iterable[ConflictStatus],
) -> dict[tuple[str, str], list[tuple[ConflictPlace | None, list[ConflictStatus]]]]:
    """By severity and rule, in their order: where there are how many."""
    return {key: grouped_by_place(group, lambda status: status.conflict) for key, group in groupby(statuses, key=_key)}


def _key(status: ConflictStatus) -> tuple[str, str]:
    return str(status.conflict.severity), status.conflict.code


def _conflict_row(
    festival: Festival, form: ConflictFilterForm, status: ConflictStatus, item: ConflictItem
) -> ConflictRow:
    acknowledgement = _acknowledgement_text(festival, status.acknowledgement) if status.acknowledgement else ""
    last = form.statuses.shows_of(status)[-1]
    board = reverse("admin:board-day", args=[festival.pk, last.day.isoformat()])
    return ConflictRow(
        item,
        acknowledgement,
        f"{board}?open={item.last_screening_pk}#opened",
        tuple(_ways_out(festival, status.conflict)),
        status.is_in_outcome,
    )


def _acknowledgement_text(festival: Festival, row: Any) -> str:
    who = row.by.get_username() if row.by else "the command line"
    return f"{row.reason} ({who}, {moment_in_zone(row.at, festival.zone)})"


def _ways_out(festival: Festival, conflict: Conflict) -> Iterator[tuple[str, str]]:
    """What else can be done than opening its screenings. Asks nothing of the database."""
    facts = {**conflict.facts, OWN_FESTIVAL: festival.pk}
    for page in RULE_WORDS[conflict.code].related_pages:
        for key in str(facts.get(page.fact, "")).split():
            yield str(page.text), reverse(f"admin:screenings_{page.model}_change", args=[key])
    if conflict.facts.get("way"):
        yield "the ways between venues", reverse("admin:screenings_traveltime_changelist")


def _acknowledge_or_withdraw(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Note what is known, or take that back; a festival that publishes as saved then catches up by itself."""
    if not request.user.has_perm("screenings.add_acknowledgement"):
        raise PermissionDenied
    at, by = timezone.now(), cast(User, request.user)
    with transaction.atomic():
        if "withdraw" in request.POST:
            number = withdraw_acknowledgements(festival, _fingerprints_to_withdraw(festival, request.POST["withdraw"]))
            text = "Withdrawn." if number else "That was withdrawn already, or had lapsed."
            messages.info(request, text)
        else:
            _acknowledge(request, festival, by)
        add_publish_message(request, festival, publish_after_save(festival, at=at, by=by))
    return HttpResponseRedirect(request.get_full_path())


def _fingerprints_to_withdraw(festival: Festival, asked: str) -> list[str]:
    """The one that is named, or every one that has lapsed."""
    if asked == ALL_LAPSED:
        return [row.fingerprint for row in load_conflict_statuses(festival).lapsed]
    return [asked[:64]]


def _acknowledge(request: HttpRequest, festival: Festival, by: User) -> None:
    """What somebody else acknowledged meanwhile keeps their reason and their name."""
    fingerprints = set(request.POST.getlist("conflict"))
    selected = [
        status for status in load_conflict_statuses(festival).statuses if status.conflict.fingerprint in fingerprints
    ]
    for status in selected:
        if status.acknowledgement:
            text = _acknowledgement_text(festival, status.acknowledgement)
            messages.info(request, f"Acknowledged already, which stands: {text}")
    chosen = [s.conflict for s in selected if s.conflict.acknowledgeable and not s.is_acknowledged]
    if not chosen:
        messages.warning(request, "Nothing was acknowledged. Tick what you accept; this is how things stand now.")
        return
    try:
        acknowledge(festival, chosen, reason=request.POST.get("reason", ""), by=by, at=timezone.now())
    except ValidationError as wrong:
        messages.error(request, "Reason: " + " ".join(wrong.messages))
    else:
        gone = len(fingerprints) - sum(status.conflict.acknowledgeable for status in selected)
        more = f" {gone} had changed meanwhile and {'was' if gone == 1 else 'were'} left alone." if gone else ""
        messages.success(request, f"Acknowledged: {len(chosen)}, until the facts change.{more}")
