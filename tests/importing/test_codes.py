"""Countries and languages as people write them."""

from collections.abc import Callable

import pytest

from screenings.importing.codes import country_code, language_code
from screenings.importing.problems import InvalidValue
from screenings.models.languages import check_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fr", "FR"),
        ("France", "FR"),
        ("FRANCE", "FR"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("USA", "US"),
        ("United States", "US"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("Côte d’Ivoire", "CI"),
        ("South Korea", "KR"),
        ("Hong Kong", "HK"),
        ("Czechia", "CZ"),
        ("Czech Republic", "CZ"),
    ],
)
def test_countries_are_known_by_code_and_by_name(text: str, code: str) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("fr", "fr"),
        ("French", "fr"),
        ("français", "fr"),
        ("Deutsch", "de"),
        ("EN-us", "en-US"),
        ("pt_BR", "pt-BR"),
        ("zh-hant", "zh-Hant"),
        ("Cantonese", "yue"),
        ("日本語", "ja"),
        ("no dialogue", "zxx"),
        ("Silent", "zxx"),
    ],
)
def test_languages_are_known_by_code_and_by_their_own_and_english_names(text: str, code: str) -> None:
    assert language_code(text) == code
    check_language(code)


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (country_code, "Frnace", '"Frnace" is no country of today. Did you mean "France"?'),
        (country_code, "XX", '"XX" is no country of today. Write a code such as FR, or the English name.'),
        (language_code, "Germn", '"Germn" is no language known here. Did you mean "German"'),
        (language_code, "en-XX", '"en-XX" is no language known here. Write a code'),
        (language_code, "x" * 10_000, f'"{"x" * 60}…" is no language known here.'),
    ],
)
def test_others_are_refused_with_what_comes_near(read: Callable[[str], str], text: str, message: str) -> None:
    with pytest.raises(InvalidValue) as wrong:
        read(text)
    assert str(wrong.value).startswith(message)
