"""When a visitor has time: the plan's hours and limits as the planner and the page read them."""

from datetime import date, datetime, time, timedelta
from typing import Final

from screenings.itinerary.values import Break, DayLimits, ShowingOption
from screenings.models import Festival, Plan
from screenings.timetable.travel import TravelMode

LUNCH: Final = (time(12), time(15), 45)
DINNER: Final = (time(17, 30), time(21), 60)


def day_limits(festival: Festival, plan: Plan, day: date) -> DayLimits:
    """Of one festival day. A day one does not have is one without a single showing."""
    hours = plan.days.get(day.isoformat(), ("", ""))
    if hours is None:
        return DayLimits(at_most=0)
    early, late = (time.fromisoformat(text) if text else None for text in hours)
    meals = ((LUNCH,) if plan.has_lunch else ()) + ((DINNER,) if plan.has_dinner else ())
    return DayLimits(
        plan.at_most,
        moment_on_festival_day(festival, day, early) if early else None,
        moment_on_festival_day(festival, day, late) if late else None,
        tuple(
            Break(moment_on_festival_day(festival, day, opens), moment_on_festival_day(festival, day, closes), minutes)
            for opens, closes, minutes in meals
        ),
    )


def is_in_hours(festival: Festival, plan: Plan, option: ShowingOption) -> bool:
    limits = day_limits(festival, plan, option.day)
    if limits.at_most == 0:
        return False
    early = limits.not_before is not None and option.starts_at < limits.not_before
    return not early and not (limits.not_after is not None and option.ends_at > limits.not_after)


def moment_on_festival_day(festival: Festival, day: date, clock: time) -> datetime:
    """When the festival's clock shows that on its festival day; before the day's start it is the night after."""
    if clock < festival.day_starts_at:
        day += timedelta(days=1)
    return datetime.combine(day, clock, festival.zone)


def travel_mode(plan: Plan) -> TravelMode:
    return TravelMode(plan.travel_by)
