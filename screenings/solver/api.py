"""Proposals for a timetable, under the same rules as everything else. The parts are in solving/."""

from screenings.solver.explain.capacity import Shortage
from screenings.solver.explain.explain import Explanation, Reason, explain
from screenings.solver.explain.infeasibility import Impossible, impossible
from screenings.solver.explain.relaxations import Relaxation
from screenings.solver.losses import guest_comes, guest_leaves, hall_lost, print_late
from screenings.solver.model.time_grid import open_from
from screenings.solver.objective import Contribution, contributions, score
from screenings.solver.preferences import STANDARD, TERMS, WEIGHTS, Preferences, Sequel, Term, Wish
from screenings.solver.propose import Progress, Proposal, propose, tray
from screenings.solver.repair import Repair, repair, repaired
from screenings.solver.request import Answer, Order, explained, proposed
from screenings.solver.search.annealing import Effort, Steps
from screenings.solver.suggest import Advice, advise
from screenings.solver.unmet import Unmet, unmet
from screenings.timetable.with_moves import with_moves

__all__ = [
    "STANDARD", "TERMS", "WEIGHTS", "Advice", "Answer", "Contribution", "Effort", "Explanation", "Impossible", "Order",
    "Preferences", "Progress", "Proposal", "Reason", "Relaxation", "Repair", "Sequel", "Shortage", "Steps", "Term",
    "Unmet", "Wish", "advise", "contributions", "explain", "explained", "guest_comes", "guest_leaves", "hall_lost",
    "impossible", "open_from", "print_late", "propose", "proposed", "repair", "repaired", "score", "tray", "unmet",
    "with_moves",
]  # fmt: skip
