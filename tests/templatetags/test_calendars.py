"""The ways into a calendar program."""

import re
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import segno

from screenings.models import Festival
from screenings.templatetags.calendars import calendar_panel, is_local_url, qr_code, webcal_url


def panel(site_url: str = "https://harbour.example", **kwargs: object) -> dict[str, object]:
    festival = Festival(name="Harbour", slug="harbour", site_url=site_url)
    return calendar_panel(festival, "/harbour/screenings.ics", "Harbour, Éternité & more", **kwargs)  # type: ignore[arg-type]


def test_every_program_is_handed_the_same_address() -> None:
    found = panel(query="q=%C3%A9t%C3%A9&venue=odeon")
    address = "https://harbour.example/harbour/screenings.ics?q=%C3%A9t%C3%A9&venue=odeon"
    assert found["address"] == address
    assert found["webcal"] == address.replace("https://", "webcal://")
    assert parse_qs(urlsplit(str(found["google"])).query) == {"cid": [webcal_url(address)]}
    for name in ("outlook", "office"):
        query = parse_qs(urlsplit(str(found[name])).query)
        assert query == {"url": [address], "name": ["Harbour, Éternité & more"]}


@pytest.mark.parametrize(("rows", "too_many"), [(0, False), (1400, False), (1401, True)])
def test_google_is_not_offered_what_it_cannot_take(rows: int, too_many: bool) -> None:
    assert panel(rows=rows)["too_many"] is too_many


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://127.0.0.1:8000/x.ics", True),
        ("http://localhost/x.ics", True),
        ("http://[::1]:8000/x.ics", True),
        ("https://localhost.example/x.ics", False),
        ("https://harbour.example/x.ics", False),
    ],
)
def test_an_address_that_no_web_calendar_can_reach_is_known(address: str, local: bool) -> None:
    assert is_local_url(address) is local


def test_the_qr_code_is_an_svg_of_the_very_address_with_nothing_a_policy_would_block() -> None:
    address = "webcal://harbour.example/harbour/screenings.ics?q=%22%3E%3Cscript%3E"
    svg = ElementTree.fromstring(qr_code(address))
    assert {element.tag for element in svg.iter()} == {"svg", "path"}
    assert {name for element in svg.iter() for name in element.attrib} == {"viewBox", "class", "fill", "stroke", "d"}
    assert modules(svg) == {
        (column, row)
        for row, line in enumerate(segno.make(address, micro=False, error="m").matrix_iter(border=4))
        for column, module in enumerate(line)
        if module
    }


def modules(svg: ElementTree.Element) -> set[tuple[int, int]]:
    """The dark squares, by walking the strokes of the drawing."""
    (path,) = (element for element in svg if "stroke" in element.attrib)
    found, x, y = set(), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path.attrib["d"]):
        given = [float(number) for number in numbers.split()]
        if command == "M":
            x, y = given
        elif command == "m":
            x, y = x + given[0], y + given[1]
        else:
            found |= {(int(x) + step, int(y)) for step in range(int(given[0]))}
            x += given[0]
    return found
