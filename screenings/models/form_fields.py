"""Form fields that take what can be read in one way only."""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from screenings.text.clock import time_of_day
from screenings.text.numbers import possible_numbers, whole_number


class WholeNumberField(forms.IntegerField):
    """`1000`, in the digits of any script; neither `1.000`, which is 1 to some and 1000 to others, nor `1_000`."""

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return super().to_python(value)
        text = str(value).strip()
        number = whole_number(text)
        if number is not None:
            return number
        if meant := possible_numbers(text):
            shown = " or ".join(map(str, meant))
            raise ValidationError(f"Write the number without separators: {shown}.", "separators")
        raise ValidationError(self.error_messages["invalid"], "invalid")


class PlainDecimalField(forms.DecimalField):
    """Digits and a point; not `5_3`, `1e1` or `53,5`, of which Python or a comma would make another number."""

    default_error_messages = {"invalid": "Write digits with a point, such as 34.098."}

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and set(value.strip()) & set("_eE,"):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return super().to_python(value)


class PlainDayField(forms.DateField):
    """`2024-10-12`; not `10/12/24`, which is another day to half of the world."""

    default_error_messages = {"invalid": "Write the day as 2024-10-12."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"input_formats": ["%Y-%m-%d"], **kwargs})


class PlainTimeField(forms.TimeField):
    """`19:30`, `7:30 pm`, `19h30`, `noon`; not `7`, which is the morning to some and the evening to others."""

    default_error_messages = {"invalid": "Write the time as 20:00 or 8 pm."}

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return super().to_python(value)
        try:
            return time_of_day(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None
