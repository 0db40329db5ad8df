"""Settings that a command can load and a server cannot."""

from tests.faults.settings import *  # noqa: F403
from tests.faults.settings import MIDDLEWARE

MIDDLEWARE = [*MIDDLEWARE, "tests.faults.nowhere.Middleware"]
