"""Proposals for a timetable, under the same rules as everything else. The parts are in solving/."""

from screenings.timetable.solving.annealing import Effort
from screenings.timetable.solving.preferences import TERMS, WEIGHTS, Preferences, Term, Wish
from screenings.timetable.solving.propose import Progress, Proposal, propose, tray, with_moves
from screenings.timetable.solving.terms import Contribution, contributions, score

__all__ = [
    "TERMS", "WEIGHTS", "Contribution", "Effort", "Preferences", "Progress", "Proposal", "Term", "Wish",
    "contributions", "propose", "score", "tray", "with_moves",
]  # fmt: skip
