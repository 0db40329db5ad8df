"""What a visitor may mean, while the words are being typed."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from screenings.models import Festival, Publication
from screenings.public.addresses import page_path
from screenings.public.name_index import Name
from screenings.public.publication_index import publication_index
from screenings.public.serving.pages import kept_page
from screenings.public.views.festival_page import festival_page

MAX_LENGTH = 200
MIN_LENGTH = 2
_KINDS = {
    "film": _("Film"),
    "person": _("Person"),
    "section": _("Section"),
    "venue": _("Venue"),
    "genre": _("Genre"),
}


@kept_page(parameters=("q",), content_type="application/json", by_time=False)
@festival_page
def suggestions(request: HttpRequest, festival: Festival) -> HttpResponse:
    """Films, people, sections, cinemas and genres, each with where it leads; none for a letter alone. Two queries."""
    typed = request.GET.get("q", "").strip()[:MAX_LENGTH]
    index = publication_index(Publication.objects.current(festival))
    names = index.names.suggest(typed) if len(typed) >= MIN_LENGTH else []
    found = [
        {"kind": str(_KINDS[name.kind]), "label": name.label, "address": _address(festival, name)} for name in names
    ]
    return JsonResponse({"suggestions": found})


def _address(festival: Festival, name: Name) -> str:
    if name.kind in ("film", "section", "venue"):
        return page_path(name.kind, festival.slug, name.key)
    query = {"q" if name.kind == "person" else "genre": name.key}
    return f"{reverse('listing', args=[festival.slug])}?{urlencode(query)}"
