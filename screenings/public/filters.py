"""The filters of the listing, which are the filters of its feeds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import MaxLengthValidator, RegexValidator
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, Filter, FilterSet

from screenings.models import Festival
from screenings.models.fields import EARLIEST, LATEST
from screenings.models.publications import PublishedScreeningQuerySet
from screenings.public.filter_choices import Condition, FilterChoices, filter_choices
from screenings.public.listings import QUERY_NAMES, SINGLE_NAMES, canonical_query
from screenings.public.publication_index import FACETS, FilterOption, PublicationIndex
from screenings.timetable.days import RepeatedTime, SkippedTime, from_wall_time, utc_offsets

__all__ = ["QUERY_NAMES", "FilterProblem", "ScreeningFilter", "canonical_query"]

MAX_VALUE_LENGTH = 200
MAX_SHOWN_LENGTH = 60
MAX_VALUES = 60  # of one filter; more were never ticked by anybody

_slug = RegexValidator(r"\A[-\w]+\Z", _("This is no name of ours. Choose from the list."))
_hall = RegexValidator(r"\A[-\w]+(\.[-\w]+)?\Z", _("This is no name of ours. Choose from the list."))
_code = RegexValidator(r"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z", _("This is no code. Choose from the list."))


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
            raise forms.ValidationError(_("Write it as 2024-10-12T18:00."), "invalid") from None
        if not EARLIEST.year < moment.year < LATEST.year:
            raise forms.ValidationError(_("No festival was or will be then."), "far")
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


def _is_day(value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise forms.ValidationError(_("Write a date as 2024-10-12.")) from None
    if len(value) != len("2024-10-12"):
        raise forms.ValidationError(_("Write a date as 2024-10-12."))


class ValuesField(forms.Field):
    """Several values of one filter, each once; one that cannot be read spoils them all, and is named."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, check: Callable[[str], None], **kwargs: Any) -> None:
        self.check = check
        super().__init__(**kwargs)

    def clean(self, value: Any) -> tuple[str, ...]:
        values = tuple(dict.fromkeys(text for each in value or () if (text := str(each).strip())))
        if len(values) > MAX_VALUES:
            raise forms.ValidationError(gettext("Choose at most {number}.").format(number=MAX_VALUES))
        for each in values:
            try:
                MaxLengthValidator(MAX_VALUE_LENGTH)(each)
                self.check(each)
            except forms.ValidationError as wrong:
                raise forms.ValidationError(wrong.messages[0], params={"value": each}) from None
        return values


class ValuesFilter(Filter):
    field_class = ValuesField


def _several(label: str | Promise, check: Callable[[str], None] = _slug) -> ValuesFilter:
    return ValuesFilter(label=label, check=check)


