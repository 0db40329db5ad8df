"""The further tables: which model keeps the rows of each, whose they are, and what they are found again by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Model, Q, QuerySet

from screenings.importing import detail_rows
from screenings.importing.columns import ProgrammeRow, columns_of
from screenings.importing.named_rows import NamedRows
from screenings.importing.rows import cell_text, external_ids
from screenings.importing.rows_from_models import stored_values
from screenings.models import (
    Closure,
    Festival,
    FilmLink,
    FormerAddress,
    Guest,
    Hold,
    OpeningHours,
    PlacementOrder,
    PlacementWish,
    PressQuote,
    Print,
    RuleSetting,
    Section,
    StatedWish,
    TermWeight,
    TravelTime,
    Venue,
)


@dataclass(frozen=True, slots=True)
class DetailTable:
    """A table whose rows are one model's, each found again by its `identity`.

    Without an identity the rows are lists: those that a film, a hall or the festival (`owner`, a column; empty for the
    festival's) has in the table are all it has. `noun` is what a difference calls a row. `of_festival` filters the
    model's rows; the model keeps the festival itself unless that leads through another row.
    """

    row_type: type[ProgrammeRow]
    model: type[Model]
    noun: str
    identity: tuple[str, ...] = ()
    owner: str = ""
    of_festival: str = "festival"
    also_by: tuple[str, ...] = ()  # filters by which rows that belong to no festival are this one's, too
    called_by: str = ""  # the column by which other tables name its rows
    once: str = ""  # a column that no two rows share, besides the identity
    ids: Callable[[Sequence[Model], NamedRows], tuple[str, ...]] | None = None

    def instances(self, festival: Festival) -> QuerySet[Model]:
        """In the order in which they were made. One query."""
        rows = self.model._default_manager.order_by("pk")
        if not self.also_by:
            return rows.filter(**{self.of_festival: festival})
        return rows.filter(
            Q(*((name, festival) for name in (self.of_festival, *self.also_by)), _connector=Q.OR)
        ).distinct()

    def rows(self, instances: Sequence[Model], names: NamedRows) -> list[ProgrammeRow]:
        """As rows of the format. No query."""
        ids = self.ids(instances, names) if self.ids else None
        rows = []
        for index, instance in enumerate(instances):
            values = stored_values(self.row_type, instance)
            if ids is not None:
                values["id"] = ids[index]
            for column in columns_of(self.row_type).values():
                if column.references:
                    values[column.name] = names.name_of(column.references, getattr(instance, f"{column.link}_id"))
            rows.append(self.row_type(**values))
        return rows

    def label(self, row: ProgrammeRow, festival: Festival) -> tuple[str, str]:
        """What names it in a difference: its id, or whose it is; and the rest of it."""
        texts = {column: cell_text(row, column, festival.zone) for column in columns_of(self.row_type)}
        names = self.identity or (self.owner,)
        rest = [text for column, text in texts.items() if text and column not in names]
        return ", ".join(texts[name] for name in names if name), ", ".join(rest)


def _print_ids(prints: Sequence[Model], names: NamedRows) -> tuple[str, ...]:
    """A print of no own id goes by its film's and what tells it apart."""
    return external_ids(
        (each.ref, f"{names.name_of('film', each.film_id)}/{each.label or each.format}")
        for each in prints
        if isinstance(each, Print)
    )


# By the names of their files, in an order in which each names only what is there by then.
DETAILS: Mapping[str, DetailTable] = MappingProxyType(
    {
        "sections": DetailTable(detail_rows.SectionRow, Section, "section", ("id",), called_by="name", once="name"),
        "venues": DetailTable(detail_rows.VenueRow, Venue, "venue", ("venue",), called_by="venue", once="slug"),
        "links": DetailTable(detail_rows.LinkRow, FilmLink, "link", owner="film", of_festival="film__festival"),
        "quotes": DetailTable(detail_rows.QuoteRow, PressQuote, "quote", owner="film", of_festival="film__festival"),
        "prints": DetailTable(
            detail_rows.PrintRow,
            Print,
            "print",
            ("id",),
            of_festival="film__festival",
            called_by="id",
            ids=_print_ids,
        ),
        "hours": DetailTable(
            detail_rows.HoursRow, OpeningHours, "opening time", owner="hall", of_festival="hall__venue__festival"
        ),
        "closures": DetailTable(
            detail_rows.ClosureRow, Closure, "closure", owner="hall", of_festival="hall__venue__festival"
        ),
        "travel": DetailTable(
            detail_rows.TravelRow,
            TravelTime,
            "travel time",
            ("origin", "destination"),
            of_festival="origin__festival",
        ),
        "guests": DetailTable(detail_rows.GuestRow, Guest, "guest", ("person",), called_by="person"),
        "addresses": DetailTable(
            detail_rows.AddressRow,
            FormerAddress,
            "former address",
            ("slug", "film", "section", "venue", "hall", "person"),
            also_by=("person__credits__film__festival", "person__visits__festival"),
        ),
        "holds": DetailTable(detail_rows.HoldRow, Hold, "hold", ("screening",), of_festival="screening__festival"),
        "rules": DetailTable(detail_rows.RuleRow, RuleSetting, "rule", ("rule",)),
        "weights": DetailTable(detail_rows.WeightRow, TermWeight, "weight", ("term",)),
        "wishes": DetailTable(detail_rows.WishRow, PlacementWish, "wish"),
        "phrases": DetailTable(detail_rows.PhraseRow, StatedWish, "phrase", ("wish", "section")),
        "orders": DetailTable(detail_rows.OrderRow, PlacementOrder, "order"),
    }
)
