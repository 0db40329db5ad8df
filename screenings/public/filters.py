"""The filters of the listing, which are the filters of its feeds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.http import QueryDict
from django_filters import CharFilter, DateFilter, Filter, FilterSet

from screenings.models import Festival
from screenings.models.fields import EARLIEST, LATEST
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.filter_choices import FilterChoices, FilterOption
from screenings.public.listings import QUERY_NAMES, canonical_query
from screenings.text.cleaning import fold
from screenings.timetable.days import RepeatedTime, SkippedTime, from_wall_time, utc_offsets

__all__ = ["QUERY_NAMES", "FilterProblem", "ScreeningFilter", "canonical_query"]

MAX_VALUE_LENGTH = 200
MAX_SHOWN_LENGTH = 60

_slug = RegexValidator(r"\A[-\w]+\Z", "This is no name of ours. Choose from the list.")
_hall = RegexValidator(r"\A[-\w]+(\.[-\w]+)?\Z", "This is no name of ours. Choose from the list.")
_code = RegexValidator(r"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z", "This is no code. Choose from the list.")


@dataclass(frozen=True, slots=True)
class FilterProblem:
    """A part of the query that was ignored: which, what stood there (shortened), and why."""

    name: str
    label: str
    value: str
    message: str


class WallTimeField(forms.CharField):
    """`2024-10-12T18:00` on the festival's clock, or with an offset; an instant in UTC.

    A time the clock shows twice that night means the earlier one, or with `latest` the later.
    """

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})

    def __init__(self, *, zone: ZoneInfo | None = None, latest: bool = False, **kwargs: Any) -> None:
        self.zone, self.latest = zone or ZoneInfo("UTC"), latest
        super().__init__(**kwargs)

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            # A plus sign typed into an address arrives as a space.
            moment = datetime.fromisoformat(text[:-6] + text[-6:].replace(" ", "+") if len(text) > 16 else text)
            if len(text) < len("2024-10-12T18:00"):
                raise ValueError
        except ValueError:
            raise forms.ValidationError("Write it as 2024-10-12T18:00.", "invalid") from None
        if not EARLIEST.year < moment.year < LATEST.year:
            raise forms.ValidationError("No festival was or will be then.", "far")
        return moment.astimezone(UTC) if moment.tzinfo else self._instant(moment)

    def _instant(self, wall: datetime) -> datetime:
        try:
            return from_wall_time(wall, self.zone)
        except RepeatedTime:
            offset = utc_offsets(wall, self.zone)[1 if self.latest else 0]
            return (wall.replace(tzinfo=UTC) - offset).astimezone(UTC)
        except SkippedTime as skipped:
            raise forms.ValidationError(str(skipped), "skipped") from None


class WallTimeFilter(Filter):
    field_class = WallTimeField


def _by_list(field_name: str, label: str, check: RegexValidator = _code) -> CharFilter:
    return CharFilter(field_name, "has", label=label, validators=[check], max_length=MAX_VALUE_LENGTH)


def _by_slug(field_name: str, label: str, check: RegexValidator = _slug) -> CharFilter:
    return CharFilter(field_name, label=label, validators=[check], max_length=MAX_VALUE_LENGTH)


class ScreeningFilter(FilterSet):
    """Published screenings by the names of the query. A value that cannot be read filters nothing: see `problems`.

    `is_valid()` is false where anything was ignored. `choices` are only needed where the form is shown.
    """

    q = CharFilter(label="Search", method="matching", max_length=MAX_VALUE_LENGTH)
    day = DateFilter(
        "day", label="Day", input_formats=["%Y-%m-%d"], error_messages={"invalid": "Write a date as 2024-10-12."}
    )
    section = _by_slug("section_slug", "Section")
    venue = _by_slug("venue_slug", "Venue")
    hall = _by_slug("hall_slug", "Hall", _hall)
    country = _by_list("countries", "Country")
    language = _by_list("languages", "Language")
    subtitles = _by_list("subtitles", "Subtitles")
    access = _by_list("access", "Access", _slug)
    audience = _by_slug("audience", "Audience")
    from_ = WallTimeFilter("starts_at", "gte", label="Starts from")
    until = WallTimeFilter("starts_at", "lt", label="Starts before", latest=True)

    def __init__(
        self,
        data: QueryDict,
        queryset: PublishedScreeningQuerySet,
        *,
        festival: Festival,
        choices: FilterChoices | None = None,
    ) -> None:
        super().__init__(data, queryset)
        self.is_bound = True
        self.choices = FilterChoices({})
        for name in ("from", "until"):
            self.filters[name].extra["zone"] = festival.zone
        self.filters["q"].extra["widget"] = forms.TextInput(attrs={"type": "search"})
        if choices:
            self.set_choices(choices)

    def set_choices(self, choices: FilterChoices) -> None:
        """Let the form choose from these."""
        self.choices = choices
        for name, options in choices.options.items():
            self.form.fields[name].widget = forms.Select(choices=_select(options))
        for name in self.unknown:
            # Else the form would show "Any" while the filter is at work.
            value = self.chosen[name]
            self.form.fields[name].widget.choices.append((value, value[:MAX_SHOWN_LENGTH]))

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        filters: dict[str, Filter] = super().get_filters()
        # `from` is no name Python lets an attribute have.
        return {"from" if name == "from_" else name: found for name, found in filters.items()}

    def matching(self, rows: PublishedScreeningQuerySet, name: str, value: str) -> PublishedScreeningQuerySet:
        """Every word stands somewhere in title, original title, directors or parts; accents and case do not count."""
        return rows.filter(_all_words(value))

    def is_valid(self) -> bool:
        return not self.problems

    @property
    def problems(self) -> tuple[FilterProblem, ...]:
        return tuple(self._problems())

    def _problems(self) -> Iterator[FilterProblem]:
        for name in self.filters:
            field = self.form.fields[name]
            given = [value for value in self.data.getlist(name) if value.strip()]
            shown = given[-1][:MAX_SHOWN_LENGTH] if given else ""
            for message in list(self.errors.get(name, ()))[:1]:
                yield FilterProblem(name, str(field.label), shown, str(message))
            if len(set(given)) > 1:
                yield FilterProblem(
                    name, str(field.label), shown, "It was given more than once; only the last one counts."
                )

    @property
    def chosen(self) -> dict[str, str]:
        """The values that do filter, as they were written, by query name."""
        wrong = self.errors.keys()
        return {
            name: value for name in self.filters if name not in wrong and (value := self.data.get(name, "").strip())
        }

    @property
    def facets(self) -> dict[str, str]:
        """What is chosen from a list of choices, as the choices write it."""
        return {
            name: self._normalized(name, value) for name, value in self.chosen.items() if name not in OTHER_CONDITIONS
        }

    @property
    def other_conditions(self) -> dict[str, Q]:
        """What is chosen of everything else, as conditions."""
        chosen = {name: self.form.cleaned_data[name] for name in self.chosen if name in OTHER_CONDITIONS}
        return {name: OTHER_CONDITIONS[name](value) for name, value in chosen.items()}

    @property
    def query(self) -> str:
        """The canonical query of what does filter."""
        return canonical_query(self.chosen)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names whose value is well-formed, though the current publication knows nothing by it."""
        return tuple(
            name
            for name, value in self.chosen.items()
            if name in self.choices.options
            and self._normalized(name, value) not in {option.value for option in self.choices.options[name]}
        )

    def value_label(self, name: str) -> str:
        """A chosen value as the page says it."""
        value = self.chosen[name]
        cleaned = self.form.cleaned_data[name]
        if isinstance(cleaned, datetime):
            return value.replace("T", " ")
        return self.choices.label(name, self._normalized(name, value))

    def phrase_parts(self, name: str) -> tuple[str, str, str]:
        """A chosen value as a part of a sentence: what stands before it, the value, and what stands behind it."""
        before, behind = PHRASES[name]
        return before, self.value_label(name), behind

    def _normalized(self, name: str, value: str) -> str:
        cleaned = self.form.cleaned_data[name]
        return cleaned.isoformat() if isinstance(cleaned, date) else value


def _all_words(text: str) -> Q:
    """Every word of it stands somewhere."""
    return Q(*(Q(search_text__contains=word) for word in fold(text).split()))


# The filters that are no choice from a list.
OTHER_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "q": _all_words,
    "from": lambda moment: Q(starts_at__gte=moment),
    "until": lambda moment: Q(starts_at__lt=moment),
}
# What stands before and behind a value.
PHRASES = {
    "q": ("matching “", "”"), "day": ("on ", ""), "section": ("in ", ""), "venue": ("at ", ""), "hall": ("in ", ""),
    "country": ("from ", ""), "language": ("in ", ""), "subtitles": ("with ", " subtitles"), "access": ("with ", ""),
    "audience": ("for ", ""), "from": ("from ", " on"), "until": ("before ", ""),
}  # fmt: skip


def _select(options: tuple[FilterOption, ...]) -> list[tuple[str, Any]]:
    """The choices of a select, under their groups where they have some."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for option in options:
        label = option.label if option.count is None else f"{option.label} ({option.count})"
        groups.setdefault(option.group, []).append((option.value, label))
    return [("", "Any"), *groups.pop("", []), *groups.items()]
