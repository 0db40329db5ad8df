"""The festival's rows."""

from screenings.models.board import BoardMove, MoveState, TriedPlace
from screenings.models.change_steps import ChangeStep
from screenings.models.chosen_editions import ChosenEdition
from screenings.models.exported_versions import ExportedVersion
from screenings.models.festivals import Festival, Publishing, Typeface
from screenings.models.film_links import FilmLink, LinkKind
from screenings.models.films import (
    Film,
    FilmImage,
    FilmKind,
    FilmPart,
    PictureKind,
    Premiere,
    PressQuote,
)
from screenings.models.former_addresses import FormerAddress
from screenings.models.history import change_reason
from screenings.models.holds import AnnouncedScreening, Hold
from screenings.models.import_mappings import ImportMapping
from screenings.models.merges import Merge
from screenings.models.pending_imports import PendingImport
from screenings.models.people import Credit, Guest, Person, Role
from screenings.models.plans import Pick, Plan, PlanAddress, Rank, TravelBy
from screenings.models.prints import Print, PrintFormat
from screenings.models.private import PrivateAddress, PrivateCalendar, PrivateEntry
from screenings.models.publications import Acknowledgement, Publication, PublishedScreening
from screenings.models.rules import FestivalRules, RuleSetting, RuleSeverity
from screenings.models.scenarios import Origin, Scenario, ScenarioPlace
from screenings.models.screenings import Access, Audience, Billing, Screening, Status
from screenings.models.searches import LONGEST, SHORTEST, UNDER_WAY, SearchKind, SearchRun, SearchState
from screenings.models.sections import Section
from screenings.models.submissions import FormSubmission
from screenings.models.venues import Closure, Hall, OpeningHours, TravelTime, Venue, Weekday
from screenings.models.wishes import FestivalWishes, PlacementOrder, PlacementWish, StatedWish, TermWeight

__all__ = [
    "LONGEST",
    "SHORTEST",
    "UNDER_WAY",
    "Access",
    "Acknowledgement",
    "AnnouncedScreening",
    "Audience",
    "Billing",
    "BoardMove",
    "ChangeStep",
    "ChosenEdition",
    "Closure",
    "Credit",
    "ExportedVersion",
    "Festival",
    "FestivalRules",
    "FestivalWishes",
    "Film",
    "FilmImage",
    "FilmKind",
    "FilmLink",
    "FilmPart",
    "FormSubmission",
    "FormerAddress",
    "Guest",
    "Hall",
    "Hold",
    "ImportMapping",
    "LinkKind",
    "Merge",
    "MoveState",
    "OpeningHours",
    "Origin",
    "PendingImport",
    "Person",
    "Pick",
    "PictureKind",
    "PlacementOrder",
    "PlacementWish",
    "Plan",
    "PlanAddress",
    "Premiere",
    "PressQuote",
    "Print",
    "PrintFormat",
    "PrivateAddress",
    "PrivateCalendar",
    "PrivateEntry",
    "Publication",
    "PublishedScreening",
    "Publishing",
    "Rank",
    "Role",
    "RuleSetting",
    "RuleSeverity",
    "Scenario",
    "ScenarioPlace",
    "Screening",
    "SearchKind",
    "SearchRun",
    "SearchState",
    "Section",
    "StatedWish",
    "Status",
    "TermWeight",
    "TravelBy",
    "TravelTime",
    "TriedPlace",
    "Typeface",
    "Venue",
    "Weekday",
    "change_reason",
]  # fmt: skip
