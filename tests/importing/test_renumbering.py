"""A sheet whose ids were filled down anew renames nothing and moves nobody's screening."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from screenings.importing.importer import ImportResult, import_programme
from screenings.importing.renumbering import IdChoice
from screenings.models import Festival, Film, FilmLink, Screening
from tests.world import festival, film, hall, screening

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(db: None) -> Festival:
    """Films 1 Alpha and 2 Beta; s1 (Alpha, h1), s2 (Beta, h1), s3 (Beta, h2)."""
    of = festival(ends_on=date(2026, 10, 20))
    alpha, beta = film(of, "Alpha", ref="1"), film(of, "Beta", ref="2")
    first, second = hall(of, ref="h1"), hall(of, "Hall 2", ref="h2")
    screening(alpha, first, "2026-10-10 18:00", ref="s1")
    screening(beta, first, "2026-10-10 21:00", ref="s2")
    screening(beta, second, "2026-10-11 21:00", ref="s3")
    return of


def imported(at: Path, films: str, screenings: str = "", **kwargs: IdChoice | bool) -> ImportResult:
    (at / "films.csv").write_text(f"id,title\n{films}")
    if screenings:
        (at / "screenings.csv").write_text(f"id,film,hall,start\n{screenings}")
    return import_programme(at, festival_slug="harbour", **kwargs)  # type: ignore[arg-type]  # as they are named there


def titles() -> dict[str, str]:
    return {row.ref: row.title for row in Film.objects.all()}


def slugs() -> dict[str, str]:
    return {row.slug: row.title for row in Film.objects.all()}


SHIFTED = "1,Beta\n2,Gamma\n"
SHIFTED_SCREENINGS = "s1,1,h1,2026-10-10T21:00\ns2,2,h2,2026-10-12T21:00\n"


def test_a_sheet_that_lost_its_first_row_is_matched_by_titles_films_and_times(base: Festival, tmp_path: Path) -> None:
    uids = {row.ref: row.uid for row in Screening.objects.all()}
    result = imported(tmp_path, SHIFTED, SHIFTED_SCREENINGS)

    assert titles() == {"1": "Alpha", "2": "Beta", "gamma": "Gamma"}
    assert slugs() == {"alpha": "Alpha", "beta": "Beta", "gamma": "Gamma"}
    assert not result.diff.changed
    kept = {row.ref: row.uid for row in Screening.objects.filter(ref__in=uids)}
    assert kept == uids
    assert [row.film.title for row in Screening.objects.order_by("starts_at")] == ["Alpha", "Beta", "Beta", "Gamma"]
    assert str(result.renumbering) == (
        'films.csv, line 2, id: is the file numbered anew? film 1 is "Alpha" here and "Beta" in the file, film 2 is '
        '"Beta" here and "Gamma" in the file. The rows are matched by what they say, not by their ids.'
    )


def test_the_same_sheet_goes_by_its_ids_where_somebody_says_so(base: Festival, tmp_path: Path) -> None:
    result = imported(tmp_path, SHIFTED, ids=IdChoice.FILE)

    assert titles() == {"1": "Beta", "2": "Gamma"}
    assert result.renumbering is None


def test_two_titles_that_are_swapped_change_nothing(base: Festival, tmp_path: Path) -> None:
    result = imported(tmp_path, "1,Beta\n2,Alpha\n")

    assert titles() == {"1": "Alpha", "2": "Beta"}
    assert result.diff.is_empty
    assert result.renumbering is not None


def test_a_film_that_is_renamed_is_renamed(base: Festival, tmp_path: Path) -> None:
    result = imported(tmp_path, "1,Alpha and Omega\n2,Beta\n")

    assert titles() == {"1": "Alpha and Omega", "2": "Beta"}
    assert result.renumbering is None


def test_screenings_alone_that_are_numbered_anew_keep_their_uids(base: Festival, tmp_path: Path) -> None:
    uids = {row.uid: (row.film.title, row.starts_at) for row in Screening.objects.all()}
    imported(tmp_path, "1,Alpha\n2,Beta\n", "s1,2,h1,2026-10-10T21:00\n")

    assert {row.uid: (row.film.title, row.starts_at) for row in Screening.objects.all()} == uids


def test_the_command_asks_and_says_how_to_answer(base: Festival, tmp_path: Path) -> None:
    (tmp_path / "films.csv").write_text(f"id,title\n{SHIFTED}")
    out = StringIO()
    call_command("import_programme", str(tmp_path), "--festival", "harbour", "--dry-run", stdout=out, stderr=StringIO())

    assert "is the file numbered anew?" in out.getvalue()
    assert "To go by the ids, import with --ids file." in out.getvalue()


def test_what_belongs_to_a_renumbered_film_follows_it(base: Festival, tmp_path: Path) -> None:
    (tmp_path / "links.csv").write_text("film,kind,label\n1,trailer,Beta's trailer\n2,trailer,Gamma's trailer\n")
    imported(tmp_path, SHIFTED, SHIFTED_SCREENINGS)

    links = {link.label: link.film.title for link in FilmLink.objects.select_related("film")}
    assert links == {"Beta's trailer": "Beta", "Gamma's trailer": "Gamma"}
