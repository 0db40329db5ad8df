"""Words looked for in texts, forgiving of punctuation and of typing errors.

An index of a publication is a few hundred texts and some thousand words, so that a scan beats a structure of its own;
and a library of string distances would be a compiled dependency for the twenty lines at the end.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from screenings.text.cleaning import fold
from screenings.text.search_words import MAX_WORDS, searchable, squeezed

MIN_FORGIVEN = 4  # letters; in a shorter word an error makes another word
MIN_FORGIVEN_TWICE = 8


class SearchIndex:
    """Texts by their number. Every word of a query stands somewhere in what it finds."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [f"{searchable(text)}\n{fold(text)}" for text in texts]
        self._numbers: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self._texts):
            self._numbers[text].append(number)
        self._near = NearWords(word for text in self._numbers for word in text.partition("\n")[0].split())

    def find(self, query: str) -> frozenset[int]:
        """The numbers of the texts. A word that stands nowhere is read as the words most like it."""
        texts = set(self._numbers)
        for word in dict.fromkeys(query.split()[:MAX_WORDS]):
            texts &= self._having(word)
        return frozenset(number for text in texts for number in self._numbers[text])

    def _having(self, word: str) -> set[str]:
        forms = [form for form in (squeezed(word) or fold(word)).split() if form]
        found = {text for text in self._numbers if all(form in text for form in forms)}
        if not found and len(forms) == 1:
            near = self._near.to(forms[0])
            # Whole words: what a typing error is read as is not looked for within others.
            found = {text for text in self._numbers if near & set(text.partition("\n")[0].split())} if near else set()
        return found


class NearWords:
    """A vocabulary, and what of it somebody may have meant."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_pair: dict[str, list[str]] = defaultdict(list)
        for word in dict.fromkeys(words):
            for pair in _pairs(word):
                self._by_pair[pair].append(word)

    def to(self, word: str) -> frozenset[str]:
        """The words with the fewest errors between, of those few that are forgiven."""
        forgiven = 0 if len(word) < MIN_FORGIVEN else 1 if len(word) < MIN_FORGIVEN_TWICE else 2
        if not forgiven or len(word) > 60:
            return frozenset()
        shared = Counter(other for pair in _pairs(word) for other in self._by_pair.get(pair, ()))
        # An error spoils three pairs at most, where two letters change places.
        likely = [other for other, number in shared.items() if number >= len(_pairs(word)) - 3 * forgiven]
        near: dict[int, set[str]] = defaultdict(set)
        for other in likely:
            if abs(len(other) - len(word)) <= forgiven and (errors := _errors(word, other)) <= forgiven:
                near[errors].add(other)
        return frozenset(near[min(near)]) if near else frozenset()


def _pairs(word: str) -> set[str]:
    """Its letters by twos, with its beginning and its end."""
    framed = f"<{word}>"
    return {framed[place : place + 2] for place in range(len(framed) - 1)}


def _errors(word: str, other: str) -> int:
    """Letters left out, put in, mistaken or exchanged with the next: the optimal string alignment distance."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        here = [row]
        for column, another in enumerate(other, 1):
            least = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != another))
            if row > 1 and column > 1 and letter == other[column - 2] and word[row - 2] == another:
                least = min(least, before[column - 2] + 1)
            here.append(least)
        before, last = last, here
    return last[-1]
