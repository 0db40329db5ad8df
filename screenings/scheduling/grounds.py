"""Where moves are written: the working timetable, or a scenario, which then alone knows of them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC

from screenings.models import Festival, Scenario, ScenarioPlace, Screening
from screenings.scheduling.steps import Stale, Step, carry_out
from screenings.timetable.drift import Place


def place_of(row: Screening) -> Place:
    return Place(row.hall_id, row.starts_at.astimezone(UTC) if row.starts_at else None)


@dataclass(frozen=True, slots=True)
class Ground:
    """The working timetable of a festival, unless a scenario of it is named. Both methods want a transaction."""

    festival: Festival
    scenario: Scenario | None = None

    def find(self, pks: Collection[int]) -> dict[int, Screening]:
        """Those that there are, each where this ground has it; two who move the same take turns from here on.

        Raises Stale where the scenario was thrown away.
        """
        rows = Screening.objects.of(self.festival).filter(pk__in=pks).order_by("pk")
        if self.scenario is None:
            # Locked first and read then: PostgreSQL would show a row that changed while it waited in its earlier hall.
            list(rows.select_for_update(of=("self",)).values_list("pk"))
        elif not Scenario.objects.select_for_update().filter(pk=self.scenario.pk):
            raise Stale(f"The scenario “{self.scenario}” was thrown away meanwhile.")
        found = {row.pk: row for row in rows.for_timetable().select_related("print")}
        return found if self.scenario is None else self._moved(self.scenario, found)

    def _moved(self, scenario: Scenario, rows: dict[int, Screening]) -> dict[int, Screening]:
        kept = ScenarioPlace.objects.filter(scenario=scenario, screening__in=list(rows))
        for place in kept.select_related("hall__venue__festival"):
            assert place.screening_id is not None
            row = rows[place.screening_id]
            # A place in a hall that was deleted since is none.
            row.hall, row.starts_at = place.hall, place.starts_at if place.hall else None
        return rows

    def carry_out(self, steps: Iterable[Step]) -> list[Screening]:
        """All or none; the rows as they stand then. Those of a scenario are not meant to be saved."""
        steps = list(steps)
        if self.scenario is None:
            return carry_out(steps)
        for step in steps:
            after = step.after
            self._keep(self.scenario, step.screening.pk, Place(after.hall.pk if after.hall else None, after.starts_at))
        return [step.shown_after for step in steps]

    def _keep(self, scenario: Scenario, screening: int, place: Place) -> None:
        now = {"hall_id": place.hall, "starts_at": place.starts_at}
        kept = ScenarioPlace.objects.filter(scenario=scenario, screening=screening)
        if kept.update(**now):
            return
        # It came after the copy was made: that is when the two part.
        row = Screening.objects.select_related("film").get(pk=screening)
        base = place_of(row)
        ScenarioPlace.objects.create(
            scenario=scenario, screening=row, title=row.film.title, **now, base_hall_id=base.hall,
            base_starts_at=base.starts_at,
        )  # fmt: skip
