"""What staff make of several films at once: showings of each, or one programme of them all; each is shown first."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from screenings.desk.actions import (
    ActionForm,
    ActionPreview,
    ActionResult,
    PreviewRow,
    change_page_address,
    preview_token,
)
from screenings.models.form_fields import WholeNumberField
from screenings.scheduling import MAX_REPEATS, ChangeRefused
from screenings.scheduling.programmes import MIN_PARTS, make_programme
from screenings.scheduling.showings import add_showings

MAX_MADE = 10 * MAX_REPEATS  # showings at once


class ShowingsForm(ActionForm):
    title, button = "Showings of films", "Add the showings"
    times = WholeNumberField(
        min_value=1,
        max_value=MAX_REPEATS,
        initial=1,
        label=gettext_lazy("How many for each"),
        help_text=gettext_lazy("They wait in the tray of the board for a place."),
    )

    def preview(self) -> ActionPreview:
        times = self.cleaned_data["times"]
        if times * len(self.rows) > MAX_MADE:
            raise ChangeRefused(
                _("That would be %(number)d showings. Make %(most)d at most at once.")
                % {"number": times * len(self.rows), "most": MAX_MADE}
            )
        more = ngettext("%(number)d more, not placed yet", "%(number)d more, not placed yet", times)
        lines = tuple(
            PreviewRow(str(film), _showings_text(film.showings), more % {"number": times}, change_page_address(film))
            for film in self.rows
        )
        return ActionPreview(lines, preview_token(lines))

    def carry_out(self) -> list[ActionResult]:
        made = [row for film in self.rows for row in add_showings(film, times=self.cleaned_data["times"])]
        return [ActionResult(row, "Added from the list of films.", is_new=True) for row in made]

    def success_text(self, done: Sequence[ActionResult]) -> str:
        text = ngettext(
            "Added: %(number)d showing that waits for a place.",
            "Added: %(number)d showings that wait for a place.",
            len(done),
        )
        return text % {"number": len(done)}


def _showings_text(number: int) -> str:
    if not number:
        return _("no showing yet")
    return ngettext("%(number)d showing", "%(number)d showings", number) % {"number": number}


class ProgrammeForm(ActionForm):
    title, button = "Make a programme of these films", "Make the programme"
    name = forms.CharField(
        max_length=200, label=gettext_lazy("Title"), widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    # Lazy, as the form it is shown on is worded for whoever asks.
    note = gettext_lazy("It runs as long as its films. Their order can be changed on its own page.")  # type: ignore[assignment]

    def preview(self) -> ActionPreview:
        if len(self.rows) < MIN_PARTS:
            raise ChangeRefused(_("Choose at least two films to put together."))
        lines = tuple(
            PreviewRow(
                str(film),
                _showings_text(film.showings),
                _("part %(number)d of %(title)s") % {"number": number, "title": self.cleaned_data["name"]},
                change_page_address(film),
            )
            for number, film in enumerate(self.rows, start=1)
        )
        return ActionPreview(lines, preview_token(lines))

    def carry_out(self) -> list[ActionResult]:
        film = make_programme(self.rows, title=self.cleaned_data["name"])
        return [ActionResult(film, f"Put together of {len(self.rows)} films.", is_new=True)]

    def success_text(self, done: Sequence[ActionResult]) -> str:
        return _("Made: %(film)s, of %(number)d films.") % {"film": done[0].row, "number": len(self.rows)}
