"""What every view of a festival begins with."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from screenings.models import Festival, Publication


def festival_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For GET and HEAD: the view gets the festival whose slug is in the address, 404 where there is none. One query."""

    @require_safe
    @wraps(view)
    def with_festival(request: HttpRequest, festival: str, **kwargs: object) -> HttpResponse:
        return view(request, get_object_or_404(Festival, slug=festival), **kwargs)

    return with_festival


def page_context(festival: Festival, **context: object) -> dict[str, object]:
    """The context of a page's own template, with what `base.html` reads. One query."""
    return {"festival": festival, "publication": Publication.objects.current(festival), **context}
