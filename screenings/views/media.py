"""Uploaded pictures. Each name means the same bytes for ever; only what was checked and written anew is served."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "png": "image/png"}
NAME = re.compile(r"(?:films|logos)/[0-9a-f]{24}(?:-[0-9]{1,4})?\.(?P<suffix>jpg|webp|png)")


def _etag(request: HttpRequest, name: str) -> str:
    return quote_etag(name)


@require_safe
@condition(etag_func=_etag)
def upload(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """No query. A web server in front may serve MEDIA_ROOT itself."""
    found = NAME.fullmatch(name)
    if found is None:
        raise Http404("There is no such picture.")
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404("There is no such picture.") from None
    response = FileResponse(file, content_type=TYPES[found["suffix"]])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    return response
