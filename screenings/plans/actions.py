"""What a visitor does to a plan. Sent twice, each says the same as once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from screenings.models import Festival, Pick, Plan, PlanAddress, Rank
from screenings.plans.access import new_key
from screenings.public.secret_tokens import make_token, shown_token, token_digest

MAX_PICKS: Final = 200
KEPT_AFTER_FESTIVAL: Final = timedelta(days=365)
MAX_SWEPT: Final = 100  # plans forgotten on one occasion
_PURPOSE: Final = "screenings.plan-address"


class PlanFull(Exception):
    """There are as many picks as a plan may have."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is picked, as the public calls it now: a film by its slug, or a screening by its uid."""

    title: str
    film_slug: str = ""
    screening_uid: UUID | None = None


def start_plan(festival: Festival, *, at: datetime) -> tuple[Plan, str]:
    """A plan of that festival and the secret that opens it. Forgets some that are long past."""
    key = new_key()
    with transaction.atomic():
        past = Plan.objects.filter(festival__ends_on__lt=(at - KEPT_AFTER_FESTIVAL).date())
        Plan.objects.filter(pk__in=list(past.values_list("pk", flat=True)[:MAX_SWEPT])).delete()
        plan = Plan.objects.create(festival=festival, edit_digest=token_digest(key), created_at=at, changed_at=at)
    return plan, key


def pick(plan: Plan, targets: Iterable[Target], rank: Rank, *, seen: int, at: datetime) -> None:
    """Takes them into the plan, or ranks what is in it. `seen`: the publication that the visitor has before them.

    Raises PlanFull, and writes nothing, where there would be too many.
    """
    with transaction.atomic():
        _touch(plan, at)
        known = {(each.film_slug, each.screening_uid): each for each in plan.picks.select_for_update()}
        for target in targets:
            found = known.get((target.film_slug, target.screening_uid))
            if found is None:
                known[target.film_slug, target.screening_uid] = Pick.objects.create(
                    plan=plan, film_slug=target.film_slug, screening_uid=target.screening_uid, title=target.title,
                    rank=rank, seen=seen, added_at=at,
                )  # fmt: skip
                continue
            if found.removed_at is not None:
                found.removed_at, found.seen = None, seen
                _revise(found, at)
            found.rank = rank
            found.save()
        if sum(each.removed_at is None for each in known.values()) > MAX_PICKS:
            raise PlanFull


def unpick(plan: Plan, target: Target, *, at: datetime) -> None:
    """Out of the plan. A screening leaves the plan's calendar as cancelled, so it stays in the database."""
    with transaction.atomic():
        _touch(plan, at)
        picks = plan.picks.select_for_update().filter(removed_at=None)
        if target.film_slug:
            picks.filter(film_slug=target.film_slug).delete()
        for found in picks.filter(film_slug="", screening_uid=target.screening_uid):
            found.removed_at = at
            _revise(found, at)
            found.save()
        long_gone = plan.picks.exclude(removed_at=None).order_by("-removed_at").values_list("pk", flat=True)[MAX_PICKS:]
        plan.picks.filter(pk__in=list(long_gone)).delete()


def _revise(pick: Pick, at: datetime) -> None:
    """Its calendar entry reads differently: SEQUENCE and moment rise together, the moment by a second at least."""
    moment = at.replace(microsecond=0)
    if pick.revised_at is not None:
        moment = max(moment, pick.revised_at + timedelta(seconds=1))
    pick.calendar_revision, pick.revised_at = pick.calendar_revision + 1, moment


def mark_seen(plan: Plan, publication: int, *, at: datetime) -> None:
    """All that changed up to that publication was looked at."""
    with transaction.atomic():
        _touch(plan, at)
        plan.picks.filter(seen__lt=publication).update(seen=publication)


def save_wishes(plan: Plan, *, at: datetime) -> None:
    """The hours and limits that a form has put into it."""
    with transaction.atomic():
        _touch(plan, at)
        plan.save(update_fields=("travel_by", "margin", "at_most", "has_lunch", "has_dinner", "days"))


def forget(plan: Plan) -> None:
    """The plan, its picks and its addresses, for good."""
    plan.delete()


def change_edit_key(plan: Plan, key: str, *, at: datetime) -> None:
    """Only that secret opens it from now on."""
    with transaction.atomic():
        _touch(plan, at)
        plan.edit_digest = token_digest(key)
        plan.save(update_fields=("edit_digest",))


def give_address(plan: Plan, kind: str, *, at: datetime) -> None:
    """An address of that kind, in place of the one there was."""
    with transaction.atomic():
        withdraw_address(plan, kind, at=at)
        address = PlanAddress(plan=plan, kind=kind)
        address.digest = token_digest(make_token(_PURPOSE, address.salt))
        address.save()


def withdraw_address(plan: Plan, kind: str, *, at: datetime) -> None:
    """From now on it opens nothing."""
    with transaction.atomic():
        _touch(plan, at)
        plan.addresses.filter(kind=kind).delete()


def address_token(address: PlanAddress) -> str:
    """Its secret; empty where it was made with a SECRET_KEY that is gone."""
    return shown_token(_PURPOSE, address.salt, address.digest)


def plan_by_address(festival_id: int, kind: str, token: str) -> Plan | None:
    """The plan that this secret lets read. One query."""
    condition = Q(addresses__kind=kind, addresses__digest=token_digest(token))
    return Plan.objects.filter(condition, festival=festival_id).first()


def _touch(plan: Plan, at: datetime) -> None:
    """Names the plan's new state. Comes first, so that two tabs write one after the other."""
    Plan.objects.filter(pk=plan.pk).update(revision=F("revision") + 1, changed_at=at)
