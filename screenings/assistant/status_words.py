"""Words by which a cell says that something is cancelled, or not decided yet; in the languages of festivals."""

import re

from screenings.text.cleaning import fold

CANCELLED = (
    "cancelled", "canceled", "abgesagt", "entfallt", "fallt aus", "geannuleerd", "vervallen", "annule", "annulee",
    "cancelado", "cancelada", "suspendido", "suspendida", "annullato", "annullata", "installt", "installd", "aflyst",
    "avlyst", "odwolane",
)  # fmt: skip
PLANNED = (
    "planned", "confirmed", "tentative", "scheduled", "accepted", "published", "bestatigt", "bevestigd", "confirme",
    "confirmado", "confermato", "ok", "yes", "active", "public",
)  # fmt: skip
_UNDECIDED = frozenset((
    "tba", "tbc", "tbd", "to be announced", "to be confirmed", "to be decided", "not yet known", "open", "offen", "n n",
    "noch offen", "wird bekanntgegeben", "wird noch bekanntgegeben", "nog niet bekend", "nnb", "ntb", "a confirmer",
    "a definir", "a venir", "por confirmar", "por definir", "da definire", "da confermare", "unknown", "unbekannt",
    "n/a", "xx", "xxx", "xx:xx",
))  # fmt: skip


def is_cancelled(text: str) -> bool:
    """Whether the text says this and nothing else, whatever marks are around it: "CANCELLED!"."""
    return _bare(text) in CANCELLED


def is_planned(text: str) -> bool:
    return _bare(text) in PLANNED


def is_undecided(text: str) -> bool:
    """Whether a cell that should say when or where says that nobody knows yet: TBC, n.n., ?, a dash."""
    folded = fold(text).strip()
    return bool(folded) and (not re.search(r"[^\W_]", folded) or _bare(text) in _UNDECIDED or folded in _UNDECIDED)


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())
