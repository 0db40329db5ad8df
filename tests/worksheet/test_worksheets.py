"""Which fields the tables of films and screenings have."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from screenings.models import Festival, Film, Screening
from screenings.worksheet.worksheets import PLACE, FilmWorksheet, ScreeningWorksheet, Worksheet
from tests.worksheet.table_pages import FILMS, changed, send, sheet
from tests.world import film, screening


@pytest.mark.parametrize("worksheet", [FilmWorksheet, ScreeningWorksheet])
def test_every_field_of_a_rows_form_is_a_column(worksheet: type[Worksheet], desk: Client, harbour: Festival) -> None:
    row = film(harbour, "Cléo") if worksheet.model is Film else screening(film(harbour, "Cléo"))
    request = RequestFactory().get("/")
    request.user = User.objects.get(is_superuser=True)
    of_model = admin.site.get_model_admin(worksheet.model)
    fields = {str(name) for name in flatten_fieldsets(of_model.get_fieldsets(request, row))}
    typed = fields - set(of_model.get_readonly_fields(request, row)) - {"festival", "starts_at", "starts_at_which"}
    columns = {column.name for column in worksheet(harbour).columns}
    assert typed - columns == set()
    assert worksheet.model is Film or columns >= set(PLACE)


def test_themes_release_dates_and_the_statement_are_shown_first_and_then_saved(desk: Client, harbour: Festival) -> None:
    row = film(harbour, "Cléo", tags=("Paris",))
    screening(row)
    releases = "In cinemas in France from 2 May 2024; On Mubi from June"
    cells = (
        (row, "tags", "Paris", "Paris; waiting"),
        (row, "releases", "", releases),
        (row, "statement", "", "I wanted real time.\n\nNothing else."),
    )
    shown = send(desk, *cells, address=FILMS)
    assert [(label, then) for label, _now, then in changed(shown)][::2] == [
        ("Tags and themes", "Paris; waiting"),
        ("Release and streaming dates", releases),
    ]
    send(desk, *cells, address=FILMS, button="_save")
    row = Film.objects.get()
    assert row.tags == ("Paris", "waiting")
    assert row.releases == ("In cinemas in France from 2 May 2024", "On Mubi from June")
    assert row.statement == "I wanted real time.\n\nNothing else."
    assert sheet(desk.get(FILMS))[0]["Release and streaming dates"] == releases
    assert Screening.objects.get().film == row
