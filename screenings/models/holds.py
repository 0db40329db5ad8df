"""Screenings on hold, and what was last announced of each screening, which is what the public keeps while it is."""

from typing import Any

from django.conf import settings
from django.db import models

from screenings.models.festivals import Festival
from screenings.models.fields import LineField, ListField, MinutesField
from screenings.models.films import Film
from screenings.models.prints import Print
from screenings.models.screenings import Screening
from screenings.models.venues import Hall
from screenings.text.clock import clock_text
from screenings.text.dates import short_day

REASON_LENGTH = 300


def keep_what_is_on_hold(collector: Any, field: models.ForeignKey, rows: Any, using: str) -> None:
    """An `on_delete`: what a screening on hold was announced in stays, unless its festival goes too. Else the public
    would lose the screening without anybody having cancelled it.
    """
    if on_hold := rows.filter(screening__hold__isnull=False):
        collector.add_restricted_objects(field, on_hold)
        collector.add_dependency(field.remote_field.model, field.model)


class Hold(models.Model):
    """The public keeps what was last announced of a screening, or nothing, until it is released, which deletes the row.

    It goes by the screening's uid and outlives the row: a screening that was deleted and is brought back is on hold
    as it was. `by` is None where the command line put it on hold, or the account was deleted.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="holds")
    screening = models.OneToOneField(
        Screening, to_field="uid", db_constraint=False, on_delete=models.DO_NOTHING, related_name="hold"
    )
    reason = LineField(max_length=REASON_LENGTH)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        ordering = ("since", "pk")

    def __str__(self) -> str:
        return self.reason


class AnnouncedScreening(models.Model):
    """A screening's own columns as they were in the last publication that showed it while it was not on hold.

    There is none where that publication did not show it. The columns are named as the screening's are; `guests` holds
    their keys. What the keys name may have been deleted since, but for the film and the hall of a screening on hold:
    without these it counts as not announced.
    """

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="+")
    screening = models.OneToOneField(
        Screening, to_field="uid", db_constraint=False, on_delete=models.DO_NOTHING, related_name="announced"
    )
    film = models.ForeignKey(Film, db_constraint=False, on_delete=keep_what_is_on_hold, related_name="+")
    hall = models.ForeignKey(Hall, db_constraint=False, on_delete=keep_what_is_on_hold, related_name="+")
    starts_at = models.DateTimeField()
    intro = MinutesField(default=0, high=240)
    qa = MinutesField(default=0, high=240)
    stated_length = MinutesField(null=True, low=1)
    guests = ListField(distinct=False)
    print = models.ForeignKey(Print, db_constraint=False, on_delete=models.DO_NOTHING, null=True, related_name="+")
    format = ListField()
    subtitles = ListField()
    audience = models.CharField(max_length=16)
    status = models.CharField(max_length=16)
    billing = models.CharField(max_length=8)
    public_title = LineField(max_length=200, blank=True)
    public_note = LineField(max_length=300, blank=True)

    def __str__(self) -> str:
        starts = self.starts_at.astimezone(self.hall.venue.zone)
        when = f"{short_day(starts.date())} {clock_text(starts)}"
        return f"{self.film}, {when}, {self.hall}, which is on hold: release it first"
