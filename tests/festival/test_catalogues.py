"""The catalogues: complete in every language, and what is wrong in one is named."""

import ast
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo

from festival import catalogues
from screenings.text import translation

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "npgettext"}


def test_every_language_says_every_sentence_with_its_placeholders_and_its_markup() -> None:
    source = catalogues.gathered()

    assert [problem for language in catalogues.languages() for problem in catalogues.problems(language, source)] == []


def test_the_site_speaks_english_dutch_and_spanish() -> None:
    assert translation.languages() == ("en", "es", "nl")


def test_no_sentence_is_marked_where_it_is_not_found() -> None:
    """Within an f-string nobody gathers it."""
    hidden = [
        f"{path.name}, line {call.lineno}"
        for room in catalogues.READ_BY_THE_PUBLIC
        for path in catalogues.sources(catalogues.ROOT / "screenings" / room)
        if path.suffix == ".py"
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
    ]

    assert hidden == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    return tmp_path


def of(*messages: str | tuple[str, str]) -> Catalog:
    catalogue = Catalog()
    for message in messages:
        catalogue.add(message)
    return catalogue


def translated(folder: Path, text: str, to: str | tuple[str, str]) -> list[str]:
    """What is wrong with a Dutch catalogue of that one sentence."""
    plural = (text, text) if isinstance(to, tuple) else text
    catalogues.update("nl", of(plural))
    file = folder / "nl" / "LC_MESSAGES" / "django.po"
    entry = file.read_text("utf-8")
    if isinstance(to, tuple):
        entry = entry.replace('msgstr[0] ""', f'msgstr[0] "{to[0]}"').replace('msgstr[1] ""', f'msgstr[1] "{to[1]}"')
    else:
        head, mark, rest = entry.rpartition('msgstr ""')
        entry = f'{head}msgstr "{to}"{rest}' if mark else entry
    file.write_text(entry, "utf-8")
    return list(catalogues.problems("nl", of(plural)))


@pytest.mark.parametrize(
    ("text", "to", "wrong"),
    [
        ("Sold out.", "", "has no translation"),
        ("For: {name}", "Voor: {naam}", "other placeholders"),
        ("%(count)s films", "films", "other placeholders"),
        ("Read <a href='x'>this</a>", "Lees <b>dit</b>", "other markup"),
        ("{number} films", ("een film", "{number} films"), "other placeholders"),
        ("{number} films", ("{number} film", ""), "has no translation"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, text: str, to: str | tuple[str, str], wrong: str) -> None:
    (said,) = translated(folder, text, to)

    assert wrong in said


@pytest.mark.parametrize(
    ("text", "to"),
    [("For: {name}", "Voor: {name}"), ("{number} films", ("{number} film", "{number} films")), ("Hall", "Zaal")],
)
def test_what_is_right_is_let_be(folder: Path, text: str, to: str | tuple[str, str]) -> None:
    assert translated(folder, text, to) == []


def test_a_new_and_a_dropped_sentence_make_it_stale_until_it_is_updated(folder: Path) -> None:
    translated(folder, "Hall", "Zaal")

    assert [problem.partition(";")[0] for problem in catalogues.problems("nl", of("Venue"))] == [
        "nl: 'Venue' is new",
        "nl: 'Hall' is no longer said",
    ]

    catalogues.update("nl", of("Venue", "Hall"))
    assert list(catalogues.problems("nl", of("Venue", "Hall"))) == ["nl: 'Venue' has no translation"]


def test_the_same_sentences_are_the_same_bytes_whenever_they_are_gathered(folder: Path) -> None:
    file = folder / "nl" / "LC_MESSAGES" / "django.po"
    translated(folder, "Hall", "Zaal")
    catalogues.update("nl", of("Hall"))
    before = file.read_bytes()
    catalogues.update("nl", of("Hall"))

    assert file.read_bytes() == before


def test_what_is_compiled_reads_as_it_was_written(folder: Path) -> None:
    translated(folder, "Hall", "Zaal")

    (compiled,) = catalogues.compile_all()

    with compiled.open("rb") as file:
        assert read_mo(file).get("Hall").string == "Zaal"


def test_a_template_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where its lines are indented as no Python is."""
    (tmp_path / "screenings").mkdir()
    page = "\n".join(
        (
            "  {% load i18n %}<p>It's",
            '      {% translate "Hall" %}',
            " {% blocktranslate with name=hall.name trimmed %}",
            "    Films in {{ name }}",
            " {% endblocktranslate %}",
            "{% blocktranslate count number=many trimmed %}{{ number }} film{% plural %}",
            "{{ number }} films{% endblocktranslate %}",
        )
    )
    (tmp_path / "screenings" / "page.html").write_text(page, "utf-8")
    (tmp_path / "screenings" / "page.py").write_text('title = pgettext("a place", "Hall")\n', "utf-8")
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "READ_BY_THE_PUBLIC", (".",))

    assert {(message.context, message.id) for message in catalogues.gathered() if message.id} == {
        (None, "Hall"),
        (None, "Films in %(name)s"),
        (None, ("%(number)s film", "%(number)s films")),
        ("a place", "Hall"),
    }
