#!/usr/bin/env python3
"""The command line in a checkout: `manage.py demo` serves the demo festival, `manage.py help` lists the rest."""

from festival.command_line import main

if __name__ == "__main__":
    main()
