"""The festival's rows."""

from screenings.models.board import BoardMove, MoveState
from screenings.models.festivals import Festival, Publishing, Section
from screenings.models.films import (
    Film,
    FilmImage,
    FilmKind,
    FilmLink,
    FilmPart,
    LinkKind,
    Premiere,
    PressQuote,
    Print,
    PrintFormat,
)
from screenings.models.history import because
from screenings.models.people import Credit, Guest, Person, Role
from screenings.models.plans import Pick, Plan
from screenings.models.publications import Acknowledgement, Publication, PublishedScreening
from screenings.models.rules import FestivalRules, RuleSetting, RuleSeverity
from screenings.models.screenings import Access, Audience, Billing, Screening, Status
from screenings.models.venues import Closure, Hall, OpeningHours, TravelTime, Venue, Weekday
from screenings.models.wishes import PlacementWish, TermWeight

__all__ = [
    "Access", "Acknowledgement", "Audience", "Billing", "BoardMove", "Closure", "Credit", "Festival",
    "FestivalRules", "Film", "FilmImage", "FilmKind", "FilmLink", "FilmPart", "Guest", "Hall", "LinkKind",
    "MoveState", "OpeningHours", "Person", "Pick", "PlacementWish", "Plan", "Premiere", "PressQuote", "Print",
    "PrintFormat", "Publication", "PublishedScreening", "Publishing", "Role", "RuleSetting", "RuleSeverity",
    "Screening", "Section", "Status", "TermWeight", "TravelTime", "Venue", "Weekday", "because",
]  # fmt: skip
