"""`python -m festival`, for a Python whose scripts are not on the path."""

from festival.command_line import main

main()
