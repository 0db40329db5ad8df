"""The Content-Security-Policy of every answer, written once."""

from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class SecurityPolicyMiddleware(CSPMiddleware):
    """django-csp's, which composes the policy anew, twice for each answer: a fifth of what a page's 304 costs.

    Where only the settings decide what the policy is, it is composed when the process starts. An answer with a policy
    of its own, by a nonce or by one of django-csp's decorators, gets that, and while debugging all is django-csp's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        has_more = build_policy(report_only=True) or settings.CONTENT_SECURITY_POLICY.get("EXCLUDE_URL_PREFIXES")
        self.policy = "" if has_more else build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or not self.policy or _has_its_own(request, response):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response


def _has_its_own(request: HttpRequest, response: HttpResponseBase) -> bool:
    # Both leave attributes of that name.
    return hasattr(request, "_csp_nonce") or any(name.startswith("_csp_") for name in vars(response))
