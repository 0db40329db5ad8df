"""The working timetable as the rules see it."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from screenings.models import Festival, Film, Guest, Hall, Print, RuleSetting, Screening, Status, TravelTime
from screenings.programme.rows import Working, for_each_film, load_working
from screenings.timetable.conflicts import Severity
from screenings.timetable.house import FilmFacts, GuestFacts, HallFacts, House, Limits, Opening, PrintFacts
from screenings.timetable.ratings import age_of_rating
from screenings.timetable.travel import Travel
from screenings.timetable.values import Programme, RunningTime, Showing, show_length


def as_programme(festival: Festival, working: Working) -> Programme:
    """The working timetable as the rules see it: with every film and hall, so that any move may be asked about."""
    running_time = for_each_film(lambda film: film.running_time)
    showings = tuple(showing_of(row, running_time(row.film)) for row in working.rows)
    return Programme(festival.calendar, showings, _house(festival, working.films, working.halls))


def load_programme(festival: Festival) -> Programme:
    """The same, straight from the database. A fixed number of queries."""
    return as_programme(festival, load_working(festival))


def showing_of(row: Screening, running: RunningTime, *, guests: tuple[int, ...] | None = None) -> Showing:
    """A screening as the rules see it, also one that is not saved yet; `running` is its film's running time.

    `guests` are those it will have, where they are not saved yet. A print of one film of a programme says nothing of
    the format of the others.
    """
    return Showing(
        uid=row.uid,
        film=row.film_id,
        title=row.film.title,
        length=show_length(running, intro=row.intro, qa=row.qa, stated=row.stated_length),
        starts_at=row.starts_at.astimezone(UTC) if row.starts_at else None,
        hall=row.hall_id,
        cancelled=row.status == Status.CANCELLED,
        audience=row.audience,
        intro=row.intro,
        qa=row.qa,
        stated=row.stated_length,
        length_is_known=row.stated_length is not None or running.is_known,
        format=row.format or (row.print.format if row.print and row.print.film_id == row.film_id else ""),
        print=row.print_id,
        guests=tuple(guest.pk for guest in row.guests.all()) if guests is None else guests,
        expected_audience=row.expected_audience,
    )


def _house(festival: Festival, films: dict[int, Film], halls: dict[int, Hall]) -> House:
    """Four queries, besides the rows that are given."""
    prints = {each.id: each for each in prints_of(festival)}
    of_film: dict[int, list[int]] = {}
    for each in prints.values():
        of_film.setdefault(each.film, []).append(each.id)
    directors = [credit.person for film in films.values() for credit in film.credits.all()]
    return House(
        halls={pk: _hall(hall) for pk, hall in halls.items()},
        films={pk: _film(film, tuple(of_film.get(pk, ()))) for pk, film in films.items()},
        prints=prints,
        guests={guest.id: guest for guest in _guests(festival)},
        people={person.pk: person.name for person in directors},
        sections={film.section.pk: film.section.name for film in films.values() if film.section},
        travel=_travel(festival, halls.values()),
        severities=dict(_severities(festival)),
        limits=Limits(festival.repeats, tuple(festival.clashes), festival.children_until),
    )


def _parts(film: Film) -> list[Film]:
    return [link.part for link in film.film_parts.all()]


def _hall(hall: Hall) -> HallFacts:
    return HallFacts(
        id=hall.pk,
        name=hall.full_name,
        venue=hall.venue_id,
        zone=hall.venue.zone,
        changeover=hall.changeover_minutes,
        capacity=hall.capacity,
        formats=tuple(hall.formats),
        shared=hall.shared,
        openings=tuple(Opening(each.weekday, each.opens, each.closes) for each in hall.opening_hours.all()),
        closures=tuple((each.first_day, each.last_day) for each in hall.closures.all()),
    )


def _film(film: Film, prints: tuple[int, ...]) -> FilmFacts:
    """What the rating says of age counts where no age is stated. The running time is a programme's as a whole."""
    parts = _parts(film)
    running = film.running_time if parts else None
    return FilmFacts(
        id=film.pk,
        title=film.title,
        parts=tuple(part.pk for part in parts),
        section=film.section_id,
        directors=tuple(credit.person_id for credit in film.credits.all()),
        countries=tuple(str(country) for country in film.countries),
        runtime=(running.minutes if running.is_known else None) if running else film.runtime,
        minimum_age=age_of_rating(film.rating) if film.minimum_age is None else film.minimum_age,
        premiere=film.premiere,
        embargo_until=film.embargo_until,
        expected_audience=film.expected_audience,
        prints=prints,
    )


def prints_of(festival: Festival) -> Iterator[PrintFacts]:
    rows = Print.objects.filter(film__festival=festival).order_by("pk")
    columns = ("pk", "film_id", "film__title", "format", "label", "available_from", "available_until")
    for pk, film, title, shown_as, label, first, last in rows.values_list(*columns):
        yield PrintFacts(pk, film, " ".join(filter(None, (title, shown_as, label))), shown_as, first, last)


def _guests(festival: Festival) -> Iterator[GuestFacts]:
    rows = Guest.objects.filter(festival=festival).order_by("pk")
    for row in rows.values_list("pk", "person_id", "person__name", "arrives_at", "departs_at"):
        yield GuestFacts(*row)


def _travel(festival: Festival, halls: Iterable[Hall]) -> Travel:
    ways = TravelTime.objects.filter(origin__festival=festival).order_by("pk")
    columns = ("origin_id", "destination_id", "minutes", "by")
    stated = {(origin, to): (minutes, by) for origin, to, minutes, by in ways.values_list(*columns)}
    venues = {hall.venue_id: hall.venue for hall in halls}
    points = {
        pk: (float(venue.latitude), float(venue.longitude))
        for pk, venue in venues.items()
        if venue.latitude is not None and venue.longitude is not None
    }
    return Travel(points, stated)


def _severities(festival: Festival) -> Iterator[tuple[str, Severity]]:
    for code, severity in RuleSetting.objects.filter(festival=festival).values_list("code", "severity"):
        yield code, Severity(severity)
