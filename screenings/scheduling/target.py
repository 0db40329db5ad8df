"""What is edited: the working timetable, or a scenario, which then alone knows of the changes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from screenings.models import Festival, Scenario, ScenarioPlace, Screening
from screenings.scheduling.recreate import RecreatedScreening
from screenings.scheduling.screening_change import (
    ScreeningChange,
    Snapshot,
    StaleChange,
    apply_changes,
    lock_screenings,
)

BATCH = 200


@dataclass(frozen=True, slots=True)
class EditTarget:
    """The working timetable of a festival, unless a scenario of it is named. Both methods want a transaction."""

    festival: Festival
    scenario: Scenario | None = None

    def lock_screenings(self, pks: Collection[int]) -> dict[int, Screening]:
        """Those that there are, each where the timetable or the scenario has it.

        Two who change the same take turns from here on.

        Raises StaleChange where the scenario was deleted.
        """
        screenings = Screening.objects.of(self.festival)
        if self.scenario is None:
            return lock_screenings(screenings, pks)
        if not Scenario.objects.select_for_update().filter(pk=self.scenario.pk):
            raise StaleChange(f"The scenario “{self.scenario}” was deleted meanwhile.")
        rows = screenings.filter(pk__in=pks).for_timetable().order_by("pk")
        return self._moved(self.scenario, {row.pk: row for row in rows})

    def _moved(self, scenario: Scenario, rows: dict[int, Screening]) -> dict[int, Screening]:
        kept = ScenarioPlace.objects.filter(scenario=scenario, screening__in=list(rows))
        for place in kept.select_related("hall__venue__festival"):
            assert place.screening_id is not None
            row = rows[place.screening_id]
            # A place in a hall that was deleted since is none.
            row.hall, row.starts_at = place.hall, place.starts_at if place.hall else None
        return rows

    def apply(
        self,
        changes: Iterable[ScreeningChange],
        *,
        recreated: Iterable[RecreatedScreening] = (),
        reason: str = "",
        with_base: bool = False,
        are_locked: bool = False,
    ) -> list[Screening]:
        """All or none; the rows as they are then, those of `recreated` last, which the working timetable alone has.

        Those of a scenario are not meant to be saved, and have no history. `with_base`, in a scenario: what it holds
        for the working timetable's place goes along. `are_locked` and what is raised are as of `apply_changes`.
        """
        changes = list(changes)
        if self.scenario is None:
            return apply_changes(changes, recreated=recreated, reason=reason, are_locked=are_locked)
        self._keep(self.scenario, {change.screening.pk: change.after for change in changes}, with_base)
        return [change.row_after for change in changes]

    def _keep(self, scenario: Scenario, there: Mapping[int, Snapshot], with_base: bool) -> None:
        # What came after the copy was made has no row yet: this is when the two part.
        kept = ScenarioPlace.objects.filter(scenario=scenario, screening__in=list(there))
        late = Screening.objects.filter(pk__in=there.keys() - set(kept.values_list("screening", flat=True)))
        ScenarioPlace.objects.bulk_create(unmoved_places(scenario, late), batch_size=BATCH)
        rows = list(kept.all())
        for row in rows:
            assert row.screening_id is not None
            after = there[row.screening_id]
            row.hall, row.starts_at = after.hall, after.starts_at
            if with_base:
                row.base_hall, row.base_starts_at = row.hall, row.starts_at
        fields = ["hall", "starts_at", *(("base_hall", "base_starts_at") if with_base else ())]
        ScenarioPlace.objects.bulk_update(rows, fields, batch_size=BATCH)


def unmoved_places(scenario: Scenario, screenings: QuerySet[Screening]) -> list[ScenarioPlace]:
    """Where the working timetable has them, as rows that are not written yet. One query."""
    columns = ("pk", "film__title", "hall_id", "starts_at")
    return [
        ScenarioPlace(
            scenario=scenario, screening_id=pk, title=title,
            hall_id=hall, starts_at=starts, base_hall_id=hall, base_starts_at=starts,
        )
        for pk, title, hall, starts in screenings.order_by("pk").values_list(*columns)
    ]  # fmt: skip
