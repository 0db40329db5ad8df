"""The staff's side: every model editable, and every save saying what the public sees of it."""

from screenings.admin import festivals, films, people, plans, publications, rules, screenings, unlisted, venues, wishes

__all__ = [
    "festivals",
    "films",
    "people",
    "plans",
    "publications",
    "rules",
    "screenings",
    "unlisted",
    "venues",
    "wishes",
]
