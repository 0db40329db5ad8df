"""Weights for kinds of festivals, to begin with: picked by name, and the festival's own to change from then on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from screenings.solver.preferences import DEFAULT_WEIGHTS


@dataclass(frozen=True, slots=True)
class Preset:
    """`weights` are those that differ from the usual ones. `title` and `purpose` are in English, for a reader."""

    name: str
    title: str
    purpose: str
    weights: Mapping[str, int]

    def __post_init__(self) -> None:
        if unknown := sorted(self.weights.keys() - DEFAULT_WEIGHTS.keys()):
            raise ValueError(f"The preset {self.name} weighs what no term is called: {', '.join(unknown)}.")


# What the judge of the instances knows, see tests/benchmarks/solver_instances.py: figures stay comparable with it.
JUDGED: Final = {"premiere-hour": 4, "late-title": 2, "next-day": 1, "same-part": 1, "turned-away": 1, "too-large": 2}
KEPT_ANYWAY: Final = ("unplaced", "warnings", "same-day")
COMPARISON: Final = "instances"
PRESETS: Final = (
    Preset("city", "City festival", "many halls and days; premieres in the evening, the press in the morning", {}),
    Preset(
        "genre",
        "Genre weekend",
        "a few full days for the same people: nights count, and a film may come back the next day",
        {
            "clashes": 4, "next-day": 0, "same-part": 1, "same-hall": 0, "premiere-hour": 2, "late-title": 20,
            "idle-evening": 4, "late-opening": 2, "crowded-day": 0,
        },
    ),
    Preset(
        "retrospective",
        "Retrospective",
        "no premieres and few guests: each film comes back days later, at another time, and nothing is rushed",
        {
            "clashes": 6, "next-day": 4, "same-part": 5, "premiere-hour": 1, "premiere-hall": 0, "short-break": 2,
            "waits": 0, "idle-evening": 4,
        },
    ),
    Preset(
        "children",
        "Children's festival",
        "mornings and afternoons, with time between two shows to let a house in and out",
        {
            "after-five": 6, "premiere-hour": 0, "prime-time": 0, "idle-evening": 0, "turned-away": 2,
            "late-opening": 12, "short-break": 2, "waits": 0, "at-once": 4,
        },
    ),
    Preset(
        "market",
        "Market screenings",
        "for buyers, in office hours: a film comes back at another time, and small halls will do",
        {
            "after-five": 2, "clashes": 1, "same-part": 5, "next-day": 0, "turned-away": 0, "premiere-hour": 0,
            "premiere-hall": 0, "press-hour": 0, "press-first": 0, "prime-time": 0, "idle-evening": 0,
            "late-opening": 8, "waits": 2, "at-once": 0, "same-minute": 0,
        },
    ),
    Preset(
        COMPARISON,
        "For comparison",
        "nothing but what the published instances are judged by",
        {
            **{name: 0 for name in DEFAULT_WEIGHTS if name not in KEPT_ANYWAY},
            **JUDGED,
        },
    ),
)  # fmt: skip
PRESET_BY_NAME: Final[Mapping[str, Preset]] = {preset.name: preset for preset in PRESETS}


def preset_of(weights: Mapping[str, int]) -> Preset | None:
    """The preset with exactly these weights; None where a festival has changed any."""
    differing = {name: weight for name, weight in weights.items() if weight != DEFAULT_WEIGHTS.get(name)}
    return next(
        (
            preset
            for preset in PRESETS
            if differing == {n: w for n, w in preset.weights.items() if w != DEFAULT_WEIGHTS[n]}
        ),
        None,
    )
