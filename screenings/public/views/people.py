"""People: the index, and of each what they made that is shown here, and where they come along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from screenings.models import Festival, Person, Publication
from screenings.public.earlier_editions import earlier_visits
from screenings.public.index_pages import film_names, index_page, initials, next_showings
from screenings.public.listings import ShowingGroups, public_films_of, row_pictures
from screenings.public.people_index import guest_name, indexed_people, public_people
from screenings.public.publication_index import publication_index
from screenings.public.seo import person_meta
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page, page_context
from screenings.timetable.values import PublicScreening


@kept_page(parameters=("page",))
@festival_page
def people(request: HttpRequest, festival: Festival) -> HttpResponse:
    """A page of those with a page of their own, as in an index. Eight queries."""
    at, publication = timezone.now(), Publication.objects.current(festival)
    index = publication_index(publication)
    everybody = public_people(festival, index)
    page = index_page(everybody.entries, request.GET.get("page", "1"))
    nexts = next_showings(index, at, _names)
    context = page_context(
        festival,
        publication=publication,
        at=at,
        people=indexed_people(everybody, [entry.pk for entry in page], nexts),
        page=page,
        initials=initials(everybody.entries),
    )
    return render(request, "screenings/people.html", context)


def _names(row: PublicScreening) -> tuple[str, ...]:
    return (*film_names(row), *map(guest_name, row.guest_keys))


@kept_page(with_earlier_editions=True)
@festival_page
def person(request: HttpRequest, festival: Festival, slug: str) -> HttpResponse:
    """Someone with a credit in a public film, or a guest of a published screening; 404 for others. Eight queries."""
    at = timezone.now()
    someone = get_object_or_404(Person, slug=slug)
    publication = Publication.objects.current(festival)
    index = publication_index(publication)
    films = public_films_of(someone, festival, index.films)
    visits = index.of_guest(someone.pk)
    if not films and not visits:
        raise Http404("There is no such person.")
    context = page_context(
        festival,
        publication=publication,
        at=at,
        person=someone,
        meta=person_meta(festival, someone),
        films=films,
        nexts=next_showings(index, at, film_names),
        earlier=earlier_visits(someone, festival),
        visits=ShowingGroups.of(visits, at) if visits else None,
        pictures=row_pictures(visits),
    )
    return render(request, "screenings/person.html", context)
