"""People: what they made that is shown here, and where they come along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from screenings.models import Festival, Person, Publication
from screenings.public.listings import in_time_order, past_cutoff, public_films_of, public_rows
from screenings.public.seo import person_meta


@require_safe
def person(request: HttpRequest, festival: str, slug: str) -> HttpResponse:
    """Someone with a credit in a public film, or a guest of a published screening; 404 for others. Seven queries."""
    of = get_object_or_404(Festival, slug=festival)
    found = get_object_or_404(Person, slug=slug)
    films = public_films_of(found, of)
    visits = list(in_time_order(public_rows(of).with_guest(found)))
    if not films and not visits:
        raise Http404("There is no such person.")
    context: dict[str, object] = {
        "festival": of,
        "publication": Publication.objects.current(of),
        "at": past_cutoff(of, timezone.now()),
        "person": found,
        "head": person_meta(of, found),
        "films": films,
        "visits": visits,
    }
    return render(request, "screenings/person.html", context)
