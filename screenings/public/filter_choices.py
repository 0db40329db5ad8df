"""What the listing and its feeds can be filtered by: every option in words, counted for the page."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from screenings.public.publication_index import FACETS, FilterOption, IndexedScreening, PublicationIndex

Condition = Callable[[IndexedScreening], bool]
_PLACES = {name: place for place, name in enumerate(FACETS)}


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the current publication can be filtered by, by query name; nothing in it is secret.

    `totals_without` is how many screenings there would be without one of the chosen filters, by its name.
    """

    options: Mapping[str, tuple[FilterOption, ...]]
    total: int = 0
    totals_without: Mapping[str, int] = field(default_factory=dict)
    rows: tuple[IndexedScreening, ...] = ()

    def label(self, name: str, value: str) -> str:
        """In words; the value itself where the publication does not know it."""
        return next((option.label for option in self.options.get(name, ()) if option.value == value), value)


def filter_choices(
    index: PublicationIndex,
    facets: Mapping[str, Sequence[str]] | None = None,
    other_conditions: Mapping[str, Condition] | None = None,
) -> FilterChoices:
    """Every filter's options, counted under what is chosen of the others, and the rows that fit all of it.

    Of several values of one facet a screening needs one.
    """
    conditions = {name: _having(name, values) for name, values in (facets or {}).items()}
    conditions |= other_conditions or {}
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    totals_without: Counter[str] = Counter()
    fitting = []
    for row in index.rows:
        missed = [name for name, fits in conditions.items() if not fits(row)]
        if not missed:
            fitting.append(row)
            for name, values in zip(FACETS, row.facets, strict=True):
                counts[name].update(values)
        elif len(missed) == 1:
            (name,) = missed
            totals_without[name] += 1
            if name in FACETS:
                counts[name].update(row.facets[_PLACES[name]])
    for name in conditions:
        totals_without[name] += len(fitting)
    options = {
        name: tuple(replace(option, count=counts[name][option.value]) for option in offered)
        for name, offered in index.options.items()
    }
    return FilterChoices(options, len(fitting), totals_without, tuple(fitting))


def _having(name: str, values: Sequence[str]) -> Condition:
    place, wanted = _PLACES[name], frozenset(values)
    return lambda row: not wanted.isdisjoint(row.facets[place])
