#!/usr/bin/env python3
"""The festival's command line: `manage.py demo` serves the demo festival, `manage.py help` lists the rest."""

import os
import sys

INSTALL = (
    'python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e ".[test]" && .venv/bin/python manage.py demo'
)
WRONG_CONFIGURATION = 78  # EX_CONFIG of sysexits.h: a service manager need not try again
NOBODY_READS = 141  # as a shell says of what SIGPIPE has ended


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "festival.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ["DEMO"] = "1"
    try:
        # Imported here so that their absence is told instead of traced.
        import environ  # noqa: F401, PLC0415 - a Django of the system's without our other packages
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
        from django.core.management import execute_from_command_line  # noqa: PLC0415

        from screenings.management.outages import outages_told  # noqa: PLC0415
    except ImportError:
        sys.exit(f"The festival's software is not installed for this Python. In this folder, run:\n\n    {INSTALL}\n")
    try:
        try:
            with outages_told():
                execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()
    except ImproperlyConfigured as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(WRONG_CONFIGURATION)
    except BrokenPipeError:
        # Whoever was reading, such as `head`, has seen enough. What is still to be written at exit goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(NOBODY_READS)


if __name__ == "__main__":
    main()
