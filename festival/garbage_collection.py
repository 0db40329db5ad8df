"""How often Python looks for objects that only refer to one another."""

import gc

# New objects until it looks, and how many looks until it goes through older ones, and through all. Python's 700, 10 and
# 10 have a timetable of 5,000 screenings gone through dozens of times while it is loaded, a quarter of the time of a
# publication; so the memory of a server grows by some three megabytes.
THRESHOLDS = (50_000, 20, 50)


def collect_seldom() -> None:
    """For a process that loads whole festivals: to be asked before it loads anything."""
    gc.set_threshold(*THRESHOLDS)


def leave_out_what_is_loaded() -> None:
    """Whatever there is now stays as long as the process, and is not looked through again."""
    gc.freeze()
