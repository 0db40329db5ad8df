"""What the listing and its feeds can be filtered by: every option in words, counted for the page."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

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
    totals_without: dict[str, int] = {}
    fitting: list[IndexedScreening] = []
    # By the one filter that they do not fit.
    missing: dict[str, list[IndexedScreening]] = {name: [] for name in conditions}
    for row in index.rows:
        missed = [name for name, fits in conditions.items() if not fits(row)]
        if not missed:
            fitting.append(row)
        elif len(missed) == 1:
            missing[missed[0]].append(row)
    for name, rows in missing.items():
        totals_without[name] = len(fitting) + len(rows)
    counts = {name: _counted(name, [*fitting, *missing.get(name, ())]) for name in FACETS}
    options = {
        name: tuple(replace(option, count=counts[name][option.value]) for option in offered)
        for name, offered in index.options.items()
    }
    return FilterChoices(options, len(fitting), totals_without, tuple(fitting))


def _counted(name: str, rows: Iterable[IndexedScreening]) -> Counter[str]:
    """In how many of the rows each value of a facet is. All at once: row by row takes three times as long."""
    place = _PLACES[name]
    return Counter(chain.from_iterable(row.facets[place] for row in rows))


def _having(name: str, values: Sequence[str]) -> Condition:
    place, wanted = _PLACES[name], frozenset(values)
    return lambda row: not wanted.isdisjoint(row.facets[place])
