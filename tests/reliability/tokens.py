"""A festival's tokens before and after a write."""

from collections.abc import Callable

from screenings.loading.versions import FestivalVersion, version_of
from screenings.models import Festival
from screenings.reliability.version_triggers import TOKENS


def tokens(festival: Festival) -> FestivalVersion:
    version = version_of(festival.pk)
    assert version is not None
    return version


def renewed(before: FestivalVersion, after: FestivalVersion) -> set[str]:
    return {name for name in TOKENS if getattr(before, name) != getattr(after, name)}


def renewed_by(write: Callable[[], object], *festivals: Festival) -> list[set[str]]:
    """Which tokens of each festival a write renews."""
    before = [tokens(festival) for festival in festivals]
    write()
    return [renewed(old, tokens(festival)) for old, festival in zip(before, festivals, strict=True)]
