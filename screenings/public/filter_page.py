"""The filters' part of a page: the form, what is chosen, and the ways out where nothing fits."""

from collections.abc import Collection
from urllib.parse import urlencode

from django.http import QueryDict

from screenings.public.filters import QUERY_NAMES, ScreeningFilter
from screenings.public.publication_index import FACETS

MAX_TIDIED_LENGTH = 2000  # characters; a longer query is no form's


def filter_context(chosen: ScreeningFilter, *, address: str, fixed: Collection[str] = ()) -> dict[str, object]:
    """For `_filter_form.html` and `_chosen.html` on the page at `address`, which says by itself what is `fixed`."""
    counted = chosen.choices
    names = [(name, chosen.form.fields[name].label) for name in chosen.chosen if name not in fixed]
    ways_out = ((name, chosen.alternatives(name), counted.totals_without[name]) for name, _label in names)
    return {
        "filter": chosen,
        "filter_address": address,
        "search": chosen.form["q"],
        "boxes": [
            (chosen.form[name], len(chosen.chosen.get(name, ())))
            for name in FACETS
            if counted.options[name] and name not in fixed
        ],
        "times": [chosen.form[name] for name in ("from", "until") if name not in fixed],
        "chosen": [
            (label, chosen.value_label(name, value), _without(chosen.query_without(name, value), fixed))
            for name, label in names
            for value in chosen.chosen[name]
        ],
        "phrases": [chosen.phrase(name) for name, _label in names],
        "ways_out": [each for each in ways_out if each[2]],
        "choices": counted,
        "query": _without(chosen.query, fixed),
    }


def _without(query: str, names: Collection[str]) -> str:
    return "&".join(part for part in query.split("&") if part and part.partition("=")[0] not in names)


def without_empty_fields(query: QueryDict) -> str | None:
    """The query without the empty fields a form sends along; None where there are none."""
    given = [(name, value) for name, values in query.lists() for value in values]
    kept = urlencode([(name, value) for name, value in given if value.strip() or name not in QUERY_NAMES])
    empty = any(name in QUERY_NAMES and not value.strip() for name, value in given)
    return kept if empty and len(kept) < MAX_TIDIED_LENGTH else None
