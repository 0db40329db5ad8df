"""The command line: `festival` where the wheel is installed, `manage.py` in a checkout."""

import os
import platform
import sys
from pathlib import Path

from festival import __version__
from festival.garbage_collection import collect_seldom

EXIT_BROKEN_PIPE = 141  # as a shell says of what SIGPIPE has ended
IN_A_CHECKOUT = (
    "In this folder, run:\n\n"
    "    python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e . && .venv/bin/python manage.py demo\n"
)
INSTALLED = f"Run:\n\n    {sys.executable} -m pip install --force-reinstall festival-scheduler=={__version__}\n"


def main() -> None:
    collect_seldom()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "festival.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ["DEMO"] = "1"
    try:
        # Imported here so that their absence is told instead of traced.
        import django  # noqa: PLC0415
        import environ  # noqa: F401, PLC0415 - a Django of the system's without our other packages
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.core.management import execute_from_command_line  # noqa: PLC0415

        from screenings.management.exit_codes import WRONG_CONFIGURATION  # noqa: PLC0415
        from screenings.management.outage_exit import exit_on_outage  # noqa: PLC0415
    except ImportError as problem:
        # Without festival.paths, which asks for Django.
        is_checkout = (Path(__file__).parents[1] / "pyproject.toml").is_file()
        sys.exit(
            f"The festival's software is not installed for this Python: {problem.name} is missing. "
            f"{IN_A_CHECKOUT if is_checkout else INSTALLED}"
        )
    if sys.argv[1:] == ["--version"]:
        print(f"festival-scheduler {__version__}, Django {django.__version__}, Python {platform.python_version()}")
        return
    try:
        try:
            with exit_on_outage():
                execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()
    except ImproperlyConfigured as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(WRONG_CONFIGURATION)
    except BrokenPipeError:
        # Whoever was reading, such as `head`, has seen enough. What is still to be written at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_BROKEN_PIPE)
