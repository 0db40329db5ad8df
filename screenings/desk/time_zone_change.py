"""The forms of a festival and of a venue ask what stays when their time zone is corrected."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from screenings.models import Festival, Venue
from screenings.scheduling.time_zones import (
    KeepChoice,
    ZoneChange,
    ZoneNames,
    affected_text,
    keep_clocks_sentences,
    load_zone_names,
    zone_change_example,
    zone_change_sentences,
)
from screenings.text.time_zones import time_zone_names

KEEP_CHOICES = (
    (KeepChoice.CLOCKS, "What the clocks show: the hours were right, and the zone was not"),
    (KeepChoice.INSTANTS, "The moments: the hours shown were wrong"),
)


class TimeZoneChangeForm(forms.ModelForm):
    """Nothing is saved before it was chosen. Sets `zone_change` where there is something on these clocks."""

    keep = forms.ChoiceField(required=False, choices=KEEP_CHOICES, label="What stays", widget=forms.HiddenInput)
    zone_change: ZoneChange | None = None

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if (self.cleaned_data.get("timezone") or "UTC") not in time_zone_names():
            return self.cleaned_data  # the row's own validator says so
        if self.instance.pk and "timezone" in self.changed_data and "timezone" in self.cleaned_data:
            change = self._zone_change(self.cleaned_data["timezone"])
            if change.affects_anything:
                self.zone_change = change
                self.fields["keep"].widget = forms.RadioSelect(choices=KEEP_CHOICES)
                if not self.cleaned_data.get("keep"):
                    # Ticked when it is asked.
                    data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was sent
                    data[self.add_prefix("keep")] = KeepChoice.CLOCKS.value
                    self.data = data
                    self.add_error("keep", " ".join(time_zone_question(change)))
        return self.cleaned_data

    def _zone_change(self, zone: str) -> ZoneChange:
        row = self.instance
        if isinstance(row, Venue):
            festival, after = row.festival, load_zone_names(row.festival_id, venue=row.pk, venue_zone=zone)
        else:
            # The row itself has been given the new zone already.
            festival, after = Festival.objects.get(pk=row.pk), load_zone_names(row.pk, own=zone)
        before: ZoneNames = load_zone_names(festival.pk)
        return ZoneChange(festival, before, after)


def time_zone_question(change: ZoneChange) -> list[str]:
    public = "It goes public as soon as it is saved." if change.goes_public_at_once else ""
    sentences = [
        f"Nothing is saved yet. This zone is the clock of {affected_text(change)}: choose what stays.",
        zone_change_example(change),
        *list(keep_clocks_sentences(change))[1:],
        public,
    ]
    return [sentence for sentence in sentences if sentence]


class TimeZoneChangeAdmin(admin.ModelAdmin):
    """For what has a time zone. `keep` stands beside it in the fieldsets, for who may change it."""

    form: Any = TimeZoneChangeForm

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and self.has_change_permission(request, obj):
            return fieldsets
        return [(name, {**options, "fields": _without_keep(options["fields"])}) for name, options in fieldsets]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        correction: ZoneChange | None = getattr(form, "zone_change", None)
        keep = KeepChoice(form.cleaned_data["keep"]) if correction else KeepChoice.CLOCKS
        sentences = " ".join(zone_change_sentences(correction, keep)) if correction else ""
        super().save_model(request, obj, form, change)
        if correction:
            if keep is KeepChoice.CLOCKS:
                correction.keep_clocks()
            messages.info(request, sentences)


def _without_keep(fields: Any) -> Any:
    rows = (tuple(each for each in row if each != "keep") if isinstance(row, tuple) else row for row in fields)
    return tuple(row for row in rows if row != "keep")
