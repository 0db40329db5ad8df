"""Where a request comes from, and how one visitor is told from another behind however many proxies."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Where the request comes from; None where that is no address.

    Each of the TRUSTED_PROXIES appends whom it serves to X-Forwarded-For, so the visitor is that many from its right.
    What stands further left was sent by the visitor, who can write anything there.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if 0 < settings.TRUSTED_PROXIES <= len(forwarded):
        address = forwarded[-settings.TRUSTED_PROXIES] or address
    try:
        return str(ip_address(_without_port(address)))
    except ValueError:
        return None


def _without_port(address: str) -> str:
    """Some proxies write the visitor's port too: 192.0.2.1:4711, [2001:db8::1]:4711."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def client_network(request: HttpRequest) -> str | None:
    """Whom failures are counted for: the address, or the first one of its /64, of which one person has all."""
    address = client_address(request)
    parsed = ip_address(address) if address else None
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or IPv6Network((int(parsed), 64), strict=False).network_address)


# A proxy writes some of these.
PROXY_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


def is_behind_uncounted_proxy(request: HttpRequest) -> bool:
    """Behind a proxy that TRUSTED_PROXIES does not count, colleagues and strangers all have the proxy's address."""
    return settings.TRUSTED_PROXIES == 0 and any(sign in request.META for sign in PROXY_HEADERS)
