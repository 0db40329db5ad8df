"""The names of what writes feeds and pages: code, libraries, templates, assets and the settings that show in them.

Every validator holds one of these, so that nobody is told "unchanged" after an upgrade that changed it.
"""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import get_template
from django.urls import get_script_prefix

from screenings.fingerprints import software

# A feed's site address is the one its publication holds.
FEED_SETTINGS = ("LANGUAGE_CODE", "ROOT_URLCONF", "TIME_ZONE")
PAGE_SETTINGS = (*FEED_SETTINGS, "DEBUG", "MEDIA_URL", "SITE_URL", "STATIC_URL", "STORAGES", "USE_THOUSAND_SEPARATOR")


def feed_fingerprint() -> str:
    return _fingerprint(software.FEEDS_DIGEST, get_script_prefix(), *_settings(FEED_SETTINGS))


def page_fingerprint() -> str:
    """With the addresses of the assets, as pages are about to write them."""
    assets = getattr(staticfiles_storage, "manifest_hash", "")
    folders = tuple(str(folder) for engine in settings.TEMPLATES for folder in engine.get("DIRS", ()))  # type: ignore[attr-defined]  # a list, says Django
    return _fingerprint(
        software.PAGES_DIGEST, get_script_prefix(), assets, _templates(folders), *_settings(PAGE_SETTINGS)
    )


def _settings(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(repr(getattr(settings, name)) for name in names)


@lru_cache(maxsize=16)
def _fingerprint(*parts: str) -> str:
    return software.content_digest(*parts)


@lru_cache(maxsize=4)
def _templates(folders: tuple[str, ...]) -> str:
    """Of templates that an installation puts before ours."""
    return software.content_digest(
        *(software.files_digest(Path(folder)) for folder in folders if Path(folder).is_dir())
    )


def load_templates() -> None:
    """Reads every page's template now. One that is first asked for after its file was replaced would be the new one
    under the old one's name.
    """
    for file in sorted((software.PACKAGE_ROOT / "templates" / "screenings").glob("*.html")):
        get_template(f"screenings/{file.name}")
