"""The working timetable as the rules see it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date

from screenings.loading.rows import WorkingRows, load_working_rows, once_per_film
from screenings.models import Festival, Film, Guest, Hall, Print, RuleSetting, Screening, Status, TravelTime
from screenings.text.ratings import age_of_rating
from screenings.timetable.conflicts import Severity
from screenings.timetable.context import Opening, RuleContext, RuleFilm, RuleGuest, RuleHall, RuleLimits, RulePrint
from screenings.timetable.travel import Travel
from screenings.timetable.values import Programme, RunningTime, Showing, show_length


def as_programme(festival: Festival, working: WorkingRows) -> Programme:
    """The working timetable as the rules see it: with every film and hall, so that any move may be asked about."""
    running_time = once_per_film(lambda film: film.running_time)
    showings = tuple(as_showing(row, running_time(row.film)) for row in working.rows)
    return Programme(festival.calendar, showings, _context(festival, working.films, working.halls))


def load_programme(festival: Festival) -> Programme:
    """The same, straight from the database. A fixed number of queries."""
    return as_programme(festival, load_working_rows(festival))


def as_showing(row: Screening, running: RunningTime, *, guests: tuple[int, ...] | None = None) -> Showing:
    """A screening as the rules see it, also one that is not saved yet; `running` is its film's running time.

    `guests` are those it will have, where they are not saved yet.
    """
    length = show_length(running, intro=row.intro, qa=row.qa, stated=row.stated_length)
    return Showing(
        uid=row.uid,
        film=row.film_id,
        title=row.film.title,
        length=length.minutes,
        starts_at=row.starts_at.astimezone(UTC) if row.starts_at else None,
        hall=row.hall_id,
        cancelled=row.status == Status.CANCELLED,
        audience=row.audience,
        intro=row.intro,
        qa=row.qa,
        stated_length=row.stated_length,
        length_is_known=length.is_known,
        format=row.format,
        print=row.print_id,
        guests=tuple(guest.pk for guest in row.guests.all()) if guests is None else guests,
        expected_audience=row.expected_audience,
    )


def _context(festival: Festival, films: dict[int, Film], halls: dict[int, Hall]) -> RuleContext:
    """Three queries, besides the rows that are given."""
    directors = [credit.person for film in films.values() for credit in film.credits.all()]
    return replace(
        films_context(films),
        halls={pk: _hall(hall) for pk, hall in halls.items()},
        guests={guest.id: guest for guest in _guests(festival)},
        people={person.pk: person.name for person in directors},
        sections={film.section.pk: film.section.name for film in films.values() if film.section},
        travel=_travel(festival, halls.values()),
        severities=dict(_severities(festival)),
        limits=RuleLimits(festival.repeats, tuple(festival.clashes), festival.children_until),
    )


def films_context(films: dict[int, Film]) -> RuleContext:
    """The films and their prints alone, which is all it takes to say in what format something is shown. No query."""
    prints = [_print(film, row) for film in films.values() for row in film.prints.all()]
    return RuleContext(
        films={pk: _film(film) for pk, film in films.items()},
        prints={each.id: each for each in sorted(prints, key=lambda each: each.id)},
    )


def _print(film: Film, row: Print) -> RulePrint:
    return as_rule_print(row.pk, film.pk, film.title, row.format, row.label, row.available_from, row.available_until)


def _parts(film: Film) -> list[Film]:
    return [link.part for link in film.film_parts.all()]


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
        openings=tuple(Opening(each.weekday, each.opens, each.closes) for each in hall.opening_hours.all()),
        closures=tuple((each.first_day, each.last_day) for each in hall.closures.all()),
    )


def _film(film: Film) -> RuleFilm:
    """What the rating says of age counts where no age is stated. The running time is a programme's as a whole."""
    parts = _parts(film)
    running = film.running_time if parts else None
    return RuleFilm(
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
        prints=tuple(row.pk for row in film.prints.all()),
    )


def load_prints(festival: Festival) -> Iterator[RulePrint]:
    rows = Print.objects.filter(film__festival=festival).order_by("pk")
    columns = ("pk", "film_id", "film__title", "format", "label", "available_from", "available_until")
    return (as_rule_print(*row) for row in rows.values_list(*columns))


def as_rule_print(
    pk: int, film: int, title: str, shown_as: str, label: str, first: date | None, last: date | None
) -> RulePrint:
    """Named by its film, format and label."""
    return RulePrint(pk, film, " ".join(filter(None, (title, shown_as, label))), shown_as, first, last)


def _guests(festival: Festival) -> Iterator[RuleGuest]:
    rows = Guest.objects.filter(festival=festival).order_by("pk")
    for row in rows.values_list("pk", "person_id", "person__name", "arrives_at", "departs_at"):
        yield RuleGuest(*row)


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
