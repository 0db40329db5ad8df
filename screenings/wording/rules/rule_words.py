"""What is said about one rule, wherever it is said."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from screenings.timetable.conflicts import Conflict

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise  # a tool of development

OWN_FESTIVAL: Final = "festival"


@dataclass(frozen=True, slots=True)
class RelatedPage:
    """A page of the admin on which something else than the screening can be put right.

    `fact`: which of the conflict's facts holds the keys of the rows, with spaces between them; OWN_FESTIVAL for the
    festival itself. `model`: whose page it is. `text`: the link's.
    """

    fact: str
    model: str
    text: "StrPromise"


@dataclass(frozen=True, slots=True)
class RuleWords:
    """All that is said about a rule.

    `name`: a heading and a filter. `question`: under its field, what it looks for. `sentence`: one conflict, with
    screenings, times and what is missing. `short`: the same in a few words for a slot on the board, given what the
    other screening of the conflict is called. `blocking`: why a screening finds no slot at all. `related_pages`: ways
    out, besides moving the screening. `to_one`: what a conflict of more than two is to one of them.
    """

    name: "StrPromise"
    question: "StrPromise"
    sentence: Callable[[Conflict], str]
    short: Callable[[Conflict, str], str]
    blocking: "StrPromise"
    related_pages: tuple[RelatedPage, ...] = ()
    to_one: Callable[[Conflict, UUID], str] | None = None
