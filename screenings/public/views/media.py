"""Uploaded pictures. Each name means the same bytes for ever; only what was checked and written anew is served."""

import logging
import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from screenings.public.serving.conditional import etagged_response

logger = logging.getLogger(__name__)
TYPES = {"jpg": "image/jpeg", "webp": "image/webp", "png": "image/png"}
NAME = re.compile(r"(?:films|headers|logos)/[0-9a-f]{24}(?:-[0-9]{1,4})?\.(?P<suffix>jpg|webp|png)")

# A page of another site may draw them, as they are part of the data.
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'",
}
RETRY_AFTER = "30"  # seconds


@require_safe
def upload(request: HttpRequest, name: str) -> HttpResponse | FileResponse:
    """No query. From wherever the uploads are kept; a web server in front may serve the files of MEDIA_ROOT itself."""
    named = NAME.fullmatch(name)
    if named is None:
        raise Http404("There is no such picture.")
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404("There is no such picture.") from None
    except Exception as problem:  # each kind of storage has errors of its own
        logger.warning("The uploads cannot be read: %s", problem)
        return HttpResponse(status=503, headers={"Retry-After": RETRY_AFTER})
    response = etagged_response(request, name, lambda: FileResponse(file, content_type=TYPES[named["suffix"]]), HEADERS)
    if not response.streaming:
        file.close()
    return response
