"""Names, countries and languages that stand in one cell, however they are divided."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from babel import Locale

from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.source_cells import SourceCell
from screenings.importing.codes import country_code, language_code
from screenings.importing.problems import InvalidValue
from screenings.text.cleaning import fold, one_line, slug_of
from screenings.text.spreadsheet import join_items

_SEPARATORS = re.compile(r"\s*(?:[|;/\n]|,|\s&\s|\s\+\s|\b(?:and|und|en|et|y|e)\b(?=\s))\s*", re.IGNORECASE)
# "y" and "e" in small letters: Ann Y & Bob Z are two people, and so are Ana y Luis.
_PEOPLE = re.compile(r"\s{0,9}(?:[|;/\n,]|\s&\s|\s\+\s|\s(?:(?i:and|und|et|en|och|og)|y|e)\s)\s{0,9}")
# Not JR, who is an artist.
_INITIALS = re.compile(r"(?:[Jj]r|[Ss]r|II|III|ii|iii|P[Hh][Dd])\.?")
_LANGUAGES = ("nl", "de", "fr", "es", "it", "pt", "sv", "nb", "da", "pl", "fi")
_ALSO_CALLED = {"castellano": "es", "vlaams": "nl", "flemish": "nl", "flamand": "nl", "flamisch": "nl"}
# Between the items of any other list; not within brackets, as `Kim (Ann, a nurse), Lee`.
_ITEMS = re.compile(r"\s*[,;/\n]\s*(?![^()]*\))")
LEAVE_OUT = "leave-out"


def people(cells: Iterable[SourceCell], answers: Answers) -> Callable[[SourceCell], str | None]:
    """How this column writes several people; `Varda, Agnès` may be one who is written last name first.

    The reader gives a list of the import format; None while the question is open.
    """
    suspects = [cell for cell in cells if _is_last_name_first(cell.text)]
    is_turned = False
    if suspects:
        last, first = (part.strip() for part in suspects[0].text.split(","))
        question = Question(
            "names",
            suspects[0].place,
            f'"{suspects[0].text.strip()}": is this one person, last name first, or two?',
            (Choice("one", f"one person, {first} {last}"), Choice("two", f"two, {last} and {first}")),
        )
        answer = answers.ask(question)
        if not answer:
            return lambda _cell: None
        is_turned = answer == "one"

    def read(cell: SourceCell) -> str:
        if is_turned and _is_last_name_first(cell.text):
            return join_items([" ".join(reversed([one_line(part) for part in cell.text.split(",")]))])
        return join_items(names_in(cell.text))

    return read


def names_in(text: str) -> list[str]:
    """Several people, each once, whatever divides them; `Kim Lee, Jr.` is one."""
    names: list[str] = []
    for name in _PEOPLE.split(text):
        if names and _INITIALS.fullmatch(name):
            names[-1] += f", {name}"
        elif name.strip():
            names.append(one_line(name))
    return list(dict.fromkeys(names))


def _is_last_name_first(text: str) -> bool:
    """One comma between two single words; everybody else of the column may well be written so, too."""
    parts = [part.strip() for part in text.split(",")]
    return len(parts) == 2 and all(part and " " not in part and "|" not in part for part in parts)


def items(cell: SourceCell) -> str:
    """A list of the import format, of one that is divided by commas, semicolons or slashes; our own stays as it is."""
    if "|" in cell.text:
        return cell.text.strip()
    return join_items(dict.fromkeys(one_line(item) for item in _ITEMS.split(cell.text) if item.strip()))


def countries(cell: SourceCell, answers: Answers) -> str | None:
    return _codes(cell, answers, "country", _country)


def languages(cell: SourceCell, answers: Answers) -> str | None:
    return _codes(cell, answers, "language", _language)


def _codes(cell: SourceCell, answers: Answers, noun: str, code: Callable[[str], str]) -> str | None:
    """Codes of all that the cell names. What nobody knows is asked about, and may be left out."""
    codes: list[str] = []
    for item in [cell.text.strip()] if _is_known(cell.text.strip(), code) else _SEPARATORS.split(cell.text):
        if not item.strip():
            continue
        try:
            codes.append(code(item.strip()))
        except InvalidValue as error:
            question = Question(
                f"{noun}:{slug_of(item, fallback=noun)}",
                cell.place,
                f"{error} Or leave it out.",
                (Choice(LEAVE_OUT, f'leave "{item.strip()}" out'),),
                suggested=LEAVE_OUT,
            )
            if not answers.ask(question):
                return None
    return join_items(dict.fromkeys(codes))


def _is_known(text: str, code: Callable[[str], str]) -> bool:
    try:
        return bool(code(text))
    except InvalidValue:
        return False


def _country(text: str) -> str:
    return _in_other_languages("territories").get(fold(text)) or country_code(text)


def _language(text: str) -> str:
    return _ALSO_CALLED.get(fold(text)) or _in_other_languages("languages").get(fold(text)) or language_code(text)


@cache
def _in_other_languages(kind: str) -> Mapping[str, str]:
    """Names that are no English ones: where an English name means something else, that counts."""
    names: dict[str, str] = {}
    for locale in _LANGUAGES:
        for code, name in getattr(Locale(locale), kind).items():
            if len(code) == 2:
                names.setdefault(fold(name), code)
    for name in getattr(Locale("en"), kind).values():
        names.pop(fold(name), None)
    return names
