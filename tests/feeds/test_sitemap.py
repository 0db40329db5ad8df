"""The sitemap, read back by an XML parser."""

from datetime import UTC, datetime

from defusedxml.ElementTree import fromstring

from screenings.feeds.sitemap import MAX_ENTRIES, sitemap_xml

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_page_is_an_address_and_when_it_changed() -> None:
    root = fromstring(sitemap_xml([("https://a.example/?x=1&y=é", NOON)]))
    assert root.tag == f"{SPACE}urlset"
    assert [(child.tag, child.text) for child in root[0]] == [
        (f"{SPACE}loc", "https://a.example/?x=1&y=%C3%A9"),
        (f"{SPACE}lastmod", "2026-04-01T12:00:00Z"),
    ]


def test_a_sitemap_keeps_to_the_protocols_limit() -> None:
    assert len(fromstring(sitemap_xml(("https://a.example/", NOON) for _ in range(MAX_ENTRIES + 1)))) == MAX_ENTRIES
