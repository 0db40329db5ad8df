"""Proposals for a timetable, under the same rules as everything else. The parts are in solving/."""

from screenings.solver.disruptions import with_guest_arriving, with_guest_leaving, with_hall_closed, with_print_delayed
from screenings.solver.explain.capacity import CapacityShortage
from screenings.solver.explain.explain import BlockingReason, Explanation, explain
from screenings.solver.explain.infeasibility import Infeasibility, find_infeasibilities
from screenings.solver.explain.relaxations import Relaxation
from screenings.solver.model.time_grid import earliest_start
from screenings.solver.objective import TermContribution, score, term_contributions
from screenings.solver.preference_violations import PreferenceViolation, preference_violations
from screenings.solver.preferences import (
    DEFAULT_PREFERENCES,
    DEFAULT_WEIGHTS,
    OBJECTIVE_TERMS,
    ObjectiveTerm,
    Precedence,
    Preferences,
    SlotConstraint,
)
from screenings.solver.progress import Progress
from screenings.solver.propose import Proposal, propose, unplaced_uids
from screenings.solver.repair import RepairResult, repair, repair_as_proposal
from screenings.solver.request import SolveRequest, SolveResult, explain_unplaced, solve
from screenings.solver.search.annealing import Effort, StepLimit
from screenings.solver.suggest import Suggestion, suggest_slots
from screenings.timetable.with_moves import with_moves

__all__ = [
    "DEFAULT_PREFERENCES",
    "DEFAULT_WEIGHTS",
    "OBJECTIVE_TERMS",
    "BlockingReason",
    "CapacityShortage",
    "Effort",
    "Explanation",
    "Infeasibility",
    "ObjectiveTerm",
    "Precedence",
    "PreferenceViolation",
    "Preferences",
    "Progress",
    "Proposal",
    "Relaxation",
    "RepairResult",
    "SlotConstraint",
    "SolveRequest",
    "SolveResult",
    "StepLimit",
    "Suggestion",
    "TermContribution",
    "earliest_start",
    "explain",
    "explain_unplaced",
    "find_infeasibilities",
    "preference_violations",
    "propose",
    "repair",
    "repair_as_proposal",
    "score",
    "solve",
    "suggest_slots",
    "term_contributions",
    "unplaced_uids",
    "with_guest_arriving",
    "with_guest_leaving",
    "with_hall_closed",
    "with_moves",
    "with_print_delayed",
]  # fmt: skip
