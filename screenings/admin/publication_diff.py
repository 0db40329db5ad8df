"""What a publication would change, as the review page shows it: grouped by kind, old and new side by side."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from screenings.desk.actions import preview_token
from screenings.publishing import PublicationPreview
from screenings.text.languages import language_name
from screenings.timetable.changes import ADDED, KINDS, PublicChange
from screenings.timetable.values import PublicScreening
from screenings.wording.changes import EMPTY_VALUE, FIELD_NAMES, changed_field_names, published_placement_text
from screenings.wording.moments import moment_in_zone, moment_text

KIND_HEADINGS = {
    "added": "Added",
    "moved": "Moved",
    "cancelled": "Cancelled",
    "restored": "Taking place after all",
    "retitled": "Retitled",
    "changed": "Changed otherwise",
}
TIME_FIELDS = ("starts_at", "ends_at")
MAX_UNFOLDED = 50


@dataclass(frozen=True, slots=True)
class PublicationFieldDiff:
    """One thing that differs, in words."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PublicationScreeningDiff:
    """One screening's difference; `pk` is None where it is no longer in the working timetable."""

    title: str
    place: str
    lines: tuple[PublicationFieldDiff, ...]
    pk: int | None


@dataclass(frozen=True, slots=True)
class PublicationDiffGroup:
    kind: str
    heading: str
    differences: tuple[PublicationScreeningDiff, ...]

    @property
    def is_long(self) -> bool:
        """So long that what comes after it would be out of sight."""
        return len(self.differences) > MAX_UNFOLDED


def publication_diff_groups(changes: Iterable[PublicChange], pks: dict[UUID, int]) -> list[PublicationDiffGroup]:
    """By what a change is first of all, in the order of KINDS."""
    diffs_by_kind: dict[str, list[PublicationScreeningDiff]] = {kind: [] for kind in KINDS}
    for change in changes:
        difference = PublicationScreeningDiff(
            change.after.title, published_placement_text(change.after), _field_diffs(change), pks.get(change.uid)
        )
        diffs_by_kind[change.kind].append(difference)
    return [
        PublicationDiffGroup(kind, KIND_HEADINGS[kind], tuple(diffs)) for kind, diffs in diffs_by_kind.items() if diffs
    ]


def publication_preview_token(preview: PublicationPreview) -> str:
    """Names exactly this difference: what was reviewed is what is published, or it is shown again."""
    number = preview.current.number if preview.current else 0
    quiet = [preview.public_after[uid] for uid in preview.changed_uids]  # written anew, though not all of it is news
    return preview_token(number, preview.changes, quiet, sorted(preview.festival_columns.items()))


def _field_diffs(change: PublicChange) -> tuple[PublicationFieldDiff, ...]:
    if change.kind == ADDED:
        return ()
    if change.before is None:
        return (PublicationFieldDiff(FIELD_NAMES["status"], EMPTY_VALUE, change.after.status),)
    lines: dict[str, PublicationFieldDiff] = {}
    reported_labels = set(changed_field_names(change))
    names, moment = change.fields, moment_text
    if "timezone" in names:
        # On another clock the hours are news, whether or not the moment is another; each with its clock.
        names, moment = tuple(dict.fromkeys((*TIME_FIELDS, *names))), moment_in_zone
        reported_labels |= {FIELD_NAMES[name] for name in TIME_FIELDS}
    for name in names:
        if (label := FIELD_NAMES[name]) in reported_labels:
            old, new = (_text(state, name, moment) for state in (change.before, change.after))
            lines.setdefault(label, PublicationFieldDiff(label, old, new))
    return tuple(lines.values())


def _text(screening: PublicScreening, name: str, moment: Callable[[datetime, ZoneInfo], str]) -> str:
    """A field of a screening as people read it."""
    value: Any = getattr(screening, name)
    if isinstance(value, datetime):
        return moment(value, screening.zone)
    if name in ("languages", "subtitles"):
        value = tuple(language_name(code) for code in value)
    if name in ("sold_out", "standby"):
        said = ("sold out" * screening.sold_out, "standby" * screening.standby)
        return ", ".join(filter(None, said)) or "available"
    if isinstance(value, tuple):
        value = ", ".join(value)
    return str(value) if value not in (None, "") else EMPTY_VALUE
