"""Proposals for a timetable, under the same rules as everything else. The parts are in solving/."""

from screenings.timetable.solving.advise import Advice, advise
from screenings.timetable.solving.annealing import Effort, Steps
from screenings.timetable.solving.asking import Relaxation
from screenings.timetable.solving.explain import Explanation, Reason, explain
from screenings.timetable.solving.hours import open_from
from screenings.timetable.solving.impossible import Impossible, impossible
from screenings.timetable.solving.losses import guest_comes, guest_leaves, hall_lost, print_late
from screenings.timetable.solving.moving import with_moves
from screenings.timetable.solving.order import Answer, Order, explained, proposed
from screenings.timetable.solving.preferences import STANDARD, TERMS, WEIGHTS, Preferences, Sequel, Term, Wish
from screenings.timetable.solving.propose import Progress, Proposal, propose, tray
from screenings.timetable.solving.repair import Repair, repair, repaired
from screenings.timetable.solving.rooms import Shortage
from screenings.timetable.solving.terms import Contribution, contributions, score
from screenings.timetable.solving.unmet import Unmet, unmet

__all__ = [
    "STANDARD", "TERMS", "WEIGHTS", "Advice", "Answer", "Contribution", "Effort", "Explanation", "Impossible", "Order",
    "Preferences", "Progress", "Proposal", "Reason", "Relaxation", "Repair", "Sequel", "Shortage", "Steps", "Term",
    "Unmet", "Wish", "advise", "contributions", "explain", "explained", "guest_comes", "guest_leaves", "hall_lost",
    "impossible", "open_from", "print_late", "propose", "proposed", "repair", "repaired", "score", "tray", "unmet",
    "with_moves",
]  # fmt: skip
