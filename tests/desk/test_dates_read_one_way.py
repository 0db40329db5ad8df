"""What could be read in two ways is refused, in every form of the staff."""

from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import Client, RequestFactory

from screenings.board.forms import MoveForm
from screenings.desk.duplicate import DuplicateEditionForm
from screenings.desk.local_time_fields import ClockField, LocalDateTimeField
from screenings.desk.reschedule import MoveByMinutesForm, MoveToDayForm, RepeatForm
from screenings.models import Festival, Hall, Screening
from screenings.proposals.views_start import ProposalForm
from tests.desk.forms import complaints, form_of, send
from tests.world import hall

# Without a model of their own, or whose fields stand in the class alone.
OTHERS: tuple[type[forms.BaseForm], ...] = (
    MoveForm,
    DuplicateEditionForm,
    ProposalForm,
    MoveByMinutesForm,
    MoveToDayForm,
    RepeatForm,
)


def forms_of_models(request: HttpRequest) -> Iterator[type[forms.BaseForm]]:
    for model, each in admin.site._registry.items():
        if model._meta.app_label == "screenings" and each.has_change_permission(request):
            yield each.get_form(request, None, change=False)
            for inline in each.get_inline_instances(request):
                yield inline.get_formset(request, None).form


def refuses(field: forms.Field, value: object) -> bool:
    try:
        field.clean(value)
    except ValidationError:
        return True
    return False


def ambiguous(field: forms.Field) -> list[object]:
    """What must not be read by a field of that kind."""
    match field:
        case LocalDateTimeField():
            return [["2026-10-10", ""], ["", "20:00"], ["10/09/2026", "20:00"]]
        case forms.IntegerField() if not isinstance(field, forms.DecimalField | forms.FloatField):
            return ["1.000", "1,000", "1 000", "1\xa0000", "1’000", "1_000", "1e2", "1.5", "²"]
        case forms.DecimalField() | forms.FloatField():
            return ["1_0", "1e1", "5,3", "NaN", "1 0"]
        case forms.DateTimeField():
            return ["2026-10-10", "10/09/2026"]
        case forms.DateField():
            return ["10/09/2026", "10/09/26", "10.09.2026", "Oct 9 2026"]
        case forms.TimeField() | ClockField():
            return ["20", "7", "8:5", "8 o’clock"]
    return []


def test_no_form_reads_what_could_be_read_in_two_ways(db: None) -> None:
    request = RequestFactory().get("/")
    request.user = User.objects.create_superuser("ada")
    tried: set[str] = set()
    taken = []
    for form in (*forms_of_models(request), *OTHERS):
        for name, field in form.base_fields.items():  # type: ignore[attr-defined]  # every form class has them
            for value in ambiguous(field):
                tried.add(type(field).__name__)
                if not refuses(field, value):
                    taken.append((form.__name__, name, value))
    assert taken == []
    assert tried == {
        "WholeNumberField",
        "PlainDecimalField",
        "PlainDayField",
        "PlainTimeField",
        "ClockField",
        "LocalDateTimeField",
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.000", "Write the number without separators: 1 or 1000."),
        ("1,000", "Write the number without separators: 1 or 1000."),
        ("1_000", "Write the number without separators: 1000."),
        ("1 000", "Write the number without separators: 1000."),
        ("1e3", "Enter a whole number."),
    ],
)
def test_a_capacity_in_thousands_is_asked_for_without_separators(
    typed: str, said: str, desk: Client, harbour: Festival
) -> None:
    odeon = hall(harbour, capacity=80)
    assert complaints(send(desk, form_of(odeon), capacity=typed)) == [said]
    assert Hall.objects.get().capacity == 80


@pytest.mark.parametrize("typed", ["1000", "１０００", "١٠٠٠", " 1000 ", "1000.0"])
def test_a_thousand_seats_are_a_thousand_in_any_digits(typed: str, desk: Client, harbour: Festival) -> None:
    assert send(desk, form_of(hall(harbour)), capacity=typed).status_code == 302
    assert Hall.objects.get().capacity == 1000


@pytest.mark.parametrize("value", ["2026-10-10", date(2026, 10, 10)])
def test_a_day_is_no_moment_to_the_model_either(value: object) -> None:
    with pytest.raises(ValidationError, match="Give the time as well: 2024-10-12T20:00"):
        Screening(starts_at=value).clean_fields(exclude=("festival", "film"))
