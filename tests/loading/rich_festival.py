"""A festival with something of everything that the loaders read."""

from screenings.models import (
    Acknowledgement,
    Closure,
    Festival,
    OpeningHours,
    Print,
    RuleSetting,
    Screening,
    TravelTime,
)
from tests.world import SPRING, film, guest, hall, on_hold, programme, saved, screening, section


def rich(of: Festival) -> Screening:
    """One of everything the rules look at, and two of what might multiply rows."""
    strand = section(of, "Competition", colour="#336699")
    shown = film(of, "Cléo", section=strand, directors=("Agnès Varda", "Jacques Demy"), countries=["FR", "IT"])
    parts = film(of, "A"), film(of, "B", runtime=None), film(of, "C", rating="FSK 6")
    shorts = programme(of, "Shorts", *parts, section=strand, gap=2)
    where = hall(of, capacity=120, formats=("DCP",))
    other = hall(of, "Hall 1", "Gloria", changeover=5, timezone="Europe/London", shared=True)
    for weekday in range(3):
        saved(OpeningHours(hall=where, weekday=weekday))
        saved(OpeningHours(hall=where, weekday=weekday, opens="05:00", closes="06:00"))
    for _ in range(2):
        saved(Closure(hall=where, first_day="2026-10-12", last_day="2026-10-13"))
    other.venue.latitude, other.venue.longitude = "52.5", "13.4"
    saved(other.venue)
    saved(TravelTime(origin=where.venue, destination=other.venue, minutes=25, by="tram 3"))
    copies = [saved(Print(film=shown, format="DCP", label=label)) for label in ("one", "two")]
    saved(RuleSetting(festival=of, code="hall-too-small", severity="off"))
    saved(Acknowledgement(festival=of, code="hall-busy", fingerprint="f" * 32, reason="We know", at=SPRING))
    evening = screening(shown, where, "2026-10-10 20:00", qa=20, print=copies[0])
    evening.guests.add(guest(of, "Jacques Demy"), guest(of, "Agnès Varda"))
    screening(shorts, other, "2026-10-11 18:00", status="cancelled")
    on_hold(screening(shorts))
    guest(of, "Nobody's Guest")
    return evening
