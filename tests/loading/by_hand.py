"""A festival's programme made row by row through the models: slow, plain, and nothing of the loader's own."""

from collections.abc import Iterable
from datetime import UTC

from screenings.models import (
    Festival,
    Film,
    Guest,
    Hall,
    Print,
    Role,
    RuleSetting,
    Screening,
    TravelTime,
)
from screenings.text.ratings import age_of_rating
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleContext, RuleFilm, RuleGuest, RuleHall, RuleLimits, RulePrint
from screenings.timetable.travel import Travel
from screenings.timetable.values import Programme, Showing


def programme_by_hand(of: Festival) -> Programme:
    films = list(Film.objects.filter(festival=of))
    halls = list(Hall.objects.filter(venue__festival=of))
    directing = [credit for film in films for credit in film.credits.filter(role=Role.DIRECTOR)]
    venues = {hall.venue for hall in halls}
    context = RuleContext(
        halls={hall.pk: _hall(hall) for hall in halls},
        films={film.pk: _film(film) for film in films},
        prints={
            copy.pk: RulePrint(copy.pk, copy.film_id, str(copy), copy.format, copy.available_from, copy.available_until)
            for copy in Print.objects.filter(film__festival=of)
        },
        guests={
            guest.pk: RuleGuest(guest.pk, guest.person_id, guest.person.name, guest.arrives_at, guest.departs_at)
            for guest in Guest.objects.filter(festival=of)
        },
        people={credit.person_id: credit.person.name for credit in directing},
        sections={film.section.pk: film.section.name for film in films if film.section},
        travel=Travel(
            {
                venue.pk: (float(venue.latitude), float(venue.longitude))
                for venue in venues
                if venue.latitude is not None and venue.longitude is not None
            },
            {
                (way.origin_id, way.destination_id): (way.minutes, way.by)
                for way in TravelTime.objects.filter(origin__festival=of)
            },
        ),
        severities={row.code: Severity(row.severity) for row in RuleSetting.objects.filter(festival=of)},
        limits=RuleLimits(of.repeats, tuple(of.clashes), of.children_until),
    )
    rows: Iterable[Screening] = Screening.objects.filter(festival=of).order_by("pk")
    return Programme(of.calendar, tuple(map(_showing, rows)), context)


def _hall(hall: Hall) -> RuleHall:
    return RuleHall(
        id=hall.pk,
        name=hall.full_name,
        venue=hall.venue_id,
        zone=hall.venue.zone,
        changeover=hall.changeover_minutes,
        capacity=hall.capacity,
        formats=tuple(hall.formats),
        shared=hall.shared,
        openings=tuple(Opening(row.weekday, row.opens, row.closes) for row in hall.opening_hours.all()),
        closures=tuple((row.first_day, row.last_day) for row in hall.closures.all()),
    )


def _film(film: Film) -> RuleFilm:
    running = film.running_time
    return RuleFilm(
        id=film.pk,
        title=film.title,
        parts=tuple(link.part_id for link in film.film_parts.all()),
        section=film.section_id,
        directors=tuple(film.credits.filter(role=Role.DIRECTOR).values_list("person_id", flat=True)),
        countries=tuple(str(country) for country in film.countries),
        runtime=running.minutes if running.is_known else None,
        minimum_age=age_of_rating(film.rating) if film.minimum_age is None else film.minimum_age,
        premiere=film.premiere,
        embargo_until=film.embargo_until,
        expected_audience=film.expected_audience,
        prints=tuple(copy.pk for copy in film.prints.all()),
    )


def _showing(row: Screening) -> Showing:
    return Showing(
        uid=row.uid,
        film=row.film_id,
        title=row.film.title,
        length=row.length,
        starts_at=row.starts_at.astimezone(UTC) if row.starts_at else None,
        hall=row.hall_id,
        cancelled=row.status == "cancelled",
        audience=row.audience,
        intro=row.intro,
        qa=row.qa,
        stated_length=row.stated_length,
        length_is_known=row.length_is_known,
        format=row.format,
        print=row.print_id,
        guests=tuple(guest.pk for guest in row.guests.order_by("person__sort_key")),
        expected_audience=row.expected_audience,
        pk=row.pk,
        pinned=row.pinned,
        billing=str(row.billing),
        public_title=row.public_title,
        public_note=row.public_note,
        notes=row.notes,
        subtitles=tuple(row.subtitles),
        access=tuple(row.access),
        ticket_url=row.ticket_url,
        sold_out=row.sold_out,
        standby=row.standby,
        price=row.price,
    )
