"""Proposals for a timetable, under the same rules as everything else. The parts are in solving/."""

from screenings.timetable.solving.advise import Advice, advise
from screenings.timetable.solving.annealing import Effort
from screenings.timetable.solving.explain import Explanation, Reason, Relaxation, explain
from screenings.timetable.solving.moving import with_moves
from screenings.timetable.solving.preferences import TERMS, WEIGHTS, Preferences, Term, Wish
from screenings.timetable.solving.propose import Progress, Proposal, propose, tray
from screenings.timetable.solving.repair import Repair, repair, repaired
from screenings.timetable.solving.terms import Contribution, contributions, score

__all__ = [
    "TERMS", "WEIGHTS", "Advice", "Contribution", "Effort", "Explanation", "Preferences", "Progress", "Proposal",
    "Reason", "Relaxation", "Repair", "Term", "Wish", "advise", "contributions", "explain", "propose", "repair",
    "repaired", "score", "tray", "with_moves",
]  # fmt: skip
