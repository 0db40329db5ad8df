"""The language of a sentence is the one that was asked for, and English where there is none."""

from datetime import date
from pathlib import Path

import pytest

from screenings.text import translation
from screenings.text.dates import full_date, long_day, short_day
from screenings.text.languages import country_names, language_name, own_name
from screenings.text.translation import active_language, gettext, in_language, ngettext

DAY = date(2026, 10, 10)  # a Saturday


def test_english_stands_in_the_code() -> None:
    assert (active_language(), gettext("Sold out.")) == ("en", "Sold out.")


def test_it_is_the_language_around_it_and_the_one_before_afterwards() -> None:
    with in_language("nl"):
        with in_language("es"):
            assert gettext("Sold out.") == "Entradas agotadas."
        assert gettext("Sold out.") == "Uitverkocht."
    assert gettext("Sold out.") == "Sold out."


@pytest.mark.parametrize(("number", "text"), [(1, "Duur: {number} minuut"), (2, "Duur: {number} minuten")])
def test_a_plural_is_the_languages_own(number: int, text: str) -> None:
    with in_language("nl"):
        assert ngettext("Running time: {number} minutes", "Running time: {number} minutes", number) == text


def test_what_nobody_has_compiled_speaks_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "FOLDER", tmp_path)
    with in_language("fr"):
        assert gettext("Sold out.") == "Sold out."


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ("Saturday 10 October 2026", "Sat 10 Oct", "10 October 2026")),
        ("nl", ("zaterdag 10 oktober 2026", "za 10 okt", "10 oktober 2026")),
        ("es", ("sábado 10 de octubre de 2026", "sáb 10 oct", "10 de octubre de 2026")),
    ],
)
def test_days_are_written_as_the_language_writes_them(language: str, shown: tuple[str, str, str]) -> None:
    with in_language(language):
        assert (long_day(DAY), short_day(DAY), full_date(DAY)) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ("French", "no dialogue", "Belgium, Spain")),
        ("nl", ("Frans", "zonder dialoog", "België, Spanje")),
        ("es", ("francés", "sin diálogos", "Bélgica, España")),
    ],
)
def test_languages_and_countries_are_named_in_it(language: str, shown: tuple[str, str, str]) -> None:
    with in_language(language):
        assert (language_name("fr"), language_name("zxx"), country_names(("BE", "ES"))) == shown


def test_a_language_is_offered_by_its_own_name() -> None:
    assert [own_name(language) for language in translation.languages()] == ["English", "Español", "Nederlands"]
