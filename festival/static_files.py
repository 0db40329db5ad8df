"""The assets' storage: pages are served although nobody has collected the assets, or not since the last upgrade."""

import logging

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

logger = logging.getLogger(__name__)


class OptionalManifestStorage(CompressedManifestStaticFilesStorage):
    """An asset that was not collected goes by its plain name, under which it is served from where it lies.

    `check --deploy` names what is missing; here it is told once, as it is sent uncompressed and kept for a minute only.
    """

    has_warned = False

    def load_manifest(self) -> tuple[dict[str, str], str]:
        try:
            manifest: tuple[dict[str, str], str] = super().load_manifest()
        except ValueError as problem:  # half written, or of another Django
            logger.warning("%s", problem)
            return {}, ""
        return manifest

    def stored_name(self, name: str) -> str:
        try:
            stored: str = super().stored_name(name)
        except ValueError:
            # WhiteNoise asks for names that never were, to see whether a part of a name is a digest.
            if not self.has_warned and finders.find(name):
                logger.warning("%s was not collected: run festival collectstatic and start the site again.", name)
                self.has_warned = True
            return name
        return stored
