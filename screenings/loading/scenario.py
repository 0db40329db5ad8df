"""A scenario's places as values, and the working timetable as it would be with them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

from screenings.loading.board import Card, Working, version_of
from screenings.models import Scenario, ScenarioPlace
from screenings.timetable.three_way_diff import Drift, Place
from screenings.timetable.values import Showing


@dataclass(frozen=True, slots=True)
class Kept:
    """A screening's place in a scenario, and where the working timetable had it when it was copied."""

    there: Place
    base: Place


@dataclass(frozen=True, slots=True)
class Gone:
    """What a scenario has a place for, and was deleted since."""

    title: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class Places:
    """Every place of a scenario, by the screening's key. `digest` names exactly these."""

    kept: dict[int, Kept]
    gone: tuple[Gone, ...]
    digest: str

    def drift(self, card: Card) -> Drift:
        """A screening that came after the copy is where the working timetable has it."""
        here = Place(card.showing.hall, card.showing.starts_at)
        kept = self.kept.get(card.pk, Kept(here, here))
        return Drift(kept.base, here, kept.there)


def load_places(scenario: Scenario) -> Places:
    """One query."""
    columns = ("screening_id", "title", "hall_id", "starts_at", "base_hall_id", "base_starts_at")
    rows = list(ScenarioPlace.objects.filter(scenario=scenario).order_by("pk").values_list(*columns))
    kept: dict[int, Kept] = {}
    gone = []
    for screening, title, hall, starts, base_hall, base_starts in rows:
        found = Kept(_place(hall, starts), _place(base_hall, base_starts))
        if screening is None:
            gone.append(Gone(title, found))
        else:
            kept[screening] = found
    return Places(kept, tuple(gone), sha256(repr(rows).encode()).hexdigest()[:16])


def _place(hall: int | None, starts_at: datetime | None) -> Place:
    return Place(hall, starts_at.astimezone(UTC) if starts_at else None)


def in_scenario(working: Working, places: Places) -> Working:
    """The board of a scenario: every screening where it has it, and `here` where the working timetable has it."""
    drifts = {uid: places.drift(card) for uid, card in working.cards.items()}
    cards = {uid: replace(card, showing=_moved(card, drifts[uid].there)) for uid, card in working.cards.items()}
    return replace(
        working,
        programme=replace(working.programme, showings=tuple(card.showing for card in cards.values())),
        cards=cards,
        version=_version(working.version, places),
        drifts={uid: drift for uid, drift in drifts.items() if drift.here != drift.there},
    )


def _moved(card: Card, place: Place) -> Showing:
    """What was in a hall that is no longer there lies in the tray."""
    hall, starts_at = Place() if place.is_lost else place
    return replace(card.showing, hall=hall, starts_at=starts_at)


def scenario_version(scenario: Scenario) -> str:
    """The version that `in_scenario` would have now. Two queries."""
    return _version(version_of(scenario.festival_id), load_places(scenario))


def _version(working: str, places: Places) -> str:
    return sha256(f"{working} {places.digest}".encode()).hexdigest()[:16]
