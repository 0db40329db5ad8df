"""The listing as a table: what its columns are and what they sort by."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

DEFAULT_ORDER = "time"


class ScreeningTable(tables.Table):
    """Published screenings. The cells are written by screenings/_table.html."""

    # By festival day first: two venues in two zones do not tear a day apart.
    time = tables.Column(_("Time"), accessor="starts_at", order_by=("day", "starts_at", "sort_title", "uid"))
    title = tables.Column(_("Film"), order_by=("sort_title", "starts_at", "uid"))
    # By address parts, which are plain ASCII: names sort differently from database to database.
    hall = tables.Column(_("Place"), order_by=("venue_slug", "hall_slug", "starts_at", "uid"))
    version = tables.Column(_("Version"), accessor="languages", orderable=False)
    tickets = tables.Column(_("Tickets"), accessor="ticket_url", orderable=False)

    class Meta:
        order_by = DEFAULT_ORDER
        orderable = True

    @property
    def is_in_time_order(self) -> bool:
        return [alias.lstrip("-") for alias in self.order_by] == ["time"]

    @classmethod
    def knows_order(cls, alias: str) -> bool:
        """Whether `sort=` may say so."""
        column = cls.base_columns.get(alias.removeprefix("-"))
        return column is not None and column.orderable is not False
