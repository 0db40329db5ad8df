"""What the house reads is what the working timetable says, in the same few queries for any festival."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from screenings.models import Festival, Print, Screening
from screenings.sheets.loading import load_sheets
from screenings.sheets.sheet import SheetFilmPart
from screenings.sheets.sheet_texts import next_print_use_text
from tests.benchmarks.festivals import large_festival
from tests.loading.rich_festival import rich
from tests.world import at, festival, film, hall, programme, published, saved, screening

pytestmark = pytest.mark.django_db


def test_a_screening_with_all_that_the_house_must_know() -> None:
    of = festival()
    evening = rich(of)
    Screening.objects.filter(pk=evening.pk).update(
        intro=10, audience="press", access="\ncaptions\n", notes="Row 1 is kept", billing="secret", expected_audience=90
    )
    Print.objects.filter(pk=evening.print_id).update(notes="Reel 2 is scratched")
    show = next(show for show in load_sheets(of).shows if show.uid == evening.uid)
    assert (show.start, show.film_start, show.film_end, show.end, show.free_at) == tuple(
        at(f"2026-10-10 {clock}") for clock in ("20:00", "20:10", "21:40", "22:00", "22:15")
    )
    assert (show.place.venue_name, show.place.name, show.place.capacity) == ("Odeon", "Hall 1", 120)
    assert (show.title, show.announced_as) == ("Cléo", "Secret screening")
    assert (show.print, show.print_notes, show.copies) == ("DCP, one", "Reel 2 is scratched", ("DCP, one", "DCP, two"))
    assert show.guests == ("Agnès Varda", "Jacques Demy")
    assert (show.audience, show.access, show.expected, show.notes) == ("press", ("captions",), 90, "Row 1 is kept")


def test_a_programme_lists_its_films_in_order_with_their_copies() -> None:
    of = festival()
    parts = film(of, "B", runtime=None), film(of, "A", runtime=12)
    saved(Print(film=parts[1], format="35 mm"))
    shown = programme(of, "Shorts", *parts, gap=2)
    screening(shown, hall(of), "2026-10-10 20:00", print=Print.objects.get())
    (show,) = load_sheets(of).shows
    assert show.film_parts == (SheetFilmPart("B", None, ()), SheetFilmPart("A", 12, ("35 mm",)))
    assert (show.print, show.is_estimate) == ("A: 35 mm", True)


def test_a_print_is_followed_to_where_it_is_needed_next() -> None:
    of = festival()
    copy = saved(Print(film=film(of), format="35 mm"))
    places = [hall(of), hall(of, "Hall 1", "Gloria"), hall(of, "Hall 1", "Gloria"), hall(of), hall(of, "Hall 2")]
    for number, place in enumerate(places):
        status = "cancelled" if number == 3 else "planned"
        screening(copy.film, place, f"2026-10-1{number} 14:00", print=copy, status=status)
    screening(copy.film, hall(of), "2026-10-15 14:00")
    shows = load_sheets(of).shows
    assert [next_print_use_text(show) for show in shows] == [
        "to Gloria, Hall 1, for Sun 11 Oct 14:00", "", "to Odeon, Hall 2, for Wed 14 Oct 14:00", "", "", "",
    ]  # fmt: skip


def test_what_differs_from_the_publication_is_told_for_the_halls_it_concerns() -> None:
    of = festival()
    first, second = hall(of), hall(of, "Hall 2")
    moved, gone, kept = (screening(film(of, title), first, f"2026-10-1{n} 20:00") for n, title in enumerate("ABC"))
    assert (load_sheets(of).is_public, [each.kind for each in load_sheets(of).unpublished]) == (False, ["added"] * 3)
    published(of)
    moved.hall, moved.starts_at = second, moved.starts_at + timedelta(days=1)
    saved(moved)
    gone.delete()
    screening(kept.film, second, "2026-10-12 12:00", audience="private")
    sheets = load_sheets(of)

    def kinds(where: int, day: str) -> list[str]:
        return [each.kind for each in sheets.unpublished_at([where], at(f"{day} 12:00").date())]

    assert kinds(first.pk, "2026-10-10") == ["moved"]
    assert kinds(second.pk, "2026-10-11") == ["moved"]
    assert kinds(second.pk, "2026-10-10") == []
    assert kinds(first.pk, "2026-10-11") == ["cancelled"]
    assert kinds(first.pk, "2026-10-12") == kinds(second.pk, "2026-10-12") == []


def test_it_takes_the_same_queries_for_ten_screenings_and_for_three_hundred() -> None:
    def queries(of: Festival) -> int:
        with CaptureQueriesContext(connection) as seen:
            sheets = load_sheets(of)
            assert len(sheets.shows)
            _ = sheets.unpublished
        return len(seen)

    small = festival("Small", slug="small")
    rich(small)
    large = large_festival(300)
    assert queries(small) == queries(large) == 10
