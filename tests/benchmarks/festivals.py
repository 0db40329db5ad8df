"""A festival of any size, made in bulk, so that building it is not what is measured."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from screenings.models import Credit, Festival, Film, Hall, Person, Role, Screening, Section, Venue

SHOWS_A_HALL = 60
DAYS = 12


def large_festival(screenings: int, *, slug: str = "large", shows_a_hall: int = SHOWS_A_HALL) -> Festival:
    """So many placed screenings, five a day in each hall, three showings a film, every third with a Q&A."""
    festival = Festival.objects.create(
        name="Large Festival", slug=slug, timezone="America/Los_Angeles", starts_on=date(2026, 10, 9),
        ends_on=date(2026, 10, 20), site_url="https://large.example", publishing="after-review",
    )  # fmt: skip
    halls = _halls(festival, -(-screenings // shows_a_hall))
    films = _films(festival, -(-screenings // 3))
    first = datetime(2026, 10, 9, 17, tzinfo=UTC)
    Screening.objects.bulk_create(
        Screening(
            festival=festival,
            uid=UUID(int=number + 1),
            ref=str(number + 1),
            film=films[number % len(films)],
            hall=halls[number // shows_a_hall],
            starts_at=first + timedelta(days=number % shows_a_hall // 5, hours=3 * (number % 5)),
            qa=20 if number % 3 == 0 else 0,
        )
        for number in range(screenings)
    )
    return festival


def _halls(festival: Festival, count: int) -> list[Hall]:
    venues = Venue.objects.bulk_create(
        Venue(festival=festival, name=f"Cinema {n}", slug=f"cinema-{n}", address=f"{n} Long Street", city="Los Angeles")
        for n in range(-(-count // 4))
    )
    return Hall.objects.bulk_create(
        Hall(venue=venues[n // 4], ref=f"hall-{n}", name=f"Screen {n % 4}", slug=f"screen-{n % 4}", capacity=200)
        for n in range(count)
    )


def _films(festival: Festival, count: int) -> list[Film]:
    sections = Section.objects.bulk_create(
        Section(festival=festival, name=f"Section {n}", slug=f"section-{n}", colour="#336699") for n in range(8)
    )
    films = [
        Film(
            festival=festival, ref=f"film-{n}", slug=f"film-{n}", title=f"The Film of Number {n}", year=2026,
            original_title=f"Der Film Nummer {n}", runtime=80 + n % 60, section=sections[n % 8],
            countries=["DE", "FR"], languages=("de", "fr"), subtitles=("en",),
            synopsis="A sentence of a synopsis that is about as long as they are. " * 6,
        )
        for n in range(count)
    ]  # fmt: skip
    for film in films:
        film.refresh_keys()
    Film.objects.bulk_create(films)
    people = Person.objects.bulk_create(
        Person(name=f"Director {n}", slug=f"{festival.slug}-director-{n}", sort_key=f"director {n}")
        for n in range(count)
    )
    Credit.objects.bulk_create(
        Credit(film=film, person=person, role=Role.DIRECTOR) for film, person in zip(films, people, strict=True)
    )
    return films
