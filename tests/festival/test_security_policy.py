"""The security policy: what django-csp would send, whichever answer it is."""

from collections.abc import Callable

import pytest
from csp.constants import NONCE
from csp.decorators import csp_exempt, csp_replace, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from festival.security_policy import SecurityPolicyMiddleware

HEADER = "Content-Security-Policy"
View = Callable[[HttpRequest], HttpResponse]
SELF_ONLY = {"default-src": ["'self'"]}


def plain(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


def with_a_header(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("picture", headers={HEADER: "default-src 'none'"})


def with_a_nonce(request: HttpRequest) -> HttpResponse:
    request._csp_nonce = "abc"  # type: ignore[attr-defined]  # as the first use of request.csp_nonce leaves it
    return HttpResponse("script")


def missing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=404)


def policies(middleware: Callable[[View], View], view: View) -> dict[str, set[str]]:
    """The directives by header: django-csp writes them in no order."""
    response = middleware(view)(RequestFactory().get("/"))
    return {
        name: set(value.split("; ")) for name, value in response.headers.items() if name.startswith("Content-Security")
    }


@pytest.mark.parametrize(
    "view",
    [
        plain, with_a_header, with_a_nonce, missing, csp_exempt()(plain), csp_update({"img-src": "https://a.example"})(plain),
        csp_replace({"frame-ancestors": "*"})(plain),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"DEBUG": True},
        {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": {"script-src": ["'self'", NONCE]}}},
        {"CONTENT_SECURITY_POLICY": {"DIRECTIVES": SELF_ONLY, "EXCLUDE_URL_PREFIXES": ["/"]}},
        {"CONTENT_SECURITY_POLICY_REPORT_ONLY": {"DIRECTIVES": SELF_ONLY}},
    ],
)  # fmt: skip
def test_every_answer_has_the_policy_that_django_csp_gives_it(view: View, settings: dict[str, object]) -> None:
    with override_settings(**settings):
        assert policies(SecurityPolicyMiddleware, view) == policies(CSPMiddleware, view)


def test_a_page_may_load_from_its_own_site_alone() -> None:
    assert "default-src 'self'" in policies(SecurityPolicyMiddleware, plain)[HEADER]


def test_a_policy_that_is_the_same_for_all_is_not_composed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = SecurityPolicyMiddleware(plain)
    monkeypatch.setattr(CSPMiddleware, "process_response", None)
    assert HEADER in answer(RequestFactory().get("/")).headers
