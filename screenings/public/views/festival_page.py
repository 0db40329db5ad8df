"""What every view of a festival begins with."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from screenings.models import Festival, Publication
from screenings.public.former_addresses import festival_now_at, person_now_at, public_slug
from screenings.public.known_languages import note_language

# The pages whose address ends in a slug of such a kind.
_KINDS = {
    **dict.fromkeys(("film", "film-card-png", "film-card-jpg"), "film"),
    **{kind: kind for kind in ("venue", "section", "person")},
}


def festival_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For GET and HEAD: the view gets the festival whose slug is in the address. One query.

    404 where there is none. An address that was another's before, or is not public yet, leads to the one that is.
    """

    @require_safe
    @wraps(view)
    def with_festival(request: HttpRequest, festival: str, **kwargs: object) -> HttpResponse:
        found = Festival.objects.filter(slug=festival).first()
        if found is None:
            return _moved(request, festival=festival_now_at(festival), **kwargs)
        note_language(found)
        try:
            with found.as_read():
                return view(request, found, **kwargs)
        except Http404:
            slug = _present_slug(request, found, kwargs)
            if not slug or slug == kwargs["slug"]:
                raise
            return _moved(request, **{**kwargs, "festival": festival, "slug": slug})

    return with_festival


def _present_slug(request: HttpRequest, festival: Festival, kwargs: dict[str, object]) -> str:
    match = request.resolver_match
    kind = _KINDS.get(match.url_name or "") if match else None
    if kind is None:
        return ""
    slug = str(kwargs["slug"])
    return person_now_at(slug) if kind == "person" else public_slug(festival, kind, slug)


def _moved(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """To the same page at its present address. Not for good: somebody else may take the old one."""
    if not kwargs["festival"] or request.resolver_match is None:
        raise Http404("There is no such festival.")
    path = reverse(request.resolver_match.view_name, kwargs=kwargs)
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{path}?{query}" if query else path)


def page_context(festival: Festival, **context: Any) -> dict[str, Any]:
    """The context of a page's own template, with what `base.html` reads. One query, unless the publication is given."""
    if "publication" not in context:
        context["publication"] = Publication.objects.current(festival)
    return {"festival": festival, **context}