class ScreeningFilter(FilterSet):
    """Published screenings by the names of the query. A value that cannot be read filters nothing: see `problems`.

    `is_valid()` is false where anything was ignored. Of several values of one filter a screening needs one.
    """

    q = CharFilter(label=_("Search"), max_length=MAX_VALUE_LENGTH)
    day = _several(_("Day"), _is_day)
    time = _several(_("Time of day"))
    section = _several(_("Section"))
    genre = _several(_("Genre"), lambda value: None)
    venue = _several(_("Venue"))
    hall = _several(_("Hall"), _hall)
    with_ = _several(_("Q&A and guests"))
    tickets = _several(_("Tickets"))
    last = _several(_("Last chance"))
    age = _several(_("Children and age"))
    country = _several(_("Country"), _code)
    language = _several(_("Language"), _code)
    subtitles = _several(_("Subtitles"), _code)
    access = _several(_("Access"))
    audience = _several(_("Audience"))
    from_ = WallTimeFilter(label=_("Starts from"))
    until = WallTimeFilter(label=_("Starts before"), latest=True)

    def __init__(
        self, data: QueryDict, queryset: PublishedScreeningQuerySet, *, festival: Festival, index: PublicationIndex
    ) -> None:
        super().__init__(data, queryset)
        self.is_bound = True
        self.index = index
        for name in ("from", "until"):
            self.filters[name].extra["zone"] = festival.zone
        self.filters["q"].extra["widget"] = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})

    def offer_choices(self) -> None:
        """Let the form choose from what there is."""
        for name, options in self.choices.options.items():
            unknown = [(value, value[:MAX_SHOWN_LENGTH]) for value in self._unknown_values(name)]
            # Else what is at work would be seen nowhere in the form.
            self.form.fields[name].widget.choices = [*_boxes(options), *unknown]

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        filters: dict[str, Filter] = super().get_filters()
        # `from` and `with` are no names Python lets an attribute have.
        return {name.rstrip("_"): found for name, found in filters.items()}

    def filter_queryset(self, queryset: PublishedScreeningQuerySet) -> PublishedScreeningQuerySet:
        return queryset.filter(pk__in=[row.pk for row in self.choices.rows]) if self.chosen else queryset

    @cached_property
    def choices(self) -> FilterChoices:
        """Counted under what is chosen."""
        return filter_choices(self.index, self.facets, self._other_conditions)

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
            for wrong in self.errors.as_data().get(name, ())[:1]:
                value = str((wrong.params or {}).get("value", shown)) if name not in SINGLE_NAMES else shown
                yield FilterProblem(name, str(field.label), value[:MAX_SHOWN_LENGTH], str(wrong.messages[0]))
            if name in SINGLE_NAMES and len(set(given)) > 1:
                yield FilterProblem(
                    name, str(field.label), shown, gettext("It was given more than once; only the last one counts.")
                )

    @cached_property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The values that do filter, as they were written, by query name."""
        wrong = self.errors.keys()
        chosen: dict[str, tuple[str, ...]] = {}
        for name in self.filters.keys() - wrong:
            given = [self.data.get(name, "")] if name in SINGLE_NAMES else self.data.getlist(name)
            chosen[name] = tuple(dict.fromkeys(text for value in given if (text := value.strip())))
        return {name: chosen[name] for name in self.filters if chosen.get(name)}

    @property
    def facets(self) -> dict[str, tuple[str, ...]]:
        """What is chosen from lists of choices."""
        return {name: values for name, values in self.chosen.items() if name in FACETS}

    @property
    def _other_conditions(self) -> dict[str, Condition]:
        """What is chosen of everything else."""
        chosen = {name: self.form.cleaned_data[name] for name in self.chosen if name in SINGLE_NAMES}
        return {name: OTHER_CONDITIONS[name](self.index, value) for name, value in chosen.items()}

    @property
    def query(self) -> str:
        """The canonical query of what does filter."""
        return self._query(self.chosen)

    def query_without(self, name: str, value: str) -> str:
        """The same but for one value."""
        chosen = self.chosen
        return self._query({**chosen, name: tuple(each for each in chosen[name] if each != value)})

    def _query(self, chosen: dict[str, tuple[str, ...]]) -> str:
        data = QueryDict(mutable=True)
        for name, values in chosen.items():
            data.setlist(name, values)
        return canonical_query(data)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names with a well-formed value that the current publication knows nothing by."""
        return tuple(name for name in self.facets if self._unknown_values(name))

    def _unknown_values(self, name: str) -> list[str]:
        known = {option.value for option in self.index.options.get(name, ())}
        return [value for value in self.facets.get(name, ()) if value not in known]

    def value_label(self, name: str, value: str) -> str:
        """A chosen value as the page says it."""
        return value.replace("T", " ") if name in ("from", "until") else self.choices.label(name, value)

    def labels(self, name: str) -> list[str]:
        return [self.value_label(name, value) for value in self.chosen[name]]

    def phrase(self, name: str) -> SafeString:
        """The chosen values as a part of a sentence."""
        words = format_html_join(f" {_or()} ", "<bdi>{}</bdi>", ((label,) for label in self.labels(name)))
        return mark_safe(escape(_phrase(name)).format(words=words))  # noqa: S308  # both are escaped

    def alternatives(self, name: str) -> str:
        """The chosen values, of which a screening needs one: Odeon or Paris."""
        return f" {_or()} ".join(self.labels(name))


def _found_by(index: PublicationIndex, text: str) -> Condition:
    found = index.matching(text)
    return lambda row: row.pk in found


def _starts_from(_index: PublicationIndex, moment: datetime) -> Condition:
    return lambda row: row.starts_at >= moment


def _starts_before(_index: PublicationIndex, moment: datetime) -> Condition:
    return lambda row: row.starts_at < moment


# The filters that are no choice from a list.
OTHER_CONDITIONS: dict[str, Callable[[PublicationIndex, Any], Condition]] = {
    "q": _found_by,
    "from": _starts_from,
    "until": _starts_before,
}


def _phrase(name: str) -> str:
    """The chosen values of a filter as they stand behind "12 screenings"."""
    phrases = {
        "q": gettext("matching “{words}”"),
        "day": pgettext("screenings, by day", "on {words}"),
        "section": pgettext("screenings, by section", "in {words}"),
        "genre": pgettext("screenings, by genre", "of {words}"),
        "venue": pgettext("screenings, by venue", "at {words}"),
        "hall": pgettext("screenings, by hall", "in {words}"),
        "country": pgettext("screenings, by country", "from {words}"),
        "language": pgettext("screenings, by language", "in {words}"),
        "subtitles": gettext("with {words} subtitles"),
        "access": pgettext("screenings, by access", "with {words}"),
        "audience": pgettext("screenings, by audience", "for {words}"),
        "from": gettext("from {words} on"),
        "until": gettext("before {words}"),
    }
    return phrases.get(name, "({words})")


def _or() -> str:
    return pgettext("between what was chosen", "or")


def _boxes(options: tuple[FilterOption, ...]) -> list[tuple[str, Any]]:
    """The choices of a list of boxes, under their groups where they have some."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for option in options:
        label = option.label if option.count is None else f"{option.label} ({option.count})"
        groups.setdefault(option.group, []).append((option.value, label))
    return [*groups.pop("", []), *groups.items()]
