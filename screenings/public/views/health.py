"""Whether the site can answer: for load balancers and monitors."""

import logging

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from screenings.models import Festival
from screenings.reliability.disk_space import disk_problems
from screenings.reliability.sqlite_file import database_file, lock_file, was_replaced

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `ok` where the database answers and is the one at its path, else 503. One query, no session, no template."""
    # First: a thread that opened the path now would make a new, empty file of it.
    if (path := database_file()) and was_replaced(path):
        logger.error("%s was replaced or deleted while the server had it open. Restart the server.", path)
        return HttpResponse("the database file was replaced\n", content_type="text/plain", status=503)
    if path and was_replaced(lock_file(path)):
        logger.error("%s was deleted, so that a second server could start. Restart the server.", lock_file(path))
        return HttpResponse("the database's lock file was deleted\n", content_type="text/plain", status=503)
    try:
        # A row is asked for, not a constant: SQLite answers that without opening its file.
        Festival.objects.exists()
    except Error as problem:
        logger.warning("The database does not answer: %s", problem)
        return HttpResponse("the database does not answer\n", content_type="text/plain", status=503)
    if problems := list(disk_problems()):
        logger.error("Saves and uploads fail: %s.", ", ".join(problems))
        return HttpResponse("".join(f"{problem}\n" for problem in problems), content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
