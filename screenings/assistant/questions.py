"""What a file leaves open: questions as data, each asked once, and the answers that are remembered."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """`place` is the cell it was met in first. `suggested` is the value of the choice that is likely, empty if none is.

    Its `key` is the same whenever the file is read, so that an answer given once also serves for the next version.
    """

    key: str
    place: str
    text: str
    choices: tuple[Choice, ...]
    suggested: str = ""


@dataclass
class Answers:
    """The answers that there are, by the questions' keys, and the questions that are still open."""

    given: Mapping[str, str] = field(default_factory=dict)
    takes_suggestions: bool = False
    open: dict[str, Question] = field(default_factory=dict)
    asked: dict[str, Question] = field(default_factory=dict)

    def ask(self, question: Question) -> str:
        """The value of the choice that was answered; empty while nobody has, and the question then is open."""
        self.asked.setdefault(question.key, question)
        answer = self.given.get(question.key, "")
        if answer in {choice.value for choice in question.choices}:
            return answer
        if self.takes_suggestions and question.suggested:
            return question.suggested
        self.open.setdefault(question.key, question)
        return ""
