"""The project's addresses, and a view beside them that does the least a feed can do: bytes from memory with an ETag."""

from hashlib import sha256
from pathlib import Path

import environ
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from festival.urls import urlpatterns as project

BODY = Path(environ.Env().str("BENCHMARK_BODY")).read_bytes()
ETAG = f'"{sha256(BODY).hexdigest()[:24]}"'


@require_safe
def memory(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(BODY, content_type="text/calendar; charset=utf-8", headers={"ETag": ETAG})
    answer = get_conditional_response(request, etag=ETAG, response=response)
    assert isinstance(answer, HttpResponse)
    return answer


urlpatterns = [path("memory.ics", memory), *project]
