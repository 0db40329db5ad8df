"""Behind any number of proxies a visitor is told from another, and nobody chooses an address by a header."""

import pytest
from django.test import RequestFactory, override_settings

from screenings.public.client_addresses import client_address, client_network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.5, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.9"),
        (1, "2001:DB8::1", "2001:db8::1"),
        (1, "198.51.100.1:4711", "198.51.100.1"),
        (2, "[2001:DB8::1]:4711, 10.0.0.2:80", "2001:db8::1"),
        (1, "no address", None),
    ],
)
def test_the_visitor_is_as_far_from_the_right_as_there_are_proxies(
    proxies: int, forwarded: str, address: str | None
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.9", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.9", "192.0.2.9"),
        ("::ffff:192.0.2.9", "192.0.2.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", None),
    ],
)
def test_a_visitor_is_an_ipv4_address_or_an_ipv6_64(address: str, network: str | None) -> None:
    assert client_network(RequestFactory().get("/", REMOTE_ADDR=address)) == network
