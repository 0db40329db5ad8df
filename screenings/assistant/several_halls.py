"""A cell that names two halls, `Odeon 1 / Odeon 2`: asked whether it is a screening in each, or what else it says."""

import re
from collections.abc import Collection, Iterable

from screenings.assistant.places import place_key
from screenings.assistant.questions import Answers, Choice, Question
from screenings.assistant.source_cells import SourceCell
from screenings.text.cleaning import one_line, slug_of

# A few spaces: a cell of a hundred thousand would take minutes.
_BETWEEN = re.compile(
    r"\s{0,9}[/+&;\n]\s{0,9}|,\s{1,9}|\s{1,9}(?:and|or|und|oder|en|of|et|ou|y|o|e)\s{1,9}", re.IGNORECASE
)
_NUMBER = re.compile(r"\d{1,2}|[IVX]{1,4}|[A-H]")
EACH, ONE_NAME, OPEN = "each", "one", "open"


def names_alone(texts: Iterable[str]) -> set[str]:
    """By `place_key`, the texts that name one place."""
    return {place_key(text) for text in set(texts) if len(_BETWEEN.split(text)) == 1}


def named_halls(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The halls that a text names, where there are several; `known` are those that are here, by `place_key`.

    A number alone is a hall beside the one before it: `Odeon 1/2`. `Odeon / Hall 2` is a cinema and its hall.
    """
    whole = one_line(text)
    if place_key(whole) in known:
        return ()
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    if len(parts) < 2:
        return ()
    names = [parts[0]]
    for part in parts[1:]:
        stem = _stem(names[-1])
        names.append(f"{stem}{part}" if _NUMBER.fullmatch(part) and stem else part)
    if all(place_key(name) in known for name in names):
        return tuple(names)
    return tuple(names) if len({place_key(_stem(name)) for name in names}) == 1 and _stem(names[0]) else ()


def _stem(name: str) -> str:
    """`Odeon ` of `Odeon 2`; empty where no number stands at its end."""
    match = re.fullmatch(rf"(.*[^\W\d].*?[\s.°#-])(?:{_NUMBER.pattern})", name)
    return match[1] if match else ""


def meant_places(cell: SourceCell, known: Collection[str], answers: Answers) -> list[SourceCell] | None:
    """The cell itself, or one for each hall that it names; none where that is not decided. None while it is open."""
    names = named_halls(cell.text, known)
    if not names:
        return [cell]
    text = one_line(cell.text)
    listed = " and ".join(names)
    question = Question(
        f"halls:{slug_of(text, fallback='halls')}",
        cell.place,
        f'"{text[:60]}" names {len(names)} halls. What does it say?',
        (
            Choice(EACH, f"a screening in each of them: {listed}"),
            Choice(ONE_NAME, f'one hall, which is called "{text}"'),
            *(Choice(f"only-{number}", f"a screening in {name} alone") for number, name in enumerate(names, 1)),
            Choice(OPEN, "it is not decided yet: the screening has no hall for now"),
        ),
    )
    answer = answers.ask(question)
    if not answer:
        return None
    chosen = {EACH: [cell.with_text(name) for name in names], ONE_NAME: [cell], OPEN: []}
    chosen |= {f"only-{number}": [cell.with_text(name)] for number, name in enumerate(names, 1)}
    return chosen[answer]
