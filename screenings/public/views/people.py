"""People: what they made that is shown here, and where they come along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from screenings.loading import public_screenings_from_rows
from screenings.models import Festival, Person
from screenings.public.listings import ShowingGroups, in_time_order, public_films_of, public_rows, row_pictures
from screenings.public.seo import person_meta
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context


@kept_page()
@festival_page
def person(request: HttpRequest, festival: Festival, slug: str) -> HttpResponse:
    """Someone with a credit in a public film, or a guest of a published screening; 404 for others. Eight queries."""
    at = timezone.now()
    someone = get_object_or_404(Person, slug=slug)
    films = public_films_of(someone, festival)
    visits = public_screenings_from_rows(in_time_order(public_rows(festival).with_guest(someone)))
    if not films and not visits:
        raise Http404("There is no such person.")
    context = page_context(
        festival,
        at=at,
        person=someone,
        meta=person_meta(festival, someone),
        films=films,
        visits=ShowingGroups.of(visits, at) if visits else None,
        pictures=row_pictures(visits),
    )
    return render(request, "screenings/person.html", context)
