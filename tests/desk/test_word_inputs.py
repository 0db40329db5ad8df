"""Words where codes are kept: what is typed, what is kept, and what the form shows again."""

import pytest
from babel import Locale
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from screenings.desk.word_inputs import ColourInput, LanguagesInput, LinesInput, TimeZoneInput
from screenings.models import Festival, Film, Section, Venue
from tests.desk.forms import complaints, fields_of, form_of, send
from tests.world import film, hall, section


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("dutch", ("nl",), "Dutch"),
        ("Dutch, français", ("nl", "fr"), "Dutch, French"),
        ("nl | fr", ("nl", "fr"), "Dutch, French"),
        ("zh-Hant", ("zh-Hant",), "Traditional Chinese"),
        ("silent", ("zxx",), "no dialogue"),
        ("", (), ""),
    ],
)
def test_a_language_is_typed_by_its_name(
    typed: str, kept: tuple[str, ...], shown: str, desk: Client, harbour: Festival
) -> None:
    row = film(harbour)
    assert send(desk, form_of(row), languages=typed).status_code == 302
    row.refresh_from_db()
    assert row.languages == kept
    assert fields_of(desk.get(form_of(row)))["languages"] == shown
    assert send(desk, form_of(row)).status_code == 302
    assert Film.objects.get().languages == kept, "what was shown means the same"


def test_no_language_of_that_name_is_said_and_what_was_typed_stays(desk: Client, harbour: Festival) -> None:
    answer = send(desk, form_of(film(harbour)), languages="Dutch, Dutsch")
    assert complaints(answer)
    assert fields_of(answer)["languages"] == "Dutch, Dutsch"


def test_every_language_with_a_name_comes_back_from_it() -> None:
    widget = LanguagesInput()
    for code in (code for code in Locale("en").languages if len(code) == 2):
        typed = MultiValueDict({"languages": [widget.format_value(code)]})
        kept = widget.value_from_datadict(typed, MultiValueDict(), "languages")
        assert widget.format_value(kept) == widget.format_value(code), code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("dark red", "#8b0000"), ("Crimson", "#dc143c"), ("#0B6E4F", "#0b6e4f"), ("slate grey", "#708090")],
)
def test_a_colour_is_typed_by_its_name(typed: str, kept: str, desk: Client, harbour: Festival) -> None:
    row = section(harbour)
    assert send(desk, form_of(row), colour=typed).status_code == 302
    assert Section.objects.get().colour == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Berlin", "Europe/Berlin"), ("los angeles", "America/Los_Angeles"), ("Europe/Lisbon", "Europe/Lisbon")],
)
def test_a_time_zone_is_typed_by_its_city(typed: str, kept: str, desk: Client, harbour: Festival) -> None:
    row = hall(harbour).venue
    send(desk, form_of(row), timezone=typed)
    assert Venue.objects.get().timezone == kept


def test_a_city_that_is_none_is_refused(desk: Client, harbour: Festival) -> None:
    assert complaints(send(desk, form_of(hall(harbour).venue), timezone="Atlantis"))


def test_a_list_stands_on_lines_and_a_bar_in_an_item_stays(desk: Client, harbour: Festival) -> None:
    row = film(harbour, companies=("Film4", "A | B"), genres=("Drama", "Music"))
    shown = fields_of(desk.get(form_of(row)))
    assert (shown["genres"], shown["companies"]) == ("Drama\nMusic", "Film4\nA | B")
    send(desk, form_of(row), genres="Drama\r\nMusic\r\nDance")
    row.refresh_from_db()
    assert (row.genres, row.companies) == (("Drama", "Music", "Dance"), ("Film4", "A | B"))


@pytest.mark.parametrize("widget", [LanguagesInput(), ColourInput(), TimeZoneInput(), LinesInput()])
@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "\x00", "|||,,,", "🎬" * 300])
def test_whatever_is_typed_is_given_to_the_field(widget: LanguagesInput, hostile: str) -> None:
    kept = widget.value_from_datadict(MultiValueDict({"x": [hostile]}), MultiValueDict(), "x")
    assert "<script>" not in widget.render("x", kept, {"id": "x"}).replace("&lt;script&gt;", "")


@pytest.mark.parametrize("model", ["film", "section", "venue", "festival"])
def test_a_web_address_is_made_from_the_name_and_no_box_is_called_a_slug(
    model: str, desk: Client, harbour: Festival
) -> None:
    page = desk.get(reverse(f"admin:screenings_{model}_add")).content.decode()
    assert "Web address" in page
    assert "Slug:" not in page
    assert "between them. Codes" not in page
    assert "With |" not in page
