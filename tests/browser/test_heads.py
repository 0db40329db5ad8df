"""Structured data and pictures in a real browser: nothing is blocked, nothing runs, and nothing leaves the site."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request

from screenings.models import Film

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_hostile_title_in_a_data_block_is_data(page: Page, site: str, complaints: list[str]) -> None:
    title = "</script><script>document.title='owned'</script><!--"
    Film.objects.filter(slug="all-of-us-strangers").update(title=title)
    page.goto(f"{site}films/all-of-us-strangers/")
    blocks = page.locator("script[type='application/ld+json']").all_text_contents()
    assert len(blocks) == 1
    assert json.loads(blocks[0])["@graph"][0]["name"] == title
    assert page.title().startswith(title)


def test_the_marks_are_drawn_and_no_request_leaves_the_site(page: Page, site: str, complaints: list[str]) -> None:
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{site}films/all-of-us-strangers/")
    assert {urlsplit(request.url).netloc for request in asked} == {urlsplit(site).netloc}
    for selector, attribute in (('link[rel="icon"]', "href"), ('link[rel="apple-touch-icon"]', "href")):
        address = page.locator(selector).get_attribute(attribute)
        size = page.evaluate(
            "async (address) => { const image = new Image(); image.src = address; await image.decode();"
            " return image.naturalWidth }",
            address,
        )
        assert size > 0, address
