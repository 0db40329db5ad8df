"""What the desk says is still to do: how many of each, and the list that shows just these."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import ngettext

from screenings.models import Festival, Film, Guest, Screening


@dataclass(frozen=True, slots=True)
class TodoCount:
    """A number of things that wait for somebody, and where they are."""

    number: int
    label: str
    address: str


def changelist_address(model: str, **chosen: Any) -> str:
    return f"{reverse(f'admin:screenings_{model}_changelist')}?{urlencode(chosen)}"


def unplaced_count(festival: Festival) -> list[TodoCount]:
    address = changelist_address("screening", festival__id__exact=festival.pk, placed="no")
    number = Screening.objects.of(festival).unplaced().count()
    return [TodoCount(number, ngettext("screening without a place", "screenings without a place", number), address)]


def missing_counts(festival: Festival) -> list[TodoCount]:
    """One query for all; each leads to the list that shows just these."""
    films = Film.objects.of(festival)

    def among(some: Any) -> Count:
        return Count("pk", filter=Q(Exists(some.filter(pk=OuterRef("pk")))))

    every = Film.objects.order_by()
    numbers = films.order_by().aggregate(
        screening=among(every.without_screening()),
        runtime=among(every.without_runtime()),
        print=among(every.filter(prints__isnull=True)),
        section=Count("pk", filter=Q(section__isnull=True)),
    )
    labels = {
        "screening": ngettext("film without a screening", "films without a screening", numbers["screening"]),
        "runtime": ngettext("film without a running time", "films without a running time", numbers["runtime"]),
        "print": ngettext("film without a print", "films without a print", numbers["print"]),
        "section": ngettext("film without a section", "films without a section", numbers["section"]),
    }
    return [TodoCount(numbers[name], labels[name], _films_without(name, festival)) for name in labels]


def _films_without(what: str, festival: Festival) -> str:
    chosen = {"section__isnull": "True"} if what == "section" else {"missing": what}
    return changelist_address("film", festival__id__exact=festival.pk, **chosen)


def open_arrivals(festival: Festival) -> list[TodoCount]:
    address = changelist_address("guest", festival__id__exact=festival.pk, open="arrival")
    number = Guest.objects.filter(festival=festival, arrives_at=None).count()
    words = ngettext("guest whose arrival is open", "guests whose arrival is open", number)
    return [TodoCount(number, words, address)]
