"""The solver: proposals for a timetable, and why what has no place has none. Import it from here.

The problem is timetabling with parallel machines (the halls), release times and due dates, sequence and time windows.

**Model** (model/problem.py; whole numbers only, in units of five minutes). An *activity* is a showing, or several that
run back to back as one. An *interval* is a free stretch of a hall's festival day; a *bin* is the part of an interval
that lies in one part of the day (morning, afternoon, evening, night), cut further where a preference names an hour. A
solution assigns each activity to a bin or to none. That is a whole timetable: within a bin activities run one after
another, the longest last, as it only has to begin there, and each as early as it can. So start times are no variables,
and an interval is feasible if every activity begins in its bin and ends before the interval closes (search/bins.py).

**Hard constraints** are FORBIDDEN costs or refused moves: hall hours and changeovers, what the festival's rules call an
error, slot constraints and precedences without points. **Soft constraints** have points, of which the *objective* is
the sum; fewer are better. Its terms are declared in preferences.py, counted on a timetable in objective.py and priced
ahead of time in model/: by activity and bin alone (*unary costs*: format, seats, hour, guests, slot constraints), for
two showings of one film (*repeat groups*), for two that share people or a print in one part of a day (*incompatible
activities*), and for idle halls and crowded days. A *precedence* says what comes after what; where it is given in
minutes it is a *time lag* (search/time_lags.py), whose start times depend on everything before it in its hall. A
*violation* is a constraint that a timetable does not keep.

**Search** is simulated annealing (search/annealing.py) over two *neighbourhoods*: *relocate* one activity to another
bin, or *swap* two. A move changes a few entries and is evaluated by its difference (search/state.py), about 200,000 a
second in plain Python. Several seeds run in processes and all continue from the best for the last fifth
(search/multistart.py). Before it, improve/preplace.py places what must adjoin something fixed; after it each film's
showings are inserted anew by a shortest path (search/chain_reinsertion.py), each hall's day is given its best starts,
and remaining conflicts are repaired (improve/). Why these parts, with measurements: docs/solver.md.

**Exact and heuristic.** Exact: whether an assignment fits its intervals; unary costs, for which the rules themselves
are asked; chain re-insertion, given all else; the conflicts and the score of a proposal, which the rules and
objective.py find on the finished timetable; a *relaxation* (explain/), tried before it is offered; an infeasibility of
one showing, for which every start is examined at which anything changes. Bounds only: capacity shortages, the *lower
bound* (each activity in its cheapest bin), at which a search ends. Heuristic: the assignment itself, so an unplaced
showing proves nothing; two incompatible activities count if they are in one part of a day, whether or not they overlap;
a unary cost takes the worse end of its bin.

**Cost.** Building a model asks the rules O(activities × (halls + days)) times and fills activities × bins costs: 0.1 s
for 500 screenings in 10 halls, 1.1 s for 2,000 in 39. A move is O(activities in two intervals + repeats of the film).

**Why not CP-SAT.** On generated festivals of 376 to 937 screenings CP-SAT (optional intervals) found no solution in 60
s, and from a greedy start came to 549 to 816 points, where annealing comes to 209 to 431 with up to 475 screenings; on
the bin model CP-SAT and HiGHS found nothing or far worse. A greedy insertion alone leaves up to 37 screenings unplaced.
docs/solver.md has what is reached now.
"""

from screenings.solver.disruptions import with_guest_arriving, with_guest_leaving, with_hall_closed, with_print_delayed
from screenings.solver.explain.capacity import CapacityShortage
from screenings.solver.explain.explain import BlockingReason, Explanation, explain
from screenings.solver.explain.infeasibility import Infeasibility, find_infeasibilities
from screenings.solver.explain.relaxations import Relaxation
from screenings.solver.learned_hours import HallHours, have_room_for, learned_hours
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
    Wish,
)
from screenings.solver.presets import COMPARISON, PRESET_BY_NAME, PRESETS, Preset, preset_of
from screenings.solver.progress import Progress
from screenings.solver.propose import Proposal, moves_between, propose, unplaced_uids
from screenings.solver.repair import repair
from screenings.solver.request import SolveRequest, SolveResult, explain_unplaced, solve
from screenings.solver.search.annealing import Effort, StepLimit
from screenings.solver.suggest import Suggestion, WeighedPlace, suggest_slots, weigh
from screenings.solver.wishes import WISH_KIND_BY_NAME, WISH_KINDS, WishKind, slot_constraints_of, with_wishes

__all__ = [
    "COMPARISON",
    "DEFAULT_PREFERENCES",
    "DEFAULT_WEIGHTS",
    "OBJECTIVE_TERMS",
    "PRESETS",
    "PRESET_BY_NAME",
    "WISH_KINDS",
    "WISH_KIND_BY_NAME",
    "BlockingReason",
    "CapacityShortage",
    "Effort",
    "Explanation",
    "HallHours",
    "Infeasibility",
    "ObjectiveTerm",
    "Precedence",
    "PreferenceViolation",
    "Preferences",
    "Preset",
    "Progress",
    "Proposal",
    "Relaxation",
    "SlotConstraint",
    "SolveRequest",
    "SolveResult",
    "StepLimit",
    "Suggestion",
    "TermContribution",
    "WeighedPlace",
    "Wish",
    "WishKind",
    "earliest_start",
    "explain",
    "explain_unplaced",
    "find_infeasibilities",
    "have_room_for",
    "learned_hours",
    "moves_between",
    "preference_violations",
    "preset_of",
    "propose",
    "repair",
    "score",
    "slot_constraints_of",
    "solve",
    "suggest_slots",
    "term_contributions",
    "unplaced_uids",
    "weigh",
    "with_guest_arriving",
    "with_guest_leaving",
    "with_hall_closed",
    "with_print_delayed",
    "with_wishes",
]  # fmt: skip
