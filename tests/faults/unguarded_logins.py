"""As many password checks at once as anybody asks for: the control."""

from tests.faults.settings import *  # noqa: F403
from tests.faults.settings import MIDDLEWARE

MIDDLEWARE = [name for name in MIDDLEWARE if name != "screenings.desk.password_checks.PasswordCheckThrottle"]
