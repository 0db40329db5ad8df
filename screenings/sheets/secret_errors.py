"""Every error at a secret address keeps the address to whoever asked for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from screenings.sheets.secret_addresses import has_secret


class SecretAddressHeaders:
    """No search engine lists it, and nothing that the page loads or links to is told of it.

    Stands before everything else, so that it sees what goes wrong behind it. What goes right says all this itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 400 and has_secret(request.path):
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
            response.headers["Referrer-Policy"] = "no-referrer"
        return response
