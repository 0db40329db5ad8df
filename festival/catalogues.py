"""The catalogues of translations: gathered from the code, checked, and compiled, all by Babel.

`python -m festival.catalogues update` gathers the sentences and notes new ones in each language; `compile` makes the
files that a running site reads, as building and installing do (hatch_build.py). docs/translating.md says how to work
with them.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "screenings" / "locale"
# What the public, guests and crew read. The staff's sentences stay English for now.
READ_BY_THE_PUBLIC = (
    "feeds", "loading/public.py", "models/film_links.py", "models/films.py", "models/people.py", "models/plans.py",
    "plans", "public", "sheets",
    "templates/500.html", "templates/503.html", "templates/admin/screenings/sheets", "templates/screenings",
    "templatetags", "text", "timetable/days.py",
    "wording/changes.py", "wording/lists.py", "wording/outages.py", "wording/ways.py",
)  # fmt: skip
_KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!\{)\{\w*\}|%[sd]")
_TAG = re.compile(r"</?\w+[^<>]*>")


def _template(file: BytesIO, keywords: Any, comment_tags: Any, options: dict[str, Any]) -> Iterator[Any]:
    """Babel's way to read a template: Django turns it into calls, whose indentation means nothing."""
    # Only to gather: where the package is built, there is no Django.
    from django.utils.translation.template import templatize  # noqa: PLC0415

    calls = templatize(file.read().decode())
    lines = "\n".join(line.strip() for line in calls.splitlines())
    return extract_python(BytesIO(lines.encode()), keywords, comment_tags, {"encoding": "utf-8"})


def gathered() -> Catalog:
    """Every sentence that the public, guests and crew read, with where it stands."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted(path for room in READ_BY_THE_PUBLIC for path in sources(ROOT / "screenings" / room)):
        method: Any = "python" if path.suffix == ".py" else _template
        with path.open("rb") as file:
            for _line, message, comments, context in extract(method, file, _KEYWORDS, ("Translators:",), None, True):
                # Without line numbers: an edit elsewhere in the file is no change of the catalogue.
                place: Any = ((path.relative_to(ROOT).as_posix(), None),)
                catalogue.add(message, None, place, auto_comments=comments, context=context)
    return catalogue


def sources(room: Path) -> Iterator[Path]:
    if room.is_file():
        yield room
    for pattern in ("*.py", "*.html"):
        yield from room.rglob(pattern)


def languages() -> list[str]:
    return sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def _file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    with _file(language).open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, source: Catalog) -> None:
    """With what is new, untranslated, and without what is no longer said. A new language's folder is made."""
    path = _file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read(language) if path.exists() else Catalog(locale=language, fuzzy=False)
    begun = catalogue.creation_date
    catalogue.update(source, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    # Nothing in the file tells when it was gathered: the same sentences are the same bytes.
    catalogue.creation_date, catalogue.header_comment = begun, "# See docs/translating.md."
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, omit_header=False)


def compile_all() -> list[Path]:
    """The compiled files, written whole or not at all: several processes may compile at once."""
    return [_compile(language) for language in languages()]


def _compile(language: str) -> Path:
    target = _file(language).with_suffix(".mo")
    body = BytesIO()
    write_mo(body, read(language))
    if not target.exists() or target.read_bytes() != body.getvalue():
        part = target.with_suffix(f".{id(body)}.part")
        part.write_bytes(body.getvalue())
        part.replace(target)
    return target


def problems(language: str, source: Catalog) -> Iterator[str]:
    """What is missing or wrong in a language: sentences, placeholders, markup."""
    catalogue = read(language)
    asked = {_key(message.id, message.context) for message in source if message.id}
    known = {_key(message.id, message.context) for message in catalogue if message.id}
    yield from (f"{language}: {key[0]!r} is new; update the catalogue" for key in sorted(asked - known))
    yield from (f"{language}: {key[0]!r} is no longer said; update the catalogue" for key in sorted(known - asked))
    for message in catalogue:
        if not message.id:
            continue
        ids: tuple[str, ...] = message.id if isinstance(message.id, tuple) else (str(message.id),)
        texts = message.string if isinstance(message.string, tuple) else (str(message.string or ""),)
        if message.fuzzy or not all(texts):
            yield f"{language}: {ids[0]!r} has no translation"
            continue
        for text in texts:
            for what, pattern in (("placeholders", _PLACEHOLDER), ("markup", _TAG)):
                # A form for one alone may leave the number out where English does.
                if sorted(pattern.findall(text)) not in [sorted(pattern.findall(each)) for each in ids]:
                    yield f"{language}: {text!r} has other {what} than {ids[-1]!r}"


def _key(identity: str | tuple[str, ...] | list[str], context: str | None) -> tuple[str, str]:
    return (identity if isinstance(identity, str) else identity[0]), context or ""


def main(arguments: list[str]) -> int:
    """`update [language]`, `check` or `compile`."""
    if arguments[:1] == ["compile"]:
        for path in compile_all():
            print(path.relative_to(ROOT))
        return 0
    source = gathered()
    if arguments[:1] == ["update"]:
        for language in arguments[1:] or languages():
            update(language, source)
        return 0
    if arguments[:1] == ["check"]:
        wrong = [problem for language in languages() for problem in problems(language, source)]
        print("\n".join(wrong) or "Every catalogue is complete.")
        return bool(wrong)
    print("Say update, update LANGUAGE, check or compile.")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
