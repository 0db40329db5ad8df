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
from screenings.models.history import change_reason
from screenings.models.people import Credit, Guest, Person, Role
from screenings.models.plans import Pick, Plan
from screenings.models.private import PrivateAddress, PrivateCalendar, PrivateEntry
from screenings.models.publications import Acknowledgement, Publication, PublishedScreening
from screenings.models.rules import FestivalRules, RuleSetting, RuleSeverity
from screenings.models.scenarios import Origin, Scenario, ScenarioPlace
from screenings.models.screenings import Access, Audience, Billing, Screening, Status
from screenings.models.searches import LONGEST, SHORTEST, UNDER_WAY, SearchKind, SearchRun, SearchState
from screenings.models.submissions import FormSubmission
from screenings.models.venues import Closure, Hall, OpeningHours, TravelTime, Venue, Weekday
from screenings.models.wishes import FestivalWishes, PlacementOrder, PlacementWish, TermWeight

__all__ = [
    "LONGEST", "SHORTEST", "UNDER_WAY", "Access", "Acknowledgement", "Audience", "Billing", "BoardMove", "Closure",
    "Credit", "Festival", "FestivalRules", "FestivalWishes", "Film", "FilmImage", "FilmKind", "FilmLink",
    "FilmPart", "FormSubmission", "Guest", "Hall", "LinkKind", "MoveState", "OpeningHours", "Origin", "Person", "Pick",
    "PlacementOrder", "PlacementWish", "Plan", "Premiere", "PressQuote", "Print", "PrintFormat", "PrivateAddress",
    "PrivateCalendar", "PrivateEntry", "Publication",
    "PublishedScreening", "Publishing", "Role", "RuleSetting", "RuleSeverity", "Scenario", "ScenarioPlace",
    "Screening", "SearchKind", "SearchRun", "SearchState", "Section", "Status", "TermWeight", "TravelTime", "Venue",
    "Weekday", "change_reason",
]  # fmt: skip
