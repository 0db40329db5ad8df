"""Screenings of which a file says when and not where: they stay in their halls, or wait with what is known of them."""

from collections.abc import Iterable, Iterator

from screenings.assistant.known import KnownProgramme
from screenings.assistant.matching import ReadScreening
from screenings.assistant.stated_ends import instant_of
from screenings.importing.problems import ImportProblem


def settle_places(screenings: Iterable[ReadScreening], known: KnownProgramme) -> Iterator[ImportProblem]:
    """A hall that a row does not name stays as it is here. What has no place takes what the row says into its notes,
    unless somebody wrote notes of their own.
    """
    for screening in screenings:
        there = known.screenings.get(screening.id)
        if screening.start and not screening.hall:
            if there and there.hall:
                screening.hall = there.hall
                continue
            message = "no hall is named, so the screening has no place for now. Its notes say when it is."
            yield ImportProblem(screening.place, 0, "", message)
            end = instant_of(screening.cells["end"], known.zone)
            if end and screening.instant:
                screening.cells["length"] = str(round((end - screening.instant).total_seconds() / 60))
            screening.start = screening.cells["end"] = ""
        if not screening.start and screening.waits_with and not (there and there.notes):
            screening.cells.setdefault("notes", screening.waits_with)
