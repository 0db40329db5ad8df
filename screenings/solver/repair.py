"""Repair: as few moves as possible that take movable showings out of warnings and errors."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from screenings.solver.improve.repair_moves import RepairState
from screenings.solver.model.precedences import back_to_back_blocks
from screenings.solver.model.showings import avoidable_conflicts, find_showing
from screenings.solver.preferences import DEFAULT_PREFERENCES, Preferences
from screenings.solver.propose import Proposal, build_proposal
from screenings.solver.search.annealing import Effort
from screenings.timetable.rules import find_conflicts
from screenings.timetable.values import Programme
from screenings.timetable.what_if import Move


def repair(
    programme: Programme,
    *,
    baseline: Programme | None = None,
    movable: Collection[UUID] | None = None,
    published: Collection[UUID] = (),
    preferences: Preferences = DEFAULT_PREFERENCES,
    effort: Effort = lambda _: 0.0,
) -> Proposal:
    """Move what is in a warning or an error to where it is in neither, and as little else as possible.

    Showings without a place stay without. Conflicts that `baseline` has already are left alone. Only `movable` showings
    move, by default all; `published` ones last. Where no place is free, one other showing makes room. `effort` is asked
    after each try.
    """
    free = {showing.uid for showing in programme.showings} if movable is None else set(movable)
    affected = _with_followers(programme, preferences, _hit(programme, baseline, free, set(published)), free)
    state = RepairState(programme, free - set(affected), set(published), preferences, effort)
    state.apply([Move(uid) for uid in affected])
    blocks = [
        tuple(showing.uid for showing in block) for block in back_to_back_blocks(programme, preferences, affected)
    ]
    blocks.sort(key=lambda uids: -sum(find_showing(programme, uid).length for uid in uids))
    unplaced = [uids for uids in blocks if not state.place(*uids)]
    unplaced = [uids for uids in unplaced if not state.make_room(*uids)]
    unplaced = [uids for uids in unplaced if len(uids) > 1 or not state.place_pair(uids[0], free)]
    still_unplaced = tuple(uid for uids in unplaced for uid in uids if len(uids) == 1 or not state.place(uid))
    return build_proposal(programme, state.programme, still_unplaced, preferences)


def _with_followers(
    programme: Programme, preferences: Preferences, affected: list[UUID], free: Collection[UUID]
) -> list[UUID]:
    """With the showings that have to run back to back with one of these."""
    hard = replace(
        preferences,
        precedences=tuple(precedence for precedence in preferences.precedences if precedence.penalty is None),
    )
    uids = dict.fromkeys(affected)
    for block in back_to_back_blocks(programme, hard, [show.uid for show in programme.scheduled if show.uid in free]):
        if any(showing.uid in uids for showing in block):
            uids.update(dict.fromkeys(showing.uid for showing in block))
    return list(uids)


def _hit(
    programme: Programme, baseline: Programme | None, free: Collection[UUID], published: Collection[UUID]
) -> list[UUID]:
    """One showing of each new conflict: the unpublished one, else the later."""
    known_fingerprints = (
        {conflict.fingerprint for conflict in find_conflicts(baseline, pairwise=True)} if baseline else set()
    )
    affected: dict[UUID, None] = {}
    for conflict in avoidable_conflicts(find_conflicts(programme, pairwise=True)):
        uids = [uid for uid in conflict.uids if uid in free]
        if uids and conflict.fingerprint not in known_fingerprints and not any(uid in affected for uid in uids):
            affected[min(reversed(uids), key=lambda uid: uid in published)] = None
    return list(affected)
