"""What a rule finds, as codes and facts. `screenings/wording/rules/` has the sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from uuid import UUID


class Severity(StrEnum):
    """How severe a conflict is. Only an unacknowledged error stops a publication."""

    OFF = "off"
    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        return _RANKS[self]


# Which facts say what a conflict is about; the others say when it is, and by how much.
_SUBJECT_FACTS = frozenset({"hall", "print", "prints", "guest", "why", "same", "shared", "work"})
_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A broken rule: its code, the screenings concerned in time's order, and what makes it one.

    `facts` are what an acknowledgement is given for: ids, instants (ISO 8601, UTC), days, minutes and counts. A change
    of any asks again. `names` only word the sentence: a hall's new name or a corrected title asks nobody again.
    One that is not `acknowledgeable` can only be mended: two shows in one hall at one time.
    """

    code: str
    uids: tuple[UUID, ...]
    facts: Mapping[str, str | int] = field(default_factory=dict, hash=False)
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    severity: Severity = Severity.ERROR
    acknowledgeable: bool = True

    @property
    def fingerprint(self) -> str:
        """Changes as soon as any fact does, so an acknowledgement given for other facts no longer fits."""
        facts = "\n".join(f"{name}={value}" for name, value in sorted(self.facts.items()))
        uids = " ".join(sorted(str(uid) for uid in self.uids))
        return sha256(f"{self.code}\n{uids}\n{facts}".encode()).hexdigest()[:32]

    @property
    def subject(self) -> tuple[object, ...]:
        """What it is about, at whatever hour: its rule, its screenings, and the hall, print or person."""
        facts = (fact for fact in sorted(self.facts.items()) if fact[0] in _SUBJECT_FACTS)
        return (self.code, self.severity, frozenset(self.uids), *facts)

    def as_assumed(self) -> "Conflict":
        """The same where it rests on an assumption: a warning at most, and that it does is one of its facts."""
        return replace(self, facts={**self.facts, "assumed": 1}, severity=Severity.WARNING)

    def capped_at(self, severity: Severity) -> "Conflict":
        """As severe as the festival holds its rule, where the rule itself is not milder about this case."""
        if self.severity.rank <= severity.rank or not self.acknowledgeable:
            return self
        return Conflict(self.code, self.uids, self.facts, self.names, severity, self.acknowledgeable)


def worst_first(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """The severest first; those of one severity in the order they came in."""
    return sorted(conflicts, key=lambda conflict: -conflict.severity.rank)
