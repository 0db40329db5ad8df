"""A proposal as its page tells it."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from screenings.itinerary.values import (
    AT_MOST,
    BREAKS,
    MARGIN,
    NOT_AFTER,
    NOT_BEFORE,
    TRAVEL,
    InfeasibleSubset,
    OmittedFilm,
    ShowingOption,
)
from screenings.plans.page import Offer, make_offer
from screenings.plans.picked import PickedProgramme
from screenings.plans.proposal import ProposedVisit, screening_choice
from screenings.wording.lists import joined_with_and
from screenings.wording.moments import day_text, moment_text


def _limit_names() -> dict[str, str]:
    return {
        NOT_BEFORE: _("when you come"), NOT_AFTER: _("when you leave"), AT_MOST: _("how many a day"),
        BREAKS: _("your meals"), MARGIN: _("being there early"), TRAVEL: _("the way between the cinemas"),
    }  # fmt: skip


class ProposalView:
    """`days`: by festival day the showings, each with whether it would be new. `left_out` says what gave way, and what
    keeping it would cost where that is worked out.
    """

    def __init__(self, picked: PickedProgramme, proposal: ProposedVisit) -> None:
        self._picked, self._proposal = picked, proposal
        self.added = [stop.uid for stop in proposal.planner.plan.showings if stop.uid not in picked.stops]
        self.is_proven = proposal.planner.plan.is_proven
        self.is_complete = proposal.is_complete
        self.too_many = proposal.too_many

    @property
    def days(self) -> list[tuple[object, list[tuple[Offer, bool]]]]:
        rows = [self._picked.programme.rows[stop.uid] for stop in self._proposal.planner.plan.showings]
        groups = groupby(rows, key=lambda row: row.day)
        in_plan = self._picked.stops
        return [
            (day, [(make_offer(self._picked, row), row.uid not in in_plan) for row in each]) for day, each in groups
        ]

    @property
    def summary(self) -> str:
        number, left = len(self._proposal.planner.plan.films), len(self._proposal.planner.films_left_out)
        if not left:
            return ngettext("All of it: {number}.", "All of it: {number} of {number}.", number).format(number=number)
        return _("{number} of {total} that you have starred.").format(number=number, total=number + left)

    @property
    def waived(self) -> list[str]:
        names = _limit_names()
        return [
            _("On {day}, what you must see does not leave room for {limit}.").format(
                day=day_text(waiver.day), limit=names[waiver.limit]
            )
            for waiver in self._proposal.planner.waived
        ]

    @property
    def left_out(self) -> Iterator[tuple[str, str]]:
        """Title and sentence of each; the sentence is empty while nobody has worked it out."""
        for film in self._proposal.planner.films_left_out:
            omitted = self._proposal.omitted.get(film)
            yield self._title(film), self._sentence(omitted) if omitted else ""

    def _title(self, film: str) -> str:
        programme = self._picked.programme
        named = {screening_choice(each.row.uid): each.row.title for each in self._picked.showings}
        return named.get(film) or programme.titles.get(film, film)

    def _sentence(self, omitted: OmittedFilm) -> str:
        cost = omitted.cost
        if cost is None:
            subset = omitted.infeasible_subset
            return self._against(subset) if subset else _("It cannot be had.")
        when = self._when(cost.showing)
        if cost.films_lost and cost.films_gained:
            return _("{when} would take the place of {lost}, and {gained} would come in.").format(
                when=when, lost=self._titles(cost.films_lost), gained=self._titles(cost.films_gained)
            )
        if cost.films_lost:
            return _("{when} would take the place of {lost}.").format(when=when, lost=self._titles(cost.films_lost))
        return _("{when} would fit as well.").format(when=when)

    def _against(self, subset: InfeasibleSubset) -> str:
        names = _limit_names()
        rows = self._picked.programme.rows
        films = [self._title(film) for film in subset.films[1:]] + [rows[uid].title for uid in subset.booked]
        against = [f"“{title}”" for title in films] + [names[limit] for limit in subset.limits]
        if not against:
            return _("It has no showing left.")
        return _("It cannot be had together with {others}.").format(others=joined_with_and(against))

    def _titles(self, films: tuple[str, ...]) -> str:
        return joined_with_and([f"“{self._title(film)}”" for film in films])

    def _when(self, option: ShowingOption) -> str:
        row = self._picked.programme.rows[option.uid]
        return f"{moment_text(row.starts_at, row.zone)}, {row.place}"
