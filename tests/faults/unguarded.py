"""The site without what these tests are about, for their controls: stock answers, and writers wait as they like."""

from tests.settings import *  # noqa: F403
from tests.settings import MIDDLEWARE

MIDDLEWARE = [name for name in MIDDLEWARE if name != "screenings.public.serving.unavailable.OutageMiddleware"]
ROOT_URLCONF = "tests.faults.unguarded_urls"
