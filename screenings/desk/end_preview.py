"""The end of a screening while it is typed: the form asks the house, so that no script counts minutes or zones."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from screenings.desk.local_time_fields import PlacementForm
from screenings.models import Screening
from screenings.wording.moments import moment_in_zone

UNPLACED = "Shown once there are a film, a hall and a time."


class EndPreviewForm(PlacementForm):
    """What of a screening says when it ends."""

    class Meta:
        model = Screening
        fields = ("festival", "film", "hall", "starts_at", "intro", "qa", "stated_length")

    def _post_clean(self) -> None:
        """Nothing is saved, so only the fields themselves are asked to make sense."""


def ends_text(screening: Screening) -> str:
    if screening.ends_at is None:
        return UNPLACED
    shown = f"{moment_in_zone(screening.ends_at, screening.zone)}, after {screening.length} min"
    return shown if screening.length_is_known else f"{shown}; the film’s running time is unknown"


def hall_free_text(screening: Screening) -> str:
    if screening.hall_free_at is None or screening.hall is None:
        return UNPLACED
    free = moment_in_zone(screening.hall_free_at, screening.zone)
    return f"{free}, after {screening.hall.changeover_minutes} min of changeover"


def derived_output(name: str, text: str) -> SafeString:
    """The text, where the form's script finds it and the address to ask."""
    return format_html(
        '<output data-derived="{}" data-address="{}">{}</output>', name, reverse("admin:screening-ends"), text
    )


def ends_view(request: HttpRequest, may_ask: bool) -> HttpResponse:
    """When a screening as typed would end, or what is wrong with its start; in words."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if not may_ask:
        raise PermissionDenied
    form = EndPreviewForm(request.GET)
    form.is_valid()
    start_errors = form.errors.get("starts_at")
    text = " ".join(str(problem) for problem in start_errors) if start_errors else ""
    screening = _unsaved_screening(form.cleaned_data, form.errors) if not start_errors else None
    zone = form.zone_as_typed()
    return JsonResponse(
        {
            "ends": ends_text(screening) if screening else text or UNPLACED,
            "free": hall_free_text(screening) if screening else UNPLACED,
            "clock": f"On the clock of {zone.key}." if zone else "",
        }
    )


def _unsaved_screening(typed: dict[str, Any], errors: ErrorDict) -> Screening | None:
    """Unsaved; None while film, hall or start are still to come."""
    if errors or not (typed.get("film") and typed.get("hall") and typed.get("starts_at")):
        return None
    numbers = {name: typed.get(name) or 0 for name in ("intro", "qa")}
    return Screening(
        festival=typed["festival"],
        film=typed["film"],
        hall=typed["hall"],
        starts_at=typed["starts_at"],
        stated_length=typed.get("stated_length"),
        **numbers,
    )
