"""Names that are almost one: offered as the same, never doubled or merged in silence."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from screenings.assistant.questions import Answers, Choice, Question
from screenings.text.cleaning import fold, name_key, slug_of

_NUMBERS = re.compile(r"\d+|\b[IVXLC]+\b")
_LEAST_NEAR = 8  # letters of a name in which one may be a slip


def pairs_one_letter_apart(titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Two long keys that one added, lost or exchanged letter parts, or two neighbours swapped; where numbers differ,
    Roman ones too, the films do.

    Linear in the letters: two such share what is left when one letter is taken out of either.
    """
    owners: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    numbers = {key: _NUMBERS.findall(title) for key, title in titles.items()}
    for key in titles:
        if not _LEAST_NEAR <= len(key) <= 80:
            continue
        for shortened in {key, *(key[:index] + key[index + 1 :] for index in range(len(key)))}:
            other = owners.setdefault(shortened, key)
            pair = (other, key)
            if other == key or pair in seen or not _is_one_slip(other, key):
                continue
            if numbers[other] == numbers[key]:
                seen.add(pair)
                yield pair


def _is_one_slip(one: str, other: str) -> bool:
    """Of two that share what is left without one letter of either: "the sword" and "the world" are two slips apart."""
    if len(one) != len(other):
        return True
    differing = [index for index, (first, second) in enumerate(zip(one, other, strict=True)) if first != second]
    return len(differing) == 1 or differing[-1] - differing[0] == 1


class PeopleNames:
    """Whom each name of a file means: somebody that is credited here, or in the file before, under almost that name."""

    def __init__(self, credited: Mapping[str, Sequence[str]], met: Mapping[str, str], answers: Answers) -> None:
        """`credited` are the films here of each name, which says its address where several bear it; `met` the places
        of the file's own names.
        """
        self._same: dict[str, str] = {}
        known = [name.partition(" [")[0] for name in credited]
        self._choose(credited, met, answers)
        spelled = {**{_person_key(name): name for name in met}, **{_person_key(name): name for name in known}}
        for name, place in met.items():
            first = spelled[_person_key(name)]
            if name_key(first) != name_key(name):
                self._ask(name, first, place, answers, is_likely=True)
        for one, other in pairs_one_letter_apart(spelled):
            new, there = (one, other) if spelled[one] in met else (other, one)
            if spelled[new] in met:
                self._ask(spelled[new], spelled[there], met[spelled[new]], answers, is_likely=False)

    def _choose(self, credited: Mapping[str, Sequence[str]], met: Mapping[str, str], answers: Answers) -> None:
        """Of several people of one name who are credited here, each told by the films."""
        bearers: defaultdict[str, list[str]] = defaultdict(list)
        for label in credited:
            bearers[name_key(label.partition(" [")[0])].append(label)
        for name, place in met.items():
            labels = bearers.get(name_key(name), [])
            if len(labels) < 2:
                continue
            question = Question(
                f"who:{slug_of(name, fallback='person')}",
                place,
                f'{len(labels)} people are called "{name}". Who is meant?',
                tuple(
                    Choice(slug_of(label, fallback="person"), _told_apart(label, credited[label])) for label in labels
                ),
            )
            answer = answers.ask(question)
            chosen = next((label for label in labels if slug_of(label, fallback="person") == answer), name)
            self._same[name] = chosen

    def meant(self, name: str) -> str:
        return self._same.get(name, name)

    def _ask(self, name: str, there: str, place: str, answers: Answers, *, is_likely: bool) -> None:
        question = Question(
            f"person:{slug_of(name, fallback='person')}-{slug_of(there, fallback='person')}",
            place,
            f'"{name}" is much like "{there}". Is it the same person?',
            (Choice("same", f"the same person, {there}"), Choice("other", "somebody else")),
            suggested="same" if is_likely else "",
        )
        if answers.ask(question) == "same":
            self._same[name] = there


def _told_apart(label: str, titles: Sequence[str]) -> str:
    """`Kim Lee, of "Flow" and "Bill"`, with the number of others."""
    if not titles:
        return f"{label.partition(' [')[0]}, of no film yet ({label.partition(' [')[2].rstrip(']')})"
    shown = " and ".join(f'"{title}"' for title in titles[:2])
    more = f" and {len(titles) - 2} more" if len(titles) > 2 else ""
    return f"{label.partition(' [')[0]}, of {shown}{more}"


def _person_key(name: str) -> str:
    """By which two names may be one person's: neither capitals, accents nor points count."""
    return re.sub(r"[\W_]+", " ", fold(name)).strip()
