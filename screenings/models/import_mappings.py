"""How a festival's own files are read: what was chosen once is remembered for the next version of the file."""

from typing import Any

from django.db import models

from screenings.models.festivals import Festival
from screenings.models.fields import LineField
from screenings.models.uniqueness import UniqueWithMessage


def _nothing() -> dict[str, Any]:
    return {}


class ImportMapping(models.Model):
    """`shapes` by the names of sheets, fields in `columns` by the keys of headings, `answers` by those of questions."""

    festival = models.ForeignKey(Festival, on_delete=models.CASCADE, related_name="import_mappings")
    name = LineField(max_length=100)
    shapes = models.JSONField(default=_nothing, blank=True)
    columns = models.JSONField(default=_nothing, blank=True)
    answers = models.JSONField(default=_nothing, blank=True)

    class Meta:
        ordering = ("festival", "name")
        constraints = (
            UniqueWithMessage(
                fields=("festival", "name"),
                name="import_mapping_named_once",
                on="name",
                says="There is a mapping of this name already: %(other)s. Choose another.",
            ),
        )

    def __str__(self) -> str:
        return self.name
