"""The one way from the working timetable to the public: what a publication would bring, and publish()."""

from screenings.publishing.holding_back import HoldPlan, plan_holds, preview_holding_back, publish_holding_back
from screenings.publishing.pausing import end_pause, switch_publishing
from screenings.publishing.preview import (
    Check,
    CheckedTimetable,
    PublicationPreview,
    check_errors,
    partition_errors,
    preview_publication,
)
from screenings.publishing.unblocking import crowded_halls, keep_one, kept_text, mark_as_shared, same_screenings
from screenings.publishing.writing import (
    NOTE_LENGTH,
    PublishingBlocked,
    PublishResult,
    SaveResult,
    cleaned_note,
    publish,
    publish_after_save,
    publish_previewed,
    saved_result,
)

__all__ = [
    "NOTE_LENGTH",
    "Check",
    "CheckedTimetable",
    "HoldPlan",
    "PublicationPreview",
    "PublishResult",
    "PublishingBlocked",
    "SaveResult",
    "check_errors",
    "cleaned_note",
    "crowded_halls",
    "end_pause",
    "keep_one",
    "kept_text",
    "mark_as_shared",
    "partition_errors",
    "plan_holds",
    "preview_holding_back",
    "preview_publication",
    "publish",
    "publish_after_save",
    "publish_holding_back",
    "publish_previewed",
    "same_screenings",
    "saved_result",
    "switch_publishing",
]
